"""Coaching in how work is run."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.units import WEEKS_PER_YEAR


class Coaching(Programme):
    """A coach brings in better ways of running the work: standards, daily review of faults, order and upkeep (T8)."""

    kind: Literal["coaching"]
    roles: Roles = Field(("all",), description="Roles that are coached.")
    hours_share: Share = Field(0.025, description="Share of everybody's week; an hour is 0.025.")
    fee_rmb: Money = Field(0.0, description="Fees of the coach per person and year, RMB.")

    title: ClassVar = Text("coaching of work practices", "管理改善辅导")
    example: ClassVar = {"roles": ["warehouse"], "fee_rmb": 1000}

    def told(self) -> Text:
        """Who is coached, and what it takes."""
        words = Text(
            "Coaching in standards, daily reviews and order at work ({0}): {1} of everybody's week, "
            "{2} a year in fees per person.",
            "管理改善辅导(标准作业、每日复盘、现场管理)({0}):占每人每周工时的 {1},每人每年费用 {2}。",
        )
        return words.format(role_words(self.roles), percent(self.hours_share), rmb(self.fee_rmb))

    def entries(self) -> dict[str, float]:
        """Share of the week, and fees."""
        return {"coaching": self.hours_share, "fees": self.fee_rmb / WEEKS_PER_YEAR}
