"""Onboarding."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Flag, Money, Roles, Share, Whole
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words


class Onboarding(Programme):
    """Newcomers are shown around before they work on their own (T1)."""

    kind: Literal["onboarding"]
    roles: Roles = ("all",)
    weeks: Annotated[Whole, Field(ge=1, le=26, description="Weeks from the first day.")] = 1
    hours_share: Share = Field(0.5, description="Share of the newcomer's week.")
    trainer_share: Share = Field(0.1, description="Share of a week that colleagues of the unit spend on each newcomer.")
    stories: Flag = Field(False, description="Whether newcomers live through stories of users (T9).")
    fee_rmb: Money = Field(0.0, description="RMB per newcomer.")

    title: ClassVar = Text("onboarding", "入职培训")
    example: ClassVar = {"weeks": 2, "stories": True}

    def told(self) -> Text:
        """Who is shown around, for how long, and what it takes of whom."""
        words = Text(
            "Onboarding ({0}): {1} of the newcomer's week for {2} weeks, {3} of a week of colleagues, {4} each{5}.",
            "入职培训({0}):新人 {2} 周内每周投入 {1} 的工时,同组同事为每位新人投入 {3} 的工时,每人费用 {4}{5}。",
        )
        stories = Text(", with stories of users", ",含用户故事体验") if self.stories else ""
        who, time, trainers = role_words(self.roles), percent(self.hours_share), percent(self.trainer_share)
        return words.format(who, time, self.weeks, trainers, rmb(self.fee_rmb), stories)

    def entries(self) -> dict[str, float]:
        """Weeks, the newcomer's time, that of colleagues, and the fee."""
        return {
            "onboarding_weeks": self.weeks,
            "onboarding": self.hours_share,
            "trainer": self.trainer_share,
            "welcome": self.stories,
            "entry_fee": self.fee_rmb,
        }
