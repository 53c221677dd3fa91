"""Collecting the cells of a column block by block, in as little memory as its use allows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import Problem
from sim.intake import amounts
from sim.intake.dates import day_key

_HARMLESS = re.compile(
    r"[\d\s./:,年月日+\-¥￥$€£元()eET]{1,24}|nan|[+-]?inf|infinity|null|none|n/?a|#[a-z/0!?]+|-+", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d{9,}")


@dataclass(frozen=True)
class Words:
    """A column of few distinct texts: int32[n] `codes` into `vocabulary`; code 0 is the empty text."""

    codes: np.ndarray
    vocabulary: tuple[str, ...]


def shown(cell: str) -> str:
    """A cell as an error message may show it: numbers and dates, but no name and no personal number."""
    text = cell.strip()
    if _HARMLESS.fullmatch(text) and not _LONG_NUMBER.search(text):
        return repr(text)
    return "a text that is not shown" if text else "nothing"


class _Keys:
    """Collects a column that is only compared; the hash of an empty text is 0."""

    def __init__(self, field: str, file: str) -> None:
        self._parts: list[np.ndarray] = []

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        self._parts.append(np.fromiter(map(hash, cells), dtype=np.int64, count=len(cells)))

    def result(self) -> np.ndarray:
        """The hashes of all blocks."""
        return np.concatenate(self._parts)


class _Words:
    """Collects a column of few distinct texts."""

    def __init__(self, field: str, file: str) -> None:
        self._codes: defaultdict[str, int] = defaultdict(None, {"": 0})
        self._codes.default_factory = self._codes.__len__
        self._parts: list[np.ndarray] = []

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        self._parts.append(np.fromiter(map(self._codes.__getitem__, cells), dtype=np.int32, count=len(cells)))

    def result(self) -> Words:
        """The codes of all blocks."""
        return Words(np.concatenate(self._parts), tuple(self._codes))


class _Days(_Words):
    """Collects a column of dates; of a date with a time of day only the day."""

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        super().add([day_key(cell) for cell in cells], lines, problems)


class _Numbers:
    """Collects a column of numbers; the first block tells how decimals are written."""

    def __init__(self, field: str, file: str) -> None:
        self._field, self._file = field, file
        self._decimal_comma: bool | None = None
        self._parts: list[np.ndarray] = []

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells and report those that are no number."""
        if self._decimal_comma is None:
            self._decimal_comma = amounts.has_decimal_comma(cells)
        values, wrong = amounts.column(cells, self._decimal_comma)
        self._parts.append(values)
        style = "1234,50" if self._decimal_comma else "1234.50"
        remedy = f"write a number such as {style} in every row of this column"
        for at in wrong:
            problems.append(
                Problem(self._file, lines[at], self._field, "this is not a finite number", shown(cells[at]), remedy)
            )

    def result(self) -> np.ndarray:
        """The values of all blocks."""
        return np.concatenate(self._parts)


COLLECTORS: dict[str, type[_Keys] | type[_Words] | type[_Numbers]] = {
    "key": _Keys,
    "word": _Words,
    "day": _Days,
    "number": _Numbers,
}
