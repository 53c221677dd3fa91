"""Which heading of a file means which field, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sim.intake.vocabulary import vocabulary


@dataclass(frozen=True)
class Field:
    """A column that intake can use.

    Attributes:
        name: what the program calls it.
        kind: `key` (compared, never kept as text), `word` (few distinct texts), `day` (dates) or `number`.
        required: whether a file without it is refused.
        synonyms: normalised headings, the preferred one first; where a file has several, the first one is used.
        examples: headings to recommend.
    """

    name: str
    kind: str
    required: bool
    synonyms: tuple[str, ...]
    examples: tuple[str, ...]


_BRACKETS = re.compile(r"[(\[{【〔（].*?[)\]}】〕）]")
_UNIT = re.compile(r"[(\[{【〔（](.*?)[)\]}】〕）]")
_MONEY = re.compile(r"[\s_\-]?(rmb|cny|gbp|usd|eur|hkd|jpy)$")
_SPACES = re.compile(r"[\s_\-./:#'\"*]+")
_CURRENCIES = {"gbp": "GBP", "£": "GBP", "usd": "USD", "$": "USD", "eur": "EUR", "€": "EUR", "hkd": "HKD", "jpy": "JPY"}
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


def normalised(heading: str) -> str:
    """A heading in the form of the synonyms: lower case, no spaces, no brackets, no currency at the end."""
    text = unicodedata.normalize("NFKC", heading).strip().lstrip("\ufeff").lower()
    bare = _MONEY.sub("", _BRACKETS.sub("", text).strip())
    bare = _SPACES.sub("", bare)
    unit = _UNIT.search(text)
    if unit and ("龄" in bare or "tenure" in bare):
        bare += _TENURE_UNITS.get(unit.group(1).strip(), "")
    return bare


def currency(heading: str) -> str:
    """The currency that a heading names, `RMB` where it names none."""
    text = unicodedata.normalize("NFKC", heading).lower()
    words = set(re.split(r"[^a-z£$€]+", text))
    named = (code for sign, code in _CURRENCIES.items() if sign in words or (not sign.isalpha() and sign in text))
    return next(named, "RMB")


def recognised(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Field name -> column, for every field that one of the headings means.

    Args:
        headings: headings as written.
        fields: fields to look for. Two fields may share a column.
    """
    columns: dict[str, int] = {}
    names = [normalised(heading) for heading in headings]
    for field in fields:
        for synonym in field.synonyms:
            if synonym in names:
                columns[field.name] = names.index(synonym)
                break
    return columns


def repeated(headings: Sequence[str], columns: dict[str, int]) -> str:
    """A used heading that the file has twice, empty when there is none."""
    names = [normalised(heading) for heading in headings]
    return next((headings[at] for at in columns.values() if names.count(names[at]) > 1), "")
