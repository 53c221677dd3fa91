"""Promotion: the best of one tier have the vacant posts of the next, whether or not they are good at them."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Share, Tier, fault
from sim.language.terms import percent
from sim.language.text import TIER_TEXTS, Text, role_words
from sim.pay.curves import Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part
from sim.pay.phrases import every
from sim.vocabulary.tiers import TIER_NAMES


class Promotion(Instrument):
    """The best of one tier have the vacant posts of the next; what they could does not carry over in full."""

    title: ClassVar = Text("promotion into higher posts", "晋升上岗")
    also: ClassVar = ("晋升", "内部晋升")
    example: ClassVar = {"roles": ["operations"], "from_tier": "middle", "to_tier": "senior", "expected_places": 0.1}
    zero: ClassVar = None

    uncatalogued: ClassVar = Text(
        "it moves people between posts; the career tree of the catalogue leaves them where they are",
        "改变的是岗位;目录中的岗位成长树不换岗",
    )

    kind: Literal["promotion"]
    roles: Participants
    from_tier: Annotated[
        Tier,
        Field(description="Tier whose people are reviewed."),
        Heading("promoted from", "晋升前职级", "参加评议的职级。"),
    ] = "middle"
    to_tier: Annotated[
        Tier,
        Field(description="Tier of the same role whose vacant posts they get."),
        Heading("promoted to", "晋升后职级", "同岗位中出缺时由其补上的职级。"),
    ] = "senior"
    expected_places: Annotated[
        Share,
        Field(description="Share of the tier that people expect to move up at a review."),
        Heading("expected places", "预期晋升比例", "每次评议大家预期有多少比例的人晋升。"),
    ] = 0.1
    period: Settled = "year"

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if TIER_NAMES.index(self.to_tier) <= TIER_NAMES.index(self.from_tier):
            raise fault(
                Text("no higher tier", "不是更高的职级"),
                Text("promote into a higher tier", "请晋升到更高的职级"),
                "to_tier",
                self.to_tier,
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One contest within the tier of each role."""
        part = Part(CONTEST, "merit", 0.0, "person", period=self.period, prizes=((self.expected_places, 1.0),))
        return [
            part.but(rises=1.0, streak=-1, tiers=(self.from_tier,), promotes=self.to_tier, entry="expected_places"),
        ]

    def told(self) -> Text:
        """Who moves where, and what is expected."""
        words = Text(
            "{who}: the best of the {low} tier by a review {when} have the posts of the {high} tier that fall vacant; "
            "about {places} expect to move up.",
            "{who}:{when}评议,{low}中最优者补上{high}的空缺岗位;预期约 {places} 的人晋升。",
        )
        return words.format(
            who=role_words(self.roles),
            when=every(self.period),
            low=TIER_TEXTS[self.from_tier],
            high=TIER_TEXTS[self.to_tier],
            places=percent(self.expected_places),
        )
