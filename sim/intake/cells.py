"""Collecting the cells of a column block by block, in as little memory as its use allows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.errors import Problem
from sim.intake import amounts
from sim.intake.dates import day_key
from sim.intake.money import currencies
from sim.intake.vocabulary import vocabulary
from sim.intake.workbook import MERGED
from sim.language.text import Text

_HARMLESS = re.compile(
    r"[\d\s./:,年月日+\-¥￥$€£元()eET]{1,24}|nan|[+-]?inf|infinity|null|none|n/?a|#[a-z/0!?]+|-+", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d{9,}")
_WRAPPED = re.compile(r'^=\s*"(.*)"$')
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+\d{2}")
_MASK = re.compile(r"[*＊]{2,}|[*＊].*[*＊]|^.{1,2}[*＊]$")
_HIDDEN = re.compile(r"[*＊]+")
_NO_DIGITS = str.maketrans("", "", "0123456789.,+- \t")


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


@cache
def _blanks(more: str = "") -> frozenset[str]:
    """Cells that stand for nothing, as they are written, in capitals and with a capital."""
    words = (*vocabulary()["blanks"], *(vocabulary()[more] if more else ()))
    return frozenset(form for word in words for form in (word, word.lower(), word.upper(), word.capitalize()))


def tidy(cells: Sequence[str], once: bool = False) -> list[str]:
    """Cells without surrounding spaces and without what a spreadsheet puts around texts (="12", '12).

    Args:
        cells: as written.
        once: whether the further rows of merged cells are blank, instead of saying the same as the first.
    """
    found = list(map(str.strip, cells))
    everything = "".join(found)
    if MERGED in everything:
        found = ["" if once and cell.startswith(MERGED) else cell.replace(MERGED, "").strip() for cell in found]
    if "=" in everything or "'" in everything:
        found = [_WRAPPED.sub(r"\1", cell).lstrip("'").strip() if cell[:1] in ("=", "'") else cell for cell in found]
    return found


def filled(cells: list[str], more: str = "") -> list[str]:
    """Cells in which the signs for nothing are empty; `more` names a further list of such signs."""
    blanks = _blanks(more)
    return cells if blanks.isdisjoint(cells) else ["" if cell in blanks else cell for cell in cells]


class _Keys:
    """Collects a column that is only compared; the hash of an empty text is 0."""

    once = False

    def __init__(self, field: str, file: str) -> None:
        self._field, self._file = field, file
        self._parts: list[np.ndarray] = []

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells and report numbers that a spreadsheet has rounded."""
        cells = filled(cells)
        if self._field in ("order", "customer", "person") and "+" in "".join(cells):
            remedy = Text(
                "export the file again and do not open it in a spreadsheet, or format the column as text there first",
                "请重新导出,不要用表格软件打开,或先把该列设为文本",
            )
            message = Text(
                "a spreadsheet has rounded this number: different ones are now the same",
                "表格软件对这个数字做了舍入:原本不同的号码现在变得相同",
            )
            problems += [
                Problem(self._file, line, self._field, message, cell, remedy)
                for cell, line in zip(cells, lines, strict=True)
                if "+" in cell and _ROUNDED.fullmatch(cell)
            ]
        self._parts.append(np.fromiter(map(hash, self._told(cells)), dtype=np.int64, count=len(cells)))

    def _told(self, cells: list[str]) -> list[str]:
        """The cells as they are compared."""
        return cells

    def result(self) -> np.ndarray:
        """The hashes of all blocks."""
        return np.concatenate(self._parts)


class _Persons(_Keys):
    """Collects a column of customers: nobody (guests, masks that hide everybody alike) is 0 like an empty text."""

    def __init__(self, field: str, file: str) -> None:
        super().__init__(field, file)
        self._nobody = _blanks("nobody")
        self._masks: list[np.ndarray] = []

    def _told(self, cells: list[str]) -> list[str]:
        everything = "".join(cells)
        hidden = "*" in everything or "＊" in everything
        masked = [bool(_MASK.search(cell)) for cell in cells] if hidden else [False] * len(cells)
        self._masks.append(np.array(masked, dtype=bool))
        if not hidden and self._nobody.isdisjoint(map(str.lower, cells)):
            return cells
        return ["" if cell.lower() in self._nobody or _HIDDEN.fullmatch(cell) else cell for cell in cells]

    def masked(self) -> np.ndarray:
        """bool[n] whether a part of the text is hidden by asterisks."""
        return np.concatenate(self._masks)


class _Words:
    """Collects a column of few distinct texts."""

    once = False

    def __init__(self, field: str, file: str) -> None:
        self._codes: defaultdict[str, int] = defaultdict(None, {"": 0})
        self._codes.default_factory = self._codes.__len__
        self._parts: list[np.ndarray] = []

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        codes = self._codes
        self._parts.append(np.fromiter(map(codes.__getitem__, filled(cells)), dtype=np.int32, count=len(cells)))

    def result(self) -> Words:
        """The codes of all blocks."""
        return Words(np.concatenate(self._parts), tuple(self._codes))


class _Days(_Words):
    """Collects a column of dates; of a date with a time of day only the day."""

    _further = ""

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        days = filled([day_key(cell) for cell in cells], "blank_days")
        super().add(filled(days, self._further) if self._further else days, lines, problems)


class _Ends(_Days):
    """Collects a column of dates of leaving; signs for people who are still there are blank."""

    _further = "still_here"


class _Numbers:
    """Collects a column of numbers; the first block tells how decimals are written."""

    once = True

    def __init__(self, field: str, file: str) -> None:
        self._field, self._file = field, file
        self._decimal_comma: bool | None = None
        self._parts: list[np.ndarray] = []
        self.currencies: dict[str, int] = {}

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells and report those that are no number; note the first line of each currency."""
        cells = filled(cells)
        self._note_currencies(cells, lines)
        if self._decimal_comma is None:
            self._decimal_comma = amounts.has_decimal_comma(cells)
        values, wrong = amounts.column(cells, self._decimal_comma)
        self._parts.append(values)
        style = "1234,50" if self._decimal_comma else "1234.50"
        remedy = Text(
            "write a number such as {0} in every row of this column", "请在该列每一行都写成 {0} 这样的数字"
        ).format(style)
        for at in wrong:
            problems.append(
                Problem(
                    self._file,
                    lines[at],
                    self._field,
                    Text("this is not a finite number", "这不是有限数"),
                    shown(cells[at]),
                    remedy,
                )
            )

    def _note_currencies(self, cells: list[str], lines: Sequence[int]) -> None:
        rest = set("\n".join(cells).translate(_NO_DIGITS).split("\n"))
        if rest == {""}:
            return
        for found in currencies("\n".join(rest)) - self.currencies.keys():
            at = next((at for at, cell in enumerate(cells) if found in currencies(cell)), 0)
            self.currencies[found] = lines[at]

    def result(self) -> np.ndarray:
        """The values of all blocks."""
        return np.concatenate(self._parts)


Collector = _Keys | _Words | _Numbers


class _Aside(_Numbers):
    """Collects numbers that are only compared with others; what is none is blank."""

    def add(self, cells: list[str], lines: Sequence[int], problems: list[Problem]) -> None:
        """Take a block of cells."""
        super().add(cells, lines, [])


COLLECTORS: dict[str, type[_Keys] | type[_Words] | type[_Numbers]] = {
    "key": _Keys,
    "person": _Persons,
    "word": _Words,
    "day": _Days,
    "end": _Ends,
    "number": _Numbers,
    "aside": _Aside,
}
