"""The workbook as its reader finds it: headings, legend, lists, colours, and every word in both languages."""

import csv
from pathlib import Path
from typing import Any, get_args

import pytest
from openpyxl import load_workbook

from sim.language.terms import Language
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.models import Scenario
from sim.spreadsheets import write_plan
from sim.spreadsheets.columns import Layout, normalised
from sim.spreadsheets.legend import choices
from sim.spreadsheets.words import folded, meanings, word


def test_every_word_to_choose_is_there_in_chinese() -> None:
    layout = Layout(INSTRUMENTS.values())
    missing = [
        f"{each} ({column.key})"
        for column in layout.columns()
        for each in choices(column, layout)
        if word(each, choices(column, layout), "zh").isascii()
    ]
    assert not missing


def test_an_entry_without_words_is_headed_by_its_key() -> None:
    class Odd(INSTRUMENTS["annual_bonus"]):
        oddity: float = 0.0

    (column,) = (each for each in Layout([Odd]).columns() if each.key == "oddity")
    assert (column.title("zh"), column.says("zh")) == ("oddity", "")


@pytest.mark.parametrize("lang", get_args(Language))
def test_headings_and_words_mean_one_thing(lang: Language) -> None:
    layout = Layout(INSTRUMENTS.values())
    for column in layout.columns():
        assert layout.headings[normalised(column.title(lang))] is column
        assert layout.headings[normalised(column.key)] is column
        allowed = choices(column, layout)
        assert [meanings(allowed)[folded(word(each, allowed, lang))] for each in allowed] == [*allowed]


@pytest.fixture(params=get_args(Language))
def written(request: Any, tmp_path: Path, shops: dict[str, Scenario]) -> Any:
    """A plan as a workbook, and its language."""
    path = tmp_path / "plan.xlsx"
    write_plan(path, shops["flagship"].policy("quota_commission").instruments, request.param)
    return load_workbook(path), request.param


def test_the_plan_is_ready_to_be_filled_in(written: Any) -> None:
    book, lang = written
    plan, legend, lists = book.worksheets
    assert (plan.freeze_panes, legend.freeze_panes, lists.sheet_state) == ("C2", "B2", "hidden")
    headings = [cell.value for cell in plan[1]]
    assert headings[:3] == (["name", "kind", "roles"] if lang == "en" else ["名称", "类型", "岗位"])
    cells = dict(zip(headings, plan[2 if plan["A2"].value == "gmv_quota" else 3], strict=True))
    target, threshold = (
        ("target amount (RMB)", "curve: threshold") if lang == "en" else ("目标奖金(元)", "奖金曲线:起付线")
    )
    assert (cells[target].value, cells[target].number_format) == (3000, "#,##0")
    assert (cells[threshold].value, cells[threshold].number_format) == (0.8, "0%")
    assert all(9 <= each.width <= 46 for each in plan.column_dimensions.values())
    lists_used = {str(each.sqref).partition("2:")[0]: each.formula1 for each in plan.data_validations.dataValidation}
    assert lists_used["B"] == f"'{lists.title}'!$B$1:$B${len(INSTRUMENTS)}"
    assert plan.conditional_formatting


def test_the_legend_tells_every_column(written: Any) -> None:
    book, lang = written
    plan, legend, _ = book.worksheets
    told = {row[0]: row for row in legend.iter_rows(min_row=2, values_only=True) if row[0] and row[1]}
    assert list(told) == [cell.value for cell in plan[1]]
    assert all(row[2] and row[3] and row[4] for row in told.values())
    lumps = told["curve: lumps" if lang == "en" else "奖金曲线:阶梯奖"]
    example = "for example: at 40 %, share 40 %; at 60 %, share 60 %"
    assert lumps[4] == (example if lang == "en" else "例如:达成率 40 %, 金额 40 %; 达成率 60 %, 金额 60 %")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_text_becomes_a_formula(tmp_path: Path, name: str, shops: dict[str, Scenario]) -> None:
    pay = {name: shops["flagship"].policy("today").instruments["yearly_bonus"]}
    write_plan(tmp_path / "plan.xlsx", pay)
    cell = load_workbook(tmp_path / "plan.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    write_plan(tmp_path / "plan.csv", pay)
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][0] == f"'{name}"
