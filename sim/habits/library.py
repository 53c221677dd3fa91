"""A library of answers, methods and templates."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class Library(Programme):
    """Answers, methods and templates are written down where all find them (T8)."""

    kind: Literal["library"]
    roles: Roles = Field(description="Roles that keep it.")
    hours_share: Share = Field(0.05, description="Share of the week of those who keep it.")

    title: ClassVar = Text("knowledge library", "知识共享库")
    example: ClassVar = {"roles": ["operations"]}

    def told(self) -> Text:
        """Who keeps it, in how much of their week."""
        words = Text(
            "Knowledge library, kept by {0} in {1} of their week.", "知识共享库:由{0}维护,占其每周工时的 {1}。"
        )
        return words.format(role_words(self.roles), percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Share of the week."""
        return {"keeping": self.hours_share}
