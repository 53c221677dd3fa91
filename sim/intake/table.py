"""The used columns of a file of rows, and problems with their rows.

Keys (order and customer numbers) are kept as hashes only, so no personal number is held, written or shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.errors import InputError, Problem
from sim.intake.cells import Words
from sim.intake.money import currencies
from sim.language.text import Text

SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Table:
    """The used columns of a file.

    Attributes:
        file: name of the file.
        lines: int32[n] line of each row in the file.
        contents: int64[n] hash of each whole row, unused columns included.
        keys: int64[n] hashes of the texts by field, 0 where blank.
        words: texts by field.
        numbers: float64[n] by field, NaN where blank, multiplied by the unit of the heading.
        headings: field -> heading as written.
        all_headings: every heading of the file.
        masked: bool[n] whether the customer is partly hidden by asterisks; None without such a column.
        signs: field of numbers -> currency that its cells name -> first line with it.
        left_out: rows that are none of data, by reason.
        notes: what was assumed while reading.
        above: the lines above the headings.
    """

    file: str
    lines: np.ndarray
    contents: np.ndarray
    keys: dict[str, np.ndarray]
    words: dict[str, Words]
    numbers: dict[str, np.ndarray]
    headings: dict[str, str]
    all_headings: tuple[str, ...]
    masked: np.ndarray | None
    signs: dict[str, dict[str, int]]
    left_out: Mapping[str, int]
    notes: tuple[str, ...]
    above: str = ""

    def __len__(self) -> int:
        return len(self.lines)

    def part(self, rows: np.ndarray) -> Table:
        """The table with some of its rows.

        Args:
            rows: bool[n].
        """
        if rows.all():
            return self
        return replace(
            self,
            lines=self.lines[rows],
            contents=self.contents[rows],
            keys={field: each[rows] for field, each in self.keys.items()},
            words={field: replace(each, codes=each.codes[rows]) for field, each in self.words.items()},
            numbers={field: each[rows] for field, each in self.numbers.items()},
            masked=None if self.masked is None else self.masked[rows],
        )

    def scaled(self, fields: Sequence[str], factor: float) -> Table:
        """The table with some of its numbers multiplied."""
        numbers = {field: each * factor if field in fields else each for field, each in self.numbers.items()}
        return replace(self, numbers=numbers)

    def faults(
        self, rows: np.ndarray, field: str, message: Text, remedy: Text, values: np.ndarray | None = None
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

    def currencies(self, field: str) -> dict[str, int]:
        """Currencies that the heading of a field names, else its cells, with the first line of each."""
        named = currencies(self.headings.get(field, ""))
        return dict.fromkeys(named, int(self.lines[0])) if named else self.signs.get(field, {})


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
        more = Problem(
            ordered[0].file,
            0,
            "",
            Text("{0} more problems of this kind are not listed", "另有 {0} 个同类问题未列出").format(rest),
        )
        ordered = [*ordered[:SHOWN_PROBLEMS], more]
    raise InputError(ordered)
