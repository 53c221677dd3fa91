"""What programmes change in the tables of a plan."""

from __future__ import annotations

import numpy as np

from sim.documents.fields import covers
from sim.errors import SimError
from sim.habits.programme import Programme
from sim.language.text import Text
from sim.scenario.policy import Policy

#: Fields of a seat to which several programmes add.
ADDED = (
    "fees",
    "training",
    "retraining",
    "teardown",
    "stories",
    "gathering",
    "keeping",
    "taught_general",
    "taught_stated",
    "skill_pay",
    "advice",
    "coaching",
    "lead_talks",
)
#: Fields of training for all -> of training for newcomers.
EARLY = {
    "training": "early_training",
    "taught_general": "early_general",
    "taught_stated": "early_stated",
    "fees": "early_fees",
}
#: Fields of the company that a programme may set; zero without one.
COMPANY = ("fund_rmb", "grant_rmb", "trial_time", "trial_weeks", "tolerance")


def take_part(placement: np.ndarray, programme: Programme, role: str, tier: str) -> None:
    """Write into a seat's record PLACEMENT[1], in place, what a programme gives and takes there.

    Raises:
        SimError: two programmes for newcomers, of different length, meet in a seat.
    """
    if not covers(programme.covered(), role) or tier not in programme.tiers:
        return
    weeks = programme.covered_weeks()
    if weeks is not None:
        if placement["early_weeks"][0] not in (0.0, weeks):
            message = Text(
                "trainings for newcomers of {0} last {1:g} and {2} weeks", "{0}的新人培训分别持续 {1:g} 周和 {2} 周"
            ).format(role, placement["early_weeks"][0], weeks)
            raise SimError(
                "{0}: give them the same `first_weeks`, or train other roles or tiers",
                "{0}:请采用相同的 `first_weeks`,或培训其他岗位或职级",
                message,
            )
        placement["early_weeks"] = weeks
    for name, value in programme.entries().items():
        field = EARLY.get(name, name) if weeks is not None else name
        placement[field] = value + (placement[field] if name in ADDED else 0.0)


def company_entries(policy: Policy) -> dict[str, float]:
    """Return the fields of a regime that programmes set; of two programmes the first counts."""
    found = dict.fromkeys(COMPANY, 0.0)
    for programme in reversed(policy.running_programmes.values()):
        found |= programme.company_entries()
    return found
