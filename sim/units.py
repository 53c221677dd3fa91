"""Units of time, money and work that the whole package shares.

The step is one week. Money is RMB. Work is counted in person-weeks (pw): what a reference person does in a week.
"""

from __future__ import annotations

DAYS_PER_WEEK = 7
WEEKS_PER_YEAR = 365.25 / DAYS_PER_WEEK
MONTHS_PER_YEAR = 12
WEEKS_PER_MONTH = WEEKS_PER_YEAR / MONTHS_PER_YEAR
HOURS_PER_PERSON_WEEK = 40.0


def weekly_from_monthly(amount: float) -> float:
    """Amount per week of an amount per month: `amount / 4.348` (mean length of a month in weeks)."""
    return amount / WEEKS_PER_MONTH


def monthly_from_weekly(amount: float) -> float:
    """Amount per month of an amount per week: `amount * 4.348`."""
    return amount * WEEKS_PER_MONTH


def weekly_from_yearly(amount: float) -> float:
    """Amount per week of an amount per year: `amount / 52.18`."""
    return amount / WEEKS_PER_YEAR
