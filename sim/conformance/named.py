"""What everything with a name must have: words in both languages, an explanation, a place in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sim.conformance.suite import UnfinishedError
from sim.language.text import LANGUAGES, Text, say

NOTHING = Text.same("")


@dataclass(frozen=True)
class Named:
    """A thing that policy people name.

    Attributes:
        name: what documents and commands write.
        texts: what is told of it, by what that is.
        rows: rows of the catalogue that it serves.
        uncatalogued: why there is none; empty where there is one.
    """

    name: str
    texts: Mapping[str, Text] = field(default_factory=dict)
    rows: Collection[str] = ()
    uncatalogued: Text = NOTHING

    def ask(self, holds: bool, missing: str) -> None:
        """Say by name what is missing where something does not hold.

        Raises:
            UnfinishedError: it does not hold.
        """
        if not holds:
            raise UnfinishedError(self.name, missing)


def check_it_is_told_in_both_languages(each: Named) -> None:
    """Whatever is told of it is there in English and Chinese, and differs."""
    each.ask(bool(each.texts), "nothing is told of it")
    for what, text in each.texts.items():
        each.ask(bool(text.en.strip()), f"its {what} is missing in English")
        each.ask(text.en.isprintable() and not _chinese(text.en), f"its {what} in English is {text.en!r}")
        each.ask(_chinese(text.zh), f"its {what} in Chinese is {text.zh!r}")


def _chinese(words: str) -> bool:
    """Whether there is a Chinese character in some words."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in words)


def check_it_is_explained(each: Named) -> None:
    """`sim explain NAME` knows it in both languages."""
    from sim.cli.explain import explained
    from sim.errors import SimError

    for lang in LANGUAGES:
        try:
            text = explained(each.name, None, lang)
        except SimError:
            each.ask(False, "`sim explain` does not know it")
        each.ask(bool(text.strip()), f"`sim explain` says nothing in {lang!r}")


def check_the_catalogue_has_a_row_or_a_reason_is_given(each: Named) -> None:
    """Some row of the catalogue stands for it, or it says in both languages why none does."""
    from sim.studies.catalogue import catalogue

    known = {row.id for row in catalogue().rows} | set(catalogue().groups)
    lost = sorted(set(each.rows) - known)
    each.ask(not lost, f"it names rows that the catalogue does not have: {', '.join(lost)}")
    if not each.rows:
        reason = each.uncatalogued
        each.ask(bool(reason), "it has neither a row of the catalogue nor a reason for none")
        each.ask(_chinese(say(reason, "zh")), "its reason for having no row of the catalogue is not told in Chinese")
