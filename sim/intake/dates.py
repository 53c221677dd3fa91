"""Dates as exports write them, understood where they can mean one thing only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np

from sim.intake.vocabulary import vocabulary
from sim.language.text import Text

EPOCH = date(1970, 1, 1).toordinal()
_EXCEL_ZERO = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1960, 2099
NO_DAY = -(2**31)
_TIME = r"(?:[ T日]*(?:星期.|周.)?\s*(?:[上下]午|[ap]\.?m\.?)?\s*\d{1,2}[:时点]\d{1,2}.*|\s*(?:星期|周).)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}),?" + _TIME)
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}),?" + _TIME)
_EXCEL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_UNIX = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 4_102_444_800
_NAMED = re.compile(r"(?<![a-z])(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})\s*[-/.年]?\s*(?P<month>\d{2}|(?<=\D)\d)\s*月?份?")
_MONTH_INSIDE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]?\s*(\d{2}|(?<=\D)\d)(?!\d)")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_NAMED_MONTH = re.compile(
    rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.?[-\s/,]+(?P<year>\d{{4}}|\d{{2}})", re.IGNORECASE
)
_ZONE = re.compile(r"\s+\(?[A-Z]{3,5}\)?$")
_LETTERS = re.compile(r"[a-zA-ZÀ-ÿ]+")
_LONGEST = 40
_ENOUGH, _TIMES = 10, 4
_ISO = Text("write dates as YYYY-MM-DD, for example 2026-01-05", "日期请写成 YYYY-MM-DD,例如 2026-01-05")
_APART = _ISO + Text(
    "; or say what comes first: --answer dates=day-first, =month-first or =year-first",
    ";或指明什么在前:--answer dates=day-first、=month-first 或 =year-first",
)

#: What the numbers of a date such as 05/01/26 are, by the answer that says it.
ORDERS = {"day-first": (2, 1, 0), "month-first": (2, 0, 1), "year-first": (0, 1, 2)}


@dataclass(frozen=True)
class Refused:
    """Why a text is not a date, and what to do."""

    message: Text
    remedy: Text


def day_key(cell: str) -> str:
    """The part of a cell that tells the day, where it can be cut off cheaply; the cell itself otherwise."""
    if len(cell) > 10:
        if cell[10] in " T" and (cell[:4].isdigit() or cell[6:10].isdigit()):
            return cell[:10]
        front = cell.replace("T", " ", 1).partition(" ")[0]
        if len(front) >= 8 and front[0].isdigit():
            return front
    return cell


def parse_all(texts: Sequence[str], order: str = "", months: bool = False) -> tuple[np.ndarray, dict[int, Refused]]:
    """Days of the distinct texts of one column.

    Year-first dates (2026-01-05, 2026/1/5, 20260105, 2026年1月5日), dates with dots (05.01.2026: day first), names of
    months (Sep-04-25), Excel's serial numbers and seconds since 1970 mean one thing. For 05/01/2026 and 05/01/26 the
    whole column is looked at: an order of day, month and year is taken when all dates of the column exist in it and
    not all of them exist in another one, or when another one would spread them over four times the period (25/09/04);
    otherwise they are refused.

    Args:
        texts: distinct cells; empty ones stay without a day.
        order: one of `ORDERS` that the user gave, empty otherwise.
        months: whether months without a day are taken for their middle, the 15th.

    Returns:
        int32[n] days since 1970-01-01 (`NO_DAY` where blank or refused) and the refusals by position.
    """
    cleaned = [_english(unicodedata.normalize("NFKC", text).strip()) for text in texts]
    day_first, short = _day_first(cleaned, order), _short_order(cleaned, order)
    days = np.full(len(texts), NO_DAY, dtype=np.int32)
    refused: dict[int, Refused] = {}
    for at, text in enumerate(cleaned):
        if not text:
            continue
        found = (_month(text) if months else None) or _parse(text, day_first, short)
        if isinstance(found, Refused):
            refused[at] = found
        else:
            days[at] = found.toordinal() - EPOCH
    return days, refused


@cache
def _months_in_english() -> dict[str, str]:
    """First letters of the English name of a month by its name in another language; nothing for words between."""
    listed = vocabulary()
    found = {name: english for english, names in listed["months"].items() for name in names}
    return {**found, **dict.fromkeys(listed["between_dates"], "")}


def _english(text: str) -> str:
    """A date with the names of its months in English."""
    if not _LETTERS.search(text) or len(text) > _LONGEST:
        return text
    known = _months_in_english()
    parts = _LETTERS.split(text)
    told = [known.get(part.lower(), part) for part in _LETTERS.findall(text)]
    both = [piece for pair in zip(parts, [*told, ""], strict=True) for piece in pair]
    return " ".join("".join(both).split()).strip(" .,")


def without_day(texts: Sequence[str]) -> np.ndarray:
    """bool[n]: texts that name a month of a year and no day."""
    return np.array([_month(unicodedata.normalize("NFKC", text).strip()) is not None for text in texts], dtype=bool)


def month_named(title: str) -> str:
    """The month of a year that a title holds, as 2026-01; empty where it holds none."""
    match = _MONTH_INSIDE.search(unicodedata.normalize("NFKC", title))
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not 1 <= int(match[2]) <= 12:
        return ""
    return f"{match[1]}-{int(match[2]):02d}"


def _month(text: str) -> date | None:
    """The middle of the month that a text names, None where it names none or a day as well."""
    match = _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text)
    if match:
        year, month = int(match["year"]), int(match["month"])
        return date(year, month, 15) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
    match = _NAMED_MONTH.fullmatch(text)
    if match:
        year, month = int(match["year"]), _MONTHS.index(match["month"][:3].lower()) + 1
        year += 0 if year > 99 else 2000 if year < 60 else 1900
        return date(year, month, 15) if FIRST_YEAR <= year <= LAST_YEAR else None
    return None


def _day_first(texts: Sequence[str], order: str) -> bool | None:
    """Whether slashed and dashed dates with the year last put the day first; None when the column does not tell."""
    day_first = month_first = False
    for text in texts:
        match = _YEAR_LAST.fullmatch(text)
        if match and match.group(2) != ".":
            day_first |= int(match.group(1)) > 12
            month_first |= int(match.group(3)) > 12
    if not day_first and not month_first and order in ("day-first", "month-first"):
        return order == "day-first"
    return None if day_first == month_first else day_first


def _short_order(texts: Sequence[str], order: str) -> tuple[int, int, int] | None:
    """Where year, month and day stand in dates of three short numbers; None when the column does not tell."""
    if order:
        return ORDERS.get(order)
    written = [match for text in texts if (match := _SHORT_YEAR.fullmatch(text))]
    numbers = {(int(each.group(1)), int(each.group(3)), int(each.group(4))) for each in written}
    spans = {places: span for places in ORDERS.values() if (span := _span(numbers, places)) is not None}
    ranked = sorted(spans, key=lambda places: spans[places])
    if len(numbers) < 2 or not ranked:
        return None
    if len(ranked) == 1 or (len(numbers) >= _ENOUGH and _TIMES * spans[ranked[0]] < spans[ranked[1]]):
        return ranked[0]
    return None


def _span(numbers: Iterable[tuple[int, int, int]], places: tuple[int, int, int]) -> int | None:
    """Days between the first and the last of dates read in one way; None where one of them does not exist."""
    found = []
    for each in numbers:
        year, month, day = (each[place] for place in places)
        try:
            found.append(date(2000 + year, month, day).toordinal())
        except ValueError:
            return None
    return max(found, default=0) - min(found, default=0)


def _parse(text: str, day_first: bool | None, short: tuple[int, int, int] | None) -> date | Refused:
    """One date, or why it is none."""
    for form, read in _FORMS:
        match = form.fullmatch(text)
        if match:
            return read(match)
    match = _YEAR_LAST.fullmatch(text)
    if match:
        first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
        return _year_last(first, second, year, match.group(2) == "." or day_first)
    match = _SHORT_YEAR.fullmatch(text)
    if match:
        if short is None:
            return Refused(
                Text("a date with a two-digit year can mean several days", "两位数年份的日期可能指不同的日子"), _APART
            )
        numbers = int(match.group(1)), int(match.group(3)), int(match.group(4))
        return _date(2000 + numbers[short[0]], numbers[short[1]], numbers[short[2]])
    if len(text) <= _LONGEST and _NAMED.search(text):
        return _named(text)
    return Refused(Text("this is not a date", "这不是日期"), _ISO)


def _year_first(match: re.Match[str]) -> date | Refused:
    return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))


def _serial(match: re.Match[str]) -> date | Refused:
    return _EXCEL_ZERO + timedelta(days=int(match.group(1)))


def _second(match: re.Match[str]) -> date | Refused:
    second = int(match.group(1))
    if not _FIRST_SECOND <= second < _LAST_SECOND:
        return Refused(Text("this is not a date", "这不是日期"), _ISO)
    return date(1970, 1, 1) + timedelta(days=second // 86_400)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | Refused]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_COMPACT, _year_first),
    (_EXCEL, _serial),
    (_UNIX, _second),
)


def _named(text: str) -> date | Refused:
    """A date with the name of its month; every part of it must be written."""
    from dateutil import parser

    found = []
    for default in (datetime(2000, 2, 28), datetime(2004, 3, 1)):
        try:
            found.append(parser.parse(_ZONE.sub("", text), default=default, ignoretz=True).date())
        except (ValueError, OverflowError):
            return Refused(Text("this is not a date", "这不是日期"), _ISO)
    if found[0] != found[1]:
        return Refused(Text("the date lacks its day or its year", "日期缺少日或年"), _ISO)
    return _date(found[0].year, found[0].month, found[0].day)


def _year_last(first: int, second: int, year: int, day_first: bool | None) -> date | Refused:
    if day_first is None and first <= 12 and second <= 12 and first != second:
        return Refused(Text("day and month cannot be told apart in this column", "该列中的日与月无法区分"), _APART)
    if day_first or (day_first is None and first > 12):
        return _date(year, second, first)
    return _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | Refused:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Refused(
            Text("the year lies outside {0} to {1}", "年份不在 {0} 至 {1} 之间").format(FIRST_YEAR, LAST_YEAR),
            Text("correct the year of this row", "请改正该行的年份"),
        )
    try:
        return date(year, month, day)
    except ValueError:
        return Refused(
            Text("this date does not exist", "没有这一天"),
            Text("correct the month or the day of the month", "请改正月份或日期"),
        )


def as_date(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return date.fromordinal(int(day) + EPOCH)


def week_of(days: np.ndarray) -> np.ndarray:
    """Running number of the week, Monday to Sunday, that a day (since 1970-01-01, a Thursday) belongs to."""
    return (days + 3) // 7


def monday(week: int) -> date:
    """First day of a week with that running number."""
    return as_date(int(week) * 7 - 3)
