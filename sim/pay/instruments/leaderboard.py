"""Leaderboard: units compared on a metric (I20)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Flag, Money, Share, fault
from sim.language.terms import percent
from sim.language.text import Text, joined, metric_word, rmb, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Delay, Measured, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import BASES, CONTEST
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD

BASIS_WORDS = {
    "plan": Text(" over plan", "的计划完成率"),
    "amount": Text(" as it is", "的绝对值"),
    "growth": Text(" over the last period's", "比上期的增长"),
    "handicap": Text(
        " over a plan that moves by {0} of what was achieved before", "的完成率(计划按以往超额的 {0} 上调)"
    ),
}


class Leaderboard(Instrument):
    """Units compared on a metric (I20): prizes by rank, or only a list for all to see."""

    title: ClassVar = Text("leaderboard", "PK 榜")
    also: ClassVar = ("龙虎榜", "排行榜")
    example: ClassVar = {"roles": ["operations"], "metric": "gmv", "prizes_rmb": [2000, 1000]}
    zero: ClassVar = {"prizes_rmb": []}
    reach: ClassVar = "unit"

    kind: Literal["leaderboard"]
    roles: Participants
    metric: Measured = "gmv"
    prizes_rmb: Annotated[
        tuple[Annotated[Money, Field(description="RMB per head of the unit in that rank.")], ...],
        Field(max_length=20, description="Prizes from the first rank on; empty: the list alone."),
        Heading("prizes", "名次奖金", "从第一名起各名次组内每人的奖金,由高到低;空白表示只公布榜单。"),
    ] = ()
    basis: Annotated[
        Literal["plan", "amount", "growth", "handicap"],
        Field(
            description="What is ranked: the result over its plan, as it is, over the last period's, or over a plan "
            "that rises with earlier results."
        ),
        Heading(
            "ranked by",
            "排名依据",
            "plan 按计划完成率,amount 按金额本身,growth 按比上期的增长,handicap 按随以往业绩上调的计划完成率。",
        ),
    ] = "plan"
    handicap: Annotated[
        Share,
        Field(description="Share of what exceeds or misses the plan that moves the handicap of the next period."),
        Heading("handicap moves by", "让分比例", "本期超出或不足计划的部分有多少计入下期的让分;仅用于 handicap。"),
    ] = 0.5
    shown: Annotated[
        Flag,
        Field(description="Whether all see the ranks."),
        Heading("ranks shown", "公开榜单", "名次是否向所有人公开。"),
    ] = True
    period: Settled = "month"
    only_if: OnlyIf = ()
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _prizes_fall(self) -> Self:
        if list(self.prizes_rmb) != sorted(self.prizes_rmb, reverse=True):
            raise fault(
                Text("a lower rank gets more", "较低的名次反而得到更多"),
                Text("order the prizes from high to low", "请按从高到低排列奖金"),
                "prizes_rmb",
            )
        if self.only_if and not any(self.prizes_rmb):
            raise fault(
                Text("a condition on a list without prizes", "没有奖金的榜单不能附条件"),
                Text("add prizes, or leave it out", "请添加奖金,或删去条件"),
                "only_if",
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One contest between units."""
        prizes = tuple((float(rank + 1), rmb) for rank, rmb in enumerate(self.prizes_rmb)) or ((1.0, 0.0),)
        part = Part(CONTEST, self.metric, 1.0 / WEEKS_PER_PERIOD[self.period], "unit", period=self.period)
        part = part.but(basis=BASES.index(self.basis), ratchet=self.handicap if self.basis == "handicap" else 0.0)
        part = part.but(delay=self.pay_delay_weeks, ranks=True, prizes=prizes, shown=self.shown, entry="prizes_rmb")
        return [beside(part, self.only_if)]

    def told(self) -> Text:
        """What units are ranked on, and the prizes."""
        words = Text(
            "Units of {who} are ranked on {metric}{basis}: {prizes}",
            "{who}所在各组按{metric}{basis}排名:{prizes}",
        )
        prizes = Text("no prizes, all see the list", "无奖金,公开榜单")
        if self.prizes_rmb:
            prizes = joined([rmb(prize) for prize in self.prizes_rmb])
        basis = BASIS_WORDS[self.basis].format(percent(self.handicap))
        text = words.format(who=role_words(self.roles), metric=metric_word(self.metric), basis=basis, prizes=prizes)
        return text + beside_words(self.period, self.only_if) + Text(".", "。")
