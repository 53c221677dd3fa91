"""Many intervals at once: wide enough for all policies, and verdicts of a long table corrected for being many.

Of twenty intervals of nothing one leaves out zero by chance. Where a few policies stand beside each other the intervals
of a measure are widened so that all of them hold at once (Bonferroni). In a table of hundreds the verdicts are
corrected instead, so that at most 5 in 100 of the differences that it calls better or worse are chance (Benjamini and
Hochberg 1995, The control of the false discovery rate).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.results.precision import level_of
from sim.results.statistics import LEVEL, t_quantile

if TYPE_CHECKING:
    from sim.results.comparison import Comparison, Row

#: Share of chance findings among the differences that a table calls better, worse, higher or lower.
FALSE_DISCOVERIES = 1.0 - LEVEL
OPEN = ("cannot say", "same")


def policies_of(comparison: Comparison) -> tuple[str, ...]:
    """Return the policies compared with the baseline, pay-neutral twins left out."""
    return tuple(run.variant.name for run in comparison.runs[1:] if not run.variant.pay_neutral)


def simultaneous(comparison: Comparison, row: Row) -> tuple[float, float]:
    """Return the interval of a row widened so that those of all policies hold at once with 95 % confidence."""
    level = level_of(comparison.stopping.reason)
    wider = 1.0 - (1.0 - level) / len(policies_of(comparison))
    quantiles = t_quantile(np.array([wider, level]), np.array(row.replicates - 1.0))
    width = 0.5 * (row.high - row.low) * float(quantiles[0] / quantiles[1])
    return row.estimate - width, row.estimate + width


def p_value(comparison: Comparison, row: Row) -> float:
    """Return the chance of a difference as large if there were none; NaN where there is no interval."""
    from scipy.special import stdtr

    width = 0.5 * (row.high - row.low)
    if not math.isfinite(width) or not math.isfinite(row.estimate):
        return math.nan
    if width == 0.0:
        return 1.0 if row.estimate == 0.0 else 0.0
    quantile = float(t_quantile(level_of(comparison.stopping.reason), np.array(row.replicates - 1.0)))
    return float(2.0 * stdtr(row.replicates - 1.0, -abs(row.estimate) / width * quantile))


def corrected(comparison: Comparison) -> dict[tuple[str, str], str]:
    """Return (policy, measure) -> verdict, corrected for the number of rows.

    A difference that nothing but chance may have made is `cannot say`; what an interval alone leaves open stays open.
    """
    from scipy.stats import false_discovery_control

    values = np.array([p_value(comparison, row) for row in comparison.rows])
    known = np.isfinite(values)
    adjusted = np.ones(len(values))
    if known.any():
        adjusted[known] = false_discovery_control(values[known], method="bh")
    return {
        (row.policy, row.measure): row.verdict if row.verdict in OPEN or p <= FALSE_DISCOVERIES else "cannot say"
        for row, p in zip(comparison.rows, adjusted, strict=True)
    }
