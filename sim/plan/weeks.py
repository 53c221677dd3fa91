"""The weeks of a plan: regime in force, season, months, readiness to leave."""

from __future__ import annotations

import numpy as np

from sim.calendar import months, period_index, period_lengths
from sim.parameters import Parameters
from sim.plan.clock import Clock
from sim.plan.records import WEEK
from sim.plan.regimes import Rollout
from sim.plan.surrounding_tables import channel_path
from sim.scenario.models import Company, Scenario

LONGEST_TENURE = 520


def week_table(
    scenario: Scenario, parameters: Parameters, clock: Clock, rollout: Rollout, season: np.ndarray
) -> np.ndarray:
    """Return WEEK[T].

    Args:
        scenario: the document.
        parameters: behavioural numbers.
        clock: of the run.
        rollout: of the policy.
        season: float64[T], demand index.
    """
    weeks = np.zeros(clock.weeks, WEEK)
    weeks["season"], weeks["applicants"], weeks["channel"] = season, 1.0, channel_path(scenario.channel, clock)
    weeks["month"] = period_index(clock.first_day, clock.weeks, "month")
    weeks["month_share"] = 1.0 / period_lengths(clock.first_day, clock.weeks, "month")
    weeks["regime"], weeks["coming"], weeks["begins"] = regime_weeks(scenario, clock, rollout)
    weeks["usual"][: clock.burn_in] = 1
    weeks["exit_push"] = season_push(scenario.company, parameters, clock)
    return weeks


def season_push(company: Company, parameters: Parameters, clock: Clock) -> np.ndarray:
    """Return float64[T], log of readiness to leave by season relative to the mean of the year."""
    monthly = np.array(company.exit_season or [parameters.value(f"exit_season_{m}") for m in range(1, 13)])
    monthly = monthly / monthly.mean() if monthly.any() else monthly
    return np.asarray(np.log(np.maximum(monthly[months(clock.first_day, clock.weeks) - 1], 1e-6)))


def tenure_push(company: Company, parameters: Parameters) -> np.ndarray:
    """Return float64[521], log of the relative exit hazard by weeks of tenure."""
    tenure, push = np.arange(LONGEST_TENURE + 1), np.zeros(LONGEST_TENURE + 1)
    if company.hazard_by_tenure:
        until = [step.until_week for step in company.hazard_by_tenure]
        factors = np.array([step.factor for step in company.hazard_by_tenure])
        band = np.minimum(np.searchsorted(until, tenure, side="right"), len(until) - 1)
        relative = tenure / parameters.value("hump_weeks")
        hump = parameters.value("hump_height") * relative * np.exp(1.0 - relative)
        push = np.log(np.maximum(factors[band], 1e-6)) - hump
    return push


def regime_weeks(scenario: Scenario, clock: Clock, rollout: Rollout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return int64[T] regime in force, regime announced, and week in which that is to begin."""
    regime, starts, first = rollout.in_force(), rollout.starts, rollout.first
    coming, begins = regime.copy(), np.zeros(clock.weeks, np.int64)
    for r, each in enumerate(rollout.regimes):
        if each.announce_weeks and not each.row:
            told = slice(max(starts[r] - each.announce_weeks, 0), starts[r])
            coming[told], begins[told] = r, starts[r]
    policy = scenario.policy(rollout.policy)
    if first:
        until = starts[first] if policy.cancel is None else min(clock.simulated(policy.cancel), clock.weeks)
        told = slice(clock.within(clock.policy_announce), until)
        coming[told], begins[told] = first, starts[first]
    return regime, coming, begins
