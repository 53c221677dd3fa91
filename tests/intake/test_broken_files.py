"""Broken exports: a clear message with row and remedy, exit code 2; never a traceback, never a hang, never a person."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

HEADING = "date,order,customer,amount,status"
SECRET = "zhangwei"


def rows(count: int = 300) -> list[str]:
    """Ten weeks of good orders."""
    first = date(2026, 1, 5)
    return [
        f"{first + timedelta(days=at % 70)},A{1000 + at},{SECRET}{at % 90},{100 + at % 7}.50,completed"
        for at in range(count)
    ]


def file(change: Callable[[list[str]], None] = lambda lines: None, heading: str = HEADING) -> bytes:
    """A good file after a change of its list of lines (heading first)."""
    lines = [heading, *rows()]
    change(lines)
    return ("\n".join(lines) + "\n").encode()


def put(line: int, text: str) -> Callable[[list[str]], None]:
    """Replace a line (1 is the heading)."""

    def change(lines: list[str]) -> None:
        lines[line - 1] = text

    return change


def every(old: str, new: str) -> Callable[[list[str]], None]:
    """Replace a text in all rows."""

    def change(lines: list[str]) -> None:
        lines[1:] = [each.replace(old, new) for each in lines[1:]]

    return change


def slashed(lines: list[str]) -> None:
    """Dates whose day and month nobody can tell apart."""
    lines[1:] = [f"{1 + at % 9:02d}/{1 + at % 8:02d}/2026,{row.partition(',')[2]}" for at, row in enumerate(lines[1:])]


# name: (content, line, words of the message and the remedy)
ORDERS = {
    "empty": (b"", 0, ["empty", "export it again"]),
    "blank": (b" \n\n \n", 0, ["empty", "export it again"]),
    "binary": (b"\x00\x01\x02\xff" * 500, 0, ["binary", "UTF-8"]),
    "workbook": (b"PK\x03\x04" + b"x" * 100, 0, ["Excel workbook", "CSV"]),
    "open_quote": (file(put(50, '2026-01-05,"A1,c1,10,completed')), 50, ["never closed", "cut off"]),
    "inner_quote": (file(put(50, '2026-01-05,"A"1,c1,10,completed')), 50, ["closing quotation mark", "double"]),
    "cut_off": (file()[:-20], 301, ["cells", "cut off"]),
    "cyrillic": (b"date,order,customer,amount\n" + b"2026-01-05,1,\xc8\xe2\xe0,10\n" * 50, 2, ["encoding", "UTF-8"]),
    "page": (b"<html><body><table><tr><td>date</td></tr></table>", 0, ["web page", ".xlsx"]),
    "heading_only": (HEADING.encode() + b"\n", 1, ["no row below", "again"]),
    "missing_column": (file(heading="date,order,customer,note,status"), 1, ["amount", "实付金额"]),
    "no_heading": (file(lambda lines: lines.pop(0)), 1, ["heading", "下单时间"]),
    "double_heading": (file(heading="date,order,customer,amount,amount"), 1, ["'amount' appears twice", "rename"]),
    "no_such_day": (file(put(7, "2026-02-30,A1,c1,10,completed")), 7, ["does not exist", "2026-02-30", "correct"]),
    "no_date": (file(put(7, "soon,A1,c1,10,completed")), 7, ["not a date", "YYYY-MM-DD"]),
    "far_date": (file(put(7, "2062-01-05,A1,c1,10,completed")), 7, ["2062-01-05", "correct the year"]),
    "short_year": (file(put(7, "05/01/26,A1,c1,10,completed")), 7, ["two-digit year", "YYYY-MM-DD"]),
    "ambiguous_dates": (file(slashed), 10, ["cannot be told apart", "YYYY-MM-DD"]),
    "nan_amount": (file(put(9, "2026-01-05,A1,c1,NaN,completed")), 9, ["finite number", "'NaN'"]),
    "text_amount": (file(put(9, "2026-01-05,A1,c1,ten,completed")), 9, ["finite number", "not shown"]),
    "no_amount": (file(put(9, "2026-01-05,A1,c1,,completed")), 9, ["no amount", "leave the row out"]),
    "huge_amount": (file(put(9, "2026-01-05,A1,c1,1e300,completed")), 9, ["larger than", "zeros"]),
    "negative": (file(put(9, "2026-01-05,A1,c1,-10,completed")), 9, ["negative", "refund amount"]),
    "decimal_comma": (file(put(9, '2026-01-05,A1,c1,"10,5",completed')), 9, ["finite number", "1234.50"]),
    "mixed_separators": (file(put(9, "2026-01-05;A1;c1;10;completed")), 9, ["1 cells", "separator"]),
    "unknown_status": (file(put(9, "2026-01-05,A1,c1,10,borrowed")), 9, ["'borrowed'", "--status"]),
    "two_customers": (file(put(9, "2026-01-05,A1000,c1,10,completed")), 9, ["another customer in line 2", "text"]),
    "no_order": (file(put(9, "2026-01-05,,c1,10,completed")), 9, ["no order number", "leave the row out"]),
    "all_cancelled": (file(every("completed", "cancelled")), 2, ["no order was paid", "export"]),
    "three_customers": (
        b"date,order,customer,amount\n"
        + b"".join(b"2026-0%d-05,%d,%d,9\n" % (1 + at % 6, at, 7 + at % 3) for at in range(60)),
        0,
        ["fewer than five customers", "longer period"],
    ),
    "two_weeks": (file(lambda lines: lines.__delitem__(slice(15, None))), 0, ["complete weeks", "longer period"]),
}

WEEKLY = "week_start,orders,gmv\n" + "".join(f"{date(2026, 1, 5) + timedelta(weeks=at)},50,900\n" for at in range(30))
OTHERS = {
    "weekly_negative": ("--weekly", WEEKLY.replace("50,900", "50,-900", 1), 2, ["negative", "positive"]),
    "weekly_double": ("--weekly", WEEKLY + "2026-01-05,50,900\n", 32, ["stands in line 2", "one row"]),
    "weekly_blank": ("--weekly", WEEKLY.replace("50,900", ",900", 1), 2, ["no number", "total"]),
    "staff_order": (
        "--staff",
        "role,hire date,exit date\ndesign,2026-05-01,2026-01-01\n",
        2,
        ["before the hiring", "correct"],
    ),
    "staff_role": ("--staff", "role,hire date\nastronaut,2026-01-01\n", 2, ["'astronaut'", "--role"]),
    "staff_date": ("--staff", "岗位,入职日期\n设计,2026-13-01\n", 2, ["does not exist", "correct"]),
    "staff_pay": ("--staff", "role,hire date,pay\ndesign,2026-01-01,1e7\n", 2, ["a million RMB a month", "年薪"]),
    "staff_tenure": ("--staff", "role,tenure months\ndesign,\n", 2, ["no tenure", "write it"]),
    "staff_columns": ("--staff", "role,pay\ndesign,9000\n", 1, ["how long people", "入职日期"]),
}


def check(result, name: str, line: int, words: list[str], began: float) -> None:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    first = result.output.splitlines()[0]
    assert first.startswith(f"{name}:{line}:" if line else f"{name}:"), first
    for word in words:
        assert word.lower() in result.output.lower(), (word, result.output)
    assert len(result.output.splitlines()) <= 21
    assert SECRET not in result.output
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", ORDERS)
def test_broken_orders(name: str, tmp_path: Path, run) -> None:
    content, line, words = ORDERS[name]
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content)
    began = time.monotonic()
    check(run("--orders", path), path.name, line, words, began)
    assert not (tmp_path / "company.yaml").exists()


@pytest.mark.parametrize("name", OTHERS)
def test_broken_totals_and_staff(name: str, tmp_path: Path, run) -> None:
    option, content, line, words = OTHERS[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(content, encoding="utf-8")
    good = tmp_path / "good.csv"
    good.write_bytes(file())
    began = time.monotonic()
    check(run(option, path, *(("--orders", good) if option == "--staff" else ())), path.name, line, words, began)


def test_the_file_they_are_made_from_is_good(tmp_path: Path, run) -> None:
    path = tmp_path / "good.csv"
    path.write_bytes(file())
    result = run("--orders", path)
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output


def test_missing_file(tmp_path: Path, run) -> None:
    result = run("--orders", tmp_path / "nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv" in result.output and "Check the path" in result.output


def test_neither_or_both_sources(tmp_path: Path, run) -> None:
    for arguments in ((), ("--orders", "a.csv", "--weekly", "b.csv")):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "either" in result.output


def test_many_faults_are_counted_not_listed(tmp_path: Path, run) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(file(every(".50,", ".50x,")))
    result = run("--orders", path)
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 21
    assert "more problems" in result.output


def test_an_existing_scenario_is_kept(tmp_path: Path, run) -> None:
    path = tmp_path / "good.csv"
    path.write_bytes(file())
    (tmp_path / "company.yaml").write_text("mine", encoding="utf-8")
    result = run("--orders", path)
    assert result.exit_code == 2 and "--force" in result.output
    assert (tmp_path / "company.yaml").read_text(encoding="utf-8") == "mine"
    assert run("--orders", path, "--force").exit_code == 0
