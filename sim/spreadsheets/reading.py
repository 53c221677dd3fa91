"""Reading a pay plan from a workbook or a text file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.documents.faults import Fault
from sim.documents.remedies import short
from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.pay.instruments.instrument import Instrument
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.messages import MISSING, explain
from sim.spreadsheets.blemishes import CellError
from sim.spreadsheets.cells import parsed
from sim.spreadsheets.columns import KIND, NAME, Column, Layout
from sim.spreadsheets.columns import Path as Entry
from sim.spreadsheets.finding import Found, find, is_remark
from sim.spreadsheets.grid import Broken, Cell
from sim.spreadsheets.opening import grids
from sim.spreadsheets.shapes import Shape


class _Unread:
    """Stands for a cell that could not be understood, so that nothing that depends on it is judged."""

    def __repr__(self) -> str:
        return "a cell that is not understood"


@dataclass
class Plan:
    """A pay plan that was read.

    Attributes:
        pay: name and instrument, in the order of the rows.
    """

    pay: dict[str, Instrument]
    _sheet: _Sheet

    def problem(self, name: str, fault: Fault) -> Problem:
        """A fault of an instrument, at its cell.

        Args:
            name: of the instrument.
            fault: its path begins inside the instrument.
        """
        return self._sheet.problem(self._sheet.rows[name], fault)


def read_plan(path: str | os.PathLike[str], *, sheet: str = "", kinds: Sequence[type[BaseModel]] | None = None) -> Plan:
    """Read a pay plan.

    Args:
        path: an .xlsx workbook or a .csv file, with English or Chinese headings.
        sheet: name of the sheet; empty: the only visible one with the headings of a plan.
        kinds: models of the instruments that are known; absent: all that are registered.

    Raises:
        InputError: something in it is wrong; it holds every problem found, each with its cell.
    """
    layout = Layout(tuple(INSTRUMENTS.values()) if kinds is None else kinds)
    reader = _Sheet(find(grids(Path(path)), layout, sheet, str(path)), layout)
    pay = reader.read()
    if reader.problems:
        raise InputError(reader.problems)
    return Plan(pay, reader)


@dataclass
class _Sheet:
    """Reads the rows of a sheet and collects what is wrong with them."""

    found: Found
    layout: Layout
    rows: dict[str, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> dict[str, Instrument]:
        """The instruments of all rows that are right."""
        self.problems += self.found.problems
        pay: dict[str, Instrument] = {}
        for row in self.found.grid.rows():
            if row > self.found.row and not self._is_remark(row):
                name = self._name(row)
                instrument = self._instrument(row)
                if instrument is not None:
                    pay[name] = instrument
        return pay

    def cell(self, row: int, key: str) -> Cell | None:
        """The cell of a column in a row, None where it is blank or there is no such column."""
        return self.found.grid.cells.get((row, self.found.columns.get(key, 0)))

    def _is_remark(self, row: int) -> bool:
        """Whether a row is blank where it counts, or begins as a remark and has no kind."""
        first = next(iter(self.found.grid.row(row).values()))
        return self.cell(row, KIND) is None and is_remark(first.shown)

    def _name(self, row: int) -> str:
        """The name of a row, which no other may have."""
        cell = self.cell(row, NAME)
        if cell is None or isinstance(cell.value, Broken):
            if NAME in self.found.columns:
                remedy = (
                    cell.value.remedy
                    if cell and isinstance(cell.value, Broken)
                    else Text("give the row a name", "请给该行一个名称")
                )
                message = (
                    cell.value.message
                    if cell and isinstance(cell.value, Broken)
                    else Text("this row has no name", "该行没有名称")
                )
                self._note(row, NAME, message, remedy)
            return ""
        name = cell.shown.strip()
        if len(name) > 80 or "\n" in name:
            self._note(
                row,
                NAME,
                Text("a name is one line of at most 80 characters", "名称为一行,最多 80 个字符"),
                Text("shorten it", "请缩短"),
            )
        elif name in self.rows:
            message = Text("the name is taken by {0}", "名称已被 {0} 使用").format(self._place(self.rows[name], NAME))
            self._note(row, NAME, message, Text("give every row its own name", "请给每行各自的名称"))
        self.rows.setdefault(name, row)
        return name

    def _kind(self, row: int) -> str:
        """The kind of a row, empty where it is not known."""
        cell, kinds = self.cell(row, KIND), tuple(self.layout.kinds)
        if cell is None:
            if KIND in self.found.columns:
                self._note(
                    row,
                    KIND,
                    Text("this row has no kind", "该行没有类型"),
                    Text("choose one of {0}", "请从中选择:{0}").format(", ".join(kinds)),
                )
            return ""
        try:
            return parsed(cell, Shape("choice", choices=kinds))
        except CellError as faulty:
            self._faulty(row, KIND, faulty)
            return ""

    def _instrument(self, row: int) -> Instrument | None:
        """The instrument of a row, None where something is wrong with it."""
        kind, before = self._kind(row), len(self.problems)
        self.kinds[row] = kind
        data: dict[str, Any] = {"kind": kind}
        unread = []
        placed = sorted(self.layout.columns(), key=lambda column: self.found.columns.get(column.key, 0))
        for column in placed:
            cell = self.cell(row, column.key)
            if cell is None or not column.fields:
                continue
            if kind and kind not in column.fields:
                message = Text("{0} has no {1} ({2})", "{0}没有“{2}”({1})").format(
                    kind, column.title("en"), column.title("zh")
                )
                self._note(
                    row,
                    column.key,
                    message,
                    Text("clear this cell, or choose another kind", "请清空该单元格,或选择其他类型"),
                )
                continue
            value = self._value(row, column, cell, kind)
            if isinstance(value, _Unread):
                unread.append(column.path)
            _put(data, column.path, value)
        if not kind:
            return None
        try:
            instrument = self.layout.kinds[kind].model_validate(data)
        except ValidationError as error:
            self._judge(row, error, self.layout.kinds[kind], unread)
            return None
        return instrument if len(self.problems) == before else None  # type: ignore[return-value]

    def _value(self, row: int, column: Column, cell: Cell, kind: str) -> Any:
        """The plain value of a cell."""
        shape = column.fields[kind].part.shape if kind else column.shape
        try:
            return parsed(cell, shape)
        except CellError as faulty:
            self._faulty(row, column.key, faulty)
            return _Unread()

    def _judge(self, row: int, error: ValidationError, model: type[BaseModel], unread: list[Entry]) -> None:
        """Note what the model has against a row, leaving out the cells that were not understood."""
        for fault in explain(error, model):
            if not any(tuple(map(str, fault.path[: len(path)])) == path for path in unread):
                self.problems.append(self.problem(row, fault))

    def problem(self, row: int, fault: Fault) -> Problem:
        """A fault of an instrument at its cell; what is inside of the cell is named in the message."""
        known = self.layout.column(fault.path, self.kinds[row])
        column, inside = known or (None, ())
        key = column.key if column else NAME
        cell = self.cell(row, key)
        message, remedy = fault.message, fault.remedy
        if column and message == MISSING and not inside:
            message = Text("this cell is blank, and {0} needs it", "该单元格为空,而{0}需要它").format(
                self._shown_kind(row)
            )
            remedy = Text("fill in {0} ({1}): {2}", "请填写{1}:{3}").format(
                column.title("en"), column.title("zh"), column.says("en").rstrip("."), column.says("zh").rstrip("。")
            )
        elif inside:
            message = f"{'.'.join(inside)}: " + Text.same("") + message
        if column and key not in self.found.columns:
            heading = Text("{0} ({1})", "{1}").format(column.title("en"), column.title("zh"))
            absent = Text("there is no column {0}, and {1} needs it", "没有“{0}”列,而{1}需要它")
            missing = fault.message == MISSING
            message = absent.format(heading, self._shown_kind(row)) if missing else heading + ": " + message
        value = cell.shown if cell else "" if fault.value is None else str(fault.value)
        return Problem(self.found.grid.file, 0, self._place(row, key), message, short(value or None), remedy)

    def _shown_kind(self, row: int) -> Text | str:
        """The kind of a row as it is written there."""
        cell = self.cell(row, KIND)
        return cell.shown if cell else Text("the kind", "该类型")

    def _faulty(self, row: int, key: str, faulty: CellError) -> None:
        """Note everything that is wrong with a cell."""
        for each in faulty.blemishes:
            self._note(row, key, each.message, each.remedy, each.value)

    def _note(self, row: int, key: str, message: Text, remedy: Text, value: str | None = None) -> None:
        """Note one problem of a cell."""
        cell = self.cell(row, key)
        shown = short((cell.shown if cell else None) if value is None else value)
        self.problems.append(Problem(self.found.grid.file, 0, self._place(row, key), message, shown, remedy))

    def _place(self, row: int, key: str) -> str:
        """A cell as the program shows it; the name's, or the first of the row, where the column is not there."""
        column = self.found.columns.get(key) or self.found.columns.get(NAME) or 1
        return self.found.grid.place(row, column)


def _put(data: dict[str, Any], path: Entry, value: Any) -> None:
    """Put a value into nested mappings."""
    for part in path[:-1]:
        data = data.setdefault(part, {})
    data[path[-1]] = value
