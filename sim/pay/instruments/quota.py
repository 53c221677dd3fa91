"""Quota plan: one metric against a quota, with threshold, lumps, accelerators and cap."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Factor, Share
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.pay.curves import Curve, Delay, Measured, Participants, Payout, Reach, Settled, Target
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import curve_words, result_words, settled
from sim.units import WEEKS_PER_MONTH


class Quota(Instrument):
    """Pay for one metric against a quota, with threshold, lumps, accelerators and cap."""

    title: ClassVar = Text("quota plan", "目标额方案")
    also: ClassVar = ("目标奖金方案",)
    example: ClassVar = {
        "roles": ["operations"],
        "metric": "gmv",
        "target_rmb": 2500,
        "curve": {"threshold": 0.8, "accelerators": [{"above": 1.0, "multiple": 2.0}], "cap": 1.5},
    }
    zero: ClassVar = {"target_rmb": 0}

    uncatalogued: ClassVar = Text(
        "the trade's usual plan, with which incentives of the catalogue are compared",
        "行业常见做法,目录中的激励与之对比",
    )

    kind: Literal["quota"]
    roles: Participants
    metric: Measured = "gmv"
    scope: Reach = "own"
    target_rmb: Target
    quota: Annotated[
        Factor,
        Field(gt=0.0, description="Quota as a multiple of the planned level."),
        Heading("quota", "目标额", "目标额相对于计划水平;100 % 即计划水平。"),
    ] = 1.0
    period: Settled = "month"
    curve: Payout = Curve()
    ratchet: Annotated[
        Share,
        Field(description="Share of over- or under-attainment that moves the next quota."),
        Heading("ratchet", "目标滚动比例", "本期超出或不足部分有多少计入下期目标额。"),
    ] = 0.0
    pay_delay_weeks: Delay = 2

    def parts(self, dates: Dates) -> list[Part]:
        """One curve over one attainment."""
        stake = self.target_rmb / WEEKS_PER_MONTH
        part = Part(ATTAINMENT, self.metric, stake, self.scope, self.curve, self.period, self.pay_delay_weeks)
        return [part.but(quota=self.quota, ratchet=self.ratchet, entry="quota")]

    def told(self) -> Text:
        """Quota, curve, payment and what moves the next quota."""
        words = Text(
            "{who} get paid for {what} against a quota of {quota} of the planned level, a month: {curve}; {paid}",
            "{who}按{what}对目标额(计划的 {quota})的达成率拿奖金,每月:{curve};{paid}",
        )
        text = words.format(
            who=role_words(self.roles),
            what=result_words(self.metric, self.scope),
            quota=percent(self.quota),
            curve=curve_words(self.curve, self.target_rmb),
            paid=settled(self.period, self.pay_delay_weeks),
        )
        if self.ratchet:
            moved = Text(
                "; {0} of what exceeds or misses the quota moves the next quota",
                ";超出或不足部分的 {0} 计入下期目标额",
            )
            text += moved.format(percent(self.ratchet))
        return text + Text(".", "。")
