"""Units and currencies as headings and cells name them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from sim.intake.vocabulary import vocabulary

RMB = "RMB"
_BRACKETS = re.compile(r"[(\[{【〔（](.*?)[)\]}】〕）]")
_TAIL = re.compile(r"(?:[/_\-]|\bin\b)\s*([^/_()\s]+)\s*$")
_GLUED = re.compile(r"((?:百|千|十)?万元?|千元|百万元?|亿元?)$")
_PARTS = re.compile(r"[\s/,;:，；：]+")


def folded(text: str) -> str:
    """A text with full-width forms folded, in lower case, without surrounding spaces."""
    return unicodedata.normalize("NFKC", text).strip().lower()


@cache
def _codes() -> dict[str, str]:
    """Currency code by word or sign, longest first."""
    found = {word: code for code, words in vocabulary()["currencies"].items() for word in words}
    return {word: found[word] for word in sorted(found, key=len, reverse=True)}


def pattern() -> str:
    """A regular expression of every word and sign of a currency, for text in lower case."""
    return r"(?=[^\d.,+\-\s])(?:" + "|".join(_token(word) for word in _codes()) + ")"


def _token(word: str) -> str:
    front = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    back = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    letters = re.match(r"[a-z]*", word)
    cut = letters.end() if letters else 0
    between = r"\s?" if 0 < cut < len(word) else ""
    return front + re.escape(word[:cut]) + between + re.escape(word[cut:]) + back


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(pattern())


def currencies(text: str) -> frozenset[str]:
    """Codes of the currencies that a text names, empty where it names none."""
    found = set(_compiled().findall(folded(text).replace("_", " ")))
    return frozenset(_codes()["".join(each.split())] for each in found)


def code(word: str) -> str:
    """The code of a cell of a currency column; the cell in capitals where the word is not known."""
    named = currencies(word)
    return next(iter(named)) if len(named) == 1 else word.strip().upper()


def currency(heading: str) -> str:
    """The currency that a heading names, `RMB` where it names none; another one than RMB where it names several."""
    named = currencies(heading)
    return min(named - {RMB}) if named - {RMB} else RMB


def unit(heading: str) -> tuple[str, float]:
    """The unit that a heading names (万元, k, cents …) and its factor; an empty text and 1 where it names none.

    It is looked for in brackets, behind a slash, an underscore or `in`, and in 万元 and the like at the end.
    """
    text = folded(heading)
    inside = _BRACKETS.findall(text)
    outside = _BRACKETS.sub("", text).strip()
    tail = _TAIL.search(outside)
    glued = _GLUED.search(outside)
    for candidate in (*inside, *((tail.group(1),) if tail else ()), *((glued.group(1),) if glued else ())):
        found = _known(candidate)
        if found:
            return found
    return "", 1.0


def _known(candidate: str) -> tuple[str, float] | None:
    """The unit that a bracket or ending names."""
    units = vocabulary()["units"]
    if candidate in units:
        return candidate, float(units[candidate])
    money = bool(currencies(candidate))
    for part in _PARTS.split(_compiled().sub(" ", candidate).replace("'", "").replace("单位", " ")):
        if part in units:
            return part, float(units[part])
        if part == "m" and money:
            return "million", 1e6
    return None


def without_unit(text: str) -> str:
    """A folded heading without brackets, and without a unit or currency at its end."""
    bare = _BRACKETS.sub("", text).strip()
    for _ in range(2):
        tail = _TAIL.search(bare)
        if tail and tail.start() and (_known(tail.group(1)) or currencies(tail.group(1))):
            bare = bare[: tail.start()].strip()
    glued = _GLUED.search(bare)
    return bare[: glued.start()] if glued and glued.start() else bare
