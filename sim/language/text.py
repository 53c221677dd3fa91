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

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sim.vocabulary.metrics import METRICS
from sim.vocabulary.roles import ROLES
from sim.vocabulary.tiers import TIERS

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


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


ROLE_TEXTS = {role.name: Text(role.en, role.zh) for role in ROLES}
TIER_TEXTS = {tier.name: Text(tier.en, tier.zh) for tier in TIERS}
METRIC_TEXTS = {metric.name: Text(metric.en, metric.zh) for metric in METRICS}


def role_words(roles: Iterable[str]) -> Text:
    """Roles as text; `all` is everybody."""
    listed = list(roles)
    if "all" in listed:
        return Text("everybody", "全体员工")
    return joined([ROLE_TEXTS[role] for role in listed])


def metric_word(metric: str) -> Text:
    """A metric as text."""
    return METRIC_TEXTS[metric]


def rmb(amount: float) -> Text:
    """An amount of money, to three or more figures."""
    english = f"RMB {amount / 1e6:,.4g} million" if abs(amount) >= 1e6 else f"RMB {_rounded(amount):,.10g}"
    return Text(english, f"{amount / 1e4:,.4g} 万元" if abs(amount) >= 1e5 else f"{amount:,.10g} 元")


def _rounded(amount: float) -> float:
    """An amount without fractions that nobody reads: to the RMB from 1,000 on, else to the fen."""
    return round(amount) if abs(amount) >= 1000 else round(amount, 2)


def day(value: date) -> Text:
    """A day as text."""
    return Text(f"{value.day} {MONTHS[value.month - 1]} {value.year}", f"{value:%Y}年{value.month}月{value.day}日")
