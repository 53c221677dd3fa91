"""Reading the used columns of a file of rows: fast, with little memory, every fault with its line.

Keys (order and customer numbers) are kept as hashes only, so no personal number is held, written or shown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import InputError, Problem
from sim.studies.intake.cells import COLLECTORS, Words
from sim.studies.intake.encoding import encoding, refuse
from sim.studies.intake.headings import Field, currency, recognised, repeated

SHOWN_PROBLEMS = 20
_BLOCK_ROWS = 20_000
_HEADING_LINES = 12
_SEPARATORS = (",", ";", "\t", "|")
_TOTALS = {"合计", "总计", "小计", "total", "totals", "sum", "grand total"}


@dataclass(frozen=True)
class Table:
    """The used columns of a file.

    Attributes:
        file: name of the file.
        lines: int32[n] line of each row in the file.
        keys: int64[n] hashes of the texts by field, 0 where blank.
        words: texts by field.
        numbers: float64[n] by field, NaN where blank.
        headings: field -> heading as written.
        skipped: blank rows and rows of totals that were left out.
    """

    file: str
    lines: np.ndarray
    keys: dict[str, np.ndarray]
    words: dict[str, Words]
    numbers: dict[str, np.ndarray]
    headings: dict[str, str]
    skipped: int

    def __len__(self) -> int:
        return len(self.lines)

    def currency(self, field: str) -> str:
        """Currency that the heading of a field names; RMB where it names none."""
        return currency(self.headings.get(field, ""))


def report(problems: Sequence[Problem]) -> None:
    """Raise the first problems of a file, sorted by line; do nothing when there are none.

    Raises:
        InputError: there is at least one problem.
    """
    if not problems:
        return
    ordered = sorted(problems, key=lambda problem: problem.line)
    if len(ordered) > SHOWN_PROBLEMS:
        rest = len(ordered) - SHOWN_PROBLEMS
        more = Problem(ordered[0].file, 0, "", f"{rest} more problems of this kind are not listed")
        ordered = [*ordered[:SHOWN_PROBLEMS], more]
    raise InputError(ordered)


def read(path: Path, fields: Sequence[Field]) -> Table:
    """Read the columns of a CSV file that its headings assign to fields.

    Args:
        path: the file; encoding, separator, heading row and ways of writing are recognised.
        fields: what to look for.

    Raises:
        InputError: the file cannot be read as rows, a required column is missing or doubled, or a number is none.
    """
    name = encoding(path)
    separator, skip, headings = _heading_row(path, name, fields)
    columns = recognised(headings, fields)
    _check_columns(path.name, skip + 1, headings, columns, fields)
    parts = {field.name: COLLECTORS[field.kind](field.name, path.name) for field in fields if field.name in columns}
    problems: list[Problem] = []
    lines: list[np.ndarray] = []
    skipped = 0
    for rows, at in _blocks(path, name, separator, skip):
        rows, at, left_out = _whole(path.name, rows, at, len(headings), problems)
        skipped += left_out
        if rows:
            lines.append(np.array(at, dtype=np.int32))
            cells = list(zip(*rows, strict=True))
            for field, part in parts.items():
                part.add([cell.strip() for cell in cells[columns[field]]], at, problems)
        if len(problems) > 50 * SHOWN_PROBLEMS:
            break
    report(problems)
    if not lines:
        raise refuse(path.name, skip + 1, "there is no row below the headings", "export it again with its rows")
    found = {field: part.result() for field, part in parts.items()}
    kinds = {field.name: field.kind for field in fields}
    by_kind = {kind: {f: v for f, v in found.items() if kinds[f] == kind} for kind in COLLECTORS}
    words = {**by_kind["word"], **by_kind["day"]}
    used = {field: headings[at] for field, at in columns.items()}
    return Table(path.name, np.concatenate(lines), by_kind["key"], words, by_kind["number"], used, skipped)


def _heading_row(path: Path, name: str, fields: Sequence[Field]) -> tuple[str, int, list[str]]:
    """Separator, lines above the headings, and headings: the combination in which most fields are recognised."""
    with path.open(encoding=name, newline="") as stream:
        top = [stream.readline(1 << 16) for _ in range(_HEADING_LINES)]
    best, found = (",", 0, [""]), -1
    for skip, text in enumerate(top):
        for separator in _SEPARATORS:
            cells = text.rstrip("\r\n").split(separator)
            cells = [cell.strip().strip('"').strip() for cell in cells]
            score = len(recognised(cells, fields))
            if text.strip() and (score > found or (found == 0 and score == 0 and len(cells) > len(best[2]) and skip == best[1])):
                best, found = (separator, skip, cells), score
    return best


def _check_columns(file: str, line: int, headings: list[str], columns: dict[str, int], fields: Sequence[Field]) -> None:
    """Refuse a file without a required column or with a used heading twice."""
    double = repeated(headings, columns)
    if double:
        raise refuse(file, line, f"the heading {double!r} appears twice", "keep the column that is meant and rename the other")
    problems = []
    for field in fields:
        if field.required and field.name not in columns:
            examples = " or ".join(repr(each) for each in _examples(field))
            problems.append(
                Problem(file, line, field.name, "no column has a heading for this", "", f"name a column {examples}")
            )
    report(problems)


def _examples(field: Field) -> list[str]:
    """One English and one Chinese heading of a field."""
    english = next((each for each in field.synonyms if each.isascii()), field.name)
    chinese = next((each for each in field.synonyms if not each.isascii()), "")
    return [each for each in (english, chinese) if each]


def _blocks(path: Path, name: str, separator: str, skip: int) -> Iterator[tuple[list[list[str]], list[int]]]:
    """Rows below the headings with the line each of them starts on, a block at a time."""
    with path.open(encoding=name, newline="") as stream:
        for _ in range(skip):
            stream.readline()
        reader = csv.reader(stream, delimiter=separator, strict=True)
        rows: list[list[str]] = []
        at: list[int] = []
        before = 0
        try:
            next(reader)
            before = reader.line_num
            for row in reader:
                rows.append(row)
                at.append(before + 1 + skip)
                before = reader.line_num
                if len(rows) == _BLOCK_ROWS:
                    yield rows, at
                    rows, at = [], []
        except csv.Error as error:
            raise _quotes(path.name, before + 1 + skip, str(error)) from None
        except StopIteration:
            return
    yield rows, at


def _quotes(file: str, line: int, message: str) -> InputError:
    if "expected after" in message:
        return refuse(file, line, "text follows a closing quotation mark", "double the quotation marks inside a cell")
    return refuse(
        file, line, "a quotation mark opened in this row is never closed",
        "close it, or export the file again: it may have been cut off",
    )  # fmt: skip


def _whole(
    file: str, rows: list[list[str]], at: list[int], width: int, problems: list[Problem]
) -> tuple[list[list[str]], list[int], int]:
    """Rows with as many cells as there are headings; blank rows and totals are left out, others reported."""
    if set(map(len, rows)) == {width} and all(row[0] for row in rows):
        plain = [row[0].strip().lower() not in _TOTALS for row in rows]
        if all(plain):
            return rows, at, 0
    kept: list[list[str]] = []
    lines: list[int] = []
    left_out = 0
    for row, line in zip(rows, at, strict=True):
        first = next((cell.strip() for cell in row if cell.strip()), "")
        if not first or first.lower().rstrip(":：") in _TOTALS:
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
