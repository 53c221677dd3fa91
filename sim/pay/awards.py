"""Awards: instruments that pay for a value held over time, a rank, a stage reached, or a place in the company."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Flag, Frozen, Metric, Money, Name, Number, Period, Share, Tier, Whole, fault
from sim.pay.curves import Curve, Delay, Participants, Reach, Weights

Tiers = Annotated[
    tuple[Tier, ...], Field(min_length=1, description="Tiers of the roles it is for; absent: all of them.")
]


class DualAppraisal(Frozen):
    """Value of the post times contribution (I2): stability is the base score, contribution adds to it."""

    kind: Literal["dual_appraisal"]
    roles: Participants
    scope: Reach = "own"
    post_value_rmb: Annotated[
        Money, Field(description="RMB a month of a middle post at full score; by tier as pay is.")
    ]
    base_metric: Metric = "uptime"
    base_at: Annotated[Factor, Field(description="Level of the base metric from which the base score counts.")] = 0.95
    base_share: Annotated[Share, Field(description="Share of the post value that the base score pays.")] = 0.5
    contribution: Weights
    curve: Curve = Curve()
    period: Period = "quarter"
    pay_delay_weeks: Delay = 2


class LifetimeAward(Frozen):
    """An award for customers who come back five times or more (I5)."""

    kind: Literal["lifetime_award"]
    roles: Participants
    scope: Reach = "own"
    award_rmb: Annotated[Money, Field(description="RMB per person and period once the mark is reached.")]
    at: Annotated[Factor, Field(description="Share of loyal customers relative to today from which it is paid.")] = 1.05
    period: Period = "year"
    pay_delay_weeks: Delay = 4


class Milestone(Frozen):
    """A pot for a campaign in three parts (I6): before it, in it, and after its returns are in."""

    kind: Literal["milestone"]
    roles: Participants
    campaign: Annotated[Name, Field(description="Name of the campaign; the pot comes back with it.")]
    pot_rmb: Annotated[Money, Field(description="RMB for all participants together each time.")]
    presale_share: Share = Field(0.3, description="Part of the pot for the weeks before the peak.")
    balance_share: Share = Field(0.5, description="Part of the pot for the weeks of the peak.")
    aftersales_share: Share = Field(0.2, description="Part of the pot for returns in the weeks after it.")
    presale_weeks: Annotated[Whole, Field(ge=1, le=12, description="Weeks before the peak that count.")] = 2
    aftersales_weeks: Annotated[Whole, Field(ge=1, le=26, description="Weeks after the peak that count.")] = 4
    presale_at: Annotated[Factor, Field(description="Paid GMV over plan from which the first part is paid.")] = 1.0
    balance_at: Annotated[Factor, Field(description="Paid GMV over plan from which the second part is paid.")] = 1.0
    returns_at: Annotated[
        Factor, Field(description="Returns relative to today's rate up to which the third part is paid.")
    ] = 1.0
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _parts_make_the_pot(self) -> Self:
        total = self.presale_share + self.balance_share + self.aftersales_share
        if abs(total - 1.0) > 1e-6:
            raise fault(f"the three parts sum to {total:g}", "make them sum to 1", "balance_share", self.balance_share)
        return self


class Equity(Frozen):
    """Stock for key people (I7): a grant that vests by date if a result is reached; who leaves loses the rest."""

    kind: Literal["equity"]
    roles: Participants
    tiers: Tiers = ("senior",)
    grant_rmb: Annotated[Money, Field(description="Value of the grant per person, RMB, at the price of the day.")]
    conditions: Weights
    at: Annotated[Factor, Field(description="Level of each condition, relative to today, from which it vests.")] = 1.0
    cliff_weeks: Annotated[Whole, Field(ge=0, le=520, description="Weeks until the first part vests.")] = 52
    vest_weeks: Annotated[Whole, Field(ge=13, le=520, description="Weeks until all has vested, by quarters.")] = 156

    @model_validator(mode="after")
    def _cliff_lies_inside(self) -> Self:
        if self.cliff_weeks > self.vest_weeks:
            raise fault("the cliff lies behind the end of vesting", "lower it", "cliff_weeks", self.cliff_weeks)
        return self


class Points(Frozen):
    """Points for help that reaches other units (I16), exchanged for money or for time off."""

    kind: Literal["points"]
    roles: Participants
    rmb_per_hour: Annotated[Money, Field(le=1e5, description="Worth of the points for an hour of help, RMB.")]
    exchange: Literal["money", "leave"] = Field("money", description="What points buy; leave at one's base pay.")
    period: Period = "quarter"
    pay_delay_weeks: Delay = 2


class ThreeStage(Frozen):
    """The three-stage bonus (I17): commission from a line's target on, a lump for loyalty, a share of its profit."""

    kind: Literal["three_stage"]
    roles: Participants
    quota: Annotated[Factor, Field(gt=0.0, description="Target of the line as a multiple of the planned level.")] = 1.0
    rate: Annotated[Share, Field(description="Commission of the team on the line's paid GMV once the target is met.")]
    loyalty_at: Annotated[
        Share, Field(lt=1.0, description="Repurchase rate in 13 weeks from which the award is paid.")
    ] = 0.3
    loyalty_rmb: Annotated[Money, Field(description="Award of the team per month, RMB.")] = 0.0
    rank_at: Annotated[
        Whole, Field(ge=1, le=100_000, description="Rank in its category up to which profit is shared.")
    ] = 10
    profit_share: Annotated[Share, Field(description="Share of the line's margin that the team gets.")] = 0.05
    period: Period = "month"
    pay_delay_weeks: Delay = 4


