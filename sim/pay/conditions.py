"""What stands beside pay: conditions it is paid under, coefficients that multiply it, a least that a person gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.documents.fields import Flag, Frozen, Metric, Money, Period, Scope, Share, Whole, fault
from sim.language.terms import percent
from sim.language.text import Text, in_both, metric_word, rmb
from sim.pay.curves import Curve, Payout, Weights, reached
from sim.pay.headings import Heading
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import every, period_noun, weight_words
from sim.vocabulary.metrics import AMOUNTS, BY_NAME, QUEUE_METRICS
from sim.vocabulary.periods import PERIODS

#: Scopes from the narrowest to the widest.
WIDTH = ("own", "unit", "company")
#: Highest level, relative to today, that a condition may ask for.
MOST_LEVEL = 100.0
MONTHS_OF = {period.name: period.months for period in PERIODS}
Whose = Annotated[
    Scope | None,
    Field(description="Whose result counts; absent: the same as of the pay itself."),
    Heading("scope", "范围", "按谁的业绩;空白表示与奖金本身相同。"),
]


class Condition(Frozen):
    """A result that another metric must reach for anything to be paid."""

    metric: Annotated[Metric, Field(description="The other metric."), Heading("metric", "指标", "另一个指标。")]
    at_least: Annotated[
        Annotated[Money, Field(gt=0.0)] | None,
        Field(description="Amount a period, 13-week repurchase rate, or level relative to today, that is needed."),
        Heading("at least", "不低于", "每期业绩额、13 周复购率,或相对于目前的水平,不低于多少。"),
    ] = None
    at_most: Annotated[
        Annotated[Share, Field(gt=0.0)] | None,
        Field(description="Return rate up to which it is paid, as a share of orders."),
        Heading("at most", "不高于", "退货率不高于多少(占订单的比例)。"),
    ] = None
    scope: Whose = None

    @model_validator(mode="after")
    def _one_mark(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise fault(
                Text("needs either `at_least` or `at_most`", "需要 `at_least` 或 `at_most` 之一"),
                Text("give one of the two", "请给出其中一个"),
                "at_least",
            )
        if (self.at_most is not None) != (self.metric == "returns"):
            remedy = Text(
                "returns have `at_most`, a share of orders; all other metrics `at_least`",
                "退货用 `at_most`(占订单比例);其他指标都用 `at_least`",
            )
            raise fault(
                Text("{0} has no such mark", "{0} 没有这样的标准线").format(self.metric), remedy, "metric", self.metric
            )
        if self.at_least is not None and self.at_least > MOST_LEVEL and self.metric not in AMOUNTS:
            remedy = Text(
                "levels are relative to today: write 120 % of today as 1.2", "水平相对于现状:现状的 120 % 写成 1.2"
            )
            raise fault(
                Text("{0:,.6g} times today's level", "为现状的 {0:,.6g} 倍").format(self.at_least),
                remedy,
                "at_least",
                self.at_least,
            )
        if self.metric == "repurchase" and self.at_least is not None and self.at_least >= 1.0:
            raise fault(
                Text("a repurchase rate of 100 % or more", "复购率达到或超过 100 %"),
                Text("write 30 % as 0.3", "30 % 写成 0.3"),
                "at_least",
                self.at_least,
            )
        return self

    def part(self, scope: str) -> Part:
        """The part that says whether it is met."""
        part = Part(ATTAINMENT, self.metric, 0.0, self.scope or scope, reached(1.0), entry="only_if")
        if self.at_most is not None:
            return part.but(at_most=self.at_most)
        mark = float(self.at_least or 0.0)
        if self.metric in AMOUNTS:
            return part.but(goal=mark)
        return part.but(loyalty_at=mark) if self.metric == "repurchase" else part.but(curve=reached(mark))

    def told(self, period: str) -> Text:
        """The condition in words."""
        if self.at_most is not None:
            return metric_word(self.metric) + Text(" up to {0}", "不高于 {0}").format(percent(self.at_most))
        mark = float(self.at_least or 0.0)
        if self.metric in AMOUNTS:
            amount = rmb(mark) if BY_NAME[self.metric].unit == "RMB" else Text.same(f"{mark:,.10g}")
            words = Text(" of {0} a {1} or more", "每{1}不低于 {0}").format(amount, period_noun(period))
        elif self.metric == "repurchase":
            words = Text(" of {0} or more", "不低于 {0}").format(percent(mark))
        else:
            words = Text(" at {0} of today or more", "不低于目前的 {0}").format(percent(mark))
        return metric_word(self.metric) + words


class Coefficient(Frozen):
    """A factor on pay that follows the score of other metrics."""

    weights: Weights
    curve: Payout = Curve()
    scope: Whose = None

    def part(self, scope: str) -> Part:
        """The part that gives the factor, with the parts that give its points."""
        own = self.scope or scope
        return scored(
            Part(ATTAINMENT, next(iter(self.weights)), 0.0, own, self.curve, entry="coefficients"), self.weights
        )

    def told(self) -> Text:
        """The factor in words."""
        if self.curve == Curve():
            return weight_words(self.weights)
        at = Text("{1:.4g} at {0}", "{0} 得 {1:.4g}")
        marks = {0.8, 1.0, 1.2, *(mark for mark, _ in self.curve.steps)}
        points = [at.format(percent(x), self.curve.payout(x)) for x in sorted(marks)]
        return weight_words(self.weights) + Text(" (", "(") + in_both(points, ", ", "、") + Text(")", ")")


class Floor(Frozen):
    """The least that a person gets in a period: a guarantee, or an advance that later pay works off."""

    rmb: Annotated[
        Money,
        Field(description="RMB that a person gets at least in a period."),
        Heading("least", "金额", "每人每期至少拿多少。"),
    ]
    months: Annotated[
        Whole,
        Field(ge=0, le=60, description="Months in the job for which it holds; 0: for good."),
        Heading("first months", "前几个月", "入职后前几个月有效;0 表示一直有效。"),
    ] = 0
    advance: Annotated[
        Flag,
        Field(description="Whether what it adds is worked off by later pay: a recoverable draw."),
        Heading("advance", "预支", "补足的部分是否从以后的提成中扣回(预支)。"),
    ] = False

    def told(self, period: str) -> Text:
        """The floor as a clause of a sentence."""
        text = Text("; at least {0} a {1}", ";每{1}至少 {0}").format(rmb(self.rmb), period_noun(period))
        if self.months:
            text += Text(" in the first {0} months in the job", ",限入职前 {0} 个月").format(self.months)
        if self.advance:
            text += Text(", what is added being worked off by later pay", ",补足部分从以后的奖金中扣回")
        return text


OnlyIf = Annotated[
    tuple[Condition, ...],
    Field(max_length=4, description="Results of other metrics without which nothing is paid."),
    Heading("only if", "发放条件", "其他指标须达到的结果,任一未达到则不发。"),
]
Coefficients = Annotated[
    tuple[Coefficient, ...],
    Field(max_length=3, description="Scores of other metrics that multiply the pay."),
    Heading("coefficients", "系数", "按其他指标得分乘以的系数。"),
]
Least = Annotated[
    Floor | None,
    Field(description="Least that a person gets in a period: a guarantee or a draw; absent: none."),
    Heading("floor", "保底", "每期保底或预支:金额、前几个月、是否扣回;空白表示没有。"),
]
PaidEvery = Annotated[
    Period | None,
    Field(description="Shorter period by which it is paid as it stands so far; absent: once, at the end."),
    Heading("paid every", "阶段发放", "在较长的结算周期内,按累计完成情况多久发一次;空白表示期末一次发放。"),
]


def scored(part: Part, weights: Weights) -> Part:
    """A part whose result is the weighted sum of metrics; one metric alone is its own result."""
    if len(weights) == 1:
        return part
    points = tuple(Part(ATTAINMENT, metric, 0.0, part.scope, weight=weight) for metric, weight in weights.items())
    first = next((metric for metric in weights if metric in QUEUE_METRICS), part.metric)
    return part.but(metric=first, score=points)


def beside(part: Part, only_if: Sequence[Condition], coefficients: Sequence[Coefficient] = ()) -> Part:
    """A part under conditions, multiplied by coefficients."""
    parts = [each.part(part.scope) for each in only_if]
    parts += [each.part(part.scope) for each in coefficients]
    return part.but(beside=(*part.beside, *parts)) if parts else part


def held_up(part: Part, floor: Floor | None) -> Part:
    """A part with a floor."""
    if floor is None:
        return part
    return part.but(floor=floor.rmb, floor_months=float(floor.months), advance=floor.advance)


def check_beside(scope: str, only_if: Sequence[Condition], coefficients: Sequence[Coefficient] = ()) -> None:
    """Refuse what stands beside pay if it is read for fewer people than share the pay.

    Raises:
        PydanticCustomError: a narrower scope, or the log of one queue for several.
    """
    read = [(f"only_if.{n}", each.scope, [each.metric]) for n, each in enumerate(only_if)]
    read += [(f"coefficients.{n}", each.scope, list(each.weights)) for n, each in enumerate(coefficients)]
    for at, stated, metrics in read:
        own = stated or scope
        if WIDTH.index(own) < WIDTH.index(scope):
            raise fault(
                Text(
                    "read for {0} results, but the pay is for {1} results", "读取的是 {0} 的结果,而报酬针对 {1} 的结果"
                ).format(own, scope),
                Text("widen it", "请扩大范围"),
                f"{at}.scope",
                own,
            )
        logs = [metric for metric in metrics if metric in QUEUE_METRICS]
        if logs and scope != "own":
            raise fault(
                Text("{0} is read for own results alone", "{0} 只能读取本人的结果").format(logs[0]),
                Text("use `scope: own`", "请用 `scope: own`"),
                at,
                logs[0],
            )


def check_every(period: str, every_: str | None, delay: int, shortest: dict[str, int]) -> None:
    """Refuse a period of payment that is not shorter than the one that is settled.

    Raises:
        PydanticCustomError: it is not shorter, or payment would come after the next one.
    """
    if every_ is None:
        return
    if MONTHS_OF[every_] >= MONTHS_OF[period]:
        raise fault(
            Text("as long as the period itself", "与周期本身一样长"),
            Text("leave it out, or settle a longer period", "请去掉,或采用更长的结算周期"),
            "paid_every",
            every_,
        )
    if delay > shortest[every_]:
        raise fault(
            Text("paid {0} weeks later, when the next is due too", "{0} 周后才发放,那时下一期也已到期").format(delay),
            Text("pay sooner", "请更早发放"),
            "pay_delay_weeks",
            delay,
        )


def beside_words(
    period: str,
    only_if: Sequence[Condition],
    coefficients: Sequence[Coefficient] = (),
    floor: Floor | None = None,
    paid_every: str | None = None,
) -> Text:
    """What stands beside pay, as clauses of a sentence; empty where nothing does."""
    text = Text.same("")
    for each in coefficients:
        text += Text("; times a coefficient by ", ";再乘以系数:") + each.told()
    if only_if:
        conditions = in_both([each.told(period) for each in only_if], " and ", "且")
        text += Text("; paid only with ", ";仅在以下条件下发放:") + conditions
    if floor is not None:
        text += floor.told(period)
    if paid_every is not None:
        text += Text("; paid {0} as it stands so far", ";{0}按累计完成情况发放").format(every(paid_every))
    return text
