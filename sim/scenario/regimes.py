"""Regimes: the stretches of a run with one structure, one headcount and one set of pay rules."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sim.scenario.arrangement import Away
from sim.scenario.fields import ROLES
from sim.scenario.policy import Policy
from sim.scenario.programmes import Rotation


class Regime(NamedTuple):
    """A policy, with the headcount it has reached and the people at other desks, in force from a week on.

    Week 0 is the first reported week.
    """

    week: int
    policy: Policy
    away: tuple[Away, ...] = ()


def regimes_of(baseline: Policy, policy: Policy | None, first_day: date) -> tuple[list[Regime], int]:
    """Return the regimes of a run in order, and the place of the first one of the policy (0 where it is the baseline).

    Args:
        baseline: runs until the policy starts, and grows as it says.
        policy: None to run the baseline to the end.
        first_day: of the first reported week.
    """
    start = week_of(policy.start, first_day) if policy else None
    found = [Regime(-(10**6), baseline)]
    found += [regime for regime in _steps(baseline, first_day) if start is None or regime.week < start]
    if policy is None or start is None:
        return found, 0
    reached, first = Regime(start, policy), len(found)
    later: list[Regime] = []
    for regime in _steps(policy, first_day):
        if regime.week <= start:
            reached = regime._replace(week=start)
        else:
            later.append(regime)
    return [*found, reached, *later], first


def _steps(policy: Policy, first_day: date) -> list[Regime]:
    """Return a regime for every step of growth and every change of desks, in order."""
    grown = [(week_of(step.from_, first_day), step.headcount) for step in policy.growth]
    rounds = [each for programme in policy.running_programmes.values() for each in _rounds(programme, first_day)]
    weeks = sorted({week for week, _ in grown} | {week for begin, end, _ in rounds for week in (begin, end)})
    found = []
    for week in weeks:
        heads: dict[str, int] = {str(role): change for role, change in policy.headcount.items()}
        for at, change in grown:
            for role, more in change.items():
                heads[role] = heads.get(role, 0) + (more if at <= week else 0)
        away = tuple(seat for begin, end, seats in rounds if begin <= week < end for seat in seats)
        found.append(Regime(week, policy.model_copy(update={"headcount": heads}), away))
    return found


def _rounds(programme: object, first_day: date) -> list[tuple[int, int, list[Away]]]:
    """Return first week, week after the last and the people of every round of a rotation; none of anything else."""
    if not isinstance(programme, Rotation):
        return []
    begin, role, to = week_of(programme.begin, first_day), ROLES.index(programme.from_), ROLES.index(programme.to)
    return [
        (
            begin + k * programme.weeks,
            begin + (k + 1) * programme.weeks,
            [(role, k * programme.seats + n, to) for n in range(programme.seats)],
        )
        for k in range(programme.rounds)
    ]


def week_of(day: date, first_day: date) -> int:
    """Return the number of the week of a day, 0 = first reported week."""
    return (day - first_day).days // 7
