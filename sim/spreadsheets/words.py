"""Words that cells of a pay plan may hold: of instruments, roles and metrics, and what is in words.yaml."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sim.language.terms import ROLE_WORDS, Language
from sim.pay.instruments.registry import INSTRUMENTS, title_of

SHEETS = ("plan", "legend", "lists")


@cache
def _file() -> dict[str, Any]:
    """The words as the file lists them."""
    from ruamel.yaml import YAML

    text = files("sim.spreadsheets").joinpath("words.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=False).load(text)


class _Section(Mapping[str, Any]):
    """A part of the file, read when it is first needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> Any:
        return _file()[self._name][key]

    def __iter__(self) -> Any:
        return iter(_file()[self._name])

    def __len__(self) -> int:
        return len(_file()[self._name])


VALUES, UNITS, FORMS = (_Section(name) for name in ("values", "units", "forms"))
SHEET_NAMES, LEGEND = _Section("sheets"), _Section("legend")


def notes(lang: Language) -> list[str]:
    """Advice below the legend."""
    return [each[lang] for each in _file()["notes"]]


def folded(text: str) -> str:
    """A word as it is compared: no case, spaces, underscores or full-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def word(value: str, choices: Iterable[str], lang: Language) -> str:
    """A word of the documents as a cell has it; the word itself where there is no other or two would be alike."""
    for each in synonyms(value, tuple(choices))[1:] if lang == "zh" else ():
        if not each.isascii() and meanings(tuple(choices)).get(folded(each)) == value:
            return each
    return value


def synonyms(value: str, choices: tuple[str, ...] = ()) -> list[str]:
    """Every way to write a word of the documents, itself first, the one written in Chinese second.

    Args:
        value: the word.
        choices: the words that it is one of; they tell a role from a metric of the same name.
    """
    if value in ROLE_WORDS and (not choices or sum(each in ROLE_WORDS for each in choices) > 1):
        return [value, *reversed(ROLE_WORDS[value]), *_file()["roles"].get(value, ())]
    if kind := INSTRUMENTS.get(value):
        words = [title_of(value).zh, *([title_of(value).en] if folded(title_of(value).en) != folded(value) else [])]
        return list(dict.fromkeys([value, *words, *kind.also]))
    return [value, *VALUES.get(value, ())]


@cache
def meanings(choices: tuple[str, ...]) -> dict[str, str]:
    """Folded word and the choice it means; a choice's own word goes before another's synonym."""
    found = {folded(choice): choice for choice in choices}
    for choice in choices:
        for each in synonyms(choice, choices):
            found.setdefault(folded(each), choice)
    return found


def flag_word(value: bool, lang: Language) -> str:
    """`yes` or `no` as a cell has it."""
    key = "yes" if value else "no"
    return key if lang == "en" else _file()["flags"][key][0]


@cache
def flags() -> dict[str, bool]:
    """Folded words for yes and no."""
    known = _file()["flags"]
    return {folded(each): key == "yes" for key in known for each in (key, *known[key])}


def none_word(lang: Language) -> str:
    """The word for a value that is absent on purpose."""
    return _file()["none"][0 if lang == "en" else 1]


def is_none(text: str) -> bool:
    """Whether a text says that a value is absent on purpose."""
    return folded(text) in {folded(each) for each in _file()["none"]}
