"""What programmes change in the tables of a plan."""

from __future__ import annotations

import numpy as np

from sim.documents.fields import covers
from sim.habits.programme import Programme
from sim.scenario.policy import Policy

#: Fields of a seat to which several programmes add.
ADDED = ("fees", "training", "retraining", "teardown", "stories", "gathering", "keeping")
#: Fields of the company that a programme may set; zero without one.
COMPANY = ("fund_rmb", "grant_rmb", "trial_time", "trial_weeks", "tolerance")


def take_part(chair: np.ndarray, programme: Programme, role: str) -> None:
    """Write into a seat's record CHAIR[1], in place, what a programme gives and takes there."""
    if covers(programme.covered(), role):
        for field, value in programme.entries().items():
            chair[field] = value + (chair[field] if field in ADDED else 0.0)


def company_entries(policy: Policy) -> dict[str, float]:
    """Return the fields of a regime that programmes set; of two programmes the first counts."""
    found = dict.fromkeys(COMPANY, 0.0)
    for programme in reversed(policy.running_programmes.values()):
        found |= programme.company_entries()
    return found
