"""How the answer of a study is shown: sentences, grids of cells, a note; on a terminal, in a notebook, on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.language.text import Text, say
from sim.results.words import brief, number, plus_minus, unit_word
from sim.studies.outcomes import Interval

if TYPE_CHECKING:
    from rich.console import Group

NONE = Text.same("–")
YES, NO = Text("yes", "是"), Text("no", "否")


class Cell(NamedTuple):
    """One cell: words, or a number with its interval.

    Attributes:
        text: what is read.
        estimate: the number; NaN for words.
        low, high: its interval; NaN where there is none.
        unit: its unit.
        look: better, worse, or empty.
    """

    text: Text
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    look: str = ""


class Grid(NamedTuple):
    """A table.

    Attributes:
        name: identifier of its rows.
        title: what stands above it.
        head: headings; the first is that of the names.
        rows: cells.
    """

    name: str
    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Shown(NamedTuple):
    """What a study shows.

    Attributes:
        name: identifier of the study.
        sentences: the answer.
        grids: what is behind it.
        note: runs, error, and what one must know.
    """

    name: str
    sentences: tuple[Text, ...]
    grids: tuple[Grid, ...]
    note: Text


def words(text: Text | str, look: str = "") -> Cell:
    """Return a cell of words."""
    return Cell(text if isinstance(text, Text) else Text.same(text), look=look)


def measured(value: Interval, unit: str, look: str = "") -> Cell:
    """Return a cell of a number with its interval, at the precision that the interval deserves."""
    width = value.half_width
    text = Text(*(plus_minus(value.estimate, width, unit, lang) for lang in ("en", "zh")))
    return Cell(text, value.estimate, value.low, value.high, unit, look)


def plain(value: float, unit: str, *, signed: bool = False, look: str = "") -> Cell:
    """Return a cell of a number without an interval."""
    text = Text(*(number(value, unit, lang, signed=signed) for lang in ("en", "zh")))
    return Cell(text, value, unit=unit, look=look)


def amount(value: float, unit: str, *, signed: bool = False) -> Text:
    """Return a number with two digits and its unit, for sentences."""
    return Text(*(f"{brief(value, unit, lang, signed=signed)} {unit_word(unit, lang)}" for lang in ("en", "zh")))


def percent(share: float, digits: int = 0) -> Text:
    """Return a share as per cent."""
    if not math.isfinite(share):
        return NONE
    return Text(f"{100.0 * share:.{digits}f} %", f"{100.0 * share:.{digits}f}%")


def share_cell(share: float, low: float = math.nan, high: float = math.nan) -> Cell:
    """Return a cell of a share."""
    return Cell(percent(share), share, low, high, "share")


def console(shown: Shown, lang: str = "en") -> Group:
    """Return sentences and tables for a terminal."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text as Rich

    parts: list[Table | Rich] = [Rich(say(each, lang)) for each in shown.sentences]
    for grid in shown.grids:
        title = Rich(say(grid.title, lang))
        table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        numbers = [any(row[k].unit for row in grid.rows) for k in range(len(grid.head))]
        for heading, right in zip(grid.head, numbers, strict=True):
            table.add_column(
                Rich(say(heading, lang)), justify="right" if right else "left", no_wrap=right, overflow="fold"
            )
        for row in grid.rows:
            table.add_row(*(Rich(say(cell.text, lang), style=STYLES.get(cell.look, "")) for cell in row))
        parts.append(table)
    return Group(*parts, Rich(say(shown.note, lang), style="dim"))


STYLES = {"better": "green", "worse": "red"}


def html(shown: Shown) -> str:
    """Return sentences and tables as HTML, in the language of the reader."""
    from html import escape

    from sim.bilingual import reader_language
    from sim.results.notebook import grid as written

    lang = reader_language()
    parts = [f"<p>{escape(say(each, lang))}</p>" for each in shown.sentences]
    for grid in shown.grids:
        rows = [[(say(cell.text, lang), cell.look) for cell in row] for row in grid.rows]
        parts += [f"<p><strong>{escape(say(grid.title, lang))}</strong></p>"]
        parts += [written([say(each, lang) for each in grid.head], rows)]
    return "".join([*parts, f"<p><small>{escape(say(shown.note, lang))}</small></p>"])


def said(shown: Shown, lang: str = "en") -> list[str]:
    """Return the sentences in a language."""
    return [say(each, lang) for each in shown.sentences]


def stored(shown: Shown) -> dict[str, dict[str, Any]]:
    """Return the rows behind the numbers, by key: study, grid, place of the row and of the column."""
    return {
        key_of(shown, grid, i, k): {"estimate": cell.estimate, "low": cell.low, "high": cell.high, "unit": cell.unit}
        for grid in shown.grids
        for i, row in enumerate(grid.rows)
        for k, cell in enumerate(row)
        if cell.unit
    }


def key_of(shown: Shown, grid: Grid, row: int, column: int) -> str:
    """Return the key of a cell."""
    return f"{shown.name}|{grid.name}|{row}|{column}"


def listed(names: Sequence[Text]) -> Text:
    """Return names joined by plus signs."""
    return Text(*(" + ".join(say(name, lang) for name in names) for lang in ("en", "zh")))
