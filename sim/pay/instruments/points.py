"""Points for help that reaches other units (I16)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Delay, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import LINEAR
from sim.pay.parts import Part
from sim.units import HOURS_PER_PERSON_WEEK


class Points(Instrument):
    """Points for help that reaches other units (I16), exchanged for money or for time off."""

    title: ClassVar = Text("points for help to other units", "协作积分")
    also: ClassVar = ("积分", "collaboration points")
    example: ClassVar = {"roles": "all", "rmb_per_hour": 40, "exchange": "money"}
    zero: ClassVar = {"rmb_per_hour": 0}

    kind: Literal["points"]
    roles: Participants
    rmb_per_hour: Annotated[
        Money,
        Field(le=1e5, description="Worth of the points for an hour of help, RMB."),
        Heading("worth of an hour of help", "每小时积分价值", "协助其他组一小时所得积分的价值。"),
    ]
    exchange: Annotated[
        Literal["money", "leave"],
        Field(description="What points buy; leave at one's base pay."),
        Heading("points buy", "积分兑换", "积分兑换奖金或假期;假期按本人基本工资折算。"),
    ] = "money"
    period: Settled = "quarter"
    pay_delay_weeks: Delay = 2

    def parts(self, dates: Dates) -> list[Part]:
        """One rate on the weeks of help given."""
        stake = self.rmb_per_hour * HOURS_PER_PERSON_WEEK
        part = Part(LINEAR, "help", stake, "own", period=self.period, delay=self.pay_delay_weeks)
        return [part.but(leave=self.exchange == "leave")]

    def told(self) -> Text:
        """Worth of an hour, and what points buy."""
        words = Text(
            "{who} earn points worth {rmb} for an hour of help to another unit, exchanged for {what}.",
            "{who}协助其他组每小时得价值 {rmb} 的积分,可兑换{what}。",
        )
        what = Text("money", "奖金") if self.exchange == "money" else Text("time off", "假期")
        return words.format(who=role_words(self.roles), rmb=rmb(self.rmb_per_hour), what=what)
