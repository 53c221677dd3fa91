"""Regimes: the stretches of a run with one structure, one headcount and one set of pay rules."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sim.scenario.policy import Policy


class Regime(NamedTuple):
    """A policy, with the headcount it has reached, in force from a week on (0 = first reported week)."""

    week: int
    policy: Policy


def regimes_of(baseline: Policy, policy: Policy | None, first_day: date) -> tuple[list[Regime], int]:
    """Return the regimes of a run in order, and the place of the first one of the policy (0 where it is the baseline).

    Args:
        baseline: runs until the policy starts, and grows as it says.
        policy: None to run the baseline to the end.
        first_day: of the first reported week.
    """
    start = week_of(policy.start, first_day) if policy else None
    found = [Regime(-(10**6), baseline)]
    found += [Regime(week, grown) for week, grown in _steps(baseline, first_day) if start is None or week < start]
    if policy is None or start is None:
        return found, 0
    reached, first = policy, len(found)
    later: list[Regime] = []
    for week, grown in _steps(policy, first_day):
        if week <= start:
            reached = grown
        else:
            later.append(Regime(week, grown))
    return [*found, Regime(start, reached), *later], first


def _steps(policy: Policy, first_day: date) -> list[tuple[int, Policy]]:
    """Return (week, policy with the headcount reached by then) of every step of growth, in order."""
    heads: dict[str, int] = {str(role): change for role, change in policy.headcount.items()}
    found = []
    for step in sorted(policy.growth, key=lambda step: step.from_):
        for role, change in step.headcount.items():
            heads[role] = heads.get(role, 0) + change
        grown = policy.model_copy(update={"headcount": dict(heads)})
        found.append((week_of(step.from_, first_day), grown))
    return found


def week_of(day: date, first_day: date) -> int:
    """Return the number of the week of a day, 0 = first reported week."""
    return (day - first_day).days // 7
