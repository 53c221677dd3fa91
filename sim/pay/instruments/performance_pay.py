"""Performance pay: several metrics with weights, the weights moved by season or from a day on."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.text import Text, in_both, metric_word, role_words
from sim.pay.curves import (
    Curve,
    Delay,
    Goals,
    Participants,
    Payout,
    Reach,
    Settled,
    Target,
    TierFactors,
    Weights,
    WeightShift,
)
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.later import KeptBack, later_words, split
from sim.pay.parts import Part
from sim.pay.phrases import (
    curve_words,
    factor_words,
    goal_words,
    scope_words,
    settled,
    shift_words,
    weight_words,
)
from sim.units import WEEKS_PER_MONTH


class PerformancePay(Instrument):
    """Performance pay on several metrics with weights."""

    title: ClassVar = Text("performance pay", "绩效奖金")
    also: ClassVar = ("绩效工资", "绩效提成")
    example: ClassVar = {
        "roles": ["operations"],
        "weights": {"gmv": 0.6, "nps": 0.4},
        "target_rmb": 2000,
    }
    zero: ClassVar = {"target_rmb": 0}

    kind: Literal["performance_pay"]
    roles: Participants
    scope: Reach = "own"
    weights: Weights
    target_rmb: Target
    period: Settled = "month"
    curve: Payout = Curve()
    goals: Goals
    shifts: Annotated[
        tuple[WeightShift, ...],
        Field(max_length=40, description="Other weights in a season or from a day on; the last that holds counts."),
        Heading("other weights by date", "分时段权重", "旺季或自某日起改用的权重;同时有效时以后一条为准。"),
    ] = ()
    tier_factors: TierFactors
    pay_delay_weeks: Delay = 2
    withheld: KeptBack = None

    def parts(self, dates: Dates) -> list[Part]:
        """A part for each metric that ever has a weight."""
        usual = {str(metric): weight for metric, weight in self.weights.items()}
        moved = [(shift, shift.moved(usual)) for shift in self.shifts]
        metrics = dict.fromkeys([*usual, *(metric for _, weights in moved for metric in weights)])
        found = []
        for metric in metrics:
            weight = usual.get(metric, 0.0)
            shifts = tuple((s.from_, s.until, s.yearly, weights.get(metric, 0.0)) for s, weights in moved)
            if weight > 0.0 or any(shift[3] > 0.0 for shift in shifts):
                part = Part(
                    ATTAINMENT,
                    metric,
                    self.target_rmb / WEEKS_PER_MONTH,
                    self.scope,
                    self.curve,
                    self.period,
                    self.pay_delay_weeks,
                    weight=weight,
                    shifts=shifts,
                    goal=self.goals.get(metric, 0.0),
                    factors=tuple(self.tier_factors.items()),
                )
                found.append(part)
        return split(found, self.withheld)

    def told(self) -> Text:
        """Weights, curve, payment, and what moves the weights."""
        words = Text(
            "{who} get performance pay on {scope} results ({weights}), a month{each}: {curve}; {paid}",
            "{who}按{scope}业绩({weights})拿绩效奖金,每月{each}:{curve};{paid}",
        )
        text = words.format(
            who=role_words(self.roles),
            scope=scope_words(self.scope),
            weights=weight_words(self.weights),
            curve=curve_words(self.curve, self.target_rmb),
            paid=settled(self.period, self.pay_delay_weeks),
            each=self._each_words(),
        )
        for metric, goal in self.goals.items():
            text += Text("; ", ";") + metric_word(metric) + Text(": ", ":") + goal_words(metric, goal, self.period)
        text += factor_words(self.tier_factors) + later_words(0, self.withheld) + Text(".", "。")
        return in_both([text, *(shift_words(each, self.weights) for each in self.shifts)], "")

    def _each_words(self) -> Text:
        """What the curve is put on, where it matters."""
        if len(self.weights) == 1 or self.curve == Curve():
            return Text.same("")
        return Text(", each metric along the curve by itself, then weighted", ",各指标分别按曲线计算后加权")
