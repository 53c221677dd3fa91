"""What intake took in, and the scenario document written from it: values, and in comments where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import SimError
from sim.intake.dates import NO_DAY, as_date
from sim.intake.lines import Demand, LineEstimate
from sim.intake.reconciliation import Headcount, Reconciliation
from sim.intake.season import PeakWeek
from sim.intake.staff import StaffEstimate
from sim.units import WEEKS_PER_YEAR, YEAR_WEEKS

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 104
CONVERSION = 0.03
GROSS_MARGIN = 0.45
BASE_RMB = 9000
BURN_IN_WEEKS = YEAR_WEEKS
ASSUMED_SEATS = {
    "operations": 12,
    "marketing": 8,
    "design": 12,
    "service": 12,
    "data": 3,
    "technology": 5,
    "warehouse": 8,
}
_WIDTH = 118


@dataclass(frozen=True)
class Sources:
    """What was read: file names, rows, first and last day, and the factor from the files' currency to RMB."""

    files: tuple[str, ...]
    rows: tuple[int, ...]
    first_day: date
    last_day: date
    rmb_per_unit: float


@dataclass(frozen=True)
class Intake:
    """A company's own data as aggregates.

    Attributes:
        demand: season, peaks and lines.
        staff: staff aggregates; None without a staff file.
        observed: weekly table, see `observed.observed_weeks`.
        facts: summary figures over all weeks, see `observed.facts`.
        sources: what was read.
        reconciliation: totals to check against the platform's own screen, in the currency of the file.
        headcount: totals of the staff file; None without one.
        notes: what was left out, merged or assumed.
    """

    demand: Demand
    staff: StaffEstimate | None
    observed: pd.DataFrame
    facts: Mapping[str, float]
    sources: Sources
    reconciliation: Reconciliation
    headcount: Headcount | None
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[LineEstimate, ...]:
        """Selling lines, largest first."""
        return self.demand.lines

    def to_yaml(self, name: str = "My company") -> str:
        """A commented scenario document; it loads as it is."""
        return document(self, name)

    def save(self, path: str | Path) -> tuple[Path, Path]:
        """Write the scenario document to `path` and the observed weeks beside it (`NAME.observed.csv`).

        Returns:
            Both paths.

        Raises:
            SimError: a file cannot be written.
        """
        target = Path(path)
        beside = target.with_name(target.stem + ".observed.csv")
        try:
            target.write_text(self.to_yaml(target.stem.replace("_", " ").strip() or "company"), encoding="utf-8")
            self.observed.to_csv(beside, index=False, float_format="%.6g", lineterminator="\n")
        except OSError as error:
            raise SimError("{0}: cannot be written: {1}", "{0}:无法写入:{1}", error.filename, error.strerror) from None
        return target, beside


def document(taken: Intake, name: str) -> str:
    """A complete scenario document of version 1.

    Args:
        taken: the estimates.
        name: of the scenario.
    """
    start = _start(taken)
    parts = [
        *_header(taken),
        "version: 1",
        f"name: {_text(name)}",
        "company:",
        *_company(taken, start),
        "lines:",
        *(row for line in taken.lines for row in _line(line)),
        "calendar:",
        *_calendar(taken, start),
        "policies:",
        "  today:",
        "    note: fixed base pay; describe here how you pay and arrange people today",
        "    structure: {kind: functional}",
        "    pay: {}",
    ]
    return "\n".join(parts) + "\n"


def _start(taken: Intake) -> date:
    """First Monday after the data."""
    after = taken.sources.last_day + timedelta(days=1)
    return after + timedelta(days=-after.weekday() % 7)


