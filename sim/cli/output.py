"""What leaves the command line: signs a console cannot show, cells a spreadsheet would count, names of files."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from sim.errors import SimError

if TYPE_CHECKING:
    import pandas as pd

#: Exit code of a fault of the program itself; 0 to 2 are spoken for (all right, a finding, refused input).
FAULT = 70
INTERRUPTED, PIPE_CLOSED = 130, 141
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 80


def show_what_can_be_shown() -> None:
    """Let no name or language end a command: a file or pipe gets UTF-8, a console replaces signs it cannot show.

    Who names an encoding (PYTHONIOENCODING) gets that one, with signs replaced.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if chosen else "utf-8", errors="replace")


def as_text(cell: Any) -> Any:
    """A cell as data: a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    risky = isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell


def write_rows(stream: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as CSV in which no text can be counted."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(as_text, headings))
    writer.writerows(map(as_text, row) for row in rows)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in which no text can be counted.

    Raises:
        SimError: the file cannot be written.
    """
    texts = frame.select_dtypes(include=["object", "string", "category"]).columns
    safe = frame.assign(**{name: frame[name].map(as_text) for name in texts})
    try:
        safe.rename(columns=as_text).to_csv(path, index=False)
    except OSError as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", path, error.strerror) from None


def file_name(text: str, ending: str) -> str:
    """A file name made from a name in a document; it cannot leave its folder and is good on every system."""
    bare = _NOT_IN_FILE_NAMES.sub("_", text).strip(". ")[:_LONGEST_NAME] or "_"
    return f"_{bare}{ending}" if _DEVICES.fullmatch(bare) else f"{bare}{ending}"
