"""Periods by which plans settle."""

from typing import NamedTuple


class Period(NamedTuple):
    """A period: its name, length in months (0 for a week), "every ..." and the noun in English and Chinese."""

    name: str
    months: int
    every_en: str
    every_zh: str
    en: str
    zh: str


PERIODS = (
    Period("week", 0, "every week", "每周", "week", "周"),
    Period("month", 1, "every month", "每月", "month", "月"),
    Period("quarter", 3, "every quarter", "每季度", "quarter", "季度"),
    Period("half_year", 6, "every half-year", "每半年", "half-year", "半年"),
    Period("year", 12, "every year", "每年", "year", "年"),
)
PERIOD_NAMES = tuple(period.name for period in PERIODS)
