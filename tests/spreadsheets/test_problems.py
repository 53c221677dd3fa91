"""What people write is understood, or refused with the cell, the value and the remedy; all of it at once."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from sim.errors import InputError
from sim.spreadsheets import read_plan

KPI = ("name", "kind", "roles", "weights", "target amount", "curve: threshold", "payment delay")


def book(tmp_path: Path, *rows: Any, change: Any = None) -> Path:
    """A workbook with rows of cells, changed further by a function of its sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made.active)
    made.save(tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def problems(path: Path, **how: Any) -> list[str]:
    """Place, message and remedy of every problem."""
    with pytest.raises(InputError) as caught:
        read_plan(path, **how)
    assert all(each.file == str(path) for each in caught.value.problems)
    return [str(each).removeprefix(f"{path}: ") for each in caught.value.problems]


@pytest.mark.parametrize("share", [0.4, "40 %", "40%", "0.4", "４０％", "４０ ％"])
def test_shares_may_be_written_in_many_ways(tmp_path: Path, share: Any) -> None:
    row = ("a", "performance_pay", "all", "gmv 100 %", 2000, share, 2)
    assert read_plan(book(tmp_path, KPI, row)).pay["a"].curve.threshold == 0.4


@pytest.mark.parametrize("money", [12500, "12,500", "１２，５００", "12500元", "¥12,500.00", "1.25万", "RMB 12500"])
def test_amounts_may_be_written_in_many_ways(tmp_path: Path, money: Any) -> None:
    row = ("a", "绩效奖金", "全体员工", "GMV 100%", money, None, "2周")
    read = read_plan(book(tmp_path, KPI, row)).pay["a"]
    assert (read.target_rmb, read.pay_delay_weeks, read.curve.threshold) == (12500.0, 2, 0.0)


@pytest.mark.parametrize(
    "text",
    ["gmv 40 % + nps 60 %", "GMV：40％＋净推荐值(NPS)：60％", "支付成交总额40%、净推荐值60%", "gmv=0.4; nps=0.6"],
)
def test_weights_may_be_written_in_many_ways(tmp_path: Path, text: str) -> None:
    row = ("a", "performance_pay", "美工，运营", text, 2000)
    read = read_plan(book(tmp_path, KPI, row)).pay["a"]
    assert (read.weights, read.roles) == ({"gmv": 0.4, "nps": 0.6}, ("design", "operations"))


@pytest.mark.parametrize(
    "text", ["at 100 %, share 20 %; at 120%, share 1", "达成率 100 % 金额 20 %；120%，1", "1,0.2\n1.2,1"]
)
def test_lumps_may_be_written_in_many_ways(tmp_path: Path, text: str) -> None:
    headings = ("name", "kind", "roles", "target amount", "阶梯奖")
    read = read_plan(book(tmp_path, headings, ("a", "quota", "all", 1, text))).pay["a"]
    assert [(lump.at, lump.share) for lump in read.curve.lumps] == [(1.0, 0.2), (1.2, 1.0)]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (
            1,
            "performance pai",
            "B2: this word is not known here (got performance pai). Did you mean 'performance_pay'?",
        ),
        (1, None, "B2: this row has no kind"),
        (2, "desing", "C2: this word is not known here (got desing). Did you mean 'design'?"),
        (2, "美功", "C2: this word is not known here (got 美功). Did you mean '美工'?"),
        (3, "gmv 40 % + nps 50 %", "D2: the weights sum to 0.9 (got gmv 40 % + nps 50 %). Make them sum to 1"),
        (3, "gmv 40 % + npz 60 %", "D2: this word is not known here (got npz). Did you mean 'nps'?"),
        (3, "gmv 50 % + gmv 50 %", "D2: this is there twice (got gmv). Keep one of the two"),
        (3, "gmv", "D2: a value is missing (got gmv)."),
        (4, "lots", "E2: this is not a number (got lots). Write an amount in RMB, such as 2,000"),
        (4, "50 %", "E2: a percentage makes no sense here (got 50 %)."),
        (4, "0,400", "E2: this is not a number (got 0,400)."),
        (4, "1e999", "E2: the number is too large"),
        (4, -5, "E2: must be at least 0 (got -5)."),
        (4, True, "E2: TRUE and FALSE make no sense here (got True)."),
        (4, datetime(2026, 1, 2), "E2: this is a date (got 2026-01-02). Write an amount"),
        (4, None, "E2: this cell is blank, and performance_pay needs it. Fill in target amount (RMB) (目标奖金(元))"),
        (5, 80, "F2: this would be 8,000 % (got 80). Write 80 % with the sign if that is meant"),
        (6, 2.5, "G2: must be a whole number (got 2.5)."),
        (6, "2个月", "G2: '个月' is not the unit of this column (got 2个月). Write weeks, such as 2"),
        (0, None, "A2: this row has no name"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(tmp_path: Path, column: int, value: Any, told: str) -> None:
    row = ["a", "performance_pay", "all", "gmv 100 %", 2000, 0.8, 2]
    assert read_plan(book(tmp_path, KPI, row)).pay
    row[column] = value
    found = problems(book(tmp_path, KPI, row))
    assert len(found) == 1
    assert found[0].startswith(f"Sheet!{told}")


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows = (
        ("name", "kind", "roles", "target amuont", "quota", "curve: cap", "metric"),
        ("a", "quota", "operation", 1, "x", "y", "gmv"),
        ("a", "commission", "all", None, 1.0, None, "npz"),
    )
    found = problems(book(tmp_path, *rows))
    told = [each.partition(":")[0].removeprefix("Sheet!") for each in found]
    assert told == ["D1", "C2", "E2", "F2", "A2", "A3", "E3", "G3", "A3"]
    assert "Did you mean 'target amount'?" in found[0]


def test_headings_are_looked_after(tmp_path: Path) -> None:
    found = problems(
        book(tmp_path, ("名称", "类型", "岗位", "roles", "#note"), ("a", "年终奖", "全体", None, "x", "stray"))
    )
    assert found[0].startswith("Sheet!D1: the same heading as in Sheet!C1 (got roles)")
    assert found[1].startswith("Sheet!F2: this cell stands in a column without a heading (got stray)")
    assert problems(book(tmp_path, ("name", "roles"), ("a", "all")))[0].startswith(
        "Sheet!C1: no column is headed 'kind'"
    )
    assert "no row has the headings" in problems(book(tmp_path, ("x", "y")))[0]


def test_a_real_sheet_has_titles_blank_rows_remarks_and_merged_cells(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("C4:C5")
        sheet.row_dimensions[5].hidden = True

    rows = (
        ("Plan for 2026", None, None, None),
        (),
        ("name", "kind", "roles", "months"),
        ("a", "annual_bonus", "design", 1),
        ("b", "年终奖", None, 2),
        (),
        ("# to be decided", None, None, 3),
        (2024, "annual_bonus", "all", 3),
    )
    read = read_plan(book(tmp_path, *rows, change=change)).pay
    assert {name: (each.roles, each.months) for name, each in read.items()} == {
        "a": (("design",), 1),
        "b": (("design",), 2),
        "2024": (("all",), 3),
    }
    across = book(tmp_path, *rows, change=lambda sheet: sheet.merge_cells("C4:D4"))
    assert problems(across)[0].startswith("Sheet!C4: merged across columns C to D (got design)")


def test_formulas_count_with_their_stored_result(tmp_path: Path) -> None:
    rows = (("name", "kind", "roles", "months"), ("a", "annual_bonus", "all", "=1+1"))
    path = book(tmp_path, *rows)
    assert problems(path) == [
        "Sheet!D2: a formula without a stored result (got =1+1). Open the file in Excel or WPS and save it, "
        "or write the value"
    ]
    _store_result(path, "2")
    assert read_plan(path).pay["a"].months == 2.0


def _store_result(path: Path, result: str) -> None:
    """Write the result of the only formula into a workbook, as Excel does when it saves."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    before = parts[sheet]
    parts[sheet] = before.replace(b"<v />", f"<v>{result}</v>".encode()).replace(b"<v/>", f"<v>{result}</v>".encode())
    assert parts[sheet] != before
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_the_sheet_is_found_among_others(tmp_path: Path) -> None:
    path, made = tmp_path / "plan.xlsx", Workbook()
    for name, months, state in (("old", 1, "hidden"), ("new", 2, "visible"), ("notes", None, "visible")):
        sheet = made.create_sheet(name)
        sheet.sheet_state = state
        for row in (("name", "kind", "roles", "months"), ("a", "annual_bonus", "all", months)) if months else (("x",),):
            sheet.append(row)
    made.save(path)
    assert read_plan(path).pay["a"].months == 2.0
    made["old"].sheet_state = "visible"
    made.save(path)
    assert "several sheets look like a pay plan: 'old', 'new'" in problems(path)[0]
    assert read_plan(path, sheet="old").pay["a"].months == 1.0
    assert "Did you mean 'new'?" in problems(path, sheet="neu")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_in_the_usual_forms(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = (("名称", "类型", "岗位", "月薪个数"), ("双薪", "年终奖", "客服", "1"))
    (tmp_path / "plan.csv").write_text("\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    assert read_plan(tmp_path / "plan.csv").pay["双薪"].roles == ("service",)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.xlsx", b"not a workbook", "this cannot be read as a workbook"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook, or one with a password"),
        ("plan.ods", b"", "this is neither .xlsx nor .csv"),
        ("plan.xlsx", None, "the file cannot be read: No such file"),
        ("plan.csv", b'name,kind\n"a', "the rows cannot be told apart"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    found = problems(tmp_path / name)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_date_cell_is_a_date_where_one_is_needed() -> None:
    from sim.spreadsheets.cells import parsed
    from sim.spreadsheets.grid import Cell
    from sim.spreadsheets.shapes import Shape

    for written in (date(2026, 1, 5), datetime(2026, 1, 5, 9), "2026-01-05", "2026/1/5", "2026年1月5日"):
        assert parsed(Cell(written), Shape("day")) == "2026-01-05"
