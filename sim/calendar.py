"""Weeks and their place in the year: ISO weeks, months, periods of pay, and the season of the demand.

A week runs from Monday to Sunday and belongs to the month, quarter and year of its Thursday, as in ISO 8601. Every path
starts at a Monday, which may lie before the company's start (burn-in).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.units import DAYS_PER_WEEK, YEAR_WEEKS
from sim.vocabulary.periods import PERIODS

_MONTHS_PER_PERIOD = {period.name: period.months for period in PERIODS}
_THURSDAY = np.timedelta64(3, "D")


class PeakDays(Protocol):
    """Days with a demand of their own: first and last day, index, and whether they come back every year."""

    @property
    def from_(self) -> date:
        """First day."""
        ...

    @property
    def until(self) -> date:
        """Last day."""
        ...

    @property
    def index(self) -> float:
        """Demand relative to an average day."""
        ...

    @property
    def yearly(self) -> bool:
        """Whether it comes back every year."""
        ...


class Season(Protocol):
    """An index for each ISO week (53 numbers, or none: 1 all year) and the peaks that override it on their days."""

    @property
    def season(self) -> Sequence[float]:
        """53 numbers or none."""
        ...

    @property
    def peaks(self) -> Sequence[PeakDays]:
        """Peaks; of two on one day the later listed holds."""
        ...


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week_starts(start: date, n_weeks: int) -> NDArray[np.datetime64]:
    """Mondays of `n_weeks` weeks from `start` on: datetime64[D], shape [n_weeks].

    Raises:
        ValueError: `start` is not a Monday.
    """
    if start.weekday():
        raise ValueError(f"{start} is not a Monday")
    return np.datetime64(start, "D") + (DAYS_PER_WEEK * np.arange(n_weeks)).astype("timedelta64[D]")


def week_of(start: date, day: date) -> int:
    """Index of the week that holds `day`, counted from the week of `start`; negative before it."""
    return (monday(day) - monday(start)).days // DAYS_PER_WEEK


def iso_weeks(start: date, n_weeks: int) -> NDArray[np.int64]:
    """ISO week number 1 to 53 of each week, shape [n_weeks]."""
    thursdays = week_starts(start, n_weeks) + _THURSDAY
    days = (thursdays - thursdays.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
    return days // DAYS_PER_WEEK + 1


def months(start: date, n_weeks: int) -> NDArray[np.int64]:
    """Calendar month 1 to 12 of each week, the month of its Thursday, shape [n_weeks]."""
    return _months_since_epoch(start, n_weeks) % 12 + 1


def years(start: date, n_weeks: int) -> NDArray[np.int64]:
    """ISO year of each week, shape [n_weeks]."""
    return _months_since_epoch(start, n_weeks) // 12 + 1970


def _months_since_epoch(start: date, n_weeks: int) -> NDArray[np.int64]:
    """Months since January 1970 of each week's Thursday, shape [n_weeks]."""
    return (week_starts(start, n_weeks) + _THURSDAY).astype("datetime64[M]").astype(np.int64)


def period_index(start: date, n_weeks: int, period: str) -> NDArray[np.int64]:
    """Number of the week, month, quarter or year that each week belongs to, 0 for that of the first week.

    The first and the last period may be cut short by the ends of the path.

    Returns:
        Rising by at most 1 from week to week, shape [n_weeks].
    """
    if period == "week":
        return np.arange(n_weeks, dtype=np.int64)
    numbers = _months_since_epoch(start, n_weeks) // _MONTHS_PER_PERIOD[period]
    return numbers - numbers[:1]


def period_lengths(start: date, n_weeks: int, period: str) -> NDArray[np.int64]:
    """Weeks of the calendar period that each week belongs to, shape [n_weeks]: 4 or 5 of a month, 52 or 53 of a year.

    The ends of the path cut nothing off.
    """
    margin = YEAR_WEEKS + 1
    return run_lengths(period_index(start - timedelta(weeks=margin), n_weeks + 2 * margin, period))[margin:-margin]


def run_lengths(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many equal neighbours each of some rising numbers has, itself included; the same shape."""
    _, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    return np.asarray(counts[place], np.int64)


def last_weeks(start: date, n_weeks: int, period: str) -> NDArray[np.bool_]:
    """Whether each week is the last of its period, shape [n_weeks]; decided by the calendar, not by the path's end."""
    numbers = period_index(start, n_weeks + 1, period)
    return numbers[1:] != numbers[:-1]


def season_path(start: date, n_weeks: int, calendar: Season) -> NDArray[np.float64]:
    """Demand index of each week: the mean over its seven days, 1 for an average week.

    A day has the index of its ISO week, or of the peak it belongs to; of two peaks on one day the later listed holds.

    Args:
        start: Monday of the first week.
        n_weeks: number of weeks.
        calendar: index by ISO week and peaks.

    Returns:
        Shape [n_weeks].
    """
    by_week = np.asarray(calendar.season if len(calendar.season) else np.ones(53), dtype=np.float64)
    days = np.repeat(by_week[iso_weeks(start, n_weeks) - 1], DAYS_PER_WEEK)
    for peak in calendar.peaks:
        for first, length in occurrences(peak, start, n_weeks):
            offset = (first - start).days
            days[max(offset, 0) : max(offset + length, 0)] = peak.index
    return days.reshape(n_weeks, DAYS_PER_WEEK).mean(axis=1)


def occurrences(peak: PeakDays, start: date, n_weeks: int) -> list[tuple[date, int]]:
    """First day and length in days of a peak each time it falls near the path."""
    length = (peak.until - peak.from_).days + 1
    if not peak.yearly:
        return [(peak.from_, length)]
    final = start + timedelta(weeks=n_weeks)
    return [(in_year(peak.from_, year), length) for year in range(start.year - 1, final.year + 1)]


def in_year(day: date, year: int) -> date:
    """The same month and day in another year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
