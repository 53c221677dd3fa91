"""The facts of a run: all that its tables are made from, frozen, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.calendar import season_path
from sim.parameters import Parameters, default
from sim.plan.clock import Clock, clock_of
from sim.plan.expected import Expected, expected_results
from sim.plan.memo import Memo, Parts
from sim.plan.regimes import Rollout, rollout_of
from sim.plan.surrounding_tables import channel_of, channel_path
from sim.plan.workforce import Workforce, base_pay_of, workforce_of
from sim.plan.workload import own_work, requests
from sim.scenario.models import Scenario


@dataclass(frozen=True)
class Business:
    """What the company has to do and may expect.

    Attributes:
        season: float64[T], demand index of every week.
        requests: float64[roles, roles], person-weeks asked of the column role per person-week of the row role.
        work: float64[roles, L], person-weeks of own work a week at season 1 under the baseline.
        expected: what the baseline is expected to bring.
    """

    season: np.ndarray
    requests: np.ndarray
    work: np.ndarray
    expected: Expected


@dataclass(frozen=True)
class Facts:
    """What the tables of a plan are made from.

    Attributes:
        scenario: the document.
        parameters: behavioural numbers, with the document's own.
        clock: weeks and dates.
        rollout: the regimes.
        business: work and expected results.
        workforce: seats and where they are.
        base_pay: float64[R, S], RMB a month.
    """

    scenario: Scenario
    parameters: Parameters
    clock: Clock
    rollout: Rollout
    business: Business
    workforce: Workforce
    base_pay: np.ndarray


def parameters_of(scenario: Scenario) -> Parameters:
    """Return the registry's parameters with the scenario's overrides."""
    overrides = {
        name: each.value if each.low is None or each.high is None else (each.value, each.low, each.high)
        for name, each in scenario.behaviour.items()
    }
    parameters = default() if scenario.beliefs == "calibrated" else default().uncalibrated()
    return parameters.with_overrides(overrides)


def facts_of(
    scenario: Scenario,
    policy: str,
    memo: Memo,
    *,
    base_factor: Mapping[str, float] | None = None,
    shadow: str | None = None,
) -> tuple[Facts, Parts]:
    """Return the facts of a policy's run, and the parts of plans that have their layout in common.

    Args:
        scenario: the document.
        policy: name of the policy.
        memo: parts of earlier plans.
        base_factor: role -> factor on base pay under the policy.
        shadow: name of another policy whose instruments are reckoned only.

    Raises:
        SimError: a policy does not exist or cannot be arranged.
    """
    clock = clock_of(scenario, policy)
    rollout = rollout_of(scenario, policy, clock, shadow)
    parts = memo.parts_of(_layout(scenario, clock, rollout))
    parameters = parts.once("parameters", lambda: parameters_of(scenario))
    business = parts.once("business", lambda: _business(scenario, parameters, clock))
    workforce = parts.once("workforce", lambda: workforce_of(scenario, parameters, rollout, business.work))
    pay = base_pay_of(workforce, rollout, base_factor or {})
    return Facts(scenario, parameters, clock, rollout, business, workforce, pay), parts


def _layout(scenario: Scenario, clock: Clock, rollout: Rollout) -> tuple[object, ...]:
    """Return all that decides on the parts of a plan that neither pay nor discretion touches."""
    return (
        scenario.company,
        scenario.lines,
        scenario.calendar,
        scenario.campaigns,
        scenario.budgets,
        scenario.discretion,
        scenario.behaviour,
        scenario.channel,
        clock,
        rollout.starts,
        rollout.first,
        [(each.policy.structure, each.policy.headcount, each.away, each.trigger) for each in rollout.regimes],
    )


def _business(scenario: Scenario, parameters: Parameters, clock: Clock) -> Business:
    """Return what the company has to do and may expect."""
    season = np.asarray(season_path(clock.first_day, clock.weeks, scenario.calendar), float)
    asked = requests(scenario)
    work = own_work(scenario, parameters, asked, _mastered(scenario, parameters, clock))
    return Business(season, asked, work, expected_results(scenario, parameters, clock, season))


def _mastered(scenario: Scenario, parameters: Parameters, clock: Clock) -> np.ndarray:
    """Return float64[roles], share of output that is left to a role where it does not master the new channel yet."""
    weight, mastery = channel_of(scenario.channel).T
    mastery = np.where(mastery < 0.0, parameters.value("new_skill_newcomer"), mastery)
    return np.asarray(1.0 - channel_path(scenario.channel, clock)[0] * weight * (1.0 - mastery))
