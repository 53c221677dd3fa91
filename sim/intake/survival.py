"""Who stays how long: the model's own hazard of leaving, fitted to a life table of tenure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.units import WEEKS_PER_MONTH

Floats = NDArray[np.float64]
#: Places between which a fit looks: log weekly hazard, height of the hump (log points), week of its peak.
BOUNDS = ((-9.0, -3.0), (-1.0, 4.0), (2.0, 260.0))


@dataclass(frozen=True)
class TenureFit:
    """The hazard `exp(quit_base + hump_height x exp(1 - x))`, x = weeks of tenure / hump_weeks.

    Attributes:
        quit_base: log weekly hazard of long tenure.
        hump_height: extra log hazard at its peak.
        hump_weeks: tenure at the peak, weeks.
        expected: float64 [rows], exits the fit expects among those at risk.
        observed: float64 [rows].
        misfit: chi-square of the rows, and the probability of one as large.
    """

    quit_base: float
    hump_height: float
    hump_weeks: float
    expected: Floats
    observed: Floats
    misfit: tuple[float, float]


def fit_tenure(start: Floats, end: Floats, at_risk: Floats, exits: Floats) -> TenureFit:
    """Return the model's hazard that fits a life table best.

    Args:
        start: float64 [rows], months of tenure from which a row counts.
        end: months of tenure at which it ends.
        at_risk: people whose tenure reached the start.
        exits: of them, those who left before the end; who is lost from sight counts for half of the row.

    Raises:
        SimError: fewer than five rows, or numbers that cannot be.
    """
    from scipy.optimize import minimize
    from scipy.stats import chi2

    start, end, at_risk, exits = (np.asarray(each, float) for each in (start, end, at_risk, exits))
    if len(start) < 5 or (end <= start).any() or (exits > at_risk).any() or (exits < 0).any():
        raise SimError(
            "a life table needs five rows or more, ends after starts, and no more exits than people at risk",
            "生命表至少需要五行,离开须晚于进入,且离职人数不得多于在险人数",
        )

    def leaving(parameters: Floats) -> Floats:
        return np.clip(-np.expm1(-_cumulative(start, end, parameters)), 1e-12, 1.0 - 1e-12)

    def loss(parameters: Floats) -> float:
        share = leaving(parameters)
        return -float(np.sum(exits * np.log(share) + (at_risk - exits) * np.log1p(-share)))

    starts = [(-6.0, height, week) for height in (0.2, 1.0) for week in (8.0, 30.0, 80.0)]
    found = min((minimize(loss, x, bounds=BOUNDS, method="L-BFGS-B") for x in starts), key=lambda each: each.fun)
    expected = at_risk * leaving(found.x)
    size = float(np.sum((exits - expected) ** 2 / (expected * (1.0 - expected / at_risk))))
    base, height, week = (float(x) for x in found.x)
    return TenureFit(base, height, week, expected, exits, (size, float(chi2.sf(size, len(start) - 3))))


def _cumulative(start: Floats, end: Floats, parameters: Floats) -> Floats:
    """Return float64 [rows], the hazard added up over the weeks of each row."""
    base, height, week = parameters
    steps = np.linspace(0.0, 1.0, 41)
    tenure = WEEKS_PER_MONTH * (start[:, None] + (end - start)[:, None] * steps)
    relative = tenure / week
    hazard = np.exp(base + height * relative * np.exp(1.0 - relative))
    weeks = WEEKS_PER_MONTH * (end - start)
    return np.asarray(weeks * 0.5 * (hazard[:, 1:] + hazard[:, :-1]).mean(axis=1))
