"""Talks of leads with their people."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class LeaderTalks(Programme):
    """Leads take time to talk with each of their people about how they are and what they need (T10)."""

    kind: Literal["leader_talks"]
    roles: Roles = Field(("all",), description="Roles whose people are led; a unit without a lead has no talks.")
    hours_share: Share = Field(
        0.05, description="Share of the lead's week, two hours; the others spend their part of it."
    )

    title: ClassVar = Text("leader talks", "主管谈话")
    example: ClassVar = {"roles": ["service", "warehouse"]}

    def told(self) -> Text:
        """Whose people the leads talk with, and for how long."""
        words = Text(
            "Talks of leads with their people ({0}): {1} of the lead's week.",
            "主管与下属谈话({0}):占主管每周工时的 {1}。",
        )
        return words.format(role_words(self.roles), percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Share of the lead's week."""
        return {"lead_talks": self.hours_share}
