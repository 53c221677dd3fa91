"""Teardowns of competitors' shops."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class Teardown(Programme):
    """Competitors' shops are taken apart together (T4)."""

    kind: Literal["teardown"]
    roles: Roles = Field(
        ("all",), description="Who attends; it teaches operations, marketing, category, content, design."
    )
    hours_share: Share = Field(0.0375, description="Share of everybody's week; an hour and a half is 0.0375.")

    title: ClassVar = Text("competitor teardowns", "竞品拆解会")
    example: ClassVar = {"roles": ["operations", "design"]}

    def told(self) -> Text:
        """Who attends, and for how long."""
        words = Text("Competitor teardowns ({0}): {1} of everybody's week.", "竞品拆解会({0}):占每人每周工时的 {1}。")
        return words.format(role_words(self.roles), percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Share of the week."""
        return {"teardown": self.hours_share}
