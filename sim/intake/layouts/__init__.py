"""Layouts of order exports that platforms write, one file each, recognised by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from sim.intake.headings import Field, exact

_LEAST_MARKS = 4
_LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Layout:
    """What is known of the export of one platform.

    Attributes:
        key: name of its file.
        name, name_zh: what readers are told.
        row: `order` or `article`: what a row stands for.
        marks: headings that tell it, in the form of `headings.exact`; it is recognised by three fifths of them.
        enough: headings that tell it by themselves when all of them are there.
        columns: field -> headings that mean it here, preferred ones first; before those of the vocabulary.
        absent: fields this export never has, whatever its headings seem to say.
        amount_of: whether an amount is that of the `order` or of the `row`.
        refunds: whether amounts hold what was refunded (`inside`) or are what remained (`taken off`).
        untold: what this export never tells: `returns`, `customers`.
        negatives: `refunds` where amounts below 0 are money that went back, else empty.
        states: meaning of its words of states.
        sorts: what its sorts of rows are: `sale`, `refund`, `other`.
        parts: parts of an amount that are the goods, where every part has a row of its own; empty where none has.
        why: what stands in its file for those who maintain it.
    """

    key: str
    name: str
    name_zh: str
    row: str
    marks: tuple[str, ...]
    enough: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]
    amount_of: str
    refunds: str
    untold: tuple[str, ...]
    negatives: str
    states: Mapping[str, str]
    sorts: Mapping[str, str]
    parts: tuple[str, ...]
    why: str

    def adapted(self, fields: Sequence[Field]) -> list[Field]:
        """The fields of order exports with the headings of this layout first."""
        return [
            replace(field, synonyms=mine + field.synonyms, sure=mine)
            for field in fields
            for mine in (self.columns.get(field.name, ()),)
            if field.name not in self.absent
        ]


@cache
def layouts() -> Mapping[str, Layout]:
    """Every layout by its key."""
    from ruamel.yaml import YAML

    reader = YAML(typ="safe", pure=True)
    found = {}
    for path in sorted(files("sim.intake.layouts").iterdir(), key=lambda each: each.name):
        if path.name.endswith(".yaml"):
            key = path.name.removesuffix(".yaml")
            found[key] = _layout(key, reader.load(path.read_text(encoding="utf-8")))
    return found


def _layout(key: str, entry: Mapping[str, Any]) -> Layout:
    return Layout(
        key,
        entry["name"]["en"],
        entry["name"]["zh"],
        entry["row"],
        tuple(exact(mark) for mark in entry["marks"]),
        tuple(exact(mark) for mark in entry["enough"]),
        {field: tuple(map(exact, headings)) for field, headings in entry["columns"].items()},
        tuple(entry.get("absent", ())),
        entry["amount_of"],
        entry["refunds"],
        tuple(entry.get("untold", ())),
        entry.get("negatives", ""),
        _by_word(entry.get("states", {})),
        _by_word(entry.get("sorts", {})),
        tuple(entry.get("parts", ())),
        entry["why"],
    )


def _by_word(meanings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Meaning of each word."""
    return {word: meaning for meaning, words in meanings.items() for word in words}


def recognise(headings: Sequence[str]) -> Layout | None:
    """The layout with the most marks among these headings; None where none has enough of them."""
    written = {exact(heading) for heading in headings}
    best, most = None, 0
    for layout in layouts().values():
        count = sum(mark in written for mark in layout.marks)
        told = written.issuperset(layout.enough) or count >= max(_LEAST_MARKS, _LEAST_SHARE * len(layout.marks))
        if told and count > most:
            best, most = layout, count
    return best
