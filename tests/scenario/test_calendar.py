"""Weeks, months, periods and the season, against day-by-day counting."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import (
    in_year,
    iso_weeks,
    last_weeks,
    monday,
    months,
    period_index,
    season_path,
    week_of,
    week_starts,
    years,
)
from sim.scenario.season import Calendar

MONDAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1)).map(monday)


def test_a_start_must_be_a_monday() -> None:
    with pytest.raises(ValueError, match="not a Monday"):
        week_starts(date(2026, 1, 6), 3)


@given(MONDAYS, st.integers(1, 120))
def test_weeks_belong_where_their_thursday_does(start: date, n_weeks: int) -> None:
    thursdays = [start + timedelta(weeks=week, days=3) for week in range(n_weeks)]
    assert iso_weeks(start, n_weeks).tolist() == [day.isocalendar().week for day in thursdays]
    assert months(start, n_weeks).tolist() == [day.month for day in thursdays]
    assert years(start, n_weeks).tolist() == [day.isocalendar().year for day in thursdays]
    for period, length in (("month", 1), ("quarter", 3), ("year", 12)):

        def number(day: date, length: int = length) -> int:
            return (12 * day.year + day.month - 1) // length

        expected = [number(day) - number(thursdays[0]) for day in thursdays]
        assert period_index(start, n_weeks, period).tolist() == expected
        following = [*thursdays[1:], thursdays[-1] + timedelta(weeks=1)]
        ends = [number(day) != number(after) for day, after in zip(thursdays, following, strict=True)]
        assert last_weeks(start, n_weeks, period).tolist() == ends
    assert week_of(start, thursdays[-1]) == n_weeks - 1
    assert week_of(start, start - timedelta(days=1)) == -1


@given(MONDAYS, st.integers(1, 80), st.booleans(), st.integers(0, 800), st.integers(0, 40))
def test_season_is_the_mean_over_days(start: date, n_weeks: int, yearly: bool, shift: int, length: int) -> None:
    first = date(2025, 11, 1) + timedelta(days=shift)
    peak = {"name": "p", "from": first, "until": first + timedelta(days=length), "index": 3.0, "yearly": yearly}
    by_week = [1 + week / 100 for week in range(53)]
    calendar = Calendar.model_validate({"season": by_week, "peaks": [peak]})

    def index(day: date) -> float:
        moves = [in_year(first, day.year + move) for move in (-1, 0)] if yearly else [first]
        inside = any(begin <= day <= begin + timedelta(days=length) for begin in moves)
        return 3.0 if inside else by_week[day.isocalendar().week - 1]

    days = [index(start + timedelta(days=day)) for day in range(7 * n_weeks)]
    np.testing.assert_allclose(season_path(start, n_weeks, calendar), np.reshape(days, (n_weeks, 7)).mean(axis=1))


def test_without_a_season_every_week_is_average() -> None:
    assert season_path(date(2026, 1, 5), 5, Calendar()).tolist() == [1.0] * 5
