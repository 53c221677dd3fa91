"""The cells of a sheet, whatever file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from sim.language.text import Text


class Broken(NamedTuple):
    """A cell whose value cannot be used: why, what to do, and what it shows."""

    message: Text
    remedy: Text
    value: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell that is not blank; `percent`: the sheet shows its number with a per cent sign."""

    value: str | int | float | bool | date | datetime | time | Broken
    percent: bool = False

    @property
    def shown(self) -> str:
        """What it holds, as text."""
        return self.value.value if isinstance(self.value, Broken) else str(self.value)


@dataclass
class Grid:
    """A sheet: its cells by row and column, both counted from 1; blank ones are absent.

    Attributes:
        file: name of the file as the user gave it.
        sheet: name of the sheet, empty for a text file.
        cells: by row and column.
    """

    file: str
    sheet: str
    cells: dict[tuple[int, int], Cell]

    def place(self, row: int, column: int) -> str:
        """A cell as the program shows it: `pay plan!D7`."""
        return (f"{self.sheet}!" if self.sheet else "") + f"{letters(column)}{row}"

    def rows(self) -> list[int]:
        """Rows that are not blank, from the top."""
        return sorted({row for row, _ in self.cells})

    def row(self, row: int) -> dict[int, Cell]:
        """The cells of a row by column."""
        return {column: cell for (at, column), cell in sorted(self.cells.items()) if at == row}


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
