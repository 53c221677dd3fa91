"""Reading the used columns of a file of rows: fast, with little memory, every fault with its line.

Keys (order and customer numbers) are kept as hashes only, so no personal number is held, written or shown.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import InputError, Problem
from sim.intake.cells import COLLECTORS, Words
from sim.intake.encoding import encoding, refuse
from sim.intake.headings import Field, currency, recognised, repeated
from sim.intake.rows import blocks, whole

SHOWN_PROBLEMS = 20
_HEADING_LINES = 12
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Table:
    """The used columns of a file.

    Attributes:
        file: name of the file.
        lines: int32[n] line of each row in the file.
        contents: int64[n] hash of each whole row, unused columns included.
        keys: int64[n] hashes of the texts by field, 0 where blank.
        words: texts by field.
        numbers: float64[n] by field, NaN where blank.
        headings: field -> heading as written.
        skipped: blank rows and rows of totals that were left out.
    """

    file: str
    lines: np.ndarray
    contents: np.ndarray
    keys: dict[str, np.ndarray]
    words: dict[str, Words]
    numbers: dict[str, np.ndarray]
    headings: dict[str, str]
    skipped: int

    def __len__(self) -> int:
        return len(self.lines)

    def faults(
        self, rows: np.ndarray, field: str, message: str, remedy: str, values: np.ndarray | None = None
    ) -> list[Problem]:
        """Problems of the rows that are marked, at most the first hundred.

        Args:
            rows: bool[n].
            field: what the rows have wrong.
            message: what is wrong with it.
            remedy: what to do.
            values: float64[n] numbers to show; nothing is shown without them.
        """
        return [
            Problem(
                self.file, int(self.lines[row]), field, message, "" if values is None else f"{values[row]:g}", remedy
            )
            for row in np.flatnonzero(rows)[:100]
        ]

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
    contents: list[np.ndarray] = []
    skipped = 0
    for block in blocks(path, name, separator, skip):
        rows, at, left_out = whole(path.name, block, len(headings), problems)
        skipped += left_out
        if rows:
            lines.append(np.array(at, dtype=np.int32))
            contents.append(np.fromiter(map(hash, map(tuple, rows)), dtype=np.int64, count=len(rows)))
            cells = list(zip(*rows, strict=True))
            for field, part in parts.items():
                part.add(list(map(str.strip, cells[columns[field]])), at, problems)
        if len(problems) > 50 * SHOWN_PROBLEMS:
            break
    report(problems)
    if not lines:
        raise refuse(path.name, skip + 1, "there is no row below the headings", "export it again with its rows")
    found = {field: part.result() for field, part in parts.items()}
    arrays = {field: each for field, each in found.items() if isinstance(each, np.ndarray)}
    words = {field: each for field, each in found.items() if isinstance(each, Words)}
    keys = {field.name: arrays.pop(field.name) for field in fields if field.kind == "key" and field.name in arrays}
    used = {field: headings[at] for field, at in columns.items()}
    return Table(path.name, np.concatenate(lines), np.concatenate(contents), keys, words, arrays, used, skipped)


def _heading_row(path: Path, name: str, fields: Sequence[Field]) -> tuple[str, int, list[str]]:
    """Separator, lines above the headings, and headings: the combination in which most fields are recognised."""
    with path.open(encoding=name, newline="") as stream:
        top = [stream.readline(1 << 16) for _ in range(_HEADING_LINES)]
    first = next((skip for skip, text in enumerate(top) if text.strip()), 0)
    best, found = (",", first, [""]), -1
    for skip, text in enumerate(top):
        for separator in _SEPARATORS:
            cells = [cell.strip() for cell in next(csv.reader([text], delimiter=separator), [])]
            score = 100 * len(recognised(cells, fields)) + (len(cells) if skip == first else 0)
            if score > found:
                best, found = (separator, skip, cells), score
    return best


def _check_columns(file: str, line: int, headings: list[str], columns: dict[str, int], fields: Sequence[Field]) -> None:
    """Refuse a file without a required column or with a used heading twice."""
    double = repeated(headings, columns)
    if double:
        raise refuse(
            file, line, f"the heading {double!r} appears twice", "keep the column that is meant and rename the other"
        )
    problems = []
    for field in fields:
        if field.required and field.name not in columns:
            examples = " or ".join(repr(each) for each in field.examples)
            problems.append(
                Problem(file, line, field.name, "no column has a heading for this", "", f"name a column {examples}")
            )
    report(problems)
