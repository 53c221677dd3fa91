"""Selling lines and demand calendar from weekly flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.intake.flow import Flow, together
from sim.intake.repeat import Repeat, demand_from_gmv, estimate_repeat, known_before
from sim.intake.returns import Returns, return_rate
from sim.intake.season import Season, estimate_season
from sim.units import YEAR_WEEKS

_STRONGEST = 19.0


@dataclass(frozen=True)
class LineEstimate:
    """One selling line.

    Attributes:
        name: of the line.
        share: of the paid value of the last year.
        new_orders, repeat_orders: per week at season 1.
        basket: paid value of an order, RMB.
        repeat: repeat buying and churn.
        returns: return rate.
    """

    name: str
    share: float
    new_orders: float
    repeat_orders: float
    basket: float
    repeat: Repeat
    returns: Returns

    @property
    def customers(self) -> float:
        """Active customers: repeat orders per week over repeat orders per active customer and week."""
        return self.repeat_orders / self.repeat.repeat_weekly


@dataclass(frozen=True)
class Demand:
    """Demand of the company.

    Attributes:
        season: of GMV.
        index: float64[53] demand index by ISO week.
        peaks: demand index of each peak of `season`.
        weekly: float64[T] demand index of the observed weeks.
        repeat_share: share of repeat orders in the last year, old customers counted as such.
        lines: the selling lines, largest first.
    """

    season: Season
    index: np.ndarray
    peaks: tuple[float, ...]
    weekly: np.ndarray
    repeat_share: float
    lines: tuple[LineEstimate, ...]


def estimate_demand(flows: Sequence[Flow], market: str) -> Demand:
    """Season, peaks and lines.

    The season is that of the whole company (`season.estimate_season`); the demand index behind it
    (`repeat.demand_from_gmv`) and the share of repeat orders depend on each other and are found in three passes.

    Args:
        flows: complete weeks of each line.
        market: whose festivals are looked for: `china` or `west`.
    """
    whole = together(flows, "all")
    season = estimate_season(whole.paid, whole.first_week, market)
    share = float(whole.repeat_orders.sum() / max(whole.orders.sum(), 1.0))
    trend = season.trend / season.trend[-YEAR_WEEKS:].mean()
    for _ in range(3):
        demand = _bounded(demand_from_gmv(season.weekly, share))
        company = estimate_repeat(whole, demand)
        lines = _lines(flows, whole, demand, trend, company)
        repeats = sum(line.repeat_orders for line in lines)
        share = repeats / max(repeats + sum(line.new_orders for line in lines), 1e-9)
    peaks = tuple(float(each) for each in _bounded(demand_from_gmv(np.array([p.index for p in season.peaks]), share)))
    return Demand(season, _bounded(demand_from_gmv(season.index, share)), peaks, demand, share, lines)


def _bounded(index: np.ndarray) -> np.ndarray:
    """Indices within what a scenario accepts."""
    return np.clip(index, 0.02, _STRONGEST)


def _lines(
    flows: Sequence[Flow], whole: Flow, demand: np.ndarray, trend: np.ndarray, company: Repeat
) -> tuple[LineEstimate, ...]:
    total = float(whole.paid[whole.last()].sum())
    return tuple(_line(flow, demand, trend, company, total) for flow in flows)


def _line(flow: Flow, demand: np.ndarray, trend: np.ndarray, company: Repeat, total: float) -> LineEstimate:
    """One line at season 1, from the last year."""
    repeat = estimate_repeat(flow, demand, company)
    old = known_before(flow, demand * trend, repeat)
    year = flow.last()
    new = float((flow.first_orders - old)[year].sum() / demand[year].sum())
    again = float((flow.repeat_orders + old)[year].sum() / np.sqrt(demand[year]).sum())
    paid, orders = float(flow.paid[year].sum()), max(float(flow.orders[year].sum()), 1.0)
    return LineEstimate(flow.name, paid / total, new, again, paid / orders, repeat, return_rate(flow))
