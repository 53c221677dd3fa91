"""The weekly season of demand and its peaks, from weekly GMV."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from sim.intake.dates import monday
from sim.intake.festivals import Festival, occasion
from sim.intake.told import note
from sim.units import WEEKS_PER_YEAR, YEAR_WEEKS

WEEKS = 53
_LEAST_WEEKS = 50
_REACH = 6
_BANDWIDTH = 1.75
_LEAST_EXCESS = 0.12
_SPREADS = 3.5


@dataclass(frozen=True)
class PeakWeek:
    """A week off the smooth season.

    Attributes:
        name: festival, or its ISO week.
        first: Monday of its latest occurrence.
        index: GMV of that week relative to an average week.
        seen: years in which it was seen.
        festival: the occasion that was matched by date; None when none was.
        offset: whole weeks from the Monday of the festival's week; 0 without festival.
    """

    name: str
    first: date
    index: float
    seen: int
    festival: Festival | None = None
    offset: int = 0


@dataclass(frozen=True)
class Season:
    """Season of GMV.

    Attributes:
        index: float64[53] smooth index of ISO weeks 1 to 53; GMV of an average week is 1.
        peaks: weeks off it, in calendar order.
        growth: relative growth a year.
        spread: sd of log GMV around trend, season and peaks.
        weekly: float64[T] index (peaks included) of the observed weeks.
        trend: float64[T] GMV of an average week, RMB, along the trend.
        notes: what could not be told.
    """

    index: np.ndarray
    peaks: tuple[PeakWeek, ...]
    growth: float
    spread: float
    weekly: np.ndarray
    trend: np.ndarray
    notes: tuple[str, ...]


def estimate_season(gmv: np.ndarray, first_week: int, market: str = "china") -> Season:
    """Estimate season, peaks and growth.

    1. Trend of log GMV: growth is the median of year-over-year differences (Theil-Sen over pairs 52 weeks apart); with
       two years or more the level follows the centred 52-week mean, whose ends continue at that growth; with less than
       18 months growth is taken to be 0, for season and trend cannot be told apart.
    2. Season: residuals from the trend, pooled over the years on the circle of 365.25 days, are smoothed by a running
       median (13 weeks), then by a Gaussian kernel (sd 1.75 weeks) with bisquare weights, three times, so that peaks
       do not pull it.
    3. Peaks: weeks off the smooth season by more than 3.5 robust standard deviations (at least 12 %). A stretch of them
       is matched by date to the festivals of the market, year by year, so that a moving festival stays together. A
       festival counts when seen in at least half of the years that show its weeks; an unnamed week must be seen in all
       of at least two years, otherwise it is reported as a single event and left out. The index of a peak week is
       the mean over its years.

    Args:
        gmv: float64[T] paid GMV of consecutive weeks, RMB.
        first_week: running number of the first.
        market: `china` or `west`: whose festivals are looked for.
    """
    weeks = len(gmv)
    if weeks < _LEAST_WEEKS or not (gmv > 0).any():
        flat = note(
            "{0} complete weeks are less than a year: season flat, no peaks",
            "{0} 个完整周不足一年:季节视为平稳,无高峰",
            weeks,
        )
        level = float(gmv.mean()) if weeks else 0.0
        return Season(np.ones(WEEKS), (), 0.0, float("nan"), np.ones(weeks), np.full(weeks, level), (flat,))
    logs = np.log(np.maximum(gmv, 0.05 * np.median(gmv[gmv > 0])))
    growth, notes = _growth(logs)
    trend = _trend(logs, growth)
    rest = logs - trend
    where = np.array([_phase(monday(first_week + at)) for at in range(weeks)])
    smooth = _smooth(where, rest)
    around = np.interp(where, np.arange(len(smooth)), smooth, period=WEEKS_PER_YEAR)
    spread = float(1.4826 * np.median(np.abs(rest - around)))
    peaks, alone = _peaks(rest, around, max(_LEAST_EXCESS, _SPREADS * spread), first_week, market)
    season = _scaled(smooth, peaks, first_week, trend, rest)
    return replace(season, growth=float(np.expm1(YEAR_WEEKS * growth)), notes=notes + alone)


def _growth(logs: np.ndarray) -> tuple[float, tuple[str, ...]]:
    """Log growth a week."""
    if len(logs) < 78:
        told = "less than 18 months: growth cannot be told from season and is taken to be 0"
        return 0.0, (note(told, "不足 18 个月:无法区分增长与季节,增长按 0 计"),)
    return float(np.median(logs[YEAR_WEEKS:] - logs[:-YEAR_WEEKS])) / YEAR_WEEKS, ()


def _trend(logs: np.ndarray, growth: float) -> np.ndarray:
    """Local trend of log GMV, float64[T]."""
    at = np.arange(len(logs), dtype=float)
    if len(logs) < 104:
        straight = growth * at
        return straight + np.mean((logs - straight)[-YEAR_WEEKS:])
    kernel = np.ones(YEAR_WEEKS + 1) / YEAR_WEEKS
    kernel[[0, -1]] /= 2.0
    inner = np.convolve(logs, kernel, "valid")
    trend = np.empty(len(logs))
    trend[26 : 26 + len(inner)] = inner
    trend[:26] = inner[0] + growth * (at[:26] - 26)
    trend[26 + len(inner) :] = inner[-1] + growth * (at[26 + len(inner) :] - (25 + len(inner)))
    return trend


def _phase(first: date) -> float:
    """Position of a week in the year, in weeks from ISO week 1 on."""
    return (first + timedelta(days=3)).timetuple().tm_yday / 7.0 - 4.0 / 7.0


def _smooth(where: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Smooth season at 0..52 weeks, float64[53], from residuals at positions on the circle."""
    grid = np.arange(WEEKS, dtype=float)
    apart = np.abs((where[None, :] - grid[:, None] + WEEKS_PER_YEAR / 2) % WEEKS_PER_YEAR - WEEKS_PER_YEAR / 2)
    near = apart <= _REACH
    smooth = np.array([np.median(rest[row]) if row.any() else 0.0 for row in near])
    kernel = np.exp(-0.5 * (apart / _BANDWIDTH) ** 2)
    for _ in range(3):
        off = rest - np.interp(where, grid, smooth, period=WEEKS_PER_YEAR)
        scale = 6.0 * max(float(np.median(np.abs(off))), 0.01)
        weight = kernel * np.clip(1.0 - (off / scale) ** 2, 0.0, 1.0)[None, :] ** 2
        total = weight.sum(axis=1)
        smooth = np.where(total > 1e-3, (weight @ rest) / np.maximum(total, 1e-3), smooth)
    return smooth


