"""The row of headings of a file: where it stands, what its headings mean, and doubts about them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from sim.documents.remedies import MEANT, did_you_mean
from sim.errors import Problem
from sim.intake.cells import Words
from sim.intake.encoding import refuse
from sim.intake.headings import Field, exact, recognised, twins
from sim.intake.sources import Source
from sim.intake.table import report
from sim.intake.told import note
from sim.intake.workbook import MERGED
from sim.language.text import Text

_HEADING_LINES = 12
_LEAST_WIDTH = 3
_SEPARATORS = (",", ";", "\t", "|")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_NONE = "none"

#: Which fields to look for, given the headings of a file.
Fields = Callable[[Sequence[str]], Sequence[Field]]


@dataclass(frozen=True)
class Headed:
    """A source with its headings: separator of cells, lines above their last row, headings, their rows, text above."""

    source: Source
    separator: str
    skip: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    above: str = ""

    @property
    def line(self) -> int:
        """Line of the headings."""
        return self.skip + 1


def as_named(top: Headed, fields: Sequence[Field], columns: Mapping[str, str]) -> list[Field]:
    """The fields, with the headings that the user names for some of them."""
    known = {field.name: field for field in fields}
    file, line, headings = top.source.file, top.line, top.headings
    for name, heading in columns.items():
        if name not in known:
            raise refuse(
                file,
                line,
                Text("no column is called {0!r} here", "这里没有名为 {0!r} 的列").format(name),
                did_you_mean(name, known),
                f"--column {name}",
            )
        if heading.lower() != _NONE and exact(heading) not in map(exact, headings):
            near = {each.lower(): each for each in headings}
            raise refuse(
                file,
                line,
                Text("no heading is {0!r}", "没有表头为 {0!r}").format(heading),
                _nearest(heading, near),
                f"--column {name}",
            )
        known[name] = replace(known[name], synonyms=() if heading.lower() == _NONE else (exact(heading),))
    return list(known.values())


def _nearest(heading: str, headings: Mapping[str, str]) -> Text:
    """The heading that was probably meant, or all of them."""
    near = get_close_matches(heading.lower(), headings, n=1, cutoff=0.5)
    if near:
        return MEANT.format(headings[near[0]])
    return Text("one of: {0}", "可用:{0}").format(", ".join(headings.values()))


def headed(source: Source, fields: Fields) -> Headed:
    """Separator, lines above the last line of headings, and headings: the combination that means most fields.

    Headings may stand in two rows (groups above, or a heading over several columns): a column then has that of the
    lower row, and that of the upper one where the lower is blank. A heading may hold line breaks.
    """
    with source.open() as stream:
        top = [stream.readline(1 << 16) for _ in range(_HEADING_LINES)]
    first = next((skip for skip, text in enumerate(top) if text.strip()), 0)
    best, found = Headed(source, ",", first, ("",)), -1
    for separator in _SEPARATORS:
        rows = [_cells(top[skip:], separator) for skip in range(len(top))]
        means = [len(recognised(cells, fields(cells))) for cells in rows]
        for skip, cells in enumerate(rows):
            score = 100 * means[skip] + (len(cells) if skip == first else 0)
            if score > found:
                best, found = Headed(source, separator, skip, tuple(cells), (tuple(cells),)), score
            above = rows[skip - 1] if skip else []
            if len(above) != len(cells) or len(cells) < _LEAST_WIDTH or not any(above) or not any(cells):
                continue
            both = [lower or upper for lower, upper in zip(cells, above, strict=True)]
            more = len(recognised(both, fields(both)))
            if more > max(means[skip], means[skip - 1]) and 100 * more > found:
                best = Headed(source, separator, skip, tuple(both), (tuple(above), tuple(cells)))
                found = 100 * more
    return replace(best, above="".join(top[: best.skip]))


def _cells(lines: Sequence[str], separator: str) -> list[str]:
    """Cells of the row that begins with the first of some lines, as headings."""
    row = next(csv.reader(lines, delimiter=separator), [])
    return [_BREAKS.sub(" ", cell.replace(MERGED, "")).strip() for cell in row]


def check_columns(top: Headed, columns: Mapping[str, int], fields: Sequence[Field]) -> None:
    """Refuse a file without a required column.

    Raises:
        InputError: one is missing; the headings that could be meant are named.
    """
    headings = top.headings
    taken = {columns[field.name] for field in fields if field.name in columns and field.kind != "aside"}
    free = [each for at, each in enumerate(headings) if each and at not in taken] if len(taken) > 1 else []
    problems = []
    for field in fields:
        if field.required and field.name not in columns:
            examples = " or ".join(repr(each) for each in field.examples)
            remedy = Text("name a column {0}", "请把一列命名为 {0}").format(examples)
            if free:
                listed = ", ".join(map(repr, free[:20])) + (" …" if len(free) > 20 else "")
                remedy += f", or say which it is: --column {field.name}=HEADING, one of {listed}"
            problems.append(
                Problem(
                    top.source.file,
                    top.line,
                    field.name,
                    Text("no column has a heading for this", "没有一列的表头与此对应"),
                    "",
                    remedy,
                )
            )
    report(problems)


def doubles(
    top: Headed, used: Mapping[str, int], fields: Sequence[Field], named: Mapping[str, str]
) -> dict[str, list[int]]:
    """Other columns of a field whose headings differ from that of the used one in brackets only.

    There are none for a field whose heading was looked for with its brackets.

    Raises:
        InputError: a used heading stands there twice.
    """
    headings = top.headings
    found, known = {}, {field.name: field for field in fields}
    for field, at in used.items():
        others = [other for other in twins(headings, at) if other != at]
        if any(exact(headings[other]) == exact(headings[at]) for other in others):
            remedy = Text("keep the column that is meant and rename the other", "请保留需要的那一列,给另一列改名")
            raise refuse(
                top.source.file,
                top.line,
                Text("the heading {0!r} appears twice", "表头 {0!r} 出现了两次").format(headings[at]),
                remedy,
            )
        name, told = exact(headings[at]), known[field]
        plain = name in told.sure or (name in told.synonyms and "(" in name) or told.kind == "aside"
        if others and field not in named and not plain:
            found[field] = others
    return found


def same(
    top: Headed,
    used: Mapping[str, int],
    further: Mapping[str, Sequence[int]],
    found: Mapping[str, np.ndarray | Words],
) -> tuple[str, ...]:
    """Notes on columns whose headings differ in brackets only and that say the same.

    Raises:
        InputError: they do not say the same.
    """
    notes, file = [], top.source.file
    for field, others in further.items():
        names = [top.headings[at] for at in (used[field], *others)]
        listed = " and ".join(map(repr, names))
        message = Text(
            "{0} differ only in what stands in brackets, which is not looked at",
            "{0} 只在括号内不同,而括号内的内容不参与识别",
        ).format(listed)
        if not all(_equal(found[field], found[f"{field} {at}"]) for at in others):
            options = " or ".join(f"--column {field}={name!r}" for name in names)
            report(
                [
                    Problem(
                        file,
                        top.line,
                        field,
                        Text("{0}, and the two columns differ", "{0},且两列内容不同").format(message),
                        "",
                        Text("say which: {0}", "请指明是哪一种:{0}").format(options),
                    )
                ]
            )
        whole = Text("{0}: {1}; they are equal in every row", "{0}:{1};各行内容相同").format(file, message)
        notes.append(note(whole.en, whole.zh))
    return tuple(dict.fromkeys(notes))


def _equal(one: np.ndarray | Words, other: np.ndarray | Words) -> bool:
    """Whether two columns say the same in every row."""
    if isinstance(one, Words) and isinstance(other, Words):
        return [one.vocabulary[code] for code in one.codes] == [other.vocabulary[code] for code in other.codes]
    return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=np.asarray(one).dtype.kind == "f")
