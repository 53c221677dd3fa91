"""Peaks of the calendar must not share days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sim.calendar import in_year
from sim.documents.faults import Fault, Path, day_of, items, mapping
from sim.language.text import Text


class Span(NamedTuple):
    """Days of a peak: its place in the list, first and last day, and whether it comes back every year."""

    place: int
    first: date
    last: date
    yearly: bool


def peak_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield peaks that end before they begin, last too long, or share days with another."""
    spans: list[Span] = []
    for index, peak in enumerate(items(mapping(document.get("calendar")).get("peaks"))):
        first, last = day_of(mapping(peak).get("from")), day_of(mapping(peak).get("until"))
        if not first or not last:
            continue
        path: Path = ("calendar", "peaks", index, "until")
        if last < first:
            yield Fault(
                path,
                Text("ends on {0}, before it begins on {1}", "结束日 {0} 早于开始日 {1}").format(last, first),
                Text("swap or correct the days", "请调换或改正日期"),
                str(last),
            )
        elif last - first > timedelta(days=200):
            message = Text("lasts {0} days", "持续 {0} 天").format((last - first).days + 1)
            yield Fault(
                path,
                message,
                Text("put long seasons into calendar.season", "长的旺季请写入 calendar.season"),
                str(last),
            )
        else:
            span = Span(index, first, last, mapping(peak).get("yearly", True) is not False)
            yield from _overlaps(span, spans)
            spans.append(span)


def _overlaps(span: Span, earlier: list[Span]) -> Iterator[Fault]:
    for other in earlier:
        if any(_share_days(span, other, years) for years in ((-1, 0, 1) if span.yearly or other.yearly else (0,))):
            message = Text("shares days with peaks[{0}]", "与 peaks[{0}] 的日期重叠").format(other.place)
            yield Fault(
                ("calendar", "peaks", span.place, "from"),
                message,
                Text("let each day belong to one peak", "每一天只能属于一个高峰"),
                span.first,
            )


def _share_days(span: Span, other: Span, years: int) -> bool:
    """Whether two peaks share a day once the one that comes back is moved to the other's year plus `years`."""
    fixed, moved = (span, other) if other.yearly else (other, span)
    first = in_year(moved.first, fixed.first.year + years) if moved.yearly else moved.first
    return fixed.first <= first + (moved.last - moved.first) and first <= fixed.last
