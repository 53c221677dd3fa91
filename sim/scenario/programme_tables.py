"""What programmes change in the tables of a plan."""

from __future__ import annotations

import numpy as np

from sim.scenario.fields import covers
from sim.scenario.policy import Policy
from sim.scenario.programmes import (
    Benefits,
    FlexibleHours,
    InnovationFund,
    InternalPosts,
    Mentoring,
    Programme,
    Rotation,
    SilentDay,
    Training,
)

WORKING_DAYS = 5.0
MONTHLY_TO_WEEKLY = 12.0 / 52.0


def take_part(chair: np.ndarray, programme: Programme, role: str) -> None:
    """Write into a seat's record CHAIR[1], in place, what a programme gives and takes there."""
    if isinstance(programme, Rotation) or not covers(programme.roles, role):
        return
    if isinstance(programme, Mentoring):
        chair["mentored_weeks"], chair["mentor_time"] = programme.weeks, programme.hours_share
    elif isinstance(programme, Training):
        chair["training"] += programme.hours_share
        chair["fees"] += programme.fee_rmb / 52.0
    elif isinstance(programme, FlexibleHours):
        chair["flexible"], chair["home"] = 1.0, programme.home_share
    elif isinstance(programme, SilentDay):
        chair["silent"] = programme.days_per_month * MONTHLY_TO_WEEKLY / WORKING_DAYS
    elif isinstance(programme, Benefits):
        chair["benefit"], chair["items"] = programme.budget_rmb * MONTHLY_TO_WEEKLY, programme.items
        chair["fees"] += programme.budget_rmb * MONTHLY_TO_WEEKLY
    elif isinstance(programme, InnovationFund):
        chair["proposes"] = 1.0
    elif isinstance(programme, InternalPosts):
        chair["tried_weeks"] = programme.trial_weeks


def fund_of(policy: Policy) -> tuple[float, float, float, int, float]:
    """Return money for trials in a quarter and for one, share of the week, weeks, tolerance; zeros without a fund."""
    for programme in policy.running_programmes.values():
        if isinstance(programme, InnovationFund):
            each = programme
            return each.budget_rmb / 4.0, each.grant_rmb, each.hours_share, each.weeks, each.tolerance
    return 0.0, 0.0, 0.0, 0, 0.0
