"""Pay instruments: what people get for which metric, at which attainment, in which period."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.documents.fields import Factor, Flag, Frozen, Metric, Money, Period, Share, Whole, fault
from sim.pay.awards import (
    CareerTree,
    DevelopmentFund,
    DualAppraisal,
    Equity,
    Grades,
    Honours,
    Leaderboard,
    LifetimeAward,
    Milestone,
    Points,
    ThreeStage,
)
from sim.pay.curves import Accelerator, Curve, Delay, Lump, Participants, Reach, Target, Weights, WeightShift

__all__ = ["Accelerator", "Curve", "Lump"]

#: Weeks of the shortest period of a kind.
SHORTEST = {"month": 4, "quarter": 12, "year": 52}


def _before_the_next(instrument: Any) -> Any:
    """Refuse a payment that would fall due after the next period has ended: an account holds one ended period."""
    delay, period = getattr(instrument, "pay_delay_weeks", 0), getattr(instrument, "period", None)
    if period and delay > SHORTEST[period]:
        message = f"paid {delay} weeks after a {period}, when the next one is over too"
        raise fault(message, f"pay within {SHORTEST[period]} weeks, or settle longer periods", "pay_delay_weeks", delay)
    return instrument


class Commission(Frozen):
    """A share of every RMB of a metric (for `served`: RMB per person-week of work)."""

    kind: Literal["commission"]
    roles: Participants
    metric: Literal["gmv", "gmv_net", "margin", "served"] = "gmv"
    scope: Reach = "own"
    rate: Annotated[Money, Field(description="RMB per RMB of the metric; for served RMB per person-week of work.")]
    period: Period = "month"
    cap_rmb: Money | None = Field(None, description="Most that one person gets in a period; absent: no cap.")

    @model_validator(mode="after")
    def _rate_is_a_share(self) -> Self:
        if self.metric != "served" and self.rate > 1.0:
            raise fault("a commission above 100 % of the metric", "write 2 % as 0.02", "rate", self.rate)
        if self.metric == "served" and self.cap_rmb is not None:
            raise fault("pay per piece of work has no cap here", "leave it out, or use `quota` with a curve", "cap_rmb")
        return self


class PerformancePay(Frozen):
    """Performance pay on several metrics with weights."""

    kind: Literal["performance_pay"]
    roles: Participants
    scope: Reach = "own"
    weights: Weights
    target_rmb: Target
    period: Period = "month"
    curve: Curve = Curve()
    shifts: tuple[WeightShift, ...] = Field(
        (), max_length=40, description="Other weights in a season or from a day on; the last that holds counts."
    )
    pay_delay_weeks: Delay = 2


class Quota(Frozen):
    """Pay for one metric against a quota, with threshold, lumps, accelerators and cap."""

    kind: Literal["quota"]
    roles: Participants
    metric: Metric = "gmv"
    scope: Reach = "own"
    target_rmb: Target
    quota: Annotated[Factor, Field(gt=0.0, description="Quota as a multiple of the planned level.")] = 1.0
    period: Period = "month"
    curve: Curve = Curve()
    ratchet: Share = Field(0.0, description="Share of over- or under-attainment that moves the next quota.")
    pay_delay_weeks: Delay = 2


class TeamBonus(Frozen):
    """A pot for a team that reaches a result together."""

    kind: Literal["team_bonus"]
    roles: Participants
    metric: Metric = "gmv"
    scope: Literal["unit", "company"] = "unit"
    pot_rmb: Annotated[Money, Field(description="RMB per head and month at attainment 1.")]
    period: Period = "month"
    curve: Curve = Curve()
    team_size: Annotated[Whole, Field(ge=1, le=10_000)] | None = Field(
        None, description="People who share the pot; absent: the size of the unit."
    )
    pay_delay_weeks: Delay = 2


class AnnualBonus(Frozen):
    """Months of base pay once a year."""

    kind: Literal["annual_bonus"]
    roles: Participants
    months: Annotated[Factor, Field(le=24.0, description="Months of base pay.")]
    month: Annotated[Whole, Field(ge=1, le=12, description="Calendar month in which it is paid.")] = 1
    forfeit: Flag = Field(True, description="Whether people who leave before the payment lose it.")


class Appraisal(Frozen):
    """Results that are appraised and reported but pay no money."""

    kind: Literal["appraisal"]
    roles: Participants
    scope: Reach = "own"
    weights: Weights


INSTRUMENTS = (
    Commission, PerformancePay, Quota, TeamBonus, AnnualBonus, Appraisal, DualAppraisal, LifetimeAward, Milestone,
    Equity, Points, ThreeStage, Leaderboard, Honours, Grades, DevelopmentFund, CareerTree,
)  # fmt: skip
Instrument = Annotated[
    Commission
    | PerformancePay
    | Quota
    | TeamBonus
    | AnnualBonus
    | Appraisal
    | DualAppraisal
    | LifetimeAward
    | Milestone
    | Equity
    | Points
    | ThreeStage
    | Leaderboard
    | Honours
    | Grades
    | DevelopmentFund
    | CareerTree,
    Field(discriminator="kind"),
    AfterValidator(_before_the_next),
]
