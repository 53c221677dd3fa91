"""Importance weights whose largest are smoothed, with the diagnostic that says whether they can be trusted.

Vehtari, Simpson, Gelman, Yao and Gabry 2024 (Pareto smoothed importance sampling); the tail is fitted by the method of
Zhang and Stephens 2009.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Above this Pareto k the mean over weighted draws is not to be trusted.
UNTRUSTED = 0.7
FEWEST_IN_TAIL = 5


def smoothed(logs: Floats) -> tuple[Floats, float]:
    """Return weights of mean 1 and Pareto k from log weights, float64 [draws].

    k is infinite where the tail is too short or flat to tell; it is 0 where all weights are the same.
    """
    weights = np.exp(logs - logs.max())
    if np.ptp(logs) < 1e-12:
        return np.ones_like(weights), 0.0
    size = int(min(0.2 * len(weights), 3.0 * np.sqrt(len(weights))))
    if size < FEWEST_IN_TAIL:
        return weights / weights.mean(), float("inf")
    order = np.argsort(weights)
    tail, mark = order[-size:], weights[order[-size - 1]]
    k, scale = fitted(weights[tail] - mark)
    if np.isfinite(k):
        u = (np.arange(size) + 0.5) / size
        quantiles = -scale * np.log1p(-u) if abs(k) < 1e-9 else scale * np.expm1(-k * np.log1p(-u)) / k
        weights[tail] = np.minimum(mark + quantiles, 1.0)
    return weights / weights.mean(), k


def fitted(excesses: Floats) -> tuple[float, float]:
    """Return shape k and scale of a generalised Pareto distribution from sorted excesses, float64 [n]."""
    n = len(excesses)
    if excesses[-1] <= 0.0:
        return float("inf"), 0.0
    quartile = excesses[max(int(n / 4.0 + 0.5) - 1, 0)]
    if quartile <= 0.0:
        return float("inf"), 0.0
    steps = 30 + int(np.sqrt(n))
    b = 1.0 / excesses[-1] + (1.0 - np.sqrt(steps / (np.arange(1, steps + 1) - 0.5))) / (3.0 * quartile)
    shapes = np.log1p(-b[:, None] * excesses).mean(axis=1)
    profile = n * (np.log(-b / shapes) - shapes - 1.0)
    weight = np.exp(profile - profile.max())
    centre = float((b * weight).sum() / weight.sum())
    shape = float(np.log1p(-centre * excesses).mean())
    scale = -shape / centre
    return (n * shape + 10 * 0.5) / (n + 10), scale