def _text(value: str) -> str:
    """A text as a YAML scalar in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _number(value: float, digits: int = 4) -> str:
    """A number with so many significant digits and no exponent."""
    text = f"{value:.{digits}g}"
    return f"{float(text):.6f}".rstrip("0").rstrip(".") if "e" in text else text


def _comment(text: str, indent: int = 0) -> list[str]:
    """Comment lines of limited width."""
    import textwrap

    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return textwrap.wrap(clean, _WIDTH, initial_indent=" " * indent + "# ", subsequent_indent=" " * indent + "#   ")


def _header(taken: Intake) -> list[str]:
    sources = taken.sources
    files = ", ".join(f"{file} ({rows} rows)" for file, rows in zip(sources.files, sources.rows, strict=True))
    texts = [
        "Written by `sim intake`. It holds aggregates only: no cell stands for fewer than five people.",
        f"Read: {files}; orders from {sources.first_day} to {sources.last_day}; no row was refused.",
        f"Repeat buying: {taken.lines[0].repeat.method}. Return rate: {taken.lines[0].returns.method}.",
        "Season and peaks: log GMV of a week against trend and smooth season; indices are of demand, of which new "
        f"orders take all and repeat orders the square root (share of repeat orders: {taken.demand.repeat_share:.2f}).",
        "Assumed, because exports do not tell: conversion (so visits are new orders / conversion), gross margin, "
        "articles, utilisation and how people are paid. Replace them where you know better.",
    ]
    if sources.rmb_per_unit != 1.0:
        texts.append(f"Amounts were multiplied by {sources.rmb_per_unit:g} to be RMB.")
    if taken.staff is None:
        texts.append("No staff file was given: seats, pay and tenure are a made-up company of 60; give --staff.")
    notes = [f"Note: {note}." for note in taken.notes]
    return [row for text in (*texts, *notes) for row in _comment(text)]


def _company(taken: Intake, start: date) -> list[str]:
    staff = taken.staff
    burn_in = BURN_IN_WEEKS if staff is None or not staff.seats else 0
    rows = [
        f"  start: {start.isoformat()}   # the Monday after the data",
        f"  weeks: {WEEKS}",
        f"  burn_in_weeks: {burn_in}",
        "  seats:",
    ]
    if staff is None or not staff.seats:
        rows += [
            f"    {role}: {{heads: {heads}, base_rmb: {BASE_RMB}}}   # assumed" for role, heads in ASSUMED_SEATS.items()
        ]
        return rows
    return rows + _seats(staff) + _turnover(staff)


def _seats(staff: StaffEstimate) -> list[str]:
    rows = []
    for seat in staff.seats:
        base = seat.base_rmb or staff.base_rmb or BASE_RMB
        origin = "" if seat.base_rmb else "   # pay of the whole company" if staff.base_rmb else "   # pay assumed"
        tenure = seat.tenure_weeks or staff.tenure_weeks
        listed = f", tenure_weeks: {_list(tenure)}" if tenure else ""
        rows.append(f"    {seat.role}: {{heads: {seat.heads}, base_rmb: {_number(base)}{listed}}}{origin}")
    return rows


def _turnover(staff: StaffEstimate) -> list[str]:
    if staff.yearly_turnover is None:
        return []
    window = f" from {as_date(staff.from_day)} to {as_date(staff.until_day)}" if staff.from_day != NO_DAY else ""
    rows = [
        *_comment(
            f"{staff.exits} voluntary exits in {staff.person_years:.0f} person-years{window}; standard error "
            f"{staff.turnover_error:.3f}",
            2,
        ),
        f"  yearly_turnover: {_number(staff.yearly_turnover)}",
    ]
    if len(staff.hazard) > 1:
        rows += [
            "  hazard_by_tenure:   # exits per person-week relative to the whole, drawn towards 1 where exits are few"
        ]
        for band in staff.hazard:
            rows.append(
                f"    - {{until_week: {_number(band.until_week)}, factor: {_number(band.factor, 3)}}}"
                f"   # {band.exits} exits in {band.person_weeks / WEEKS_PER_YEAR:.0f} person-years"
            )
    if staff.exit_season:
        rows.append(f"  exit_season: {_list(staff.exit_season, 3)}   # January to December, own bonuses included")
    return rows


def _list(values: Iterable[float], digits: int = 4) -> str:
    return "[" + ", ".join(_number(float(each), digits) for each in values) + "]"


def _line(line: LineEstimate) -> list[str]:
    repeat, returns = line.repeat, line.returns
    visits = line.new_orders / CONVERSION
    churn = min(max(repeat.churn_weekly, 1e-4), 1.0)
    balance = line.new_orders / churn
    return [
        f"  - name: {_text(line.name)}",
        f"    visits: {_number(visits)}   # {_number(line.new_orders, 3)} new orders a week / assumed conversion",
        f"    conversion: {CONVERSION}   # assumed",
        f"    basket_rmb: {_number(line.basket)}   # {line.share:.1%} of paid value",
        f"    gross_margin: {GROSS_MARGIN}   # assumed",
        f"    return_rate: {_number(returns.rate, 3)}{_error(returns.error, returns.method)}",
        f"    repeat_weekly: {_number(min(repeat.repeat_weekly, 1.0))}{_error(repeat.repeat_error, repeat.method)}",
        f"    churn_weekly: {_number(churn)}{_error(repeat.churn_error, repeat.method)}",
        f"    customers: {_number(line.customers)}   # active; {_number(balance, 3)} would keep their number",
    ]


def _error(error: float, method: str) -> str:
    """Standard error, or where the value was taken from."""
    if not np.isnan(error):
        return f"   # standard error {_number(error, 2)}"
    return f"   # {method}"


def _calendar(taken: Intake, start: date) -> list[str]:
    index = _list(taken.demand.index, 3)[1:-1].split(", ")
    rows = ["  season:   # demand index of ISO weeks 1 to 53, without the peaks below", "    ["]
    rows += ["      " + ", ".join(index[at : at + 13]) + "," for at in range(0, len(index), 13)]
    rows.append("    ]")
    entries = [
        row
        for peak, demand in zip(taken.demand.season.peaks, taken.demand.peaks, strict=True)
        for row in _peak(peak, demand, start)
    ]
    return rows + (["  peaks:", *entries] if entries else [])


def _peak(peak: PeakWeek, demand: float, start: date) -> list[str]:
    """Entries of one peak week: one that repeats, or one for every year where the day moves."""
    years = f"seen in {peak.seen} year{'s' if peak.seen > 1 else ''}, GMV index {_number(peak.index, 3)}"
    if peak.festival is None or not peak.festival.moves:
        return [_entry(peak.name, peak.first, demand, True, years)]
    return [_entry(peak.name, first, demand, False, years) for first in _occurrences(peak, start)]


def _occurrences(peak: PeakWeek, start: date) -> Sequence[date]:
    """Mondays of a moving peak week from a year before the start to the end of the scenario."""
    assert peak.festival is not None
    last = start + timedelta(weeks=WEEKS + YEAR_WEEKS)
    found = []
    for year in range(start.year - 2, last.year + 1):
        anchor = peak.festival.anchor(year)
        if anchor is not None:
            first = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=peak.offset)
            if start - timedelta(weeks=53) <= first <= last:
                found.append(first)
    return found


def _entry(name: str, first: date, index: float, yearly: bool, comment: str) -> str:
    until = first + timedelta(days=6)
    repeats = "" if yearly else ", yearly: false"
    return (
        f"    - {{name: {_text(name)}, from: {first.isoformat()}, until: {until.isoformat()}, "
        f"index: {_number(index, 3)}{repeats}}}   # {comment}"
    )
