"""What a file of rows is opened as: one text, or one for each sheet of a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sim.intake.encoding import WESTERN, encoding
from sim.intake.told import note
from sim.intake.workbook import is_workbook, sheets


@dataclass(frozen=True)
class Source:
    """Rows of cells as delimited text.

    Attributes:
        file: name of the file.
        sheet: name of the sheet, empty for a text file.
        open: opens the text from its beginning; its lines are those of the file, or the rows of the sheet.
        notes: what was assumed while opening it.
    """

    file: str
    sheet: str
    open: Callable[[], TextIO]
    notes: tuple[str, ...] = ()


def sources(path: Path) -> tuple[Source, ...]:
    """The text of a file, or of each sheet of a workbook that shows rows.

    Raises:
        InputError: the file cannot be read as either.
    """
    if is_workbook(path):
        return tuple(Source(path.name, each.title, each.open) for each in sheets(path))
    name = encoding(path)
    western = note("{0}: read as Western European text (Windows-1252)", "{0}:按西欧文字(Windows-1252)读取", path.name)
    notes = (western,) if name == WESTERN else ()
    return (Source(path.name, "", lambda: path.open(encoding=name, newline=""), notes),)
