"""Reading the used columns of a file of rows: fast, with little memory, every fault with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake.answers import Words as Told
from sim.intake.cells import COLLECTORS, Collector, Words, filled, tidy
from sim.intake.encoding import refuse
from sim.intake.heading_row import Fields, Headed, as_named, check_columns, doubles, same
from sim.intake.headings import Field, recognised
from sim.intake.money import unit
from sim.intake.rows import Shape, blocks, whole
from sim.intake.sheets import chosen
from sim.intake.sources import sources
from sim.intake.table import SHOWN_PROBLEMS, Table, report
from sim.intake.told import note
from sim.language.text import Text

_DESCRIBES = note("rows that describe the columns", "行为列的说明")
_UNSCALED = ("tenure_weeks", "tenure_months", "tenure_years")


def read(path: Path, fields: Sequence[Field] | Fields, told: Told, anchors: Sequence[str] = ()) -> Table:
    """Read the columns of a text file or workbook that its headings assign to fields.

    Args:
        path: the file; encoding, separator, heading row and ways of writing are recognised.
        fields: what to look for.
        told: what the user says; `columns` names headings of fields, `none` for a field that the file does not have.
        anchors: fields that every row of data fills; rows without them may be footers (see `rows.whole`).

    Raises:
        InputError: the file cannot be read as rows, a required column is missing or doubled, or a number is none.
    """
    wanted = fields if callable(fields) else lambda _: fields
    top, notes = chosen(sources(path), wanted, told)
    fields = as_named(top, wanted(top.headings), told.columns)
    kinds = {each.name: each.kind for each in fields}
    used = recognised(top.headings, fields)
    check_columns(top, used, fields)
    columns = _Columns(top, kinds, used, doubles(top, used, fields, told.columns))
    columns.collect(anchors)
    others = recognised(top.headings, fields, columns.blank())
    if others.keys() == used.keys() and others != used:
        columns = _Columns(top, kinds, others, doubles(top, others, fields, told.columns))
        columns.collect(anchors)
    return columns.table(notes)


@dataclass
class _Columns:
    """The used columns of a file while they are read.

    Attributes:
        top: the file and its headings.
        kinds: kind of each field.
        used: column of each field that is used.
        further: other columns of a field, whose headings differ in brackets only.
        parts: what collects each column, by field, `field column` for the further ones.
        lines, contents: of blocks.
        left_out: rows that are none of data, by reason.
    """

    top: Headed
    kinds: Mapping[str, str]
    used: Mapping[str, int]
    further: Mapping[str, Sequence[int]]
    parts: dict[str, Collector] = field(default_factory=dict)
    lines: list[np.ndarray] = field(default_factory=list)
    contents: list[np.ndarray] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def collect(self, anchors: Sequence[str]) -> None:
        """Read all rows.

        Raises:
            InputError: a row has too few or too many cells, a number is none, or there is no row.
        """
        file, headings = self.top.source.file, self.top.headings
        places = {**self.used, **{f"{name} {at}": at for name, others in self.further.items() for at in others}}
        self.parts = {
            name: COLLECTORS[self.kinds[name.partition(" ")[0]]](name.partition(" ")[0], file) for name in places
        }
        places_filled = tuple(sorted({self.used[name] for name in anchors if name in self.used}))
        shape = Shape(headings, places_filled, frozenset(self.top.rows))
        problems: list[Problem] = []
        for block in blocks(self.top.source, self.top.separator, self.top.skip):
            rows, at = whole(file, block, shape, self.left_out, problems)
            if not self.lines and rows and self._describes(rows[0]):
                self.left_out[_DESCRIBES] += 1
                rows, at = rows[1:], at[1:]
            if rows:
                self.lines.append(np.array(at, dtype=np.int32))
                self.contents.append(np.fromiter(map(hash, map(tuple, rows)), dtype=np.int64, count=len(rows)))
                cells = list(zip(*rows, strict=True))
                for name, part in self.parts.items():
                    part.add(tidy(cells[places[name]], part.once), at, problems)
            if len(problems) > 50 * SHOWN_PROBLEMS:
                break
        report(problems)
        if not self.lines:
            message = Text("there is no row below the headings", "表头下面没有数据行")
            raise refuse(file, self.top.line, message, Text("export it again with its rows", "请连同数据行重新导出"))

    def blank(self) -> set[int]:
        """Columns without anything, where another heading of the file may mean the same."""
        found = {name: part.result() for name, part in self.parts.items() if name in self.used}
        return {self.used[name] for name, each in found.items() if _nothing(each)}

    def _describes(self, row: Sequence[str]) -> bool:
        """Whether a row below the headings says what they mean: words where numbers and dates stand, none of a unit."""
        places = [at for name, at in self.used.items() if self.kinds[name] in ("number", "day")]
        cells = [cell for cell in tidy([row[at] for at in places]) if cell]
        wordy = all(len(cell) > 1 and not any(map(str.isdigit, cell)) and unit(f"({cell})")[1] == 1.0 for cell in cells)
        return len(cells) > 1 and wordy and all(filled([cell]) != [""] for cell in cells)

    def table(self, notes: tuple[str, ...]) -> Table:
        """The columns as a table."""
        headings, file = self.top.headings, self.top.source.file
        found = {name: part.result() for name, part in self.parts.items()}
        notes += same(self.top, self.used, self.further, found)
        units = {name: _unit(name, headings[at], self.kinds[name]) for name, at in self.used.items()}
        notes += tuple(
            note(
                "{0}: {1!r} was multiplied by {2:g}, the unit {3}",
                "{0}:{1!r} 已乘以 {2:g}(单位 {3})",
                file,
                headings[self.used[name]],
                factor,
                word,
            )
            for name, (word, factor) in units.items()
            if factor != 1.0 and self.kinds[name] == "number"
        )
        arrays = {name: each for name, each in found.items() if isinstance(each, np.ndarray) and name in self.used}
        persons = {name for name, kind in self.kinds.items() if kind in ("key", "person")}
        return Table(
            file,
            np.concatenate(self.lines),
            np.concatenate(self.contents),
            keys={name: each for name, each in arrays.items() if name in persons},
            words={name: each for name, each in found.items() if isinstance(each, Words) and name in self.used},
            numbers={name: each * units[name][1] for name, each in arrays.items() if name not in persons},
            headings={name: headings[at] for name, at in self.used.items()},
            all_headings=headings,
            masked=next((part.masked() for part in self.parts.values() if hasattr(part, "masked")), None),
            signs={name: part.currencies for name, part in self.parts.items() if hasattr(part, "currencies")},
            left_out=self.left_out,
            notes=notes,
            above=self.top.above,
        )


def _nothing(column: np.ndarray | Words) -> bool:
    """Whether every cell of a column is blank."""
    if isinstance(column, Words):
        return len(column.vocabulary) == 1
    return bool(np.isnan(column).all() if column.dtype.kind == "f" else (column == 0).all())


def _unit(name: str, heading: str, kind: str) -> tuple[str, float]:
    """Unit and factor of a column."""
    return unit(heading) if kind in ("number", "aside") and name not in _UNSCALED else ("", 1.0)
