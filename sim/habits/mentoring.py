"""Mentoring."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share, Whole
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.units import YEAR_WEEKS


class Mentoring(Programme):
    """A senior looks after every newcomer for some weeks (T2)."""

    kind: Literal["mentoring"]
    roles: Roles = Field(("all",), description="Roles whose newcomers get a mentor, or all.")
    weeks: Annotated[Whole, Field(ge=1, le=YEAR_WEEKS, description="Weeks from the first day.")] = 5
    hours_share: Share = Field(0.1, description="Share of the mentor's week that a newcomer takes.")

    title: ClassVar = Text("mentoring", "导师带教")
    example: ClassVar = {"weeks": 8}

    def told(self) -> Text:
        """Who looks after whom, and for how long."""
        words = Text(
            "Newcomers ({0}) have a mentor for {1} weeks, who spends {2} of the week on each.",
            "新人({0})由导师带教 {1} 周,导师每周为每人投入 {2} 的工时。",
        )
        return words.format(role_words(self.roles), self.weeks, percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Weeks with a mentor, and the mentor's time."""
        return {"mentored_weeks": self.weeks, "mentor_time": self.hours_share}
