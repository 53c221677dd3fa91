"""Meetings in which colleagues advise each other."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class Advice(Programme):
    """Colleagues of a role meet in changing pairs and tell each other how they work (T8)."""

    kind: Literal["advice"]
    roles: Roles = Field(("all",), description="Roles that meet, each among themselves.")
    hours_share: Share = Field(0.0125, description="Share of everybody's week; half an hour is 0.0125.")

    title: ClassVar = Text("advice meetings", "同事结对交流")
    example: ClassVar = {"roles": ["service"]}

    def told(self) -> Text:
        """Who meets, and for how long."""
        words = Text(
            "Advice meetings in pairs ({0}): {1} of everybody's week.", "同事结对交流({0}):占每人每周工时的 {1}。"
        )
        return words.format(role_words(self.roles), percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Share of the week."""
        return {"advice": self.hours_share}
