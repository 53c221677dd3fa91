"""Lifetime award: for customers who come back five times or more (I5)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Factor, Money
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Delay, Participants, Reach, Settled, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD


class LifetimeAward(Instrument):
    """An award for customers who come back five times or more (I5)."""

    title: ClassVar = Text("award for loyal customers", "用户生命周期价值奖")
    also: ClassVar = ("客户终身价值奖", "终身价值奖")
    example: ClassVar = {"roles": ["operations", "service"], "award_rmb": 6000, "at": 1.05}
    zero: ClassVar = {"award_rmb": 0}

    kind: Literal["lifetime_award"]
    roles: Participants
    scope: Reach = "own"
    award_rmb: Annotated[
        Money,
        Field(description="RMB per person and period once the mark is reached."),
        Heading("award", "奖励金额", "达到门槛后每人每期的奖励。"),
    ]
    at: Annotated[
        Factor,
        Field(description="Share of loyal customers relative to today from which it is paid."),
        Heading("reached from", "达标水平", "忠诚客户占比相对于目前的水平,达到后发放。"),
    ] = 1.05
    period: Settled = "year"
    only_if: OnlyIf = ()
    pay_delay_weeks: Delay = 4

    def parts(self, dates: Dates) -> list[Part]:
        """One award at one mark."""
        stake = self.award_rmb / WEEKS_PER_PERIOD[self.period]
        part = Part(ATTAINMENT, "loyalty", stake, self.scope, reached(self.at), self.period, self.pay_delay_weeks)
        return [beside(part.but(entry="at"), self.only_if)]

    def told(self) -> Text:
        """The award and its mark."""
        words = Text(
            "{who} get {rmb} once the share of customers with five orders or more reaches {at} of today's{only}.",
            "复购 5 次以上客户占比达到目前的 {at} 时,{who}每人奖励 {rmb}{only}。",
        )
        only = beside_words(self.period, self.only_if)
        return words.format(who=role_words(self.roles), rmb=rmb(self.award_rmb), at=percent(self.at), only=only)
