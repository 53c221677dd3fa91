"""Dates as exports write them, understood where they can mean one thing only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

EPOCH = date(1970, 1, 1).toordinal()
_EXCEL_ZERO = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1960, 2099
NO_DAY = -(2**31)
_TIME = r"(?:[ T日]*\d{1,2}[:时点]\d{1,2}.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}),?" + _TIME)
_EXCEL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}" + _TIME)
_NAMED = re.compile(r"(?:(\d{1,2})[-\s]([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s(\d{1,2})),?[-\s](\d{4})" + _TIME)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = "write dates as YYYY-MM-DD, for example 2026-01-05"


@dataclass(frozen=True)
class Refused:
    """Why a text is not a date, and what to do."""

    message: str
    remedy: str


def day_key(cell: str) -> str:
    """The part of a cell that tells the day, where it can be cut off cheaply; the cell itself otherwise."""
    if len(cell) > 10:
        if cell[10] in " T":
            return cell[:10]
        front = cell.replace("T", " ", 1).partition(" ")[0]
        if len(front) >= 8:
            return front
    return cell


def parse_all(texts: Sequence[str]) -> tuple[np.ndarray, dict[int, Refused]]:
    """Days of the distinct texts of one column.

    Year-first dates (2026-01-05, 2026/1/5, 20260105, 2026年1月5日), dates with dots (05.01.2026: day first), month
    names and Excel serial numbers mean one thing. For 05/01/2026 the whole column is looked at: one date whose
    first number exceeds 12 settles day first, one whose second number does month first; with neither, or both,
    they are refused.

    Args:
        texts: distinct cells; empty ones stay without a day.

    Returns:
        int32[n] days since 1970-01-01 (`NO_DAY` where blank or refused) and the refusals by position.
    """
    cleaned = [unicodedata.normalize("NFKC", text).strip() for text in texts]
    order = _day_first(cleaned)
    days = np.full(len(texts), NO_DAY, dtype=np.int32)
    refused: dict[int, Refused] = {}
    for at, text in enumerate(cleaned):
        if not text:
            continue
        found = _parse(text, order)
        if isinstance(found, Refused):
            refused[at] = found
        else:
            days[at] = found.toordinal() - EPOCH
    return days, refused


def _day_first(texts: Sequence[str]) -> bool | None:
    """Whether slashed and dashed year-last dates put the day first; None when the column does not tell."""
    day_first = month_first = False
    for text in texts:
        match = _YEAR_LAST.fullmatch(text)
        if match and match.group(2) != ".":
            day_first |= int(match.group(1)) > 12
            month_first |= int(match.group(3)) > 12
    if day_first == month_first:
        return None
    return day_first


def _parse(text: str, day_first: bool | None) -> date | Refused:
    """One date, or why it is none."""
    match = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    match = _YEAR_LAST.fullmatch(text)
    if match:
        return _year_last(
            int(match.group(1)), int(match.group(3)), int(match.group(4)), match.group(2) == "." or day_first
        )
    match = _EXCEL.fullmatch(text)
    if match:
        return _EXCEL_ZERO + timedelta(days=int(match.group(1)))
    match = _NAMED.fullmatch(text.lower())
    if match and (match.group(2) or match.group(3)) in _MONTHS:
        month = _MONTHS.index(match.group(2) or match.group(3)) + 1
        return _date(int(match.group(5)), month, int(match.group(1) or match.group(4)))
    if _SHORT_YEAR.fullmatch(text):
        return Refused("a date with a two-digit year can mean several days", _ISO)
    return Refused("this is not a date", _ISO)


def _year_last(first: int, second: int, year: int, day_first: bool | None) -> date | Refused:
    if day_first is None and first <= 12 and second <= 12 and first != second:
        return Refused("day and month cannot be told apart in this column", _ISO)
    if day_first or (day_first is None and first > 12):
        return _date(year, second, first)
    return _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | Refused:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Refused(f"the year lies outside {FIRST_YEAR} to {LAST_YEAR}", "correct the year of this row")
    try:
        return date(year, month, day)
    except ValueError:
        return Refused("this date does not exist", "correct the month or the day of the month")


def as_date(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return date.fromordinal(int(day) + EPOCH)


def week_of(days: np.ndarray) -> np.ndarray:
    """Running number of the week, Monday to Sunday, that a day (since 1970-01-01, a Thursday) belongs to."""
    return (days + 3) // 7


def monday(week: int) -> date:
    """First day of a week with that running number."""
    return as_date(int(week) * 7 - 3)
