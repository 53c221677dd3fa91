"""The columns of a pay plan: one for every entry that some kind of instrument has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel

from sim.documents.kinds import kind_of
from sim.language.terms import Language
from sim.pay.headings import PLAIN, Heading, normalised
from sim.spreadsheets.shapes import Part, Shape, parts_of
from sim.spreadsheets.words import UNITS, word

__all__ = ["KIND", "NAME", "Column", "Field", "Layout", "normalised"]

Path = tuple[str, ...]
NAME, KIND = "name", "kind"
#: What the first two columns mean, in English.
MEANS = {
    NAME: "Your name for the instrument; each row needs its own.",
    KIND: "Which kind of pay it is; decides which columns apply.",
}


@dataclass(frozen=True)
class Field:
    """A column as one kind of instrument has it.

    Attributes:
        part: the field of the model.
        heading: what stands above it; None where the model does not say.
        names: attributes that lead to the value.
        required: whether the cell must be filled.
        omissible: whether the field's default is what a blank cell means, whatever stands in the cells beside it.
    """

    part: Part
    heading: Heading | None
    names: Path
    required: bool
    omissible: bool


@dataclass
class Column:
    """A column: its path in an instrument, its heading, and what it is for each kind that has it.

    Attributes:
        key: what tells it from every other column: its path as documents write it, after the name of its kind where
            kinds mean different things by that path.
        heading: what stands above it; None where no kind says.
    """

    key: str
    path: Path
    heading: Heading | None
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """What the cells hold for the first kind that has the column."""
        return next(iter(self.fields.values())).part.shape if self.fields else Shape("text")

    def word(self, lang: Language) -> str:
        """The heading without a unit; the key where no kind says."""
        return self.heading.word(lang) if self.heading else self.key

    def title(self, lang: Language) -> str:
        """The heading with its unit."""
        item = self.shape.item if self.shape.form == "list" else None
        return self.word(lang) + UNITS[item.unit if item else self.shape.unit][lang]

    def says(self, lang: Language) -> str:
        """What the column means, kind by kind where kinds differ."""
        if not self.fields:
            return MEANS[self.key] if lang == "en" or not self.heading else self.heading.means
        owners: dict[str, list[str]] = {}
        for kind, each in self.fields.items():
            if said := each.part.says(lang):
                owners.setdefault(said, []).append(word(kind, self.fields, lang))
        several = len(owners) > 1
        colon = "：" if lang == "zh" else ": "
        return "\n".join(f"{', '.join(kinds)}{colon}{text}" if several else text for text, kinds in owners.items())


#: What two kinds must have in common to share a column: the path, and the words above it.
_Entry = tuple[Path, Heading | None]


def _entry(path: Path, field: Field) -> _Entry:
    """What the column of a field is known by; what it means may differ from kind to kind."""
    heading = field.heading
    return path, Heading(heading.en, heading.zh, "") if heading else None


def _keys(found: Mapping[_Entry, Mapping[str, Field]]) -> dict[_Entry, str]:
    """The key of every column: its path, after the first of its kinds where several columns have that path."""
    paths = [path for path, _ in found]
    return {
        entry: ".".join((*((next(iter(kinds)),) if paths.count(entry[0]) > 1 else ()), *entry[0]))
        for entry, kinds in found.items()
    }


class Layout:
    """The columns of a set of kinds, and which heading means which.

    Args:
        kinds: models of instruments, each with a `kind`.
    """

    def __init__(self, kinds: Iterable[type[BaseModel]]) -> None:
        self.kinds = {kind_of(model): model for model in kinds}
        found: dict[_Entry, dict[str, Field]] = {}
        order: dict[str, list[_Entry]] = {}
        for kind, model in self.kinds.items():
            mine = {_entry(path, each): each for path, each in _fields(parts_of(model), _Place())}
            order[kind] = list(mine)
            for entry, each in mine.items():
                found.setdefault(entry, {})[kind] = each
        keys = _keys(found)
        self._columns = {key: Column(key, (key,), PLAIN[key]) for key in (NAME, KIND)}
        for (path, heading), fields in found.items():
            key = keys[path, heading]
            self._columns[key] = Column(key, path, heading, fields)
        self._of = {kind: [keys[entry] for entry in mine] for kind, mine in order.items()}

    def columns(self, first: Iterable[str] = ()) -> list[Column]:
        """All columns: those of the kinds named before the others, each kind's in the order of its entries."""
        used = [NAME, KIND, *(key for kind in first for key in self._of[kind])]
        return [self._columns[key] for key in dict.fromkeys([*used, *self._columns])]

    def column(self, path: Sequence[str | int], kind: str) -> tuple[Column, Path] | None:
        """The column that holds the entry of a kind at a path, and what of the path lies inside the cell."""
        parts = tuple(map(str, path))
        mine = [each for each in self._columns.values() if not each.fields or kind in each.fields]
        for length in range(len(parts), 0, -1):
            for each in mine:
                if each.path == parts[:length]:
                    return each, parts[length:]
        return next(((each, ()) for each in mine if parts and each.path[: len(parts)] == parts), None)

    @cached_property
    def headings(self) -> dict[str, Column]:
        """Normalised heading and its column: the keys, the words of both languages, and ends that mean one thing."""
        found: dict[str, Column] = {normalised(each.key): each for each in self._columns.values()}
        for lang in get_args(Language):
            for each in self._columns.values():
                found.setdefault(normalised(each.word(lang)), each)
        ends: dict[str, list[Column]] = {}
        for each in self._columns.values():
            for end in {each.path[-1], *(each.word(lang).rpartition(":")[2] for lang in get_args(Language))}:
                ends.setdefault(normalised(end), []).append(each)
        return {**{end: owners[0] for end, owners in ends.items() if len(owners) == 1}, **found}

    def known(self) -> list[str]:
        """Headings to suggest: keys and words of both languages."""
        words = [each.word(lang) for each in self._columns.values() for lang in get_args(Language)]
        return list(dict.fromkeys([*words, *self._columns]))


@dataclass(frozen=True)
class _Place:
    """Where a record stands in an instrument.

    Attributes:
        path: to it, as documents write it.
        names: attributes that lead to it.
        heading: what stands above all of its columns.
        default: the record that stands for a row without any of its cells, None where there is none.
    """

    path: Path = ()
    names: Path = ()
    heading: Heading | None = None
    default: Any = None

    def over(self, part: Part) -> Heading | None:
        """The heading of the column of a field of the record."""
        if not self.path or not part.heading:
            return part.heading
        return self.heading.over(part.heading) if self.heading else None


def _fields(parts: Iterable[Part], at: _Place) -> Iterator[tuple[Path, Field]]:
    """The columns of a record; records in it that are always there are spread over columns of their own."""
    for part in parts:
        if part.name == "kind" and not at.path:
            continue
        path, names, heading = (*at.path, part.key), (*at.names, part.name), at.over(part)
        if part.shape.form == "record" and not part.shape.optional:
            inner = part.default if at.default is None else getattr(at.default, part.name)
            yield from _fields(part.shape.parts, _Place(path, names, heading, inner))
        else:
            same = at.default is None or getattr(at.default, part.name) == part.default
            yield path, Field(part, heading, names, part.required and at.default is None, same)
