"""The workforce of a run: all seats of all regimes, where each is in a regime, and base pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.documents.fields import Role
from sim.errors import SimError
from sim.parameters import Parameters
from sim.plan.regimes import Rollout
from sim.plan.workload import line_sizes
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy
from sim.structures.seating import Arrangement
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES


class SeatKey(NamedTuple):
    """A seat by role (its number) and ordinal in the role, from 0; the team it is in never matters."""

    role: int
    ordinal: int

    @property
    def name(self) -> Role:
        """Name of the role."""
        return ROLE_NAMES[self.role]


class Tier(NamedTuple):
    """A tier of a seat: its number (base 0, middle 1, senior 2), and base pay relative to a middle one."""

    number: int
    pay: float

    @property
    def name(self) -> str:
        """Name of the tier."""
        return TIER_NAMES[self.number]


@dataclass(frozen=True)
class Workforce:
    """Who there is.

    Attributes:
        seats: S, every seat of any regime, by role and ordinal.
        arrangements: R, who sits where.
        tiers: S, tier of each seat.
        base_rmb: float64[S], base pay a month before any change.
    """

    seats: tuple[SeatKey, ...]
    arrangements: tuple[Arrangement, ...]
    tiers: tuple[Tier, ...]
    base_rmb: np.ndarray

    @cached_property
    def places(self) -> tuple[np.ndarray, ...]:
        """R times int64[seats of the regime's arrangement], the place of each in `seats`."""
        index = {seat: i for i, seat in enumerate(self.seats)}
        return tuple(
            np.array([index[SeatKey(s.role, s.ordinal)] for s in arrangement.seats], np.int64)
            for arrangement in self.arrangements
        )

    @cached_property
    def roles(self) -> np.ndarray:
        """int64[S], number of the role of each seat."""
        return np.array([seat.role for seat in self.seats], np.int64)

    @cached_property
    def seated(self) -> np.ndarray:
        """int64[3, R, S]: whether a seat exists in a regime, its unit, its queue."""
        out = np.zeros((3, len(self.arrangements), len(self.seats)), np.int64)
        for r, arrangement in enumerate(self.arrangements):
            for place, seat in zip(self.places[r], arrangement.seats, strict=True):
                out[:, r, place] = 1, seat.unit, seat.queue
        return out


def heads_of(scenario: Scenario, policy: Policy) -> dict[str, int]:
    """Return seats by role under a policy.

    Raises:
        SimError: fewer than no seats in a role, or none at all.
    """
    heads: dict[str, int] = {role: seats.heads for role, seats in scenario.company.seats.items()}
    for role, change in policy.headcount.items():
        heads[role] = heads.get(role, 0) + change
        if role not in scenario.company.seats:
            raise SimError(
                "headcount adds {0}, which has no seats and no pay in company.seats: add it there first",
                "headcount 增加了 {0},但 company.seats 中没有该岗位的席位与薪酬:请先添加",
                role,
            )
    if any(n < 0 for n in heads.values()) or not sum(heads.values()):
        raise SimError(
            "headcount leaves {0}: every role needs at least 0 seats and the company at least one",
            "headcount 之后为 {0}:每个岗位至少 0 席,全公司至少一席",
            heads,
        )
    return heads


def workforce_of(scenario: Scenario, parameters: Parameters, rollout: Rollout, work: np.ndarray) -> Workforce:
    """Return the workforce of a run.

    Args:
        scenario: the document.
        parameters: behavioural numbers.
        rollout: of the policy.
        work: float64[roles, L], own work by line.

    Raises:
        SimError: a regime cannot be arranged.
    """
    sizes = np.where(work > 0.0, work, line_sizes(scenario))
    arrangements = tuple(
        regime.policy.structure.arranged(heads_of(scenario, regime.policy), sizes).rotated(regime.away)
        for regime in rollout.regimes
    )
    return seated_in(scenario, parameters, arrangements)


def seated_in(scenario: Scenario, parameters: Parameters, arrangements: tuple[Arrangement, ...]) -> Workforce:
    """Return the workforce of some arrangements; seniors hold the first seats, so that they lead units."""
    seats = tuple(sorted({SeatKey(s.role, s.ordinal) for each in arrangements for s in each.seats}))
    pay = [parameters.value(f"tier_pay_{tier}") for tier in TIER_NAMES]
    tiers = tuple(Tier(number, pay[number]) for number in (_tier(scenario, seat) for seat in seats))
    company = scenario.company.seats
    base = [company[seat.name].base_rmb * tier.pay for seat, tier in zip(seats, tiers, strict=True)]
    return Workforce(seats, arrangements, tiers, np.array(base, float))


def _tier(scenario: Scenario, seat: SeatKey) -> int:
    """Return the number of a seat's tier."""
    base, middle, senior = scenario.company.seats[seat.name].tier_counts
    return 2 if seat.ordinal < senior else 1 if seat.ordinal < senior + middle or base == 0 else 0


def base_pay_of(workforce: Workforce, rollout: Rollout, changed: Mapping[str, float]) -> np.ndarray:
    """Return float64[R, S], base pay a month.

    Args:
        workforce: of the run.
        rollout: of the policy.
        changed: role -> factor on base pay under the policy itself.
    """
    pay = np.empty((len(rollout.regimes), len(workforce.seats)))
    for r, policy in enumerate(rollout.policies):
        last = r >= rollout.first
        factors = [policy.base_factor(name) * (changed.get(name, 1.0) if last else 1.0) for name in ROLE_NAMES]
        pay[r] = workforce.base_rmb * np.array(factors)[workforce.roles]
    return pay
