"""Share of paid value that goes back, although the last orders have not come back yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.intake.flow import Flow
from sim.units import YEAR_WEEKS

MATURE_WEEKS = 5
ASSUMED = 0.10
_MOST_LAG = 26


@dataclass(frozen=True)
class Returns:
    """Return rate by value, its standard error, and how it was found."""

    rate: float
    error: float
    method: str


def return_rate(flow: Flow) -> Returns:
    """Share of the paid value of the last year that goes back.

    With dates of refunds (chain ladder on value): the refunds of lag k, k weeks after the order, are divided by the
    paid value of the orders old enough to have shown that lag, and the shares are added over k up to 26 weeks; so an
    order of last week counts in the lags it has lived through and in no other. Without dates: refunds over paid value
    of the weeks before the last five, in which returns are taken to be complete. Weekly aggregates: refunds booked in
    a week over paid value of the same weeks, which needs no correction where both are steady. The standard error is
    that of a weekly ratio.

    Args:
        flow: complete weeks of a line.

    Returns:
        The rate, between 0 and 0.9.
    """
    if not flow.refunds_known:
        return Returns(ASSUMED, float("nan"), "assumed: the data do not tell what went back")
    if flow.return_triangle is not None:
        return _by_lag(flow)
    span = flow.last(YEAR_WEEKS + MATURE_WEEKS if flow.cohorts is not None else YEAR_WEEKS)
    paid, refunds = flow.paid[span], flow.refunds[span]
    if flow.cohorts is not None and len(paid) > 3 * MATURE_WEEKS:
        paid, refunds = paid[:-MATURE_WEEKS], refunds[:-MATURE_WEEKS]
        method = f"refunds over paid value of orders at least {MATURE_WEEKS} weeks old"
    else:
        method = "refunds over paid value of the same weeks"
    return _ratio(refunds, paid, method)


def _by_lag(flow: Flow) -> Returns:
    """Chain ladder over the orders of the last year and half a year before, so that every lag has been seen."""
    assert flow.return_triangle is not None
    begin = max(0, flow.weeks - YEAR_WEEKS - _MOST_LAG)
    rate = 0.0
    for lag in range(min(_MOST_LAG, flow.weeks - begin - 1) + 1):
        rows = np.arange(begin, flow.weeks - lag - 1)
        paid = flow.paid[rows].sum() if len(rows) else 0.0
        if paid > 0:
            rate += float(flow.return_triangle[rows, rows + lag].sum() / paid)
    span = slice(begin, max(begin + 1, flow.weeks - MATURE_WEEKS))
    error = _ratio(flow.return_triangle[span].sum(axis=1), flow.paid[span], "").error
    return Returns(min(rate, 0.9), error, "refunds by weeks since the order over the orders that old (chain ladder)")


def _ratio(part: np.ndarray, whole: np.ndarray, method: str) -> Returns:
    """Ratio of sums with the standard error of a ratio of weekly sums."""
    total = float(whole.sum())
    if total <= 0:
        return Returns(0.0, 0.0, method)
    rate = float(part.sum()) / total
    residual = part - rate * whole
    weeks = max(2, len(whole))
    error = float(np.sqrt(weeks / (weeks - 1) * (residual**2).sum()) / total)
    return Returns(min(rate, 0.9), error, method)