@dataclass(frozen=True)
class _Event:
    """One week off the season in one year."""

    week: int
    log_index: float
    key: tuple[str, int]
    festival: Festival | None


def _peaks(
    rest: np.ndarray, around: np.ndarray, least: float, first_week: int, market: str
) -> tuple[list[PeakWeek], tuple[str, ...]]:
    """Recurring weeks off the season, log index for now, and notes on those that do not recur."""
    off = rest - around
    events = []
    for begin, end, sign in _stretches(off, least):
        found = occasion(monday(first_week + begin), monday(first_week + end) + timedelta(days=6), sign, market)
        for at in range(begin, end + 1):
            events.append(_event(first_week + at, float(rest[at]), found))
    peaks: list[PeakWeek] = []
    alone: list[str] = []
    for key in sorted({event.key for event in events}):
        group = [event for event in events if event.key == key]
        chances = _chances(group[-1], first_week, len(rest))
        named = group[-1].festival is not None
        if len(group) >= (0.5 * chances if named else max(2, chances)):
            peaks.append(_peak(group, key))
        else:
            day = monday(group[-1].week).isoformat()
            told = "week of {0}: GMV off the season once in {1} years, left out of the calendar"
            alone.append(note(told, "{0} 当周:{1} 年中仅一次偏离季节,未列入日历", day, chances))
    return sorted(peaks, key=lambda peak: peak.first), tuple(alone)


def _stretches(off: np.ndarray, least: float) -> list[tuple[int, int, int]]:
    """First and last week and sign of stretches off by more than `least` on one side."""
    found: list[tuple[int, int, int]] = []
    for at, value in enumerate(off):
        sign = 1 if value > least else -1 if value < -least else 0
        if sign and found and found[-1][1] == at - 1 and found[-1][2] == sign:
            found[-1] = (found[-1][0], at, sign)
        elif sign:
            found.append((at, at, sign))
    return found


def _event(week: int, log_index: float, found: tuple[Festival, date] | None) -> _Event:
    first = monday(week)
    if found is None:
        return _Event(week, log_index, ("", int(first.isocalendar().week)), None)
    festival, anchor = found
    offset = (first - (anchor - timedelta(days=anchor.weekday()))).days // 7
    return _Event(week, log_index, (festival.name, offset), festival)


def _chances(event: _Event, first_week: int, weeks: int) -> int:
    """Years in which the observed weeks include the one of this event."""
    count = 0
    last_year = monday(event.week).year
    for year in range(monday(first_week).year - 1, last_year + 3):
        if event.festival is None:
            week = event.week + round((year - last_year) * WEEKS_PER_YEAR)
        else:
            anchor = event.festival.anchor(year)
            if anchor is None:
                continue
            week = (anchor.toordinal() - date(1970, 1, 1).toordinal() + 3) // 7 + event.key[1]
        count += first_week <= week < first_week + weeks
    return max(count, 1)


def _peak(group: list[_Event], key: tuple[str, int]) -> PeakWeek:
    last = group[-1]
    index = float(np.mean(np.exp([event.log_index for event in group])))
    name = key[0] or f"ISO week {key[1]}"
    return PeakWeek(name, monday(last.week), index, len(group), last.festival, key[1] if last.festival else 0)


def _scaled(smooth: np.ndarray, peaks: list[PeakWeek], first_week: int, trend: np.ndarray, rest: np.ndarray) -> Season:
    """Scale index and peaks so that the weeks of the last year have mean 1; growth and notes are left open."""
    raw = np.array([_index(monday(first_week + at), np.exp(smooth), peaks) for at in range(len(trend))])
    level = float(raw[-YEAR_WEEKS:].mean())
    spread = float(np.std(rest - np.log(raw)))
    scaled = tuple(replace(peak, index=peak.index / level) for peak in peaks)
    index = np.exp(smooth) / level
    return Season(index, scaled, 0.0, spread, raw / level, np.exp(trend) * level, ())


def _index(first: date, smooth: np.ndarray, peaks: list[PeakWeek]) -> float:
    """Index of the week that starts on a Monday, peaks included."""
    for peak in peaks:
        if peak.festival is None:
            if peak.first.isocalendar().week == first.isocalendar().week:
                return peak.index
            continue
        for year in (first.year - 1, first.year, first.year + 1):
            anchor = peak.festival.anchor(year)
            if anchor and (first - (anchor - timedelta(days=anchor.weekday()))).days == 7 * peak.offset:
                return peak.index
    return float(np.interp(_phase(first), np.arange(WEEKS), smooth, period=WEEKS_PER_YEAR))
