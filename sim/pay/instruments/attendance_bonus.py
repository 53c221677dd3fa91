"""Attendance bonus: money for presence, lost by days off."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Period, Whole
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Delay, Participants, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT, LINEAR
from sim.pay.parts import Part
from sim.pay.phrases import settled
from sim.units import WEEKS_PER_PERIOD, WORKING_DAYS

#: Working days of a month, between those of a month of four weeks and of five.
MONTH_DAYS = 22.5


class AttendanceBonus(Instrument):
    """Money for presence: a sum for a period with few enough days off, or so much for each day at work."""

    title: ClassVar = Text("attendance bonus", "全勤奖")
    also: ClassVar = ("出勤奖", "满勤奖")
    example: ClassVar = {"roles": ["service", "warehouse"], "bonus_rmb": 300}
    zero: ClassVar = {"bonus_rmb": 0, "day_rmb": 0}
    uncatalogued: ClassVar = Text(
        "usual in warehouses and service teams, and a case in which a bonus may backfire",
        "仓储与客服团队常用,也是奖金可能适得其反的例子",
    )

    period: ClassVar[Period] = "month"

    kind: Literal["attendance_bonus"]
    roles: Participants
    bonus_rmb: Annotated[
        Money,
        Field(description="RMB per person for a month with no more days off than `days_off`."),
        Heading("attendance sum", "全勤奖金额", "当月缺勤天数不超过允许天数时每人的奖金。"),
    ] = 0.0
    days_off: Annotated[
        Whole,
        Field(ge=0, le=3, description="Days off of a month up to which it is paid in full."),
        Heading("days off allowed", "允许缺勤天数", "每月缺勤不超过几天仍全额发放。"),
    ] = 0
    day_rmb: Annotated[
        Money,
        Field(description="RMB for each day at work, whatever the other days bring."),
        Heading("per day at work", "出勤日补贴", "每出勤一天的补贴。"),
    ] = 0.0
    pay_delay_weeks: Delay = 2

    def parts(self, dates: Dates) -> list[Part]:
        """A sum for enough days, a rate for each day."""
        part = Part(ATTAINMENT, "presence", 0.0, "person", period=self.period, delay=self.pay_delay_weeks)
        mark = 1.0 - (self.days_off + 0.5) / MONTH_DAYS
        whole = part.but(
            stake=self.bonus_rmb / WEEKS_PER_PERIOD[self.period], curve=reached(mark), entry="days_off", safe=True
        )
        daily = part.but(kind=LINEAR, stake=self.day_rmb * WORKING_DAYS, entry="day_rmb")
        return [whole, daily] if self.day_rmb else [whole]

    def told(self) -> Text:
        """How much for how few days off, how much a day, and when."""
        words = Text("{who} get {what}; {paid}.", "{who}的全勤奖:{what};{paid}。")
        whole = Text("{rmb} a month without a day off", "当月无缺勤发 {rmb}")
        if self.days_off:
            whole = Text("{rmb} a month with at most {days} days off", "当月缺勤不超过 {days} 天发 {rmb}")
        what = whole.format(rmb=rmb(self.bonus_rmb), days=self.days_off)
        if self.day_rmb:
            what += Text(" and {rmb} for each day at work", ",另每出勤一天补贴 {rmb}").format(rmb=rmb(self.day_rmb))
        return words.format(who=role_words(self.roles), what=what, paid=settled(self.period, self.pay_delay_weeks))
