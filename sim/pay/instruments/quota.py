"""Quota plan: one metric against a quota, with threshold, lumps, accelerators and cap."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Share, fault
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.pay.conditions import Coefficients, Least, OnlyIf, PaidEvery, beside, beside_words, held_up
from sim.pay.curves import (
    BaseShare,
    Curve,
    Delay,
    Goal,
    Measured,
    OfLines,
    OwnGoals,
    OwnTargets,
    Participants,
    Payout,
    Reach,
    Settled,
    Target,
    TierFactors,
    monthly,
    refuse_goal,
    refuse_targets,
)
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.later import CountsAfter, KeptBack, later_words, split
from sim.pay.parts import Part
from sim.pay.phrases import (
    curve_words,
    factor_words,
    goal_words,
    goals_of_seats_words,
    line_words,
    named_words,
    result_words,
    settled,
)
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
    target_base_share: BaseShare = 0.0
    quota: Annotated[
        Factor,
        Field(gt=0.0, description="Quota as a multiple of the planned level."),
        Heading("quota", "目标额", "目标额相对于计划水平;100 % 即计划水平。"),
    ] = 1.0
    goal: Goal = None
    own_goals: OwnGoals
    lines: OfLines = ()
    period: Settled = "month"
    curve: Payout = Curve()
    ratchet: Annotated[
        Share,
        Field(description="Share of over- or under-attainment that moves the next quota."),
        Heading("ratchet", "目标滚动比例", "本期超出或不足部分有多少计入下期目标额。"),
    ] = 0.0
    own_targets: OwnTargets
    tier_factors: TierFactors
    only_if: OnlyIf = ()
    coefficients: Coefficients = ()
    floor: Least = None
    paid_every: PaidEvery = None
    counts_after_weeks: CountsAfter = 0
    pay_delay_weeks: Delay = 2
    withheld: KeptBack = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        refuse_targets(self)
        if self.floor and self.withheld:
            raise fault(
                Text("a floor on pay of which a part is kept back", "保底的报酬不能再留存一部分"),
                Text("keep one of the two", "请只保留一个"),
                "floor",
            )
        if self.goal is not None:
            refuse_goal(self.metric, "goal")
            if self.quota != 1.0:
                raise fault(
                    Text("both a quota of the plan and a fixed goal", "同时给了按计划的目标和固定目标"),
                    Text("keep one of the two", "请只保留一个"),
                    "goal",
                    self.goal,
                )
        if self.own_goals:
            refuse_goal(self.metric, "own_goals")
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One curve over one attainment."""
        stake = self.target_rmb / WEEKS_PER_MONTH
        part = Part(ATTAINMENT, self.metric, stake, self.scope, self.curve, self.period, self.pay_delay_weeks)
        part = part.but(quota=self.quota, ratchet=self.ratchet, entry="goal" if self.goal else "quota")
        part = part.but(goal=self.goal or 0.0, lag=self.counts_after_weeks, factors=tuple(self.tier_factors.items()))
        part = part.but(named=monthly(self.own_targets))
        part = part.but(base_share=self.target_base_share, every=self.paid_every, lines=self.lines)
        part = held_up(beside(part, self.only_if, self.coefficients), self.floor)
        return split([part.but(others=tuple(self.own_goals)), *self._own(part)], self.withheld)

    def _own(self, part: Part) -> Iterator[Part]:
        """The same for seats with a goal of their own, those with the same goal together."""
        for goal in dict.fromkeys(self.own_goals.values()):
            seats = tuple(seat for seat, own in self.own_goals.items() if own == goal)
            yield part.but(goal=goal, quota=1.0, seats=seats, entry="own_goals")

    def told(self) -> Text:
        """Quota, curve, payment and what moves the next quota."""
        words = Text(
            "{who} get paid for {what} against {quota}, a month: {curve}; {paid}",
            "{who}按{what}对目标额({quota})的达成率拿奖金,每月:{curve};{paid}",
        )
        text = words.format(
            who=role_words(self.roles),
            what=result_words(self.metric, self.scope) + line_words(self.lines),
            quota=self._quota_words(),
            curve=curve_words(self.curve, self.target_rmb, self.target_base_share),
            paid=settled(self.period, self.pay_delay_weeks),
        )
        if self.ratchet:
            moved = Text(
                "; {0} of what exceeds or misses the quota moves the next quota",
                ";超出或不足部分的 {0} 计入下期目标额",
            )
            text += moved.format(percent(self.ratchet))
        text += beside_words(self.period, self.only_if, self.coefficients, self.floor, self.paid_every)
        text += (
            factor_words(self.tier_factors)
            + goals_of_seats_words(self.own_goals, self.metric, self.period)
            + named_words(self.own_targets)
            + later_words(self.counts_after_weeks, self.withheld)
        )
        return text + Text(".", "。")

    def _quota_words(self) -> Text:
        """What attainment 1 is."""
        if self.goal is not None:
            return goal_words(self.metric, self.goal, self.period)
        return Text("a quota of {0} of the planned level", "计划的 {0}").format(percent(self.quota))
