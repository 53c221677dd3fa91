"""Taking the text of a cell apart: at signs that stand outside of brackets and quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OPEN, _CLOSE = "([{（［【", ")]}）］】"
QUOTES = {'"': '"', "“": "”", "”": "”", "＂": "＂"}
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


def outside(text: str) -> Iterator[tuple[int, str]]:
    """Positions and signs of a text that stand outside of brackets and quotes, in half-width form."""
    depth, closing, skip = 0, "", False
    for at, sign in enumerate(text):
        if skip:
            skip = False
        elif closing:
            skip = sign == "\\"
            closing = "" if sign == closing else closing
        elif sign in QUOTES:
            closing = QUOTES[sign]
        elif sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            yield at, unicodedata.normalize("NFKC", sign)


def split(text: str, separators: str) -> list[str]:
    """The parts between separators, without spaces around them and without empty ones.

    A comma inside of a number such as 1,200 and the sign of an exponent or of a number separate nothing.
    """
    parts, start = [], 0
    for at, sign in outside(text):
        if sign in separators and not _in_number(text, at, sign):
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _in_number(text: str, at: int, sign: str) -> bool:
    """Whether a separator belongs to a number."""
    before, after = text[at - 1 : at], text[at + 1 :]
    if sign == ",":
        return before.isdigit() and bool(_THOUSANDS.match(unicodedata.normalize("NFKC", after)))
    return sign == "+" and before in ("e", "E") and after[:1].isdigit() and text[at - 2 : at - 1].isdigit()


def unwrapped(text: str) -> str:
    """A text without the brackets around all of it."""
    inner = text.strip()
    if inner[:1] and inner[0] in _OPEN and inner[-1] in _CLOSE and not any(outside(inner)):
        first = next((at for at, sign in enumerate(inner) if sign in _CLOSE and _closes(inner, at)), len(inner) - 1)
        return inner[1:-1].strip() if first == len(inner) - 1 else inner
    return inner


def _closes(text: str, at: int) -> bool:
    """Whether the bracket that a text begins with is closed at a position."""
    return any(True for _ in outside(text[: at + 1] + "x"))


def divided(text: str) -> tuple[str, str] | None:
    """The two sides of the first colon or equals sign, None where there is none."""
    for at, sign in outside(text):
        if sign in ":=":
            return text[:at].strip(), text[at + 1 :].strip()
    return None
