"""Sheets of an Excel workbook as delimited text, a line for each row.

Numbers are written as Excel shows them, to 15 digits; longer ones were rounded by Excel and get an exponent, which
`cells` refuses as order numbers. Cells merged downwards hold their value in every row, marked by `MERGED` in all but
the first: it is the same number of an order, but not once more its amount.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from sim.errors import InputError
from sim.intake.encoding import refuse
from sim.language.text import Text

MERGED = "\u2060"
_MOST_UNPACKED = 2_000_000_000
_MOST_EXACT = 1e15
_CHUNK, _OVERLAP = 1 << 20, 200
_SPAN = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_AGAIN = Text(
    "open it in Excel or WPS and save it again as .xlsx, or as CSV encoded as UTF-8",
    "请用 Excel 或 WPS 打开,重新存为 .xlsx 或 UTF-8 编码的 CSV",
)


@dataclass(frozen=True)
class Sheet:
    """A visible sheet that has rows: its title, and how its text is opened."""

    title: str
    open: Callable[[], TextIO]


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook of today's Excel: an archive that holds one."""
    try:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return any(name.replace("\\", "/").endswith("workbook.xml") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def sheets(path: Path) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook that have rows.

    Raises:
        InputError: it is damaged or far too large, or a formula has no stored result.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            if sum(each.file_size for each in archive.infolist()) > _MOST_UNPACKED:
                raise refuse(
                    path.name,
                    0,
                    Text("the workbook is too large", "工作簿太大"),
                    Text("export it as CSV", "请导出为 CSV"),
                )
            values = load_workbook(path, read_only=True, data_only=True)
            found, uncounted = [], []
            for sheet in values.worksheets:
                if sheet.sheet_state == "visible":
                    spans, formulas = _marks(archive, sheet)
                    uncounted += [sheet.title] if formulas else []
                    text = _text(_rows(sheet), spans)
                    found += [_sheet(sheet.title, text)] if text else []
            values.close()
            missing = _without_result(path, uncounted) if uncounted else ""
    except InputError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it can be damaged
        message = Text("this cannot be read as a workbook: {0}", "无法作为工作簿读取:{0}").format(type(error).__name__)
        raise refuse(path.name, 0, message, _AGAIN) from None
    if missing:
        remedy = Text(
            "open the file in Excel or WPS and save it, so that results are stored",
            "请用 Excel 或 WPS 打开并保存,使结果被存下",
        )
        raise refuse(
            path.name,
            0,
            Text("{0} holds a formula without a stored result", "{0} 的公式没有保存的结果").format(missing),
            remedy,
        )
    if not found:
        raise refuse(
            path.name,
            0,
            Text("no visible sheet has rows", "没有可见工作表含有数据行"),
            Text("export it again with its rows", "请连同数据行重新导出"),
        )
    return tuple(found)


def _sheet(title: str, text: str) -> Sheet:
    return Sheet(title, lambda: StringIO(text, newline=""))


def _rows(sheet: Any) -> Iterator[Sequence[object]]:
    """Values of the cells, row by row; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _without_result(path: Path, titles: Sequence[str]) -> str:
    """The first cell with a formula whose result is not stored, such as `Sheet1!B3`; empty where there is none."""
    from openpyxl import load_workbook

    formulas, values = load_workbook(path, read_only=True), load_workbook(path, read_only=True, data_only=True)
    try:
        for title in titles:
            for row, (written, stored) in enumerate(zip(_rows(formulas[title]), _rows(values[title]), strict=False), 1):
                for at, (formula, value) in enumerate(zip(written, stored, strict=False), 1):
                    if value is None and isinstance(formula, str) and formula.startswith("="):
                        return f"{title}!{_letters(at)}{row}"
    finally:
        formulas.close()
        values.close()
    return ""


def _letters(column: int) -> str:
    """Letters of a column, from 1 on."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _marks(archive: zipfile.ZipFile, sheet: Any) -> tuple[list[tuple[int, int, int, int]], bool]:
    """Merged ranges of a sheet (first and last row, first and last column, from 0 on), and whether it has formulas."""
    spans: set[tuple[int, int, int, int]] = set()
    formulas, tail = False, b""
    with archive.open(sheet._worksheet_path.lstrip("/")) as stream:  # noqa: SLF001  openpyxl has no other name for it
        while block := stream.read(_CHUNK):
            text = tail + block
            formulas = formulas or bool(_FORMULA.search(text))
            for left, top, right, bottom in _SPAN.findall(text):
                spans.add((int(top) - 1, int(bottom) - 1, _number(left), _number(right)))
            tail = text[-_OVERLAP:]
    return sorted(spans), formulas


def _number(letters: bytes) -> int:
    """Number of a column, from 0 on."""
    found = 0
    for sign in letters:
        found = found * 26 + sign - 64
    return found - 1


def _text(rows: Iterable[Sequence[object]], spans: Sequence[tuple[int, int, int, int]]) -> str:
    """Rows as delimited text; blank ones at the end and blank columns on the right are left out."""
    cells = [[_shown(value) for value in row] for row in rows]
    for top, bottom, left, right in spans:
        if bottom > top and top < len(cells):
            _fill_down(cells, top, bottom, left, right)
    while cells and not any(cells[-1]):
        cells.pop()
    width = max((at + 1 for row in cells for at, cell in enumerate(row) if cell), default=0)
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows((row + [""] * width)[:width] for row in cells)
    return stream.getvalue() if width else ""


def _fill_down(cells: list[list[str]], top: int, bottom: int, left: int, right: int) -> None:
    """Write the value of a range of merged cells into its further rows."""
    value = cells[top][left] if left < len(cells[top]) else ""
    for row in cells[top + 1 : bottom + 1]:
        if value and left == right:
            row += [""] * (left + 1 - len(row))
            row[left] = MERGED + value


def _shown(value: object) -> str:
    """A value as text in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{value:.15g}" if abs(value) < _MOST_EXACT else f"{value:.14E}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split("\n")).replace("\r", " ").strip()
