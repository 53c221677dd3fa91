"""Equity: stock for key people that vests by date if a result is reached (I7)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Money, Whole, fault
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Participants, Tiers, Weights, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import weight_words
from sim.units import QUARTER_WEEKS, YEAR_WEEKS


class Equity(Instrument):
    """Stock for key people (I7): a grant that vests by date if a result is reached; who leaves loses the rest."""

    title: ClassVar = Text("stock that vests", "限制性股票")
    also: ClassVar = ("股权激励", "期权", "restricted stock", "options")
    example: ClassVar = {
        "roles": ["operations"],
        "tiers": ["senior"],
        "grant_rmb": 90_000,
        "conditions": {"gmv": 0.5, "nps": 0.5},
    }
    zero: ClassVar = {"grant_rmb": 0}

    kind: Literal["equity"]
    roles: Participants
    tiers: Tiers = ("senior",)
    grant_rmb: Annotated[
        Money,
        Field(description="Value of the grant per person, RMB, at the price of the day."),
        Heading("grant", "授予价值", "按当日价格每人授予的股票价值。"),
    ]
    conditions: Annotated[
        Weights,
        Heading("conditions", "解锁条件", "解锁所看的指标及其所占份额,合计 100 %。"),
    ]
    at: Annotated[
        Factor,
        Field(description="Level of each condition, relative to today, from which it vests."),
        Heading("reached from", "达标水平", "各条件从该水平起解锁,100 % 即目前水平(成交类指标为计划)。"),
    ] = 1.0
    cliff_weeks: Annotated[
        Whole,
        Field(ge=0, le=520, description="Weeks until the first part vests."),
        Heading("first vesting after", "首次解锁", "多少周后首次解锁。"),
    ] = YEAR_WEEKS
    vest_weeks: Annotated[
        Whole,
        Field(ge=13, le=520, description="Weeks until all has vested, by quarters."),
        Heading("all vested after", "全部解锁", "多少周后全部解锁,按季度分批。"),
    ] = 156

    @model_validator(mode="after")
    def _cliff_lies_inside(self) -> Self:
        if self.cliff_weeks > self.vest_weeks:
            raise fault(
                Text("the cliff lies behind the end of vesting", "归属起始期晚于归属结束"),
                Text("lower it", "请调低"),
                "cliff_weeks",
                self.cliff_weeks,
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """A part for each condition, in windows that end when something vests."""
        last = self.vest_weeks
        ends = [week for week in range(QUARTER_WEEKS, last + QUARTER_WEEKS, QUARTER_WEEKS) if week > self.cliff_weeks]
        ends = sorted({min(week, last) for week in [self.cliff_weeks, *ends] if week > 0})
        tranches = tuple(
            (dates.start + begin, dates.start + end, (end - begin) / last)
            for begin, end in zip([0, *ends[:-1]], ends, strict=True)
        )
        return [
            Part(
                ATTAINMENT,
                metric,
                self.grant_rmb,
                curve=reached(self.at),
                windows=tranches,
                tiers=self.tiers,
                forfeits=2,
                weight=weight,
                entry="at",
            )
            for metric, weight in self.conditions.items()
            if weight > 0.0
        ]

    def told(self) -> Text:
        """The grant, its vesting and its conditions."""
        words = Text(
            "{who} of some tiers are granted {rmb} of stock each, which vests over {vest} weeks after a cliff of "
            "{cliff} if {weights} reach {at} of today's; who leaves loses what has not vested.",
            "部分职级的{who}每人授予价值 {rmb} 的限制性股票,{cliff} 周后起分 {vest} 周解锁,"
            "条件为{weights}达到目前的 {at};离职者未解锁部分作废。",
        )
        return words.format(
            who=role_words(self.roles),
            rmb=rmb(self.grant_rmb),
            vest=self.vest_weeks,
            cliff=self.cliff_weeks,
            weights=weight_words(self.conditions),
            at=percent(self.at),
        )
