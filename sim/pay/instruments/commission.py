"""Commission: a share of every RMB of a metric, or RMB for every order, customer or person-week of work."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, fault
from sim.language.terms import percent
from sim.language.text import Text, in_both, rmb, role_words
from sim.pay.conditions import Coefficients, Condition, Least, OnlyIf, PaidEvery, beside, beside_words, held_up
from sim.pay.curves import (
    MEASURED,
    Delay,
    LineRates,
    OfLines,
    OwnRates,
    Participants,
    Reach,
    Settled,
    TierFactors,
)
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import LINEAR
from sim.pay.later import CountsAfter, GivenBack, KeptBack, later_words, split
from sim.pay.parts import Part
from sim.pay.phrases import every, factor_words, line_words, own_words, period_noun, result_words, settled
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
    "lines",
    "line_rates",
    "steps",
    "taken_back",
    "floor",
    "paid_every",
    "counts_after_weeks",
    "withheld",
)


#: Results of which new customers bring a part that can be taken back.
FROM_NEW = ("new_customers", "gmv")
#: What pay that may be taken back cannot have: it is settled person by person.
NOT_TAKEN_BACK = ("steps", "only_if", "coefficients", "floor", "paid_every", "counts_after_weeks", "cap_rmb")

#: In rates by line, the lines without one of their own.
REST = ""


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
    lines: OfLines = ()
    line_rates: LineRates
    own_rates: OwnRates
    tier_factors: TierFactors
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
    taken_back: GivenBack = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        rates = [self.rate, *self.line_rates.values(), *self.own_rates.values(), *(step.rate for step in self.steps)]
        rates += [rate for step in self.steps for rate in step.line_rates.values()]
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
                        Text(
                            "leave it out, or pay for the pieces of all, divided by heads: `metric: orders`",
                            "请去掉,或按全部件数平均计酬:`metric: orders`",
                        ),
                        key,
                    )
        marks_of(self.rate, self.steps, self.steps_on)
        self._stands_together()
        if self.taken_back:
            if self.metric not in FROM_NEW:
                raise fault(
                    Text("{0} does not tell new customers apart", "{0} 不区分新客").format(self.metric),
                    Text(
                        "take back a commission on new_customers, or on gmv, of which what new customers paid counts",
                        "请对 new_customers,或对 gmv(只扣新客首单部分)的提成设扣回",
                    ),
                    "taken_back",
                )
            self._refuse_beside("pay that is taken back", "会扣回的提成", NOT_TAKEN_BACK)
        if self.floor and self.withheld:
            raise fault(
                Text("a floor on pay of which a part is kept back", "保底的报酬不能再留存一部分"),
                Text("keep one of the two", "请只保留一个"),
                "floor",
            )
        return self

    @property
    def _by_step_and_line(self) -> bool:
        """Whether steps that count all lines have rates that differ by line."""
        return bool(self.steps) and bool(self.line_rates or any(step.line_rates for step in self.steps))

    def _stands_together(self) -> None:
        """Refuse what says two things at once of rates by line, by seat and by tier."""
        if self._by_step_and_line:
            if self.steps_on == SLICE:
                raise fault(
                    Text(
                        "steps count all lines together, so no line tells which of its RMB lie above a mark",
                        "分档按全部产品线合计,无法区分各产品线的哪一部分超过档位",
                    ),
                    Text(
                        "use `steps_on: whole`, with `line_rates` in each step, or an instrument for each line with "
                        "`lines: [tea]` and steps of its own",
                        "请用 `steps_on: whole` 并在各档写 `line_rates`,或为每条产品线各写一个带 `lines: [tea]` "
                        "和自己档位的激励工具",
                    ),
                    "line_rates" if self.line_rates else "steps",
                )
            self._refuse_beside("steps with rates by line", "分产品线的档位", ("cap_rmb", "floor", "paid_every"))
            self._never_falls()
            if self.steps[0].above == 0.0:
                raise fault(
                    Text("a step that holds from the first RMB on", "从第一元起就适用的档位"),
                    Text("write its rates as `rate` and `line_rates`", "请写成 `rate` 与 `line_rates`"),
                    "steps.0.above",
                )
        if self.own_rates:
            self._refuse_beside("a rate of a seat's own", "个人比例", ("steps", "cap_rmb", "line_rates"))
        if self.tier_factors:
            self._refuse_beside("factors of tiers", "职级系数", ("cap_rmb",))
        for line in (*self.line_rates, *(line for step in self.steps for line in step.line_rates)):
            if self.lines and line not in self.lines:
                raise fault(
                    Text("{0} has a rate but does not count", "{0} 有比例但不计入").format(line),
                    Text("add it to `lines`, or leave its rate out", "请加入 `lines`,或去掉它的比例"),
                    "lines",
                )

    def _refuse_beside(self, en: str, zh: str, keys: tuple[str, ...]) -> None:
        """Refuse entries that do not go together with something else."""
        for key in keys:
            if getattr(self, key):
                raise fault(
                    Text("{0} have no `{1}`", "{0}不能与 `{1}` 同用").format(Text(en, zh), key),
                    Text("leave one of the two out, or write two instruments", "请去掉其中一个,或写成两个激励工具"),
                    key,
                )

    def _never_falls(self) -> None:
        """Refuse a step in which the rate of a line falls: on everything it would pay less for more."""
        for n, (before, after) in enumerate(pairwise(self._rates_by_step())):
            lines = [line for line in after if after[line] < before.get(line, before[REST])]
            if lines:
                raise fault(
                    Text(
                        "the rate of {0} falls, which would pay less for more", "{0} 的比例下降,会使做得多反而拿得少"
                    ).format(lines[0] or Text("the other lines", "其余产品线")),
                    Text("let it rise", "请使其递增"),
                    f"steps.{n}.rate",
                )

    def _rates_by_step(self) -> list[dict[str, float]]:
        """Rate of every line that has one of its own, and of the rest, below the first step and from each on."""
        found = [{REST: self.rate, **self.line_rates}]
        for step in self.steps:
            found.append({**found[-1], REST: step.rate, **step.line_rates})
        return found

    def _steps_by_line(self, part: Part) -> list[Part]:
        """The rates below the first step, and what each step adds on everything once all lines together reach it."""
        rates = self._rates_by_step()
        named = list(rates[-1])
        found = [_at_rates(part, rates[0])]
        for step, before, after in zip(self.steps, rates[:-1], rates[1:], strict=True):
            more = {line: after.get(line, after[REST]) - before.get(line, before[REST]) for line in named}
            marked = Condition(metric=self.metric, at_least=step.above).part(self.scope).but(entry="steps")
            above = part.but(beside=(*part.beside, marked), entry="steps")
            found += [_at_rates(above, more)] if any(more.values()) else []
            if step.lump_rmb:
                once = ((step.above, 0.0, step.lump_rmb),)
                found.append(part.but(stake=1.0, marks=once, line_rates=(), entry="steps"))
        return found

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
            lines=self.lines,
            named=tuple(self.own_rates.items()),
            factors=tuple(self.tier_factors.items()),
        )
        level = any(getattr(self, key) for key in ALONE if key not in ("lines", "line_rates"))
        beyond = level or self.pay_delay_weeks or self.metric in COUNTED
        if self.taken_back:
            back = self.taken_back
            part = part.but(back=back.after_weeks, back_share=back.share, back_if=back.of)
            return split([part], self.withheld)
        part = part.but(steady=self.metric != "served" and bool(beyond), every=self.paid_every)
        part = held_up(beside(part, self.only_if, self.coefficients), self.floor)
        if self._by_step_and_line:
            return split(self._steps_by_line(part), self.withheld)
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
        text += factor_words(self.tier_factors) + own_words(self.own_rates, counted=self.metric in COUNTED)
        text += beside_words(self.period, self.only_if, self.coefficients, self.floor, self.paid_every)
        text += later_words(self.counts_after_weeks, self.withheld)
        if self.taken_back:
            text += self.taken_back.told()
        return text + Text(".", "。")

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
        text += line_words(self.lines) + self._line_rates(self.line_rates)
        if not self.steps:
            return text
        on = Text("of the slice above", "超出部分按") if self.steps_on == SLICE else Text("of everything", "全部按")
        steps = in_both([self._step(step, on) for step in self.steps], ", ", "、")
        return text + Text(", in a {0} ", ",每{0}").format(period_noun(self.period)) + steps

    def _line_rates(self, rates: Mapping[str, float]) -> Text:
        """Rates by line in brackets; empty where there are none."""
        if not rates:
            return Text.same("")
        told = [Text.same(f"{line} ") + self._rate(rate) for line, rate in rates.items()]
        return Text(" ({0})", "({0})").format(in_both(told, ", ", "、"))

    def _rate(self, rate: float) -> Text:
        """A rate in words."""
        return rmb(rate) if self.metric in COUNTED else Text.same(percent(rate))

    def _step(self, step: RateStep, on: Text) -> Text:
        """One step in words."""
        at = Text.same(f"{step.above:,.10g}") if BY_NAME[self.metric].unit != "RMB" else rmb(step.above)
        rate = self._rate(step.rate) + self._line_rates(step.line_rates)
        text = Text("above {0} {1} {2}", "{0}以上{2} {1}").format(at, rate, on)
        if step.lump_rmb:
            text += Text(" and {0} once", "并另发 {0}").format(rmb(step.lump_rmb))
        return text


def _at_rates(part: Part, rates: Mapping[str, float]) -> Part:
    """A part with a rate for the lines without one of their own, and for each of the others."""
    return part.but(stake=rates[REST], line_rates=tuple((line, rate) for line, rate in rates.items() if line != REST))
