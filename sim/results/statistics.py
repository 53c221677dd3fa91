"""Paired differences: estimates with intervals, and what pairing gains over independent runs.

Case r of the policy and case r of the baseline share their luck and their parameters, so the differences of the pairs
are independent draws and a t interval of their mean holds luck and parameter uncertainty (Law, Simulation Modeling
and Analysis, section 10.2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.results.totals import Floats, divide

LEVEL, OUTCOME_LEVEL = 0.95, 0.80


@dataclass(frozen=True)
class Paired:
    """Policy minus baseline; every array has shape [measures].

    Attributes:
        estimate: mean difference.
        low: lower end of the interval of the mean difference.
        high: upper end.
        outcome_low: lower end of the central range of single differences.
        outcome_high: upper end.
        above: share of single differences above 0, ties counted half.
        variance_ratio: variance of the difference of independent runs / variance of the paired difference.
        replicates: number of pairs in which both values exist.
        baseline_mean: mean of the baseline over these pairs.
        policy_mean: mean of the policy over these pairs.
    """

    estimate: Floats
    low: Floats
    high: Floats
    outcome_low: Floats
    outcome_high: Floats
    above: Floats
    variance_ratio: Floats
    replicates: Floats
    baseline_mean: Floats
    policy_mean: Floats

    @property
    def half_width(self) -> Floats:
        """Half the width of the interval."""
        return 0.5 * (self.high - self.low)


def t_quantile(level: float | Floats, degrees: Floats) -> Floats:
    """Return the two-sided quantile of Student's t: `P(|T| <= q) = level`; NaN below one degree of freedom."""
    from scipy.special import stdtrit

    degrees = np.asarray(degrees, dtype=float)
    return np.where(degrees >= 1, stdtrit(np.maximum(degrees, 1.0), 0.5 + 0.5 * np.asarray(level)), np.nan)


def half_width(differences: Floats, level: float = LEVEL) -> Floats:
    """Return the half-width of the t interval of the mean over axis 0: `t sd / sqrt(n)`; NaNs are left out.

    Args:
        differences: float64 [pairs, ...].
        level: confidence.
    """
    n, _, variance = _moments(differences)
    return t_quantile(level, n - 1) * np.sqrt(variance / np.maximum(n, 1))


def paired(policy: Floats, baseline: Floats, level: float = LEVEL, outcome: float = OUTCOME_LEVEL) -> Paired:
    """Return the paired differences of measures.

    Args:
        policy: float64 [pairs, measures].
        baseline: float64 [pairs, measures]; row r shares luck and parameters with row r of the policy.
        level: confidence of the interval of the mean difference.
        outcome: probability mass of the range of single differences.

    Returns:
        The statistics; a pair in which either value is NaN is left out for that measure.
    """
    missing = np.isnan(policy) | np.isnan(baseline)
    policy, baseline = np.where(missing, np.nan, policy), np.where(missing, np.nan, baseline)
    difference = policy - baseline
    n, estimate, variance = _moments(difference)
    _, policy_mean, policy_variance = _moments(policy)
    _, baseline_mean, baseline_variance = _moments(baseline)
    width = t_quantile(level, n - 1) * np.sqrt(variance / np.maximum(n, 1))
    outcome_low, outcome_high = _central(difference, outcome)
    above = (np.sum(difference > 0, axis=0) + 0.5 * np.sum(difference == 0, axis=0)) / np.maximum(n, 1)
    return Paired(
        estimate=estimate,
        low=estimate - width,
        high=estimate + width,
        outcome_low=outcome_low,
        outcome_high=outcome_high,
        above=np.where(n > 0, above, np.nan),
        variance_ratio=_ratio(policy_variance + baseline_variance, variance),
        replicates=n,
        baseline_mean=baseline_mean,
        policy_mean=policy_mean,
    )


def _moments(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return count, mean and variance over axis 0 without NaNs; NaN where there are too few."""
    present = ~np.isnan(values)
    n = present.sum(axis=0).astype(float)
    mean = divide(np.where(present, values, 0.0).sum(axis=0), n)
    squares = np.where(present, values - mean, 0.0)
    return n, mean, divide((squares * squares).sum(axis=0), np.maximum(n - 1, 0.0))


def _central(values: Floats, mass: float) -> tuple[Floats, Floats]:
    """Return the central range over axis 0 that holds a probability mass; NaN for columns without values."""
    low, high = np.full((2, *values.shape[1:]), np.nan)
    full = ~np.isnan(values).all(axis=0)
    tail = 0.5 - 0.5 * mass
    if full.any():
        low[full], high[full] = np.nanquantile(values[:, full], [tail, 1.0 - tail], axis=0)
    return low, high


def _ratio(unpaired: Floats, paired_variance: Floats) -> Floats:
    """Return the variance ratio: infinite where only the paired variance is 0, NaN where both are."""
    return np.where((paired_variance == 0) & (unpaired > 0), np.inf, divide(unpaired, paired_variance))


def share(holds: Any) -> tuple[float, float, float]:
    """Return a share of outcomes with its exact 95 % interval; NaN without outcomes."""
    from scipy.special import betaincinv

    n = len(holds)
    if n == 0:
        return math.nan, math.nan, math.nan
    count, tail = int(np.sum(holds)), 0.5 - 0.5 * LEVEL
    low = float(betaincinv(count, n - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, n - count, 1.0 - tail)) if count < n else 1.0
    return count / n, low, high
