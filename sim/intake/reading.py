"""Reading the used columns of a file of rows: fast, with little memory, every fault with its line.

Keys (order and customer numbers) are kept as hashes only, so no personal number is held, written or shown.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from sim.errors import InputError, Problem
from sim.intake.cells import COLLECTORS, Words, tidy
from sim.intake.encoding import encoding, refuse
from sim.intake.headings import Field, exact, recognised, twins
from sim.intake.money import currencies, unit
from sim.intake.rows import Shape, blocks, whole

SHOWN_PROBLEMS = 20
_HEADING_LINES = 12
_LEAST_WIDTH = 3
_SEPARATORS = (",", ";", "\t", "|")
_NONE = "none"
_UNSCALED = ("tenure_weeks", "tenure_months", "tenure_years")
NO_COLUMNS: Mapping[str, str] = {}

#: Which fields to look for, given the headings of a file.
Fields = Callable[[Sequence[str]], Sequence[Field]]


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
        self, rows: np.ndarray, field: str, message: str, remedy: str, values: np.ndarray | None = None
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
        more = Problem(ordered[0].file, 0, "", f"{rest} more problems of this kind are not listed")
        ordered = [*ordered[:SHOWN_PROBLEMS], more]
    raise InputError(ordered)


def read(
    path: Path,
    fields: Sequence[Field] | Fields,
    columns: Mapping[str, str] = NO_COLUMNS,
    anchors: Sequence[str] = (),
) -> Table:
    """Read the columns of a CSV file that its headings assign to fields.

    Args:
        path: the file; encoding, separator, heading row and ways of writing are recognised.
        fields: what to look for.
        columns: field -> heading that the user names for it; `none` for a field the file does not have.
        anchors: fields that every row of data fills; rows without them may be footers (see `rows.whole`).

    Raises:
        InputError: the file cannot be read as rows, a required column is missing or doubled, or a number is none.
    """
    name = encoding(path)
    wanted = fields if callable(fields) else lambda _: fields
    separator, skip, headings = _heading_row(path, name, wanted)
    chosen = _as_named(path.name, skip + 1, headings, wanted(headings), columns)
    used = recognised(headings, chosen)
    _check_columns(path.name, skip + 1, headings, used, chosen)
    doubles = _doubles(path.name, skip + 1, headings, used, chosen, columns)
    kinds = {field.name: field.kind for field in chosen}
    places = {**used, **{f"{field} {at}": at for field, others in doubles.items() for at in others}}
    parts = {field: COLLECTORS[kinds[field.partition(" ")[0]]](field.partition(" ")[0], path.name) for field in places}
    shape = Shape(tuple(headings), tuple(sorted({used[field] for field in anchors if field in used})))
    problems: list[Problem] = []
    lines: list[np.ndarray] = []
    contents: list[np.ndarray] = []
    left_out: Counter[str] = Counter()
    for block in blocks(path, name, separator, skip):
        rows, at = whole(path.name, block, shape, left_out, problems)
        if rows:
            lines.append(np.array(at, dtype=np.int32))
            contents.append(np.fromiter(map(hash, map(tuple, rows)), dtype=np.int64, count=len(rows)))
            cells = list(zip(*rows, strict=True))
            for field, part in parts.items():
                part.add(tidy(cells[places[field]]), at, problems)
        if len(problems) > 50 * SHOWN_PROBLEMS:
            break
    report(problems)
    if not lines:
        raise refuse(path.name, skip + 1, "there is no row below the headings", "export it again with its rows")
    found = {field: part.result() for field, part in parts.items()}
    notes = _same(path.name, skip + 1, headings, used, doubles, found)
    notes += tuple(
        f"{path.name}: {headings[at]!r} was multiplied by {factor:g}, the unit {name}"
        for field, at in used.items()
        for name, factor in (_unit(field, headings[at], kinds[field]),)
        if factor != 1.0
    )
    arrays = {field: each for field, each in found.items() if isinstance(each, np.ndarray) and field in used}
    words = {field: each for field, each in found.items() if isinstance(each, Words) and field in used}
    keys = {field: arrays.pop(field) for field, kind in kinds.items() if kind in ("key", "person") and field in arrays}
    numbers = {field: each * _unit(field, headings[used[field]], "number")[1] for field, each in arrays.items()}
    return Table(
        path.name,
        np.concatenate(lines),
        np.concatenate(contents),
        keys,
        words,
        numbers,
        headings={field: headings[at] for field, at in used.items()},
        all_headings=tuple(headings),
        masked=next((part.masked() for part in parts.values() if hasattr(part, "masked")), None),
        signs={field: part.currencies for field, part in parts.items() if hasattr(part, "currencies")},
        left_out=left_out,
        notes=notes,
    )


def _unit(field: str, heading: str, kind: str) -> tuple[str, float]:
    """Unit and factor of a column."""
    return unit(heading) if kind == "number" and field not in _UNSCALED else ("", 1.0)


def _as_named(
    file: str, line: int, headings: Sequence[str], fields: Sequence[Field], columns: Mapping[str, str]
) -> list[Field]:
    """The fields, with the headings that the user names for some of them."""
    from sim.documents.remedies import did_you_mean

    known = {field.name: field for field in fields}
    for name, heading in columns.items():
        if name not in known:
            raise refuse(
                file, line, f"no column is called {name!r} here", did_you_mean(name, known), f"--column {name}"
            )
        if heading.lower() != _NONE and exact(heading) not in map(exact, headings):
            near = {each.lower(): each for each in headings}
            raise refuse(file, line, f"no heading is {heading!r}", _nearest(heading, near), f"--column {name}")
        known[name] = replace(known[name], synonyms=() if heading.lower() == _NONE else (exact(heading),))
    return list(known.values())


def _nearest(heading: str, headings: Mapping[str, str]) -> str:
    """The heading that was probably meant, or all of them."""
    near = get_close_matches(heading.lower(), headings, n=1, cutoff=0.5)
    return f"did you mean {headings[near[0]]!r}?" if near else "one of: " + ", ".join(headings.values())


def _heading_row(path: Path, name: str, fields: Fields) -> tuple[str, int, list[str]]:
    """Separator, lines above the last line of headings, and headings: the combination that means most fields.

    Headings may stand in two rows (groups above, or a heading over several columns): a column then has that of the
    lower row, and that of the upper one where the lower is blank.
    """
    with path.open(encoding=name, newline="") as stream:
        top = [stream.readline(1 << 16) for _ in range(_HEADING_LINES)]
    first = next((skip for skip, text in enumerate(top) if text.strip()), 0)
    best, found = (",", first, [""]), -1
    for separator in _SEPARATORS:
        rows = [[cell.strip() for cell in next(csv.reader([text], delimiter=separator), [])] for text in top]
        means = [len(recognised(cells, fields(cells))) for cells in rows]
        for skip, cells in enumerate(rows):
            score = 100 * means[skip] + (len(cells) if skip == first else 0)
            if score > found:
                best, found = (separator, skip, cells), score
            above = rows[skip - 1] if skip else []
            if len(above) != len(cells) or len(cells) < _LEAST_WIDTH or not any(above) or not any(cells):
                continue
            both = [lower or upper for lower, upper in zip(cells, above, strict=True)]
            more = len(recognised(both, fields(both)))
            if more > max(means[skip], means[skip - 1]) and 100 * more > found:
                best, found = (separator, skip, both), 100 * more
    return best


def _check_columns(file: str, line: int, headings: list[str], columns: dict[str, int], fields: Sequence[Field]) -> None:
    """Refuse a file without a required column."""
    free = [each for at, each in enumerate(headings) if each and at not in columns.values()] if len(columns) > 1 else []
    problems = []
    for field in fields:
        if field.required and field.name not in columns:
            examples = " or ".join(repr(each) for each in field.examples)
            remedy = f"name a column {examples}"
            if free:
                listed = ", ".join(map(repr, free[:20])) + (" …" if len(free) > 20 else "")
                remedy += f", or say which it is: --column {field.name}=HEADING, one of {listed}"
            problems.append(Problem(file, line, field.name, "no column has a heading for this", "", remedy))
    report(problems)


def _doubles(
    file: str,
    line: int,
    headings: list[str],
    used: dict[str, int],
    fields: Sequence[Field],
    named: Mapping[str, str],
) -> dict[str, list[int]]:
    """Other columns of a field whose headings differ from that of the used one in brackets only.

    There are none for a field whose heading was looked for with its brackets.

    Raises:
        InputError: a used heading stands there twice.
    """
    found, known = {}, {field.name: field.synonyms for field in fields}
    for field, at in used.items():
        others = [other for other in twins(headings, at) if other != at]
        if any(exact(headings[other]) == exact(headings[at]) for other in others):
            remedy = "keep the column that is meant and rename the other"
            raise refuse(file, line, f"the heading {headings[at]!r} appears twice", remedy)
        if others and field not in named and not (exact(headings[at]) in known[field] and "(" in exact(headings[at])):
            found[field] = others
    return found


def _same(
    file: str,
    line: int,
    headings: list[str],
    used: dict[str, int],
    doubles: dict[str, list[int]],
    found: Mapping[str, np.ndarray | Words],
) -> tuple[str, ...]:
    """Notes on columns whose headings differ in brackets only and that say the same.

    Raises:
        InputError: they do not say the same.
    """
    notes = []
    for field, others in doubles.items():
        names = [headings[at] for at in (used[field], *others)]
        listed = " and ".join(map(repr, names))
        message = f"{listed} differ only in what stands in brackets, which is not looked at"
        if not all(_equal(found[field], found[f"{field} {at}"]) for at in others):
            options = " or ".join(f"--column {field}={name!r}" for name in names)
            report([Problem(file, line, field, f"{message}, and the two columns differ", "", f"say which: {options}")])
        notes.append(f"{file}: {message}; they are equal in every row")
    return tuple(dict.fromkeys(notes))


def _equal(one: np.ndarray | Words, other: np.ndarray | Words) -> bool:
    """Whether two columns say the same in every row."""
    if isinstance(one, Words) and isinstance(other, Words):
        return [one.vocabulary[code] for code in one.codes] == [other.vocabulary[code] for code in other.codes]
    return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=np.asarray(one).dtype.kind == "f")
