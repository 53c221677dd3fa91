"""The clocks of contracts: periods and windows, payment dates, and weights that change by date."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.calendar import in_year, months, period_index, run_lengths
from sim.documents.fields import Period
from sim.pay.parts import Part
from sim.units import WEEKS_PER_PERIOD

#: Weeks within which every period ends.
LONGEST_PERIOD = 54


class Clock(NamedTuple):
    """What decides on the periods of a part of an instrument; see `Part`.

    Attributes:
        period: or windows.
        pay_month: in which a yearly period ends, 0 for that of the calendar.
        delay: weeks from the end of a period to its payment, those after which a result counts included.
        lag: weeks after which a result counts.
        held: month at whose end all is paid, 0 for none.
        every: shorter period by which it is settled as it stands, none where only at the end.
    """

    period: Period | tuple[tuple[int, int, float], ...]
    pay_month: int
    delay: int
    lag: int
    held: int
    every: Period | None


def clock_of(part: Part) -> Clock:
    """Return what decides on the periods of a part of an instrument."""
    return Clock(part.windows or part.period, part.pay_month, part.delay + part.lag, part.lag, part.held, part.every)


@functools.lru_cache(maxsize=512)
def periods(clock: Clock, first_day: date, span: tuple[int, int], weeks: int) -> tuple[np.ndarray, ...]:
    """Return int64[T] of a contract in force in weeks span[0]..span[1] - 1.

    Weeks of the period left, weeks of it in all, 1 where it is paid, 1 where it is settled, weeks until the payment. A
    week outside all windows is a period of its own; a window that began before the span is left out. A period that the
    end of the run cuts short goes on behind it.
    """
    left, pays, settles, wait = (np.zeros(weeks, np.int64) for _ in range(4))
    length, end = np.ones(weeks, np.int64), span[1]
    sooner = _ends(clock, first_day, weeks) if clock.every else np.zeros(0, np.int64)
    for first, last in _stretches(clock, first_day, span, weeks):
        inside = slice(first, min(last, end))
        length[inside] = last - first
        left[inside] = np.arange(last - first)[::-1][: inside.stop - first]
        begun = first
        for settled in (*sooner[(sooner >= first) & (sooner < last - 1)], last - 1):
            due = settled + clock.delay
            if clock.held:
                due = end_of_month(clock.held, first_day, due)
            if due < end:
                pays[due] = 1
            settles[settled : settled + 1] = 1
            wait[begun : min(settled + 1, end)] = due - np.arange(begun, min(settled + 1, end))
            begun = settled + 1
    return left, length, pays, settles, wait


def _ends(clock: Clock, first_day: date, weeks: int) -> np.ndarray:
    """Return the last week of every shorter period by which a contract is settled as it stands."""
    counted = first_day + timedelta(weeks=clock.lag)
    number = period_index(counted, weeks + LONGEST_PERIOD, str(clock.every))
    return np.flatnonzero(np.diff(number))


def end_of_month(month: int, first_day: date, week: int) -> int:
    """Return the last week of a calendar month, the first time it comes in some week or later."""
    of = months(first_day + timedelta(weeks=int(week)), LONGEST_PERIOD + 1)
    return int(week) + int(np.flatnonzero((of[:-1] == month) & (of[1:] != month))[0])


def _stretches(clock: Clock, first_day: date, span: tuple[int, int], weeks: int) -> list[tuple[int, int]]:
    """Return first week and week after the last of every period inside a span."""
    period, begin, end = clock.period, *span
    if isinstance(period, tuple):
        return [(first, last) for first, last, _ in period if begin <= first < end and first < last]
    counted = first_day + timedelta(weeks=clock.lag)  # the day on which what is sold in the first week counts
    number = _period_numbers(period, clock.pay_month, counted, weeks + LONGEST_PERIOD)
    edges = [int(edge) for edge in np.flatnonzero(np.diff(number)) + 1 if edge > begin]
    last = next(edge for edge in edges if edge >= end) if end == weeks else end
    return [(one, two) for one, two in pairwise([begin, *(edge for edge in edges if edge < end), last]) if two > one]


def _period_numbers(period: Period, pay_month: int, first_day: date, weeks: int) -> np.ndarray:
    """Return int64[T], the running number of the period; a yearly bonus ends with its month of payment."""
    if not pay_month:
        return np.asarray(period_index(first_day, weeks, period), np.int64)
    month = np.asarray(period_index(first_day, weeks, "month"), np.int64)
    since_january = month + months(first_day, 1)[0]
    return (since_january - pay_month - 1) // 12


def pro_rata(part: Part, first_day: date, length: np.ndarray, *, whole: bool) -> np.ndarray:
    """Return float64[T], mean weeks of a period of pay over the weeks of this one; 1 in windows.

    So a month's stake is a month's stake, in a month of four weeks and of five.

    Args:
        part: of an instrument.
        first_day: of the first simulated week.
        length: int64[T], weeks of the period in all, as far as the contract is in force.
        whole: whether a period that a change of rules or the first week cuts short pays in full, not its part.
    """
    if part.windows:
        return np.ones(len(length))
    if whole:
        return WEEKS_PER_PERIOD[part.period] / length
    begin = first_day + timedelta(weeks=part.lag - LONGEST_PERIOD)
    numbers = _period_numbers(part.period, part.pay_month, begin, len(length) + 2 * LONGEST_PERIOD)
    return WEEKS_PER_PERIOD[part.period] / run_lengths(numbers)[LONGEST_PERIOD:-LONGEST_PERIOD]


def weights(part: Part, first_day: date, left: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return float64[T], the factor on the stake in each week: 0 outside windows; constant within a period.

    Args:
        part: of an instrument.
        first_day: of the first simulated week.
        left: int64[T], weeks of the period after each week.
        length: int64[T], weeks of the period in all.
    """
    if part.windows:
        factor = np.zeros(len(left))
        for first, last, share in part.windows:
            if 0 <= first < len(left) and length[first] == last - first:
                factor[first:last] = share / (last - first)
        return factor
    if not part.shifts:
        return np.ones(len(left))
    daily = np.array([weight_on(part, first_day + timedelta(weeks=t, days=3)) for t in range(len(left))])
    return _mean_of_periods(daily, left)


