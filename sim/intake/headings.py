"""Which heading of a file means which field, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sim.intake.money import folded, without_unit
from sim.intake.vocabulary import vocabulary


@dataclass(frozen=True)
class Field:
    """A column that intake can use.

    Attributes:
        name: what the program calls it.
        kind: `key` (compared, never kept as text), `word` (few distinct texts), `day` (dates), `number`, or
            `aside`: numbers that are only compared with others, and never asked about.
        required: whether a file without it is refused.
        synonyms: normalised headings, the preferred one first; where a file has several, the first one is used.
        examples: headings to recommend.
        sure: normalised headings that mean this and nothing else, whatever others stand beside them.
    """

    name: str
    kind: str
    required: bool
    synonyms: tuple[str, ...]
    examples: tuple[str, ...]
    sure: tuple[str, ...] = ()


_UNIT = re.compile(r"[(\[{【〔（](.*?)[)\]}】〕）]")
_MONEY = re.compile(r"[\s_\-]?(rmb|cny|gbp|usd|eur|hkd|jpy)$")
_SPACES = re.compile(r"[\s_\-./:#'\"*]+")
_TENURE_UNITS = {
    "年": "年",
    "月": "月",
    "个月": "月",
    "周": "周",
    "years": "years",
    "months": "months",
    "weeks": "weeks",
}


def fields_of(what: str) -> tuple[Field, ...]:
    """The fields of a kind of file: `orders`, `weekly` or `staff`."""
    return tuple(
        Field(
            name,
            entry["kind"],
            entry.get("required", False),
            tuple(entry["headings"]),
            tuple(entry.get("examples", ())),
        )
        for name, entry in vocabulary()[what].items()
    )


def exact(heading: str) -> str:
    """A heading in lower case, without spaces and points, with what stands in brackets."""
    return _SPACES.sub("", folded(heading.strip().lstrip("\ufeff")))


def normalised(heading: str) -> str:
    """A heading in the form of the synonyms: lower case, no spaces, no brackets, no unit and no currency at the end."""
    text = folded(heading.strip().lstrip("\ufeff"))
    bare = _SPACES.sub("", _MONEY.sub("", without_unit(text)))
    unit = _UNIT.search(text)
    if unit and ("龄" in bare or "tenure" in bare):
        bare += _TENURE_UNITS.get(unit.group(1).strip(), "")
    return bare


def recognised(headings: Sequence[str], fields: Sequence[Field], without: Collection[int] = ()) -> dict[str, int]:
    """Field name -> column, for every field that one of the headings means.

    A synonym is compared with each heading as written first, and then without what stands in brackets.

    Args:
        headings: headings as written.
        fields: fields to look for. Two fields may share a column.
        without: columns that are not looked at.
    """
    columns: dict[str, int] = {}
    seen = ["" if at in without else heading for at, heading in enumerate(headings)]
    written, names = [exact(heading) for heading in seen], [normalised(heading) for heading in seen]
    for field in fields:
        for synonym in field.synonyms:
            where = written if synonym in written else names
            if synonym in where:
                columns[field.name] = where.index(synonym)
                break
    return columns


def twins(headings: Sequence[str], column: int) -> list[int]:
    """Columns whose headings are the same as that of a column but for what stands in brackets, itself included."""
    name = normalised(headings[column])
    return [at for at, heading in enumerate(headings) if normalised(heading) == name]
