"""What the baseline is expected to bring, week by week: the yardstick of targets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.parameters import Parameters
from sim.plan.campaign_tables import listed_weeks
from sim.plan.clock import Clock
from sim.plan.workload import units_made, utilisation
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES


@dataclass(frozen=True)
class Expected:
    """What the baseline is expected to bring, by line: the yardstick of targets.

    Attributes:
        names: of the lines.
        weekly: metric -> float64[L, T] expected result of a line and week (amount metrics).
        orders: float64[L] orders a week at season 1, weights of level metrics.
        load: float64[roles] measured load of each role.
        repeat: float64[L] weekly rate of repeat orders today.
        churn: float64[L] share of customers lost a week today.
        rank: float64[L] rank of a line in its category today.
        away: float64[roles] share of working days that people are away.
    """

    names: tuple[str, ...]
    weekly: dict[str, np.ndarray]
    orders: np.ndarray
    load: np.ndarray
    repeat: np.ndarray
    churn: np.ndarray
    rank: np.ndarray
    away: np.ndarray


def expected_results(scenario: Scenario, parameters: Parameters, clock: Clock, season: np.ndarray) -> Expected:
    """Return expected results by line and week: new orders follow the season, repeat orders its root.

    Args:
        scenario: the document.
        parameters: behavioural numbers.
        clock: of the run.
        season: float64[T], demand index.
    """
    lines = scenario.lines
    new = np.array([line.visits * line.conversion for line in lines])
    repeat = np.array([line.active_customers * line.repeat_weekly for line in lines])
    path = new[:, None] * season + repeat[:, None] * season ** parameters.value("season_repeat_power")
    opens, closes = listed_weeks(scenario, clock)[:, :, None]
    path *= (np.arange(clock.weeks) >= opens) & (np.arange(clock.weeks) < closes)
    basket = np.array([line.basket_rmb for line in lines])[:, None]
    keep = 1.0 - np.array([line.return_rate for line in lines])[:, None]
    margin = np.array([line.gross_margin for line in lines])[:, None]
    fresh = new[:, None] * season * (path > 0.0)
    if units := units_made(scenario, parameters):
        path = fresh = np.full((1, clock.weeks), units)
        new = path[:, 0]
    visits = np.array([line.visits for line in lines])[:, None] * season * (path > 0.0)
    weekly = {"orders": path, "new_customers": fresh, "visits": visits, "gmv": path * basket}
    weekly["gmv_net"] = weekly["gmv"] * keep
    weekly["margin"] = np.maximum(weekly["gmv_net"] * margin - ads(scenario)[:, None], 1.0)
    rates, churn, ranks = (
        np.array([getattr(line, name) for line in lines], float) for name in ("repeat_weekly", "churn_weekly", "rank")
    )
    away = np.array([scenario.company.away(role) for role in ROLE_NAMES])
    names = tuple(line.name for line in lines)
    return Expected(names, weekly, new + repeat, utilisation(scenario), rates, churn, ranks, away)


def ads(scenario: Scenario) -> np.ndarray:
    """Return float64[L], advertising RMB a week by line, in proportion to visits."""
    visits = np.array([line.visits for line in scenario.lines])
    return np.asarray(scenario.budgets.ads_rmb * visits / max(visits.sum(), 1e-12))