def weight_on(part: Part, day: date) -> float:
    """Return the weight of a metric on a day; the last shift that holds counts."""
    weight = part.weight
    for begin, until, yearly, shifted in part.shifts:
        if holds(day, begin, until, yearly):
            weight = shifted
    return weight


def holds(day: date, begin: date, until: date | None, yearly: bool) -> bool:
    """Return whether a day lies between two days, of any year where it comes back."""
    if until is None:
        return day >= begin
    if not yearly:
        return begin <= day <= until
    length = until - begin
    return any(first <= day <= first + length for first in (in_year(begin, day.year + k) for k in (-1, 0)))


def _mean_of_periods(values: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Return float64[T], the mean of the values over the period of each week."""
    ends = np.flatnonzero(left == 0)
    number = np.searchsorted(ends, np.arange(len(left)))
    sums = np.bincount(number, values)
    counts = np.bincount(number)
    return np.asarray((sums / np.maximum(counts, 1))[number], float)


def unvested(part: Part, weeks: int) -> np.ndarray:
    """Return float64[T], the part of a grant that vests after the current window, by week."""
    ahead = np.zeros(weeks)
    for first, last, _ in part.windows:
        ahead[max(first, 0) : last] = sum(share for begin, _, share in part.windows if begin >= last)
    return ahead


def faded(fade: tuple[int, int, int], left: np.ndarray) -> np.ndarray:
    """Return float64[T], how far pay rules hold that fade in (+1) or out (-1), mean of each period; 1 where neither."""
    sign, begin, weeks = fade
    if not sign:
        return np.ones(len(left))
    risen = np.clip((np.arange(len(left)) - begin + 0.5) / max(weeks, 1), 0.0, 1.0)
    return _mean_of_periods(risen if sign > 0 else 1.0 - risen, left)
