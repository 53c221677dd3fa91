"""Suggestions for names that nobody knows, and values as short text."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from sim.language.text import Text

#: A name was misspelt; its blank is the nearest one that is known.
MEANT = Text("did you mean {0!r}?", "是否指 {0!r}?")


def did_you_mean(word: object, known: Iterable[str], most: int = 15) -> Text:
    """Suggest the nearest known name, or list the known ones.

    Args:
        word: the name that was written.
        known: names that would have been accepted.
        most: how many are listed.

    Returns:
        A sentence without a full stop.
    """
    names = [str(name) for name in known]
    if not names:
        return Text("remove it", "请删除")
    near = get_close_matches(str(word)[:80].lower(), names, n=1, cutoff=0.6)
    if near:
        return MEANT.format(near[0])
    listed = ", ".join(names[:most]) + (" …" if len(names) > most else "")
    return Text("known: {0}", "可用:{0}").format(listed)


def short(value: Any) -> str:
    """A value as short text; empty for None."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else repr(value)
    text = repr(text) if isinstance(value, str) and (not text or text != text.strip()) else text
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
