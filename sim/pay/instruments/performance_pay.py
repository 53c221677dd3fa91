"""Performance pay: several metrics with weights, the weights moved by season or from a day on."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import fault
from sim.language.text import Text, in_both, metric_word, role_words
from sim.pay.conditions import Coefficients, OnlyIf, PaidEvery, beside, beside_words
from sim.pay.curves import (
    BaseShare,
    Curve,
    Delay,
    Goals,
    Lump,
    OwnTargets,
    Participants,
    Payout,
    Reach,
    Settled,
    Target,
    TierFactors,
    Weights,
    WeightShift,
    monthly,
    refuse_targets,
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
    named_words,
    scope_words,
    settled,
    shift_words,
    weight_words,
)
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.metrics import QUEUE_METRICS


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
    target_base_share: BaseShare = 0.0
    period: Settled = "month"
    curve: Payout = Curve()
    curve_on: Annotated[
        Literal["metric", "score"],
        Field(description="Whether the curve is for each metric by itself, or for the weighted sum of all."),
        Heading("curve on", "曲线作用于", "曲线分别作用于各指标,还是作用于各指标加权后的总分。"),
    ] = "metric"
    points: Annotated[
        tuple[Lump, ...],
        Field(max_length=12, description="Points of each metric from an attainment on, added up; absent: attainment."),
        Heading(
            "points of each metric", "单项得分", "曲线作用于总分时,各指标达到某达成率另加的得分;空白表示按达成率。"
        ),
    ] = ()
    goals: Goals
    shifts: Annotated[
        tuple[WeightShift, ...],
        Field(max_length=40, description="Other weights in a season or from a day on; the last that holds counts."),
        Heading("other weights by date", "分时段权重", "旺季或自某日起改用的权重;同时有效时以后一条为准。"),
    ] = ()
    own_targets: OwnTargets
    tier_factors: TierFactors
    only_if: OnlyIf = ()
    coefficients: Coefficients = ()
    paid_every: PaidEvery = None
    pay_delay_weeks: Delay = 2
    withheld: KeptBack = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        refuse_targets(self)
        if self.curve_on == "score" and self.paid_every is not None:
            raise fault(
                Text("a score is known at the end of its period only", "得分只有在周期结束时才知道"),
                Text("leave it out", "请去掉"),
                "paid_every",
            )
        if self.curve_on == "metric" and self.points:
            raise fault(
                Text("points of single metrics count in a score only", "单项指标的分值只计入总分"),
                Text("add `curve_on: score`", "请增加 `curve_on: score`"),
                "points",
            )
        return self

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
                    base_share=self.target_base_share,
                    every=self.paid_every,
                    factors=tuple(self.tier_factors.items()),
                    named=monthly(self.own_targets),
                )
                found.append(part)
        return split([beside(part, self.only_if, self.coefficients) for part in self._on_score(found)], self.withheld)

    def _on_score(self, parts: list[Part]) -> list[Part]:
        """The parts as they are, or as points of one part along the curve."""
        if self.curve_on == "metric" or len(parts) == 1:
            return parts
        points = Curve(linear=False, lumps=self.points) if self.points else Curve()
        bare = {"stake": 0.0, "base_share": 0.0, "factors": (), "named": ()}
        straight = tuple(part.but(curve=points, **bare) for part in parts)
        logged = next((part for part in parts if part.metric in QUEUE_METRICS), parts[0])
        return [logged.but(score=straight, weight=1.0, shifts=(), goal=0.0)]

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
            curve=curve_words(self.curve, self.target_rmb, self.target_base_share),
            paid=settled(self.period, self.pay_delay_weeks),
            each=self._each_words(),
        )
        for metric, goal in self.goals.items():
            text += Text("; ", ";") + metric_word(metric) + Text(": ", ":") + goal_words(metric, goal, self.period)
        text += beside_words(self.period, self.only_if, self.coefficients, None, self.paid_every)
        text += (
            factor_words(self.tier_factors)
            + named_words(self.own_targets)
            + later_words(0, self.withheld)
            + Text(".", "。")
        )
        return in_both([text, *(shift_words(each, self.weights) for each in self.shifts)], "")

    def _each_words(self) -> Text:
        """What the curve is put on, where it matters."""
        if len(self.weights) == 1 or self.curve == Curve():
            return Text.same("")
        if self.curve_on == "score":
            return Text(", by the weighted sum of the metrics", ",按各指标加权后的总分")
        return Text(", each metric along the curve by itself, then weighted", ",各指标分别按曲线计算后加权")
