"""All-hands meetings and events."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.units import WEEKS_PER_YEAR


class Gatherings(Programme):
    """All-hands meetings, department meetings and team events beyond today's (T10)."""

    kind: Literal["gatherings"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.025, description="Share of everybody's week; an hour is 0.025.")
    fee_rmb: Money = Field(0.0, description="RMB per person and year.")

    title: ClassVar = Text("gatherings", "全员会与团队活动")
    example: ClassVar = {"fee_rmb": 600}

    def told(self) -> Text:
        """Who meets, for how long, for how much."""
        words = Text(
            "All-hands meetings and events ({0}): {1} of everybody's week, {2} a year per person.",
            "全员会与团队活动({0}):占每人每周工时的 {1},每人每年费用 {2}。",
        )
        return words.format(role_words(self.roles), percent(self.hours_share), rmb(self.fee_rmb))

    def entries(self) -> dict[str, float]:
        """Share of the week, and fees."""
        return {"gathering": self.hours_share, "fees": self.fee_rmb / WEEKS_PER_YEAR}
