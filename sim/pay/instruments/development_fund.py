"""Development fund: money for who is among the best several quarters in a row (I8)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Share, Whole
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Participants
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD


class DevelopmentFund(Instrument):
    """Money for the development of who is among the best of the role several quarters in a row (I8)."""

    title: ClassVar = Text("development fund", "成长基金")
    also: ClassVar = ("发展基金",)
    example: ClassVar = {"roles": ["operations"], "amount_rmb": 50_000, "share": 0.1, "quarters": 3}
    zero: ClassVar = {"amount_rmb": 0}

    kind: Literal["development_fund"]
    roles: Participants
    amount_rmb: Annotated[
        Money, Field(description="RMB per person."), Heading("fund", "基金金额", "每人的成长基金。")
    ] = 50_000.0
    share: Annotated[
        Share,
        Field(gt=0.0, description="Share of a role that counts as the best."),
        Heading("best share", "优秀比例", "岗位内排名前多少算优秀。"),
    ] = 0.1
    quarters: Annotated[
        Whole,
        Field(ge=1, le=12, description="Quarters in a row."),
        Heading("quarters in a row", "连续季度数", "需要连续多少个季度。"),
    ] = 3

    def parts(self, dates: Dates) -> list[Part]:
        """One contest within each role, won by a streak."""
        part = Part(CONTEST, "merit", 1.0 / WEEKS_PER_PERIOD["quarter"], "person", period="quarter")
        prizes = ((self.share, self.amount_rmb),)
        return [part.but(prizes=prizes, streak=self.quarters, forfeits=1, entry="amount_rmb")]

    def told(self) -> Text:
        """Who gets how much."""
        words = Text(
            "{who} among the best {share} of their role {n} quarters in a row get {rmb} for their development.",
            "{who}连续 {n} 个季度位列岗位前 {share} 者,获 {rmb} 发展基金。",
        )
        return words.format(
            who=role_words(self.roles), share=percent(self.share), n=self.quarters, rmb=rmb(self.amount_rmb)
        )
