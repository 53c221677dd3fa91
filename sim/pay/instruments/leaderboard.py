"""Leaderboard: units compared on a metric (I20)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Flag, Money, fault
from sim.language.text import Text, joined, metric_word, rmb, role_words
from sim.pay.curves import Delay, Measured, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD


class Leaderboard(Instrument):
    """Units compared on a metric over its plan (I20): prizes by rank, or only a list for all to see."""

    title: ClassVar = Text("leaderboard", "PK 榜")
    also: ClassVar = ("龙虎榜", "排行榜")
    example: ClassVar = {"roles": ["operations"], "metric": "gmv", "prizes_rmb": [2000, 1000]}
    zero: ClassVar = {"prizes_rmb": []}

    kind: Literal["leaderboard"]
    roles: Participants
    metric: Measured = "gmv"
    prizes_rmb: Annotated[
        tuple[Annotated[Money, Field(description="RMB per head of the unit in that rank.")], ...],
        Field(max_length=20, description="Prizes from the first rank on; empty: the list alone."),
        Heading("prizes", "名次奖金", "从第一名起各名次组内每人的奖金,由高到低;空白表示只公布榜单。"),
    ] = ()
    shown: Annotated[
        Flag,
        Field(description="Whether all see the ranks."),
        Heading("ranks shown", "公开榜单", "名次是否向所有人公开。"),
    ] = True
    period: Settled = "month"
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _prizes_fall(self) -> Self:
        if list(self.prizes_rmb) != sorted(self.prizes_rmb, reverse=True):
            raise fault("a lower rank gets more", "order the prizes from high to low", "prizes_rmb")
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One contest between units."""
        prizes = tuple((float(rank + 1), rmb) for rank, rmb in enumerate(self.prizes_rmb)) or ((1.0, 0.0),)
        part = Part(CONTEST, self.metric, 1.0 / WEEKS_PER_PERIOD[self.period], "unit", period=self.period)
        return [part.but(delay=self.pay_delay_weeks, ranks=True, prizes=prizes, shown=self.shown, entry="prizes_rmb")]

    def told(self) -> Text:
        """What units are ranked on, and the prizes."""
        words = Text(
            "Units of {who} are ranked on {metric} over plan: {prizes}.",
            "{who}所在各组按{metric}的计划完成率排名:{prizes}。",
        )
        prizes = Text("no prizes, all see the list", "无奖金,公开榜单")
        if self.prizes_rmb:
            prizes = joined([rmb(prize) for prize in self.prizes_rmb])
        return words.format(who=role_words(self.roles), metric=metric_word(self.metric), prizes=prizes)
