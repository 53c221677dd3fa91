"""Totals of weekly series: over an estimation window, or over the trailing weeks of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.units import WEEKS_PER_MONTH, WEEKS_PER_YEAR

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """Sums of weekly series, from which every measure is computed.

    Attributes:
        series: float64 [cases, weeks, series], or any shape [cases, times, series] of sums over weeks.
        names: name of each series.
        weeks: weeks behind every sum; a number, or float64 [times].
        period_weeks: length of the period to which `rate` refers: a year for windows, one week for charts.
        look_back: 0 where the series are sums; else they are weekly, and a total is that of so many weeks to each week.
    """

    series: NDArray[np.floating[Any]]
    names: tuple[str, ...]
    weeks: float | Floats
    period_weeks: float
    look_back: int = 0

    def total(self, name: str) -> Floats:
        """Return the sum of a series.

        Raises:
            KeyError: the series was not recorded.
        """
        if name not in self.names:
            raise KeyError(name)
        series = self.series[..., self.names.index(name)].astype(np.float64, copy=False)
        return _looking_back(series, self.look_back) if self.look_back > 1 else series

    def mean(self, name: str) -> Floats:
        """Return the mean over the weeks."""
        return self.total(name) / self.weeks

    def rate(self, *names: str) -> Floats:
        """Return the sum of one or more series per period (a year, or a week in charts)."""
        return sum((self.total(name) for name in names[1:]), self.total(names[0])) / self.weeks * self.period_weeks

    def payroll(self, *names: str) -> Floats:
        """Return the sum of one or more series per period (see `rate`), counted by months instead of weeks.

        What people cost is agreed by the month. Weeks of four-week months cost more than those of five-week months, so
        a span of weeks holds twelve months' pay a year by its months only.
        """
        monthly = divide(sum((self.total(name) for name in names[1:]), self.total(names[0])), self.total("months"))
        return monthly * self.period_weeks / WEEKS_PER_MONTH

    def ratio(self, numerator: str, denominator: str, scale: float = 1.0) -> Floats:
        """Return `scale * sum(numerator) / sum(denominator)`; NaN where the denominator is 0."""
        return scale * divide(self.total(numerator), self.total(denominator))


def _looking_back(series: Floats, length: int) -> Floats:
    """Return float64[cases, weeks], sums over `length` weeks to each week, fewer at the start."""
    sums = np.cumsum(series, axis=1)
    sums[:, length:] -= sums[:, :-length].copy()
    return sums


def divide(numerator: Floats, denominator: Floats) -> Floats:
    """Return the quotient, NaN where the denominator is 0."""
    quotient = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def window(series: Floats, names: Sequence[str], first: int) -> Totals:
    """Return totals over the weeks from `first` to the end, with rates per year.

    Args:
        series: float64 [cases, weeks, series].
        names: name of each series.
        first: first week of the window, 0 the first recorded week.

    Returns:
        Totals whose arrays have shape [cases].
    """
    weeks = series.shape[1] - first
    return Totals(series[:, first:].sum(axis=1), tuple(names), float(weeks), WEEKS_PER_YEAR)


def trailing(series: NDArray[np.floating[Any]], names: Sequence[str], length: int) -> Totals:
    """Return totals over the trailing `length` weeks (fewer at the start), with rates per week.

    Args:
        series: [cases, weeks, series].
        names: name of each series.
        length: weeks to look back, this one included; 1 for the plain weekly path.

    Returns:
        Totals whose arrays have shape [cases, weeks].
    """
    weeks = series.shape[1]
    return Totals(series, tuple(names), np.minimum(np.arange(1.0, weeks + 1), length), 1.0, look_back=length)
