"""The declared estimator of a pilot: difference in differences of lines, tested by randomisation inference.

A line's change is its mean in the pilot less its mean before. The estimate is the mean change of the lines that take
part less that of the others. Which lines take part is drawn by lot; the p value is the share of all possible draws
under which the difference would have been at least as large either way (Fisher 1935, The Design of Experiments). It
needs no assumption on how lines are spread, and is right however few they are.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from sim.results.statistics import LEVEL, t_quantile
from sim.results.totals import Floats

#: Draws that are looked through; where there are more, as many by lot.
MOST_DRAWS = 2000
#: Two estimates that differ by less are one.
SAME = 1e-12


def effect(changes: Floats, treated: NDArray[np.bool_]) -> Floats:
    """Return the difference in differences.

    Args:
        changes: float64[..., lines].
        treated: bool[..., lines], who takes part.
    """
    inside, outside = np.where(treated, changes, 0.0).sum(axis=-1), np.where(treated, 0.0, changes).sum(axis=-1)
    return np.asarray(inside / treated.sum(axis=-1) - outside / (~treated).sum(axis=-1))


def draws(lines: int, treated: int) -> NDArray[np.bool_]:
    """Return all ways to let some of the lines take part, bool[draws, lines]; by lot where there are too many."""
    if comb(lines, treated) <= MOST_DRAWS:
        chosen = np.array(list(combinations(range(lines), treated)))
    else:
        rng = np.random.default_rng(lines)
        chosen = np.array([rng.choice(lines, treated, replace=False) for _ in range(MOST_DRAWS)])
    ways = np.zeros((len(chosen), lines), bool)
    np.put_along_axis(ways, chosen, True, axis=1)
    return ways


def p_values(changes: Floats, treated: NDArray[np.bool_]) -> Floats:
    """Return the p value of every company by randomisation inference.

    Args:
        changes: float64[companies, lines].
        treated: bool[companies, lines], the same number in each.
    """
    ways = draws(changes.shape[1], int(treated[0].sum()))
    k, n = ways[0].sum(), ways.shape[1]
    weights = np.where(ways, 1.0 / k, -1.0 / (n - k))
    every = np.abs(changes @ weights.T)
    seen = np.abs(effect(changes, treated))[:, None]
    count = (every >= seen - SAME).sum(axis=1)
    if comb(n, int(k)) > MOST_DRAWS:  # the draw that was made is one of those looked through
        return np.asarray((count + 1.0) / (len(ways) + 1.0))
    return np.asarray(count / len(ways))


def spread(changes: Floats, treated: NDArray[np.bool_]) -> float:
    """Return the standard deviation of changes between lines of a company that are treated alike, pooled."""
    squares, free = 0.0, 0
    for group in (treated, ~treated):
        size = group.sum(axis=-1, keepdims=True)
        mean = np.where(group, changes, 0.0).sum(axis=-1, keepdims=True) / size
        squares += float((np.where(group, changes - mean, 0.0) ** 2).sum())
        free += int((size - 1).sum())
    return float(np.sqrt(squares / max(free, 1)))


def error(sd: float, treated: int, others: int) -> float:
    """Return the standard error of the difference in differences."""
    return float(sd * np.sqrt(1.0 / treated + 1.0 / others))


def formula_power(size: float, sd: float, treated: int, others: int, alarm: float = 1.0 - LEVEL) -> float:
    """Return the power of the two-sided t test of the same difference, if every line changed by the same plus noise.

    Args:
        size: true difference.
        sd: standard deviation of a line's change.
        treated: lines that take part.
        others: those that do not.
        alarm: rate of false alarms.
    """
    from scipy.special import nctdtr

    free = treated + others - 2
    if free < 1 or sd <= 0.0:
        return 1.0 if size and sd <= 0.0 else float("nan")
    shift, at = abs(size) / error(sd, treated, others), float(t_quantile(1.0 - alarm, np.array(float(free))))
    return float(1.0 - nctdtr(free, shift, at) + nctdtr(free, shift, -at))