class Leaderboard(Frozen):
    """Units compared on a metric (I20): prizes by rank, or only a list for all to see."""

    kind: Literal["leaderboard"]
    roles: Participants
    metric: Metric = "gmv"
    prizes_rmb: tuple[Annotated[Money, Field(description="RMB per head of the unit in that rank.")], ...] = Field(
        (), max_length=20, description="Prizes from the first rank on; empty: the list alone."
    )
    shown: Flag = Field(True, description="Whether all see the ranks.")
    period: Period = "month"
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _prizes_fall(self) -> Self:
        if list(self.prizes_rmb) != sorted(self.prizes_rmb, reverse=True):
            raise fault("a lower rank gets more", "order the prizes from high to low", "prizes_rmb")
        return self


class Honours(Frozen):
    """A title for the best of a role (I9); the winner's practice is shown to the others."""

    kind: Literal["honours"]
    roles: Participants
    prize_rmb: Money = Field(0.0, description="RMB with the title.")
    winners: Annotated[Whole, Field(ge=1, le=20, description="Titles in each role and period.")] = 1
    talk_hours: Annotated[Number, Field(ge=0.0, le=8.0, description="Hours in which all of the role hear of it.")] = 1.0
    period: Period = "month"
    pay_delay_weeks: Delay = 2


class Grades(Frozen):
    """Grades by rank within the role (I21) with reward and penalty."""

    kind: Literal["grades"]
    roles: Participants
    shares: tuple[Share, Share, Share] = Field(
        (0.1, 0.3, 0.9), description="Up to which share of a role A+, A and B go."
    )
    rewards_rmb: tuple[
        Annotated[Number, Field(ge=-1e6, le=1e6)],
        Annotated[Number, Field(ge=-1e6, le=1e6)],
        Annotated[Number, Field(ge=-1e6, le=1e6)],
        Annotated[Number, Field(ge=-1e6, le=1e6)],
    ] = Field(
        (6000.0, 3000.0, 0.0, -1500.0), description="RMB in a period for A+, A, B and C; less than 0 is a penalty."
    )
    review_hours: Annotated[
        Number, Field(ge=0.0, le=40.0, description="Hours of everybody for self-review and team review in a period.")
    ] = 4.0
    period: Period = "quarter"
    pay_delay_weeks: Delay = 4

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.shares) != sorted(self.shares):
            raise fault("the shares must rise", "order them: A+, A, B", "shares", self.shares)
        if list(self.rewards_rmb) != sorted(self.rewards_rmb, reverse=True):
            raise fault("a lower grade gets more", "order the rewards from high to low", "rewards_rmb")
        return self


class DevelopmentFund(Frozen):
    """Money for the development of who is among the best of the role several quarters in a row (I8)."""

    kind: Literal["development_fund"]
    roles: Participants
    amount_rmb: Annotated[Money, Field(description="RMB per person.")] = 50_000.0
    share: Annotated[Share, Field(gt=0.0, description="Share of a role that counts as the best.")] = 0.1
    quarters: Annotated[Whole, Field(ge=1, le=12, description="Quarters in a row.")] = 3


class CareerTree(Frozen):
    """Levels of an expert track (I10): each year some of a role move up and earn more from then on."""

    kind: Literal["career_tree"]
    roles: Participants
    raise_share: Annotated[Share, Field(description="Rise of base pay with a level.")] = 0.12
    places: Annotated[Share, Field(description="Share of a role that moves up in a year.")] = 0.1
    levels: Annotated[Whole, Field(ge=1, le=6, description="Levels above the first.")] = 3
