"""Training."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles, Share
from sim.habits.programme import YEAR_WEEKS, Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words


class Training(Programme):
    """Training in working hours (T3), courses (T6), learning support (I15)."""

    kind: Literal["training"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.03, description="Share of everybody's week.")
    subject: Literal["job", "new_channel"] = Field("job", description="What is taught: the job, or the new channel.")
    fee_rmb: Money = Field(0.0, description="Fees per person and year, RMB.")

    name: ClassVar = Text("training", "培训")
    example: ClassVar = {"hours_share": 0.05, "fee_rmb": 1200}

    def told(self) -> Text:
        """Who is taught what, and what it takes."""
        words = Text(
            "Training ({0}): {1} of everybody's week, {2} a year in fees per person.",
            "培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
        )
        if self.subject == "new_channel":
            words = Text(
                "Training for the new channel ({0}): {1} of everybody's week, {2} a year in fees per person.",
                "新渠道技能培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
            )
        return words.format(role_words(self.roles), percent(self.hours_share), rmb(self.fee_rmb))

    def entries(self) -> dict[str, float]:
        """Time, by what is taught, and fees."""
        return {
            "training": self.hours_share * (self.subject == "job"),
            "retraining": self.hours_share * (self.subject != "job"),
            "fees": self.fee_rmb / YEAR_WEEKS,
        }
