"""Text in two languages: said in both, picked where it is printed.

A function that has something to tell returns a `Text`, which holds the English and the Chinese wording; it is not asked
for a language. Only an edge (a command, a page, a chart, a public function with `lang`) turns it into a string:

    def cap(overtime: float) -> Text:
        return Text("Overtime: at most {0} of hours.", "加班:最多占工时的 {0}。").format(percent(overtime))

    say(cap(0.2), "zh")  # 加班:最多占工时的 20 %。

What is put into a text may be a text itself; each language takes its own half. A text cannot slip into a string in one
language by accident: an f-string refuses it.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_CHOSEN: list[Language] = []


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages.

    Attributes:
        en: in English.
        zh: in Chinese.
    """

    en: str
    zh: str

    @classmethod
    def same(cls, words: str) -> Text:
        """Words that read the same in both languages: names, numbers, formulae."""
        return cls(words, words)

    def format(self, *values: Any, **named: Any) -> Text:
        """The text with its blanks `{}` filled; a value that is a text fills each language with its own half."""
        return Text(*(_filled(getattr(self, lang), lang, values, named) for lang in LANGUAGES))

    def map(self, change: Callable[[str], str]) -> Text:
        """The text with the same change made to both wordings."""
        return Text(change(self.en), change(self.zh))

    def __add__(self, other: Text | str) -> Text:
        """This text followed by another, or by words that read the same in both languages."""
        return Text(self.en + say(other, "en"), self.zh + say(other, "zh"))

    def __radd__(self, other: str) -> Text:
        """Words that read the same in both languages, followed by this text."""
        return Text(other + self.en, other + self.zh)

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.en or self.zh)

    def __format__(self, specification: str) -> str:
        """Refuse to become a string without a language.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"{self!r} has two languages: say(text, lang) picks one, Text.format puts it into another text")


def _filled(words: str, lang: Language, values: tuple[Any, ...], named: dict[str, Any]) -> str:
    """One wording with its blanks filled in that language."""

    def own(value: Any) -> Any:
        return say(value, lang) if isinstance(value, Text) else value

    return words.format(*map(own, values), **{name: own(value) for name, value in named.items()})


def say(text: Text | str, lang: str) -> str:
    """A text in one language; a string reads the same in both.

    Args:
        text: what to say.
        lang: `en` or `zh`.
    """
    if isinstance(text, Text):
        return text.zh if lang == "zh" else text.en
    return text


def in_both(parts: Iterable[Text | str], en: str, zh: str | None = None) -> Text:
    """Texts in a row, with a separator for each language.

    Args:
        parts: what to put together.
        en: separator in English.
        zh: separator in Chinese; absent: the same.
    """
    listed = list(parts)
    english, chinese = ([say(part, lang) for part in listed] for lang in LANGUAGES)
    return Text(en.join(english), (en if zh is None else zh).join(chinese))


def joined(parts: Iterable[Text | str]) -> Text:
    """A list in a sentence: `a, b and c`."""
    listed = list(parts)
    english, chinese = ([say(part, lang) for part in listed] for lang in LANGUAGES)
    return Text(" and ".join(filter(None, [", ".join(english[:-1]), *english[-1:]])), "、".join(chinese))


def choose(lang: Language | None) -> None:
    """Let everything that is shown from now on be in a language; None: in that of the machine."""
    _CHOSEN[:] = [lang] if lang else []


@contextmanager
def reading_in(lang: Language) -> Iterator[None]:
    """Let whoever reads read in a language within, and afterwards in the one before."""
    before = list(_CHOSEN)
    choose(lang)
    try:
        yield
    finally:
        _CHOSEN[:] = before


def reader_language() -> Language:
    """Return the language chosen; else the one that the environment names (SIM_LANG, LC_ALL, LANG); else English."""
    if _CHOSEN:
        return _CHOSEN[0]
    named = (os.environ.get(name) for name in ("SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    found = next((each for each in named if each), None) or locale.getlocale()[0] or ""
    return "zh" if found.lower().startswith(("zh", "chinese")) else "en"


def spoken(text: Text | str) -> str:
    """A text in the reader's language."""
    return say(text, reader_language())
