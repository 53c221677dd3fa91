"""The tables of a plan that say how one set of rules gives way to another: regimes, triggers, reviews."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.errors import SimError
from sim.plan.clock import Clock
from sim.plan.habit_tables import company_entries
from sim.plan.records import DEPARTURE, REGIME, REVIEW, TRIGGER, filled
from sim.plan.regimes import Rollout
from sim.plan.workforce import SeatKey, Workforce
from sim.structures.seating import Arrangement
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.triggers import TRIGGER_NAMES


def regime_table(rollout: Rollout, arrangements: Sequence[Arrangement], shift: float) -> np.ndarray:
    """Return REGIME[R].

    Args:
        rollout: of the policy.
        arrangements: of the regimes.
        shift: share of hours that one shift covers.
    """
    table = np.zeros(len(rollout.regimes), REGIME)
    for r, regime in enumerate(rollout.regimes):
        policy, rules = regime.policy, regime.policy.discretion
        table[r] = filled(
            REGIME,
            overtime_cap=policy.overtime_cap,
            sick_pay=policy.sick_pay,
            expected_fine=rules.audit_share * rules.fine_rmb,
            shift=shift,
            familiar=arrangements[r].familiar,
            remote=policy.remote_days,
            graded=1.0 if policy.grading else 0.0,
            refused=policy.grading.refused if policy.grading else 0.0,
            escalates=policy.structure.escalates,
            keeps=any(each.who == "kept" for each in regime.rules),
            timing=rules.timing,
            stage=regime.stage,
            **company_entries(policy),
        )
    return table


def trigger_table(rollout: Rollout) -> np.ndarray:
    """Return TRIGGER[*], by row."""
    rows = {each.row: each for each in rollout.regimes if each.trigger is not None}
    steps = sum(r >= rollout.first and not each.row for r, each in enumerate(rollout.regimes))
    table = np.zeros(len(rows), TRIGGER)
    for k, (row, each) in enumerate(sorted(rows.items())):
        rule = each.trigger
        assert rule is not None
        table[k] = filled(
            TRIGGER,
            row=row,
            first=rollout.first,
            steps=steps,
            measure=TRIGGER_NAMES.index(rule.measure),
            hold=rule.weeks,
            delay=each.announce_weeks,
            above=rule.above,
            below=rule.below,
        )
    return table


def review_table(rollout: Rollout) -> np.ndarray:
    """Return REVIEW[R], by regime; the rule of a policy is that of its first regime."""
    policies = rollout.policies
    table = np.zeros(len(policies), REVIEW)
    never = filled(REVIEW, since=10**9, every=1, gain=0.0, low=0.0, high=1.0, weight=0.5, goal=1.0)
    for r, policy in enumerate(policies):
        rule = policy.review
        table[r] = never
        if rule is not None and (r == 0 or policies[r - 1].review != rule):
            weight = policy.instruments[rule.instrument].weights[rule.metric]
            table[r] = filled(
                REVIEW,
                since=r,
                every=rule.every_weeks,
                gain=rule.gain,
                low=rule.low,
                high=rule.high,
                weight=weight,
                goal=rule.goal,
            )
    return table


def departure_table(rollout: Rollout, clock: Clock, workforce: Workforce) -> np.ndarray:
    """Return DEPARTURE[*]: who has to go under the policy of each regime.

    Args:
        rollout: of the policy.
        clock: of the run.
        workforce: of the run.

    Raises:
        SimError: a seat does not exist.
    """
    places, rows = {seat: i for i, seat in enumerate(workforce.seats)}, []
    for r, policy in enumerate(rollout.policies):
        for name, each in policy.departures.items():
            seat = SeatKey(ROLE_NAMES.index(each.role), each.seat - 1)
            if seat not in places:
                last = sum(other.role == seat.role for other in workforce.seats)
                raise SimError(
                    "departures.{0}: there is no {1} {2}; {3} has seats 1 to {4}",
                    "departures.{0}:没有 {1} {2};{3} 的席位为 1 至 {4}",
                    name,
                    each.role,
                    each.seat,
                    each.role,
                    last,
                )
            back = -1 if each.replaced is None else clock.simulated(each.replaced)
            rows.append(filled(DEPARTURE, regime=r, seat=places[seat], week=clock.simulated(each.day), back=back))
    table = np.zeros(len(rows), DEPARTURE)
    for k, row in enumerate(rows):
        table[k] = row
    return table
