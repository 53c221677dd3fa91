"""Annual bonus: months of base pay once a year."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Factor, Flag, Whole
from sim.language.text import MONTHS, Text, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Participants
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import FIXED
from sim.pay.parts import Part


class AnnualBonus(Instrument):
    """Months of base pay once a year."""

    title: ClassVar = Text("annual bonus", "年终奖")
    also: ClassVar = ("年终奖金",)
    example: ClassVar = {"roles": "all", "months": 1, "month": 1}
    zero: ClassVar = {"months": 0}

    kind: Literal["annual_bonus"]
    roles: Participants
    months: Annotated[
        Factor,
        Field(le=24.0, description="Months of base pay."),
        Heading("months of base pay", "月薪个数", "发几个月的基本工资。"),
    ]
    month: Annotated[
        Whole,
        Field(ge=1, le=12, description="Calendar month in which it is paid."),
        Heading("paid in month", "发放月份", "在几月发放(1 至 12)。"),
    ] = 1
    forfeit: Annotated[
        Flag,
        Field(description="Whether people who leave before the payment lose it."),
        Heading("forfeit on leaving", "离职不发", "发放前离职的人是否不发。"),
    ] = True
    only_if: OnlyIf = ()

    def parts(self, dates: Dates) -> list[Part]:
        """A fixed sum that adds up over the year to its month."""
        forfeits = int(self.forfeit)
        part = Part(FIXED, "gmv", 0.0, period="year", pay_month=self.month, forfeits=forfeits, months=self.months)
        return [beside(part, self.only_if)]

    def told(self) -> Text:
        """Months of pay, when, and who loses it."""
        words = Text(
            "{who} get {months:g} months' base pay once a year, in {month}; {forfeit}{only}.",
            "{who}每年{month}发 {months:g} 个月基本工资的年终奖;{forfeit}{only}。",
        )
        lost = Text("who leaves before loses it", "之前离职者不发")
        kept = Text("who leaves before gets a share for the time worked", "之前离职者按在职时间发放")
        return words.format(
            who=role_words(self.roles),
            months=self.months,
            month=Text(MONTHS[self.month - 1], f" {self.month} 月"),
            forfeit=lost if self.forfeit else kept,
            only=beside_words("year", self.only_if),
        )
