"""Seats, pay, turnover and the hazard of leaving, from employments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.intake.dates import NO_DAY, as_date
from sim.intake.privacy import LEAST_PEOPLE, merged_bands, shrunk
from sim.intake.staff_file import Staff
from sim.intake.told import note
from sim.units import DAYS_PER_YEAR, WEEKS_PER_YEAR, YEAR_WEEKS

BAND_WEEKS = (4.0, 9.0, 13.0, 26.0, float(YEAR_WEEKS), 104.0, 156.0, 260.0, 5200.0)
_WINDOW_DAYS = 5 * DAYS_PER_YEAR


@dataclass(frozen=True)
class SeatEstimate:
    """One role: people today, median base pay a month (None: the company's), mean tenure of groups of five or more."""

    role: str
    heads: int
    base_rmb: float | None
    tenure_weeks: tuple[float, ...]


@dataclass(frozen=True)
class HazardBand:
    """Exits per person-week between two tenures.

    Attributes:
        from_week, until_week: the band.
        exits: voluntary exits, at least five unless it is the only band.
        person_weeks: exposure.
        factor: rate relative to that of all tenures.
    """

    from_week: float
    until_week: float
    exits: int
    person_weeks: float
    factor: float


@dataclass(frozen=True)
class StaffEstimate:
    """Aggregates of the staff.

    Attributes:
        seats: by role.
        base_rmb: median base pay of all, None when unknown.
        tenure_weeks: mean tenure of groups of all staff.
        yearly_turnover: voluntary exits per person-year; None when nothing can be said.
        turnover_error: its Poisson standard error.
        exits, person_years: what it rests on.
        hazard: by tenure.
        exit_season: 12 relative rates by month; empty when the data cover less than a year or too few exits.
        from_day, until_day: observation window; `NO_DAY` when the file has tenures only.
        notes: what was merged or assumed.
    """

    seats: tuple[SeatEstimate, ...]
    base_rmb: float | None
    tenure_weeks: tuple[float, ...]
    yearly_turnover: float | None
    turnover_error: float
    exits: int
    person_years: float
    hazard: tuple[HazardBand, ...]
    exit_season: tuple[float, ...]
    from_day: int
    until_day: int
    notes: tuple[str, ...]


def estimate_staff(staff: Staff) -> StaffEstimate:
    """Estimate seats, pay, tenure, turnover, hazard by tenure and the season of exits.

    Turnover and hazard are occurrence/exposure rates: voluntary exits over person-time in a window that ends with the
    data and begins with the first exit on file, at most five years before (people who left earlier are not in such
    files, so their time must not count); who was hired before enters the window with the tenure reached by then
    (delayed entry). A file with tenures only counts all person-time from hiring on. Bands of tenure are merged until
    each has five exits; their rates relative to the whole are drawn towards 1 by a gamma prior whose shape is
    estimated from the bands (empirical Bayes). Exits by calendar month are treated the same way, months merged until
    five exits.
    """
    enter, leave, window = _window(staff)
    weeks = np.maximum(leave - enter, 0.0)
    event = staff.voluntary & (leave >= staff.tenure_weeks - 1e-9) & (weeks > 0)
    exits, years = int(event.sum()), float(weeks.sum() / WEEKS_PER_YEAR)
    notes = list(staff.notes)
    known = exits >= LEAST_PEOPLE and years > 0
    if staff.gone.any() and not known:
        told = "fewer than five voluntary exits in the window: turnover and its shape are assumed"
        notes.append(note(told, "统计期内主动离职不足五人:离职率及其形状为假设"))
    today = ~staff.gone
    seats, pay = _seats(staff, today, notes)
    return StaffEstimate(
        seats,
        base_rmb=pay,
        tenure_weeks=tenure_groups(staff.tenure_weeks[today]),
        yearly_turnover=min(exits / years, 1.5) if known else None,
        turnover_error=float(np.sqrt(exits) / years) if known else float("nan"),
        exits=exits,
        person_years=years,
        hazard=_hazard(enter, leave, event) if known else (),
        exit_season=_exit_season(staff, event, window) if known else (),
        from_day=window[0],
        until_day=window[1],
        notes=tuple(notes),
    )


def _window(staff: Staff) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Tenure at which each person enters and leaves observation, weeks float64[n], and the window in days."""
    if staff.until == NO_DAY:
        return np.zeros(len(staff.role)), staff.tenure_weeks, (NO_DAY, NO_DAY)
    begin = int(staff.until - _WINDOW_DAYS)
    if staff.gone.any():
        begin = max(begin, int(staff.left[staff.gone].min()))
    enter = np.maximum(begin - staff.hired, 0) / 7.0
    return enter, np.maximum(staff.tenure_weeks, enter), (begin, staff.until)


def _seats(staff: Staff, today: np.ndarray, notes: list[str]) -> tuple[tuple[SeatEstimate, ...], float | None]:
    """Seats by role and the company's median pay; small roles take the company's figures."""
    company = _median_pay(staff.pay[today])
    seats = []
    small = []
    for at, role in enumerate(staff.roles):
        rows = today & (staff.role == at)
        heads = int(rows.sum())
        if heads == 0:
            continue
        if heads < LEAST_PEOPLE:
            small.append(role)
        tenure = tenure_groups(staff.tenure_weeks[rows])
        seats.append(SeatEstimate(role, heads, _median_pay(staff.pay[rows]), tenure))
    if small:
        told = "roles with fewer than five people take pay and tenure of the whole company: {0}"
        notes.append(note(told, "不足五人的岗位采用全公司的工资与司龄:{0}", ", ".join(small)))
    return tuple(seats), company


def _median_pay(pay: np.ndarray) -> float | None:
    known = pay[~np.isnan(pay)]
    return float(np.median(known)) if len(known) >= LEAST_PEOPLE else None


def tenure_groups(weeks: np.ndarray) -> tuple[float, ...]:
    """Mean tenure of up to five groups in order of tenure, each of at least five people; empty for fewer than five."""
    groups = min(5, len(weeks) // LEAST_PEOPLE)
    if groups == 0:
        return ()
    return tuple(float(np.round(part.mean())) for part in np.array_split(np.sort(weeks), groups))


def _hazard(enter: np.ndarray, leave: np.ndarray, event: np.ndarray) -> tuple[HazardBand, ...]:
    """Piecewise constant hazard by tenure."""
    edges = np.array((0.0, *BAND_WEEKS))
    low, high = edges[:-1, None], edges[1:, None]
    exposure = np.clip(np.minimum(leave, high) - np.maximum(enter, low), 0.0, None).sum(axis=1)
    exits = np.array([int((event & (leave > a) & (leave <= b)).sum()) for a, b in pairwise(edges)])
    exits[0] += int((event & (leave == 0)).sum())
    groups = merged_bands(exits)
    sums = np.array([(exits[a:b].sum(), exposure[a:b].sum()) for a, b in groups])
    expected = sums[:, 1] * exits.sum() / exposure.sum()
    factors = shrunk(sums[:, 0], expected)
    return tuple(
        HazardBand(float(edges[a]), float(edges[b]), int(count), float(time), float(factor))
        for (a, b), (count, time), factor in zip(groups, sums, factors, strict=True)
    )


def _exit_season(staff: Staff, event: np.ndarray, window: tuple[int, int]) -> tuple[float, ...]:
    """Relative exit rate by calendar month."""
    begin, until = window
    if begin == NO_DAY or until - begin < 360 or event.sum() < 4 * LEAST_PEOPLE:
        return ()
    span = np.arange(begin, until + 1)
    month = np.array([as_date(int(day)).month - 1 for day in span])
    last = np.where(staff.gone, staff.left, until)
    hired = np.sort(np.maximum(staff.hired, begin))
    present = np.searchsorted(hired, span, side="right") - np.searchsorted(np.sort(last), span, side="left")
    exposure = np.bincount(month, weights=np.maximum(present, 0), minlength=12)
    exits = np.bincount([as_date(day).month - 1 for day in staff.left[event]], minlength=12)
    expected = exposure * exits.sum() / exposure.sum()
    groups = merged_bands(exits)
    factors = shrunk(
        np.array([exits[a:b].sum() for a, b in groups]), np.array([expected[a:b].sum() for a, b in groups])
    )
    by_month = np.concatenate([np.full(b - a, factor) for (a, b), factor in zip(groups, factors, strict=True)])
    return tuple(float(each) for each in by_month / (by_month * exposure).sum() * exposure.sum())
