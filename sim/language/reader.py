"""The language of whoever reads: chosen in Python, named by SIM_LANG, or that of the machine."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sim.language.text import Language, Text, say

_CHOSEN: list[Language] = []


def choose(lang: Language | None) -> None:
    """Let everything that is shown from now on be in a language; None: in that of the machine."""
    _CHOSEN[:] = [lang] if lang else []


@contextmanager
def speaking(lang: Language) -> Iterator[None]:
    """Let everything within be in a language, and afterwards in the one before."""
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
