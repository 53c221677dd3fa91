"""The workbook of a pay plan: widths, frozen headings, number formats, lists to choose from, colours, and a legend."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.language.terms import Language
from sim.spreadsheets.columns import KIND, Column, Layout
from sim.spreadsheets.grid import letters
from sim.spreadsheets.legend import FACTS, legend, words_of
from sim.spreadsheets.numbers import Written, cell_format
from sim.spreadsheets.opening import RISKY
from sim.spreadsheets.words import SHEET_NAMES, word

_SPARE_ROWS = 20
_WIDEST, _NARROWEST, _HEADING_WIDTH = 44, 9, 13
_DARK, _GREY, _YELLOW = "FF1F4E79", "FFD9D9D9", "FFFFF2CC"
_LEGEND_WIDTHS = (22, 22, 26, 50, 40, 50, 30)


def save(
    target: Path, layout: Layout, columns: Sequence[Column], rows: Sequence[Sequence[Written]], lang: Language
) -> None:
    """Write the workbook: the plan, its legend, and a hidden sheet with the words to choose from.

    Args:
        target: the file.
        layout: the columns known.
        columns: those of the plan, in its order.
        rows: cells of each instrument, in the order of the columns.
        lang: language of headings and words.
    """
    from openpyxl import Workbook

    book = Workbook()
    plan, lists = book.active, book.create_sheet(SHEET_NAMES["lists"][lang])
    assert plan is not None
    plan.title = SHEET_NAMES["plan"][lang]
    _headings(plan, [column.title(lang) for column in columns])
    for at, row in enumerate(rows, 2):
        for place, cell in enumerate(row, 1):
            _put(plan, at, place, cell.value, cell.form)
    last = len(rows) + 1 + _SPARE_ROWS
    for place, column in enumerate(columns, 1):
        texts = [row[place - 1].text for row in rows]
        plan.column_dimensions[letters(place)].width = _width(column.title(lang), texts)
        for at in range(len(rows) + 2, last + 1):
            plan.cell(at, place).number_format = cell_format(None, column.shape)
        _choose(plan, lists, place, words_of(column, layout, lang), last)
        if column.fields:
            _colour(plan, place, column, layout, lang, last)
    plan.freeze_panes = "C2"
    lists.sheet_state = "hidden"
    _legend(book.create_sheet(SHEET_NAMES["legend"][lang], 1), legend(layout, columns, lang))
    book.save(target)


def _put(sheet: Any, row: int, column: int, value: str | int | float | None, form: str = "General") -> None:
    """Write a cell; a text stays a text whatever it begins with."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column, value)
    cell.number_format = form
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.quotePrefix = value[:1] in tuple(RISKY)
    else:
        cell.alignment = Alignment(vertical="top")


def _headings(sheet: Any, titles: Sequence[str]) -> None:
    """Write the first row in white on dark."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, title in enumerate(titles, 1):
        _put(sheet, 1, place, title)
        cell = sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor=_DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.row_dimensions[1].height = 36


def columns_wide(text: str) -> int:
    """Width of the longest line of a text, in columns of a half-width sign."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)


def _width(title: str, texts: Sequence[str]) -> float:
    """Width of a column: its texts on one line where that is not too wide, its heading on at most two or three."""
    heading = min(columns_wide(title), _HEADING_WIDTH)
    return min(_WIDEST, max([_NARROWEST, heading, *map(columns_wide, texts)]) + 2)


def _choose(plan: Any, lists: Any, place: int, words: Sequence[str], last: int) -> None:
    """Let a column be filled from a list; other words that are understood may still be written."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not words:
        return
    for at, each in enumerate(words, 1):
        _put(lists, at, place, each)
    column = letters(place)
    source = f"'{lists.title}'!${column}$1:${column}${len(words)}"
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    choice.add(f"{column}2:{column}{last}")
    plan.add_data_validation(choice)


def _colour(plan: Any, place: int, column: Column, layout: Layout, lang: Language, last: int) -> None:
    """Grey where a column does not apply to the kind of the row, yellow where a cell still has to be filled."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    at = letters(place)
    kind, here = f"${letters(_place_of_kind(layout))}2", f"{at}2"
    outside = [each for each in layout.kinds if each not in column.fields]
    needing = [each for each, field in column.fields.items() if field.required]
    for kinds, colour, more in ((outside, _GREY, ""), (needing, _YELLOW, f',{here}=""')):
        if kinds:
            same = ",".join(f'{kind}="{word(each, tuple(layout.kinds), lang)}"' for each in kinds)
            rule = FormulaRule(formula=[f"AND(OR({same}){more})"], fill=PatternFill("solid", bgColor=colour))
            plan.conditional_formatting.add(f"{at}2:{at}{last}", rule)


def _place_of_kind(layout: Layout) -> int:
    """The column of the kind, which stands at the same place in every plan."""
    return [column.key for column in layout.columns()].index(KIND) + 1


def _legend(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    """Write the legend."""
    _headings(sheet, rows[0])
    for at, row in enumerate(rows[1:], 2):
        for place, text in enumerate(row, 1):
            _put(sheet, at, place, text)
        if len(row) == 1:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(FACTS))
    for place, width in enumerate(_LEGEND_WIDTHS, 1):
        sheet.column_dimensions[letters(place)].width = width
    sheet.freeze_panes = "B2"
