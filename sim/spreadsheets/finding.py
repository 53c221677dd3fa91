"""Finding the pay plan in a file: its sheet, its row of headings, and which column means what."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sim.documents.remedies import did_you_mean, short
from sim.errors import Problem
from sim.language.text import Text
from sim.spreadsheets.columns import KIND, NAME, Column, Layout, normalised
from sim.spreadsheets.grid import Cell, Grid
from sim.spreadsheets.opening import refused

_HEADING_ROWS = 20
REMARK = "#"


@dataclass(frozen=True)
class Found:
    """A sheet with a pay plan.

    Attributes:
        grid: its cells.
        row: the row of headings.
        columns: place of each column, by its key.
        problems: what is wrong with the headings.
    """

    grid: Grid
    row: int
    columns: dict[str, int]
    problems: list[Problem]


def is_remark(text: str) -> bool:
    """Whether a heading or the name of a row begins as a remark does."""
    return unicodedata.normalize("NFKC", text).lstrip().startswith(REMARK)


def find(sheets: Sequence[Grid], layout: Layout, wanted: str, file: str) -> Found:
    """The sheet that holds the plan.

    Args:
        sheets: the visible sheets of a file.
        layout: the columns known.
        wanted: name of the sheet, empty for the only one that looks like a plan.
        file: name to report.

    Raises:
        InputError: there is no such sheet, no plan, or more than one.
    """
    named = [grid for grid in sheets if not wanted or grid.sheet == wanted]
    if not named:
        names = [grid.sheet for grid in sheets]
        raise refused(
            file,
            Text("no visible sheet is called {0!r}", "没有名为 {0!r} 的可见工作表").format(wanted),
            did_you_mean(wanted, names),
        )
    plans = [(grid, row) for grid in named if (row := _heading_row(grid, layout))]
    if not plans:
        remedy = Text(
            "`sim spreadsheet write` writes a plan with every heading; a plan needs at least name "
            "and kind (名称, 类型)",
            "`sim spreadsheet write` 可写出带全部表头的方案表;至少需要名称与类型两列",
        )
        raise refused(file, Text("no row has the headings of a pay plan", "没有一行是薪酬方案的表头"), remedy)
    if len(plans) > 1:
        listed = ", ".join(repr(grid.sheet) for grid, _ in plans)
        raise refused(
            file,
            Text("several sheets look like a pay plan: {0}", "有多个工作表像薪酬方案:{0}").format(listed),
            Text("name one with --sheet, or hide the others", "请用 --sheet 指明一个,或隐藏其他"),
        )
    return _columns(*plans[0], layout)


def _heading_row(grid: Grid, layout: Layout) -> int:
    """The row near the top with most known headings, 0 where none has two of which one is the name or the kind."""
    best, most = 0, 1
    for row in grid.rows()[:_HEADING_ROWS]:
        known = {each.key for cell in grid.row(row).values() if (each := _meant(cell, layout))}
        if len(known) > most and known & {NAME, KIND}:
            best, most = row, len(known)
    return best


def _meant(cell: Cell, layout: Layout) -> Column | None:
    """The column that a heading means."""
    return layout.headings.get(normalised(cell.value)) if isinstance(cell.value, str) else None


def _columns(grid: Grid, row: int, layout: Layout) -> Found:
    """The columns that the headings mean, with a problem for every heading that means none, or the same as another."""
    columns: dict[str, int] = {}
    problems = []
    headings = grid.row(row)
    for place, cell in headings.items():
        if is_remark(cell.shown):
            continue
        column = _meant(cell, layout)
        if column is None:
            remedy = did_you_mean(cell.shown, layout.known()) + Text(
                ", or begin it with # if it is a remark", ",若是备注请以 # 开头"
            )
            remedy = remedy.map(lambda words: words.replace("?,", "? Correct it,"))
            problems.append(
                Problem(
                    grid.file,
                    0,
                    grid.place(row, place),
                    Text("unknown heading", "不认识的表头"),
                    short(cell.shown),
                    remedy,
                )
            )
        elif column.key in columns:
            message = Text("the same heading as in {0}", "与 {0} 的表头相同").format(
                grid.place(row, columns[column.key])
            )
            remedy = Text("keep one of the two columns", "请只保留其中一列")
            problems.append(Problem(grid.file, 0, grid.place(row, place), message, short(cell.shown), remedy))
        else:
            columns[column.key] = place
    for key in (NAME, KIND):
        if key not in columns:
            titles = " or ".join(repr(layout.columns()[key == KIND].title(lang)) for lang in ("en", "zh"))
            free = grid.place(row, max(headings) + 1)
            problems.append(
                Problem(
                    grid.file,
                    0,
                    free,
                    Text("no column is headed {0}", "没有表头为 {0} 的列").format(titles),
                    "",
                    Text("add this column", "请添加这一列"),
                )
            )
    for at, place in grid.cells:
        if at > row and place not in headings:
            cell = grid.cells[at, place]
            remedy = Text(
                "give the column a heading; one that begins with # makes it a remark",
                "请给该列加表头;以 # 开头的表头表示备注",
            )
            message = Text("this cell stands in a column without a heading", "该单元格所在的列没有表头")
            problems.append(Problem(grid.file, 0, grid.place(at, place), message, short(cell.shown), remedy))
    return Found(grid, row, columns, problems)
