"""Career tree: levels of an expert track (I10)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Share, Whole
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.pay.curves import Participants
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part


class CareerTree(Instrument):
    """Levels of an expert track (I10): each year some of a role move up and earn more from then on."""

    title: ClassVar = Text("career tree", "岗位成长树")
    also: ClassVar = ("职业发展通道",)
    example: ClassVar = {"roles": ["design"], "raise_share": 0.12, "places": 0.1, "levels": 3}
    zero: ClassVar = {"raise_share": 0}

    kind: Literal["career_tree"]
    roles: Participants
    raise_share: Annotated[
        Share,
        Field(description="Rise of base pay with a level."),
        Heading("raise per level", "每级涨薪", "每升一级基本工资的涨幅。"),
    ] = 0.12
    places: Annotated[
        Share,
        Field(description="Share of a role that moves up in a year."),
        Heading("places per year", "每年晋升比例", "每年岗位内晋升一级的人员比例。"),
    ] = 0.1
    levels: Annotated[
        Whole, Field(ge=1, le=6, description="Levels above the first."), Heading("levels", "级数", "起始级以上的级数。")
    ] = 3

    def parts(self, dates: Dates) -> list[Part]:
        """One contest within each role, for a place."""
        part = Part(CONTEST, "merit", 0.0, "person", period="year", prizes=((self.places, 1.0),))
        return [part.but(rises=self.raise_share, streak=-self.levels, entry="raise_share")]

    def told(self) -> Text:
        """Who moves up, how far, for how much."""
        words = Text(
            "Each year {places} of a role ({who}) move up a level, {levels} levels in all, each with {rise} more base "
            "pay.",
            "每年各岗位({who})前 {places} 晋升一级,共 {levels} 级,每级基本工资上调 {rise}。",
        )
        return words.format(
            places=percent(self.places), who=role_words(self.roles), levels=self.levels, rise=percent(self.raise_share)
        )
