"""The language of whoever reads: chosen in Python, named by SIM_LANG, or that of the machine."""

from __future__ import annotations

import locale
import os

from sim.errors import SimError
from sim.language.text import LANGUAGES, Language

_CHOSEN: list[Language] = []


def set_language(lang: str) -> None:
    """Choose the language in which results show themselves in a notebook.

    Args:
        lang: en or zh.

    Raises:
        SimError: another language.
    """
    if lang not in LANGUAGES:
        raise SimError(f"the language must be {' or '.join(LANGUAGES)}, not {lang!r}")
    _CHOSEN[:] = [lang]


def reader_language() -> Language:
    """Return the language chosen; else the one that the environment names (SIM_LANG, LC_ALL, LANG); else English."""
    if _CHOSEN:
        return _CHOSEN[0]
    named = (os.environ.get(name) for name in ("SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    found = next((each for each in named if each), None) or locale.getlocale()[0] or ""
    return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
