"""The rows of a delimited text file, in blocks, each with the line it starts on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from sim.errors import InputError, Problem
from sim.intake.encoding import refuse
from sim.intake.money import folded
from sim.intake.sources import Source
from sim.intake.told import note
from sim.intake.vocabulary import vocabulary
from sim.language.text import Text

_BLOCK_ROWS = 5_000
_SPARSE, _LEAST_WIDTH, _LONGEST_TOTAL = 2, 4, 20
_COUNTED = re.compile(r"共\s*\d+|\d+\s*(rows|records|orders|条|笔|行)\b")
BLANK = note("blank rows", "行空白")
FOOTER = note("rows of totals and footers", "行为合计与页脚")
HEADINGS = note("rows that repeat the headings", "行重复表头")


@dataclass(frozen=True)
class Block:
    """Rows of cells, and the line of the file each of them starts on."""

    rows: list[list[str]]
    lines: Sequence[int]


def blocks(source: Source, separator: str, skip: int) -> Iterator[Block]:
    """Rows below the headings.

    Args:
        source: the file or sheet.
        separator: between cells.
        skip: lines above the headings.

    Raises:
        InputError: a quotation mark is not closed, or text follows a closing one.
    """
    with source.open() as stream:
        for _ in range(skip):
            stream.readline()
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            next(reader, None)
            while True:
                before = reader.line_num
                rows = list(islice(reader, _BLOCK_ROWS))
                if not rows:
                    return
                yield Block(rows, _starts(rows, before + 1 + skip, reader.line_num - before))
        except csv.Error as error:
            raise _quotes(source, separator, skip, str(error)) from None


def _starts(rows: list[list[str]], first: int, count: int) -> Sequence[int]:
    """Lines on which rows start; they differ from a plain count where cells contain line breaks."""
    if count == len(rows):
        return range(first, first + count)
    starts = []
    for row in rows:
        starts.append(first)
        first += 1 + sum(len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for cell in row)
    return starts


def _quotes(source: Source, separator: str, skip: int, message: str) -> InputError:
    """The error of a wrong quotation mark, at the line where its row starts."""
    line = 0
    with source.open() as stream:
        for _ in range(skip):
            stream.readline()
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            for _ in reader:
                line = reader.line_num
        except csv.Error:
            pass
    line += skip + 1
    if "expected after" in message:
        remedy = Text("double the quotation marks inside a cell", "单元格内的引号请写两次")
        return refuse(source.file, line, Text("text follows a closing quotation mark", "右引号之后还有文字"), remedy)
    remedy = Text(
        "close it, or export the file again: it may have been cut off", "请补上右引号,或重新导出:文件可能被截断"
    )
    return refuse(
        source.file,
        line,
        Text("a quotation mark opened in this row is never closed", "这一行打开的引号没有关闭"),
        remedy,
    )


@dataclass(frozen=True)
class Shape:
    """What the rows of a file have in common.

    Attributes:
        headings: of the columns.
        anchors: columns that tell a row of data from a footer.
        tops: the rows that the headings stand in, which may come again below.
    """

    headings: tuple[str, ...]
    anchors: tuple[int, ...] = ()
    tops: frozenset[tuple[str, ...]] = frozenset()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headings)


def whole(
    file: str, block: Block, shape: Shape, left_out: Counter[str], problems: list[Problem]
) -> tuple[list[list[str]], Sequence[int]]:
    """Rows with as many cells as there are headings, and their lines.

    Blank rows, totals, footers and repeated headings are left out: a row that begins with a word of totals, that says
    something of the export itself, or that has one or two cells, none of them in one of the columns `shape.anchors`.

    Args:
        file: name of the file.
        block: rows as read.
        shape: of the file. Further empty cells are dropped.
        left_out: receives how many rows were left out, by reason.
        problems: receives a problem for every row with too few or too many cells.
    """
    rows = block.rows
    if all(len(row) == shape.width for row in rows) and _plain(rows, shape):
        return rows, block.lines
    kept: list[list[str]] = []
    lines: list[int] = []
    for row, line in zip(rows, block.lines, strict=True):
        reason = _no_data(row, shape)
        if reason:
            left_out[reason] += 1
            continue
        if len(row) > shape.width and not any(cell.strip() for cell in row[shape.width :]):
            row = row[: shape.width]
        if len(row) != shape.width:
            problems.append(_ragged(file, line, len(row), shape.width))
            continue
        kept.append(row)
        lines.append(line)
    return kept, lines


def _plain(rows: list[list[str]], shape: Shape) -> bool:
    """Whether every row surely is one of data."""
    first = [row[0] for row in rows]
    if not all(first) or not {shape.headings[0], *(top[0] for top in shape.tops if top)}.isdisjoint(first):
        return False
    if not _totals().isdisjoint(cell.rstrip(":： ") for cell in map(str.lower, map(str.strip, first))):
        return False
    return all(_all_filled([row[at] for row in rows]) for at in shape.anchors)


def _all_filled(cells: list[str]) -> bool:
    return all(cells) and not any(map(str.isspace, cells))


@cache
def _totals() -> frozenset[str]:
    return frozenset(vocabulary()["totals"])


def _total(cell: str) -> bool:
    return len(cell) <= _LONGEST_TOTAL and folded(cell).rstrip(": ") in _totals()


def _no_data(row: list[str], shape: Shape) -> str:
    """Why a row is none of data; empty for one that is."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return BLANK
    if _total(filled[0]):
        return FOOTER
    written = tuple(cell.strip() for cell in row[: shape.width])
    if len(filled) > 1 and (written == shape.headings or written in shape.tops):
        return HEADINGS
    complete = all(at < len(row) and row[at].strip() for at in shape.anchors)
    if not shape.anchors or complete:
        return ""
    text = folded(" ".join(filled))
    if any(phrase in text for phrase in vocabulary()["footers"]) or (len(filled) <= 3 and _COUNTED.search(text)):
        return FOOTER
    sparse = len(row) == shape.width >= _LEAST_WIDTH and len(filled) <= _SPARSE
    return FOOTER if sparse or (filled[0].startswith("#") and len(filled) == 1 and len(row) == 1) else ""


def _ragged(file: str, line: int, cells: int, width: int) -> Problem:
    if cells == 1:
        remedy = Text("use the separator of the heading row in every row", "每一行都请使用表头行的分隔符")
    elif cells > width:
        remedy = Text(
            "put cells that contain the separator, such as 1,234.50, in quotation marks",
            "含分隔符的单元格(如 1,234.50)请加引号",
        )
    else:
        remedy = Text(
            "complete the row, or export the file again: it may have been cut off",
            "请补全该行,或重新导出:文件可能被截断",
        )
    return Problem(
        file,
        line,
        "",
        Text("the row has {0} cells where the headings have {1}", "该行有 {0} 个单元格,而表头有 {1} 个").format(
            cells, width
        ),
        "",
        remedy,
    )
