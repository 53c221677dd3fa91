"""Writing a pay plan as a workbook or a text file."""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sim.errors import SimError
from sim.language.terms import Language
from sim.language.text import Text
from sim.pay.instruments.registry import INSTRUMENTS
from sim.spreadsheets.columns import KIND, NAME, Column, Layout
from sim.spreadsheets.numbers import Written, cell_format, survives, written
from sim.spreadsheets.opening import MAX_ROWS, RISKY, refused
from sim.spreadsheets.shapes import Shape
from sim.spreadsheets.texts import text_of
from sim.spreadsheets.words import flag_word, word
from sim.spreadsheets.workbook import save

_LONGEST_TEXT = 32_000


def write_plan(
    path: str | os.PathLike[str],
    pay: Mapping[str, Any],
    lang: Language = "en",
    *,
    kinds: Sequence[type[BaseModel]] | None = None,
) -> None:
    """Write instruments into a workbook (.xlsx, with a legend) or a text file (.csv), from which they can be read back.

    Args:
        path: the file, which is replaced where it exists.
        pay: name and instrument.
        lang: language of headings and words, `en` or `zh`.
        kinds: models of the instruments that may be written or added; absent: all that are registered.

    Raises:
        SimError: the file cannot be written, or a text holds what no workbook can.
    """
    target, layout = Path(path), Layout(tuple(INSTRUMENTS.values()) if kinds is None else kinds)
    columns = layout.columns(each.kind for each in pay.values())
    rows = [[_cell(name, each, column, lang, tuple(layout.kinds)) for column in columns] for name, each in pay.items()]
    ending = target.suffix.lower()
    if len(rows) >= MAX_ROWS or any(len(cell.text) > _LONGEST_TEXT for row in rows for cell in row):
        raise SimError(
            "{0}: the plan is too large for a workbook. Write fewer or shorter instruments",
            "{0}:方案对一个工作簿来说太大。请减少或缩短激励工具",
            target,
        )
    if ending not in (".xlsx", ".csv"):
        raise refused(
            str(target),
            Text("only .xlsx and .csv can be written", "只能写成 .xlsx 或 .csv"),
            Text("let the name end in .xlsx", "文件名请以 .xlsx 结尾"),
            target.suffix,
        )
    try:
        if ending == ".csv":
            target.write_text(_lines([each.title(lang) for each in columns], rows), encoding="utf-8-sig", newline="")
        else:
            save(target, layout, columns, rows, lang)
    except OSError as error:
        remedy = Text("Close it in other programs, or choose another place", "请在其他程序中关闭它,或另选位置")
        raise SimError(
            "{0} cannot be written: {1}. {2}", "{0} 无法写入:{1}。{2}", target, error.strerror, remedy
        ) from None


def _cell(name: str, instrument: Any, column: Column, lang: Language, kinds: tuple[str, ...]) -> Written:
    """The cell of an instrument in a column."""
    if column.key == NAME:
        return _text(name, name)
    if column.key == KIND:
        return _text(word(instrument.kind, kinds, lang), name)
    field = column.fields.get(instrument.kind)
    if field is None:
        return Written(None, "")
    value = instrument
    for attribute in field.names:
        value = getattr(value, attribute)
    part = field.part
    if field.omissible and not part.required and value == part.default and (value is None or value in ((), {})):
        return Written(None, "")
    if isinstance(value, bool):
        return _text(flag_word(value, lang), name)
    if isinstance(value, int | float):
        return _number(value, part.shape)
    return _text(text_of(value, part.shape, lang), name)


def _number(value: int | float, shape: Shape) -> Written:
    """A number: as such where a workbook keeps every bit of it, else as text."""
    text = written(value, shape)
    return Written(value if survives(value) else text, text, cell_format(value, shape))


def _text(text: str, name: str) -> Written:
    """A text that a workbook can hold.

    Raises:
        SimError: it has signs that no workbook can hold.
    """
    wrong = next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff"), None)
    if wrong is not None:
        message = Text(
            "the instrument {0!r} has the sign {1!r} in a text, which no workbook can hold",
            "激励工具 {0!r} 的文字中有字符 {1!r},工作簿无法保存",
        ).format(name, wrong)
        raise SimError("{0}. Rename it in the scenario", "{0}。请在情景中改名", message)
    return Written(text, text)


def _lines(headings: list[str], rows: list[list[Written]]) -> str:
    """The text file: an apostrophe keeps texts that begin like a formula from being counted."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_protected(cell) for cell in row])
    return stream.getvalue()


def _protected(cell: Written) -> str:
    """The text of a cell, marked as text where a program would count it."""
    risky = isinstance(cell.value, str) and cell.text[:1] and cell.text[0] in RISKY + "'"
    return f"'{cell.text}" if risky else cell.text
