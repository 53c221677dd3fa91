"""Notes of intake: strings in English that hold their Chinese wording too."""

from __future__ import annotations

from typing import Any

from sim.bilingual import Text


class Note(str):
    """A note or a reason. As a string it is English; `text` holds both wordings."""

    __slots__ = ("zh",)
    zh: str

    @property
    def text(self) -> Text:
        """Both wordings."""
        return Text(str(self), self.zh)


def note(en: str, zh: str, *values: Any) -> Note:
    """A note with its blanks filled; a value that is a note fills each wording with its own half."""
    made = Note(en.format(*values))
    made.zh = zh.format(*(each.zh if isinstance(each, Note) else each for each in values))
    return made


def both(told: str) -> Text:
    """A note in both languages; a plain string reads the same in both."""
    return told.text if isinstance(told, Note) else Text.same(told)
