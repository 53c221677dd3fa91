"""Stay bonus: a fixed sum for every period, lost on leaving."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money
from sim.language.text import Text, rmb, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Delay, Participants, Settled, Tiers
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import FIXED
from sim.pay.parts import Part
from sim.pay.phrases import settled
from sim.units import WEEKS_PER_PERIOD
from sim.vocabulary.tiers import TIER_NAMES


class StayBonus(Instrument):
    """A fixed sum for every period to whoever is still there when it is paid."""

    title: ClassVar = Text("stay bonus", "留任奖")
    also: ClassVar = ("留任奖金", "忠诚奖")
    example: ClassVar = {"roles": ["technology"], "sum_rmb": 3000, "period": "quarter"}
    zero: ClassVar = {"sum_rmb": 0}
    uncatalogued: ClassVar = Text(
        "pay for staying alone, with which pay for results is compared",
        "只为留任付酬,与按业绩付酬对比",
    )

    kind: Literal["stay_bonus"]
    roles: Participants
    sum_rmb: Annotated[
        Money,
        Field(description="RMB per person and period."),
        Heading("sum for staying", "留任金额", "每期仍在职者每人的金额。"),
    ]
    tiers: Tiers = TIER_NAMES
    period: Settled = "quarter"
    only_if: OnlyIf = ()
    pay_delay_weeks: Delay = 0

    def parts(self, dates: Dates) -> list[Part]:
        """A fixed sum that adds up over the period and is lost on leaving."""
        stake = self.sum_rmb / WEEKS_PER_PERIOD[self.period]
        part = Part(FIXED, "gmv", stake, period=self.period, delay=self.pay_delay_weeks, forfeits=1)
        return [beside(part.but(tiers=self.tiers, entry="sum_rmb"), self.only_if)]

    def told(self) -> Text:
        """How much, how often, and who loses it."""
        words = Text(
            "{who} get {rmb} each time; {paid}{only}; who leaves before loses it.",
            "{who}每期发 {rmb} 留任奖;{paid}{only};发放前离职者不发。",
        )
        return words.format(
            who=role_words(self.roles),
            rmb=rmb(self.sum_rmb),
            paid=settled(self.period, self.pay_delay_weeks),
            only=beside_words(self.period, self.only_if),
        )
