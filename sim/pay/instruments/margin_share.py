"""Margin share: a share of the company's margin above a mark, divided by points of tiers."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Factor, Share, Tier
from sim.language.terms import percent
from sim.language.text import TIER_TEXTS, Text, joined, role_words
from sim.pay.curves import Curve, Delay, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import settled


class MarginShare(Instrument):
    """A share of the company's margin above a mark, divided by the points of tiers."""

    title: ClassVar = Text("share of margin by points", "按职级点数分享毛利")
    example: ClassVar = {"roles": "all", "pool_share": 0.1, "tier_points": {"base": 1, "middle": 1.5, "senior": 2}}
    zero: ClassVar = {"pool_share": 0}
    uncatalogued: ClassVar = Text("kept as an example of a new instrument", "作为新增激励方式的示例")

    kind: Literal["margin_share"]
    roles: Participants
    pool_share: Annotated[
        Share,
        Field(description="Share of the company's margin above the mark that is divided."),
        Heading("shared part of margin", "毛利分享比例", "超过起分线的全公司毛利中拿出来分的比例。"),
    ]
    mark: Annotated[
        Factor,
        Field(description="Margin as a share of the planned level above which it is shared."),
        Heading("shared above", "毛利起分线", "毛利超过计划的多少才开始分享。"),
    ] = 1.0
    tier_points: Annotated[
        dict[Tier, Factor],
        Field(min_length=1, description="Tier and the points of one person in it; a tier left out has none."),
        Heading("points of tiers", "职级点数", "各职级每人的点数;未写的职级没有点数。"),
    ]
    period: Settled = "quarter"
    pay_delay_weeks: Delay = 2

    def parts(self, dates: Dates) -> list[Part]:
        """What exceeds the mark, at the company's rate, divided by points."""
        above = Curve(threshold=self.mark, excess_only=True)
        part = Part(ATTAINMENT, "margin", self.pool_share, "company", above, self.period, self.pay_delay_weeks)
        points = tuple(self.tier_points.items())
        return [part.but(by_amount=True, shared=True, points=points, entry="mark")]

    def told(self) -> Text:
        """The share, its mark and who has how many points."""
        words = Text(
            "{who} divide {share} of the company's margin above {mark} of plan by points ({points}); {paid}.",
            "{who}按点数({points})分享全公司毛利超过计划 {mark} 部分的 {share};{paid}。",
        )
        points = joined([TIER_TEXTS[tier] + f" {number:g}" for tier, number in self.tier_points.items()])
        return words.format(
            who=role_words(self.roles), share=percent(self.pool_share), mark=percent(self.mark), points=points,
            paid=settled(self.period, self.pay_delay_weeks),
        )  # fmt: skip
