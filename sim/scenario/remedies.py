"""Suggestions for names that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or list the known ones.

    Args:
        word: the name that was written.
        known: names that would have been accepted.

    Returns:
        A sentence without a full stop.
    """
    names = [str(name) for name in known]
    if not names:
        return "remove it"
    near = get_close_matches(str(word)[:80].lower(), names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    listed = ", ".join(names[:15]) + (" …" if len(names) > 15 else "")
    return f"known: {listed}"
