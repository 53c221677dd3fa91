"""The columns of a pay plan: one for every field that some kind of instrument has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel

from sim.language.terms import Language
from sim.spreadsheets.shapes import Part, Shape, parts_of
from sim.spreadsheets.words import UNITS, heading, meaning

Path = tuple[str, ...]
NAME, KIND = ("name",), ("kind",)
_BRACKETS = re.compile(r"[(\[{【〔].*?[)\]}】〕]")
_SIGNS = re.compile(r"[\s_\-./:*'\"]+")


@dataclass(frozen=True)
class Field:
    """A column as one kind of instrument has it.

    Attributes:
        part: the field of the model.
        names: attributes that lead to the value.
        required: whether the cell must be filled.
        omissible: whether the field's default is what a blank cell means, whatever stands in the cells beside it.
    """

    part: Part
    names: Path
    required: bool
    omissible: bool


@dataclass
class Column:
    """A column: its path in an instrument, and what it is for each kind that has it."""

    path: Path
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The path as documents write it."""
        return ".".join(self.path)

    @property
    def shape(self) -> Shape:
        """What the cells hold for the first kind that has the column."""
        return next(iter(self.fields.values())).part.shape if self.fields else Shape("text")

    def title(self, lang: Language) -> str:
        """The heading with its unit."""
        item = self.shape.item if self.shape.form == "list" else None
        return heading(self.key, lang) + UNITS[item.unit if item else self.shape.unit][lang]

    def says(self, lang: Language) -> str:
        """What the column means."""
        owners: dict[str, list[str]] = {}
        for kind, each in self.fields.items():
            if each.part.description:
                owners.setdefault(each.part.description, []).append(kind)
        several = len(owners) > 1
        texts = [f"{', '.join(kinds)}: {text}" if several else text for text, kinds in owners.items()]
        return meaning(self.key, lang, "\n".join(texts))


def normalised(text: str) -> str:
    """A heading as it is compared: no case, spaces, signs, full-width forms or remarks in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub("", _BRACKETS.sub("", folded)) or _SIGNS.sub("", folded)


class Layout:
    """The columns of a set of kinds, and which heading means which.

    Args:
        kinds: models of instruments, each with a `kind`.
    """

    def __init__(self, kinds: Sequence[type[BaseModel]]) -> None:
        self.kinds = {get_args(model.model_fields["kind"].annotation)[0]: model for model in kinds}
        self._columns: dict[Path, Column] = {NAME: Column(NAME), KIND: Column(KIND)}
        for kind, model in self.kinds.items():
            for path, each in _fields(parts_of(model), (), ()):
                self._columns.setdefault(path, Column(path)).fields[kind] = each
        self._columns.pop(KIND)
        self._columns = {NAME: self._columns.pop(NAME), KIND: Column(KIND), **self._columns}

    def columns(self, first: Iterable[str] = ()) -> list[Column]:
        """All columns, those that one of the kinds named has before the others."""
        wanted = set(first)
        listed = list(self._columns.values())
        used = [each for each in listed if not each.fields or wanted & each.fields.keys()]
        return [*used, *(each for each in listed if each not in used)]

    def column(self, path: Sequence[str | int]) -> tuple[Column, Path] | None:
        """The column that holds the entry at a path, and what of the path lies inside the cell."""
        parts = tuple(map(str, path))
        for length in range(len(parts), 0, -1):
            if parts[:length] in self._columns:
                return self._columns[parts[:length]], parts[length:]
        return next(((each, ()) for key, each in self._columns.items() if parts and key[: len(parts)] == parts), None)

    @cached_property
    def headings(self) -> dict[str, Column]:
        """Normalised heading and its column: the keys, the words of both languages, and ends that mean one thing."""
        found: dict[str, Column] = {normalised(each.key): each for each in self._columns.values()}
        for lang in get_args(Language):
            for each in self._columns.values():
                found.setdefault(normalised(heading(each.key, lang)), each)
        ends: dict[str, list[Column]] = {}
        for each in self._columns.values():
            for end in {each.path[-1], *(heading(each.key, lang).rpartition(":")[2] for lang in get_args(Language))}:
                ends.setdefault(normalised(end), []).append(each)
        return {**{end: owners[0] for end, owners in ends.items() if len(owners) == 1}, **found}

    def known(self) -> list[str]:
        """Headings to suggest: keys and words of both languages."""
        words = [heading(each.key, lang) for each in self._columns.values() for lang in get_args(Language)]
        return list(dict.fromkeys([*words, *(each.key for each in self._columns.values())]))


def _fields(parts: Iterable[Part], path: Path, names: Path, default: Any = None) -> Iterator[tuple[Path, Field]]:
    """The columns of a record; records in it that are always there are spread over columns of their own.

    Args:
        parts: fields of the record.
        path: where the record stands in the instrument.
        names: attributes that lead to it.
        default: the record that stands for a row without any of its cells, None where there is none.
    """
    for part in parts:
        if part.name == "kind" and not path:
            continue
        here, through = (*path, part.key), (*names, part.name)
        if part.shape.form == "record" and not part.shape.optional:
            inner = part.default if default is None else getattr(default, part.name)
            yield from _fields(part.shape.parts, here, through, inner)
        else:
            same = default is None or getattr(default, part.name) == part.default
            yield here, Field(part, through, part.required and default is None, same)
