"""What programmes change in the tables of a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.documents.fields import covers
from sim.habits.programmes import (
    Benefits,
    FlexibleHours,
    Gatherings,
    InnovationFund,
    InternalPosts,
    Library,
    Mentoring,
    NewTools,
    Onboarding,
    Programme,
    Rotation,
    SilentDay,
    Teardown,
    Training,
    UserStories,
)
from sim.scenario.policy import Policy

WORKING_DAYS, YEAR_WEEKS = 5.0, 52.0
MONTHLY_TO_WEEKLY = 12.0 / YEAR_WEEKS
#: Fields of a seat to which several programmes add.
ADDED = ("fees", "training", "retraining", "teardown", "stories", "gathering", "keeping")
#: What each programme writes into the record of a seat, by field.
ENTRIES: dict[type, dict[str, Callable[[Any], float]]] = {
    Mentoring: {"mentored_weeks": lambda p: p.weeks, "mentor_time": lambda p: p.hours_share},
    Training: {
        "training": lambda p: p.hours_share * (p.subject == "job"),
        "retraining": lambda p: p.hours_share * (p.subject != "job"),
        "fees": lambda p: p.fee_rmb / YEAR_WEEKS,
    },
    FlexibleHours: {"flexible": lambda p: 1.0, "home": lambda p: p.home_share},  # noqa: ARG005
    SilentDay: {"silent": lambda p: p.days_per_month * MONTHLY_TO_WEEKLY / WORKING_DAYS},
    Benefits: {
        "benefit": lambda p: p.budget_rmb * MONTHLY_TO_WEEKLY,
        "items": lambda p: p.items,
        "fees": lambda p: p.budget_rmb * MONTHLY_TO_WEEKLY,
    },
    InnovationFund: {"proposes": lambda p: 1.0},  # noqa: ARG005
    InternalPosts: {"tried_weeks": lambda p: p.trial_weeks},
    Onboarding: {
        "onboarding_weeks": lambda p: p.weeks,
        "onboarding": lambda p: p.hours_share,
        "trainer": lambda p: p.trainer_share,
        "welcome": lambda p: p.stories,
        "entry_fee": lambda p: p.fee_rmb,
    },
    Teardown: {"teardown": lambda p: p.hours_share},
    UserStories: {"stories": lambda p: p.hours_share},
    Library: {"keeping": lambda p: p.hours_share},
    Gatherings: {"gathering": lambda p: p.hours_share, "fees": lambda p: p.fee_rmb / YEAR_WEEKS},
    NewTools: {"tools": lambda p: 1.0, "fees": lambda p: p.fee_rmb * MONTHLY_TO_WEEKLY},  # noqa: ARG005
}


def take_part(chair: np.ndarray, programme: Programme, role: str) -> None:
    """Write into a seat's record CHAIR[1], in place, what a programme gives and takes there."""
    if not isinstance(programme, Rotation) and covers(programme.roles, role):
        for field, value in ENTRIES[type(programme)].items():
            chair[field] = value(programme) + (chair[field] if field in ADDED else 0.0)


def fund_of(policy: Policy) -> dict[str, float]:
    """Return the fields of a regime that an innovation fund sets; zeros without one."""
    for programme in policy.running_programmes.values():
        if isinstance(programme, InnovationFund):
            each = programme
            return {
                "fund_rmb": each.budget_rmb / 4.0, "grant_rmb": each.grant_rmb, "trial_time": each.hours_share,
                "trial_weeks": each.weeks, "tolerance": each.tolerance,
            }  # fmt: skip
    return dict.fromkeys(("fund_rmb", "grant_rmb", "trial_time", "trial_weeks", "tolerance"), 0.0)
