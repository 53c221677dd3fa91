"""A fund for trials."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles, Share, Whole
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words

QUARTERS = 4.0


class InnovationFund(Programme):
    """Money and time for trials that people propose (I18); a trial that wins sells on its own."""

    kind: Literal["innovation_fund"]
    roles: Roles = ("all",)
    budget_rmb: Money = Field(1_200_000.0, description="RMB a year for trials.")
    grant_rmb: Annotated[Money, Field(gt=0.0, description="RMB per trial.")] = 300_000.0
    hours_share: Share = Field(0.2, description="Share of the proposer's week while the trial runs.")
    weeks: Annotated[Whole, Field(ge=4, le=104, description="Weeks of a trial.")] = 26
    tolerance: Share = Field(0.0, description="How far failed trials are tolerated (T9): 0 not, 1 fully.")

    title: ClassVar = Text("innovation fund", "创新基金")
    example: ClassVar = {"grant_rmb": 100_000, "tolerance": 0.5}

    def told(self) -> Text:
        """Who may propose, how much there is, and what becomes of a failure."""
        words = Text(
            "Innovation fund ({0}): {1} a year, {2} for a trial of {3} weeks with {4} of the week; failure tolerated: "
            "{5}.",
            "创新基金({0}):每年 {1},每个试点 {2}、为期 {3} 周、占用 {4} 的工时;对失败的容忍度 {5}。",
        )
        who, time, tolerated = role_words(self.roles), percent(self.hours_share), percent(self.tolerance)
        return words.format(who, rmb(self.budget_rmb), rmb(self.grant_rmb), self.weeks, time, tolerated)

    def entries(self) -> dict[str, float]:
        """Who may propose a trial."""
        return {"proposes": 1.0}

    def company_entries(self) -> dict[str, float]:
        """Money a quarter, and what a trial takes."""
        return {
            "fund_rmb": self.budget_rmb / QUARTERS,
            "grant_rmb": self.grant_rmb,
            "trial_time": self.hours_share,
            "trial_weeks": self.weeks,
            "tolerance": self.tolerance,
        }
