"""Milestone bonus: a pot for a campaign in three parts (I6)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Money, Name, Share, Whole, fault
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Delay, Participants, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part


class Milestone(Instrument):
    """A pot for a campaign in three parts (I6): before it, in it, and after its returns are in."""

    title: ClassVar = Text("milestone bonus of a campaign", "里程碑奖金")
    also: ClassVar = ("活动里程碑奖金", "milestone bonus")
    example: ClassVar = {"roles": ["operations", "design"], "campaign": "spring", "pot_rmb": 30_000}
    zero: ClassVar = {"pot_rmb": 0}

    kind: Literal["milestone"]
    roles: Participants
    campaign: Annotated[
        Name,
        Field(description="Name of the campaign; the pot comes back with it."),
        Heading("campaign", "活动名称", "情景中活动的名称;活动每次举行都有这笔奖金池。"),
    ]
    pot_rmb: Annotated[
        Money,
        Field(description="RMB for all participants together each time."),
        Heading("pot", "奖金池", "全体参与者每次共享的总额。"),
    ]
    presale_share: Annotated[
        Share,
        Field(description="Part of the pot for the weeks before the peak."),
        Heading("presale part", "预售部分", "奖金池中预售期(高峰前数周)的比例。"),
    ] = 0.3
    balance_share: Annotated[
        Share,
        Field(description="Part of the pot for the weeks of the peak."),
        Heading("balance part", "尾款部分", "奖金池中尾款期(高峰期)的比例。"),
    ] = 0.5
    aftersales_share: Annotated[
        Share,
        Field(description="Part of the pot for returns in the weeks after it."),
        Heading("after-sales part", "售后部分", "奖金池中售后期退货的比例;三部分合计 100 %。"),
    ] = 0.2
    presale_weeks: Annotated[
        Whole,
        Field(ge=1, le=12, description="Weeks before the peak that count."),
        Heading("presale", "预售期", "高峰前计入的周数。"),
    ] = 2
    aftersales_weeks: Annotated[
        Whole,
        Field(ge=1, le=26, description="Weeks after the peak that count."),
        Heading("after-sales", "售后期", "高峰后计入的周数。"),
    ] = 4
    presale_at: Annotated[
        Factor,
        Field(description="Paid GMV over plan from which the first part is paid."),
        Heading("presale from", "预售达标线", "预售期支付成交总额达到计划的多少才发第一部分。"),
    ] = 1.0
    balance_at: Annotated[
        Factor,
        Field(description="Paid GMV over plan from which the second part is paid."),
        Heading("balance from", "尾款达标线", "尾款期支付成交总额达到计划的多少才发第二部分。"),
    ] = 1.0
    presale_goal_rmb: Annotated[
        Money | None,
        Field(gt=0.0, description="Paid GMV before the peak that is attainment 1; absent: the plan."),
        Heading("presale goal", "预售固定目标额", "预售期达成率 100 % 对应的成交额;空白表示按计划。"),
    ] = None
    balance_goal_rmb: Annotated[
        Money | None,
        Field(gt=0.0, description="Paid GMV in the peak that is attainment 1; absent: the plan."),
        Heading("balance goal", "尾款固定目标额", "尾款期达成率 100 % 对应的成交额;空白表示按计划。"),
    ] = None
    returns_at: Annotated[
        Factor,
        Field(description="Returns relative to today's rate up to which the third part is paid."),
        Heading("returns up to", "退货率上限", "退货率不高于目前的多少才发第三部分。"),
    ] = 1.0
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _parts_make_the_pot(self) -> Self:
        total = self.presale_share + self.balance_share + self.aftersales_share
        if abs(total - 1.0) > 1e-6:
            raise fault(
                Text("the three parts sum to {0:g}", "三部分之和为 {0:g}").format(total),
                Text("make them sum to 1", "请使其和为 1"),
                "balance_share",
                self.balance_share,
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """A part for each side of the campaign that falls into the run."""
        spans = dates.spans(self.campaign)
        before = [(first - self.presale_weeks, first) for first, _ in spans]
        after = [(last, last + self.aftersales_weeks) for _, last in spans]
        sides = (
            ("gmv", self.presale_share, self.presale_at, before, "presale_at", self.presale_goal_rmb),
            ("gmv", self.balance_share, self.balance_at, spans, "balance_at", self.balance_goal_rmb),
            ("returns", self.aftersales_share, 2.0 - self.returns_at, after, "returns_at", None),
        )
        return [
            Part(
                ATTAINMENT,
                metric,
                self.pot_rmb * share,
                curve=reached(at),
                delay=self.pay_delay_weeks,
                pot=True,
                shared=True,
                windows=tuple((begin, end, 1.0) for begin, end in windows if begin > 0),
                entry=entry,
                goal=goal or 0.0,
            )
            for metric, share, at, windows, entry, goal in sides
            if share > 0.0 and any(begin > 0 for begin, _ in windows)
        ]

    def told(self) -> Text:
        """The pot, and what each part of it asks for."""
        words = Text(
            "{who} share {pot} for each {campaign}: {one} if GMV before the peak reaches {before}, {two} if GMV in "
            "it reaches {within}, {three} if returns after it stay at or below {returns} of today's.",
            "{who}共享每次“{campaign}”里程碑奖金 {pot}:预热期成交达到{before}发 {one},活动期成交达到{within}发 {two},"
            "售后期退货率不高于目前的 {returns} 发 {three}。",
        )
        return words.format(
            who=role_words(self.roles),
            pot=rmb(self.pot_rmb),
            campaign=self.campaign,
            one=percent(self.presale_share),
            two=percent(self.balance_share),
            three=percent(self.aftersales_share),
            before=_mark_words(self.presale_at, self.presale_goal_rmb),
            within=_mark_words(self.balance_at, self.balance_goal_rmb),
            returns=percent(self.returns_at),
        )


def _mark_words(at: float, goal: float | None) -> Text:
    """What must be reached: a part of the plan, or an amount."""
    if goal is not None:
        return rmb(at * goal)
    return Text("{0} of plan", "计划的 {0}").format(percent(at))
