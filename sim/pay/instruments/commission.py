"""Commission: a share of every RMB of a metric, or RMB for every order, customer or person-week of work."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, fault
from sim.language.terms import percent
from sim.language.text import Text, in_both, rmb, role_words
from sim.pay.conditions import Coefficients, Least, OnlyIf, PaidEvery, beside, beside_words, held_up
from sim.pay.curves import MEASURED, Delay, LineRates, Participants, Reach, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import LINEAR
from sim.pay.later import CountsAfter, KeptBack, later_words, split
from sim.pay.parts import Part
from sim.pay.phrases import every, period_noun, result_words, settled
from sim.pay.rates import SLICE, RateStep, Steps, StepsOn, marks_of
from sim.vocabulary.metrics import BY_NAME

#: Metrics that are counted, not summed in RMB: a rate on them is RMB for each.
COUNTED = {
    "orders": Text("order", "单"),
    "new_customers": Text("new customer", "位新客"),
    "served": Text("person-week of work", "人周工作"),
}
#: Who divides what is earned together, by heads.
SHARED = {
    "own": Text(", divided among those who serve the same lines", ",由负责同一产品线的人平分"),
    "unit": Text(", divided among those of the unit", ",由组内人员平分"),
    "company": Text(", divided among all of them", ",由全体参与者平分"),
}


#: What pay per piece of work cannot have: it is paid week by week, to each for their own.
ALONE = (
    "cap_rmb",
    "line_rates",
    "steps",
    "only_if",
    "coefficients",
    "floor",
    "paid_every",
    "counts_after_weeks",
    "withheld",
)


class Commission(Instrument):
    """A share of every RMB of a metric, or RMB for every order, new customer or person-week of work.

    What several people serve together is divided among them by heads.
    """

    title: ClassVar = Text("commission", "提成")
    also: ClassVar = ("佣金",)
    example: ClassVar = {"roles": ["operations"], "metric": "gmv", "rate": 0.01, "cap_rmb": 5000}
    zero: ClassVar = {"rate": 0}

    kind: Literal["commission"]
    roles: Participants
    metric: Annotated[
        Literal["gmv", "gmv_net", "margin", "orders", "new_customers", "served"],
        Field(description="The result that is paid for."),
        MEASURED,
    ] = "gmv"
    scope: Reach = "own"
    rate: Annotated[
        Money,
        Field(description="RMB per RMB of the metric; for orders and customers RMB each, for served per person-week."),
        Heading("rate", "提成比例", "指标每 1 元提成多少元;按订单、新客计提时为每个的元数,计件时为每人周工作的元数。"),
    ]
    line_rates: LineRates
    steps: Steps = ()
    steps_on: StepsOn = SLICE
    period: Settled = "month"
    cap_rmb: Annotated[
        Money | None,
        Field(description="Most that one person gets in a period; absent: no cap."),
        Heading("most per period", "每期上限", "每人每个结算周期最多拿多少;空白表示不封顶。"),
    ] = None
    only_if: OnlyIf = ()
    coefficients: Coefficients = ()
    floor: Least = None
    paid_every: PaidEvery = None
    counts_after_weeks: CountsAfter = 0
    pay_delay_weeks: Delay = 0
    withheld: KeptBack = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        rates = [self.rate, *self.line_rates.values(), *(step.rate for step in self.steps)]
        if self.metric not in COUNTED and max(rates) > 1.0:
            raise fault(
                Text("a commission above 100 % of the metric", "提成超过指标的 100 %"),
                Text("write 2 % as 0.02", "2 % 写成 0.02"),
                "rate",
                self.rate,
            )
        if self.metric == "served":
            for key in ALONE:
                if getattr(self, key):
                    raise fault(
                        Text("pay per piece of work has no `{0}`", "计件报酬没有 `{0}`").format(key),
                        Text("leave it out, or use `quota`", "请去掉,或使用 `quota`"),
                        key,
                    )
        marks_of(self.rate, self.steps, self.steps_on)
        if self.line_rates and self.steps:
            raise fault(
                Text(
                    "steps count RMB of all lines, rates by line each on its own",
                    "分档按全部产品线合计,分产品线比例按各线分别计算",
                ),
                Text(
                    "keep one of the two, or write an instrument for each line with steps",
                    "请只保留一个,或为每条产品线各写一个带分档的激励工具",
                ),
                "line_rates",
            )
        if self.floor and self.withheld:
            raise fault(
                Text("a floor on pay of which a part is kept back", "保底的报酬不能再留存一部分"),
                Text("keep one of the two", "请只保留一个"),
                "floor",
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One rate, or the marks of several."""
        part = Part(
            LINEAR,
            self.metric,
            self.rate,
            self.scope,
            period=self.period,
            delay=self.pay_delay_weeks,
            shared=self.metric != "served",
            cap_rmb=self.cap_rmb,
            lag=self.counts_after_weeks,
            line_rates=tuple(self.line_rates.items()),
        )
        level = any(getattr(self, key) for key in ALONE if key != "line_rates")
        beyond = level or self.pay_delay_weeks or self.metric in COUNTED
        part = part.but(steady=self.metric != "served" and bool(beyond), every=self.paid_every)
        part = held_up(beside(part, self.only_if, self.coefficients), self.floor)
        if self.steps:
            marks = marks_of(self.rate, self.steps, self.steps_on)
            part = part.but(stake=1.0, marks=marks, entry="steps")
        return split([part], self.withheld)

    def told(self) -> Text:
        """Rate, result, steps, cap and period."""
        text = Text("{0} get {1}", "{0}{1}").format(role_words(self.roles), self._earned())
        if self.metric != "served":
            text += SHARED[self.scope]
        cap = Text(", without a cap", ",不封顶")
        if self.cap_rmb is not None:
            cap = Text(", at most {0} a {1}", ",每{1}最多 {0}").format(rmb(self.cap_rmb), period_noun(self.period))
        when = settled(self.period, self.pay_delay_weeks)
        if not self.pay_delay_weeks:
            when = Text("settled {0}", "{0}结算").format(every(self.period))
        text += cap + Text(", ", ",") + when
        text += beside_words(self.period, self.only_if, self.coefficients, self.floor, self.paid_every)
        return text + later_words(self.counts_after_weeks, self.withheld) + Text(".", "。")

    def _earned(self) -> Text:
        """What the rate and its steps bring."""
        what = result_words(self.metric, self.scope)
        if self.metric == "served":
            text = Text("{0} per person-week of work done", "每完成一人周工作得 {0}").format(rmb(self.rate))
        elif self.metric in COUNTED:
            words = Text("{0} for each of {1}", "按{1}每{2}得 {0}")
            text = words.format(rmb(self.rate), what, COUNTED[self.metric])
        else:
            text = Text("{0} of {1}", "按{1}的 {0} 提成").format(percent(self.rate), what)
        if self.line_rates:
            counted = self.metric in COUNTED
            each = [
                Text.same(f"{line} ") + (rmb(rate) if counted else percent(rate))
                for line, rate in self.line_rates.items()
            ]
            text += Text(" ({0})", "({0})").format(in_both(each, ", ", "、"))
        if not self.steps:
            return text
        on = Text("of the slice above", "超出部分按") if self.steps_on == SLICE else Text("of everything", "全部按")
        steps = in_both([self._step(step, on) for step in self.steps], ", ", "、")
        return text + Text(", in a {0} ", ",每{0}").format(period_noun(self.period)) + steps

    def _step(self, step: RateStep, on: Text) -> Text:
        """One step in words."""
        counted = self.metric in COUNTED
        at = Text.same(f"{step.above:,.10g}") if BY_NAME[self.metric].unit != "RMB" else rmb(step.above)
        rate = rmb(step.rate) if counted else percent(step.rate)
        text = Text("above {0} {1} {2}", "{0}以上{2} {1}").format(at, rate, on)
        if step.lump_rmb:
            text += Text(" and {0} once", "并另发 {0}").format(rmb(step.lump_rmb))
        return text
