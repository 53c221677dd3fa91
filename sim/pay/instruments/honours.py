"""Honours: titles for the best of each role, whose work is shown to the others."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, Number, Whole, fault
from sim.language.text import Text, rmb, role_words
from sim.pay.conditions import OnlyIf, beside_words
from sim.pay.curves import Delay, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD


class Honours(Instrument):
    """A title for the best of a role (I9); the winner's practice is shown to the others."""

    title: ClassVar = Text("titles", "荣誉称号")
    also: ClassVar = ("荣誉",)
    example: ClassVar = {"roles": ["service"], "prize_rmb": 500, "winners": 1}
    zero: ClassVar = {"prize_rmb": 0}
    reach: ClassVar = "own"

    kind: Literal["honours"]
    roles: Participants
    prize_rmb: Annotated[
        Money, Field(description="RMB with the title."), Heading("prize", "称号奖金", "随称号发放的奖金。")
    ] = 0.0
    winners: Annotated[
        Whole,
        Field(ge=1, le=20, description="Titles in each role and period."),
        Heading("winners", "获奖人数", "每期每个岗位的称号数。"),
    ] = 1
    talk_hours: Annotated[
        Number,
        Field(ge=0.0, le=8.0, description="Hours in which all of the role hear of it."),
        Heading("sharing", "分享会时长", "全岗位听取做法分享的小时数。"),
    ] = 1.0
    period: Settled = "month"
    only_if: OnlyIf = ()
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _prize_for_condition(self) -> Self:
        if self.only_if and not self.prize_rmb:
            raise fault(
                Text("a condition on a title without a prize", "没有奖金的称号不能附条件"),
                Text("add a prize, or leave it out", "请添加奖金,或删去条件"),
                "only_if",
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One contest within each role, for a title."""
        part = Part(CONTEST, "merit", 1.0 / WEEKS_PER_PERIOD[self.period], "person", period=self.period)
        part = part.but(delay=self.pay_delay_weeks, ranks=True, prizes=((float(self.winners), self.prize_rmb),))
        part = part.but(title=True, hours=self.talk_hours, forfeits=1, entry="prize_rmb")
        return [part.but(beside=tuple(each.part("own") for each in self.only_if))]

    def told(self) -> Text:
        """Titles, prize, and the hours of the others."""
        words = Text(
            "The best {n} of each role ({who}) hold a title and get {rmb}; "
            "the others hear of their work for {hours:g} h",
            "每期各岗位({who})评出 {n} 名标兵并奖励 {rmb},其做法用 {hours:g} 小时向同岗分享",
        )
        text = words.format(n=self.winners, who=role_words(self.roles), rmb=rmb(self.prize_rmb), hours=self.talk_hours)
        return text + beside_words(self.period, self.only_if) + Text(".", "。")
