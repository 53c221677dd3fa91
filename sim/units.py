"""Units of time, money and work that the whole package shares: the one place that says how long a year is.

The step is one week. Money is RMB. Work is counted in person-weeks (pw): what a reference person does in a week.

A year is the mean year of the Julian calendar, 365.25 days or 52.18 weeks, and has twelve months of 4.35 weeks on
average. What is agreed by the month or the year becomes a weekly amount by these numbers, and back. What falls on a
week of a certain month, of four weeks or of five, follows `sim.calendar`.
"""

from __future__ import annotations

from sim.vocabulary.periods import PERIODS

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = DAYS_PER_YEAR / DAYS_PER_WEEK
MONTHS_PER_YEAR = 12
WEEKS_PER_MONTH = WEEKS_PER_YEAR / MONTHS_PER_YEAR
#: Mean number of weeks of a period of pay, by name; what is settled by the day is settled by the week, the step.
WEEKS_PER_PERIOD = {period.name: period.months * WEEKS_PER_MONTH or 1.0 for period in PERIODS}
#: Thirteen weeks: the span over which repurchases, the risk of pay and other slow things are counted.
QUARTER_WEEKS = 13
#: Whole weeks of a year, for spans of weeks such as a burn-in.
YEAR_WEEKS = 52
HOURS_PER_PERSON_WEEK = 40.0
WORKING_DAYS = 5
