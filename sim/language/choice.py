"""Choosing the language in which results show themselves and errors say what is wrong."""

from __future__ import annotations

from sim.bilingual import choose
from sim.errors import SimError
from sim.language.text import LANGUAGES


def set_language(lang: str) -> None:
    """Choose the language in which results show themselves in a notebook, and in which errors are told.

    Args:
        lang: en or zh.

    Raises:
        SimError: another language.
    """
    if lang not in LANGUAGES:
        raise SimError("the language must be {0}, not {1!r}", "语言须为 {0},现为 {1!r}", " or ".join(LANGUAGES), lang)
    choose(lang)
