"""Sales festivals and holidays by date, in China and in western markets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SPRING_FESTIVALS = """
1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16
2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26
2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
2040-02-12
"""
SPRING_FESTIVAL = {day.year: day for day in map(date.fromisoformat, _SPRING_FESTIVALS.split())}


@dataclass(frozen=True)
class Festival:
    """A recurring occasion.

    Attributes:
        name: as written into the calendar.
        month, day: its day; of the Spring Festival and Black Friday the day moves and these are 0.
        before, after: days around it in which demand may be raised or lowered by it.
        sign: +1 raises demand, -1 lowers it, 0 may do either.
        market: `china`, `west` or both.
    """

    name: str
    month: int
    day: int
    before: int
    after: int
    sign: int
    market: str

    def anchor(self, year: int) -> date | None:
        """Its day in a year, None where it is not known."""
        if self.name == "Spring Festival":
            return SPRING_FESTIVAL.get(year)
        if self.name == "Black Friday":
            first = date(year, 11, 1)
            return first + timedelta(days=(3 - first.weekday()) % 7 + 22)
        return date(year, self.month, self.day)

    @property
    def moves(self) -> bool:
        """Whether it falls on another date every year."""
        return self.month == 0


FESTIVALS = (
    Festival("Double 11", 11, 11, 22, 4, 1, "china"),
    Festival("618", 6, 18, 19, 4, 1, "china"),
    Festival("Double 12", 12, 12, 6, 3, 1, "china"),
    Festival("Spring Festival", 0, 0, 21, 15, 0, "china"),
    Festival("Women's Day", 3, 8, 8, 2, 1, "china"),
    Festival("National Day", 10, 1, 4, 8, 0, "china"),
    Festival("Black Friday", 0, 0, 7, 5, 1, "west"),
    Festival("Christmas run-up", 12, 24, 50, 0, 1, "west"),
    Festival("Christmas closure", 12, 25, 2, 10, -1, "west"),
)


def occasion(first: date, last: date, sign: int, market: str) -> tuple[Festival, date] | None:
    """The festival whose days overlap most with a stretch of days, and its day in that year; None when none does.

    Args:
        first: first day of the stretch.
        last: its last day.
        sign: +1 where demand was raised, -1 where lowered.
        market: `china` or `west`.
    """
    best, found = 0, None
    for festival in FESTIVALS:
        if festival.market != market or festival.sign * sign < 0:
            continue
        for year in (first.year - 1, first.year, first.year + 1):
            anchor = festival.anchor(year)
            if anchor is None:
                continue
            begin, end = anchor - timedelta(days=festival.before), anchor + timedelta(days=festival.after)
            overlap = (min(last, end) - max(first, begin)).days + 1
            if overlap > best:
                best, found = overlap, (festival, anchor)
    return found
