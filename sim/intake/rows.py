"""The rows of a delimited text file, in blocks, each with the line it starts on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sim.errors import InputError, Problem
from sim.intake.encoding import refuse

_BLOCK_ROWS = 5_000
_TOTALS = frozenset(("合计", "总计", "小计", "total", "totals", "sum", "grand total"))


@dataclass(frozen=True)
class Block:
    """Rows of cells, and the line of the file each of them starts on."""

    rows: list[list[str]]
    lines: Sequence[int]


def blocks(path: Path, encoding: str, separator: str, skip: int) -> Iterator[Block]:
    """Rows below the headings.

    Args:
        path: the file.
        encoding: its encoding, already checked.
        separator: between cells.
        skip: lines above the headings.

    Raises:
        InputError: a quotation mark is not closed, or text follows a closing one.
    """
    with path.open(encoding=encoding, newline="") as stream:
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
            raise _quotes(path, encoding, separator, skip, str(error)) from None


def _starts(rows: list[list[str]], first: int, count: int) -> Sequence[int]:
    """Lines on which rows start; they differ from a plain count where cells contain line breaks."""
    if count == len(rows):
        return range(first, first + count)
    starts = []
    for row in rows:
        starts.append(first)
        first += 1 + sum(len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for cell in row)
    return starts


def _quotes(path: Path, encoding: str, separator: str, skip: int, message: str) -> InputError:
    """The error of a wrong quotation mark, at the line where its row starts."""
    line = 0
    with path.open(encoding=encoding, newline="") as stream:
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
        remedy = "double the quotation marks inside a cell"
        return refuse(path.name, line, "text follows a closing quotation mark", remedy)
    remedy = "close it, or export the file again: it may have been cut off"
    return refuse(path.name, line, "a quotation mark opened in this row is never closed", remedy)


def whole(file: str, block: Block, width: int, problems: list[Problem]) -> tuple[list[list[str]], Sequence[int], int]:
    """Rows with as many cells as there are headings, their lines, and the number of rows left out.

    Args:
        file: name of the file.
        block: rows as read.
        width: number of headings. Further empty cells are dropped.
        problems: receives a problem for every row with too few or too many cells. Blank rows and totals are left out.
    """
    rows = block.rows
    if set(map(len, rows)) == {width}:
        first = [row[0] for row in rows]
        if all(first) and _TOTALS.isdisjoint(map(str.lower, first)):
            return rows, block.lines, 0
    kept: list[list[str]] = []
    lines: list[int] = []
    left_out = 0
    for row, line in zip(rows, block.lines, strict=True):
        filled = next((cell.strip() for cell in row if cell.strip()), "")
        if not filled or filled.lower().rstrip(":：") in _TOTALS:
            left_out += 1
            continue
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if len(row) != width:
            problems.append(_ragged(file, line, len(row), width))
            continue
        kept.append(row)
        lines.append(line)
    return kept, lines, left_out


def _ragged(file: str, line: int, cells: int, width: int) -> Problem:
    if cells == 1:
        remedy = "use the separator of the heading row in every row"
    elif cells > width:
        remedy = "put cells that contain the separator, such as 1,234.50, in quotation marks"
    else:
        remedy = "complete the row, or export the file again: it may have been cut off"
    return Problem(file, line, "", f"the row has {cells} cells where the headings have {width}", "", remedy)
