"""Opening workbooks and text files as grids of cells."""

from __future__ import annotations

import csv
import warnings
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.spreadsheets.grid import Broken, Cell, Grid, letters

MAX_ROWS, MAX_COLUMNS = 5_000, 500
MAX_UNPACKED = 200_000_000
ENDINGS = (".xlsx", ".xlsm", ".csv")
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")
RISKY = "=+-@\t\r"


def refused(file: str, message: Text, remedy: Text, value: str = "") -> InputError:
    """An error with one problem of a file as a whole."""
    return InputError([Problem(file, 0, "", message, value, remedy)])


def grids(path: Path) -> list[Grid]:
    """The visible sheets of a workbook, or the one of a text file.

    Raises:
        InputError: the file cannot be read as such.
    """
    file, ending = str(path), path.suffix.lower()
    if ending not in ENDINGS:
        raise refused(
            file,
            Text("this is neither .xlsx nor .csv", "既不是 .xlsx 也不是 .csv"),
            Text("save it as an Excel workbook (.xlsx) or as CSV UTF-8", "请另存为 Excel 工作簿(.xlsx)或 CSV UTF-8"),
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise refused(
            file,
            Text("the file cannot be read: {0}", "文件无法读取:{0}").format(error.strerror),
            Text("check the path", "请检查路径"),
        ) from None
    return [_text(path)] if ending == ".csv" else _workbook(path, head)


def _text(path: Path) -> Grid:
    """A text file as a grid; encoding and separator are recognised."""
    from sim.intake.encoding import encoding

    name = encoding(path)
    with path.open(encoding="utf-8-sig" if name == "utf-8" else name, newline="") as stream:
        text = stream.read()
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, values in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            for column, value in enumerate(values, 1):
                if value.strip():
                    cells[row, column] = Cell(_unprotected(value.strip()))
    except csv.Error as error:
        raise refused(
            str(path),
            Text("the rows cannot be told apart: {0}", "各行无法区分:{0}").format(error),
            Text("save it again as CSV UTF-8", "请重新存为 CSV UTF-8"),
        ) from None
    return _bounded(Grid(str(path), "", cells))


def _unprotected(text: str) -> str:
    """A text without the apostrophe that keeps a program from counting it as a formula."""
    return text[1:] if text[0] == "'" and text[1:2] and text[1] in RISKY + "'" else text


def _bounded(grid: Grid) -> Grid:
    """A grid, unless it is far larger than a pay plan can be."""
    for row, column in grid.cells:
        if row > MAX_ROWS or column > MAX_COLUMNS:
            message = Text("larger than {0:,} rows and {1} columns", "大于 {0:,} 行与 {1} 列").format(
                MAX_ROWS, MAX_COLUMNS
            )
            place = grid.place(row, column)
            raise InputError(
                [
                    Problem(
                        grid.file,
                        0,
                        place,
                        message,
                        "",
                        Text("is this the right file? Remove what is below", "文件是否选对?请删除下面多余的内容"),
                    )
                ]
            )
    return grid


def _workbook(path: Path, head: bytes) -> list[Grid]:
    """The visible sheets of a workbook."""
    from openpyxl import load_workbook

    file = str(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(
            file,
            Text("an old Excel workbook, or one with a password", "旧版 Excel 工作簿,或带密码"),
            Text("save it as .xlsx without a password", "请另存为不带密码的 .xlsx"),
        )
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise refused(
                    file,
                    Text("too large for a pay plan", "对薪酬方案来说太大"),
                    Text("copy the plan into a new workbook", "请把方案复制到新工作簿"),
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            formulas = load_workbook(path)
            counted = any(
                cell.data_type == "f" for each in formulas.worksheets for row in each.iter_rows() for cell in row
            )
            values = load_workbook(path, data_only=True) if counted else formulas
    except InputError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it can be damaged
        message = Text("this cannot be read as a workbook: {0}", "无法作为工作簿读取:{0}").format(type(error).__name__)
        raise refused(
            file,
            message,
            Text("open it in Excel or WPS and save it again as .xlsx", "请用 Excel 或 WPS 打开并重新存为 .xlsx"),
        ) from None
    visible = [sheet for sheet in formulas.worksheets if sheet.sheet_state == "visible"]
    return [_sheet(file, sheet, values[sheet.title]) for sheet in visible]


def _sheet(file: str, formulas: Any, values: Any) -> Grid:
    """A sheet as a grid: results of formulas, merged cells told apart."""
    cells: dict[tuple[int, int], Cell] = {}
    for row in formulas.iter_rows():
        for cell in row:
            found = _cell(cell, values.cell(cell.row, cell.column).value if cell.data_type == "f" else cell.value)
            if found is not None:
                cells[cell.row, cell.column] = found
    for span in formulas.merged_cells.ranges:
        _merge(cells, span)
    return _bounded(Grid(file, formulas.title, cells))


def _cell(cell: Any, value: Any) -> Cell | None:
    """One cell, None for a blank one; the result of a formula where a program stored it."""
    if cell.data_type == "f" and value is None:
        message = Text("a formula without a stored result", "公式没有保存的结果")
        return Cell(
            Broken(
                message,
                Text(
                    "open the file in Excel or WPS and save it, or write the value",
                    "请用 Excel 或 WPS 打开并保存,或直接写数值",
                ),
                str(cell.value),
            )
        )
    if cell.data_type in ("e", "f") and value in ERRORS:
        return Cell(
            Broken(
                Text("this is an error of the spreadsheet", "这是表格中的错误值"),
                Text("correct the formula, or write the value", "请改正公式,或直接写数值"),
                value,
            )
        )
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if hasattr(value, "total_seconds"):
        return Cell(
            Broken(
                Text("a length of time makes no sense here", "这里不应是时长"),
                Text("format the cell as a number", "请把单元格设为数字"),
                str(value),
            )
        )
    return Cell(value, "%" in str(cell.number_format))


def _merge(cells: dict[tuple[int, int], Cell], span: Any) -> None:
    """Cells merged downwards all have the value; merged across columns they do not tell which column is meant."""
    top = cells.get((span.min_row, span.min_col))
    if top is None:
        return
    if span.min_col == span.max_col:
        for row in range(span.min_row, min(span.max_row, MAX_ROWS) + 1):
            cells[row, span.min_col] = top
    elif not top.shown.lstrip().startswith("#"):
        message = Text("merged across columns {0} to {1}", "合并了 {0} 至 {1} 列").format(
            letters(span.min_col), letters(span.max_col)
        )
        cells[span.min_row, span.min_col] = Cell(
            Broken(message, Text("unmerge the cells and fill each one", "请取消合并并填写每个单元格"), top.shown)
        )
