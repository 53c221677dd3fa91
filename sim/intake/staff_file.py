"""The staff export: one row for each employment, checked, without names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.columns import days, meanings, with_own_words
from sim.intake.dates import NO_DAY
from sim.intake.headings import fields_of
from sim.intake.reading import Table, read, report

_MOST_MONTHLY = 1e6
_LONGEST_WEEKS = 60 * 52.18
_WEEKS = {"tenure_weeks": 1.0, "tenure_months": 365.25 / 7 / 12, "tenure_years": 365.25 / 7}
_ROLE_REMEDY = (
    "give its role: --role 'WORD=operations' (or marketing, category, content, design, service, data, technology, "
    "warehouse; outside for functions that are not simulated)"
)


@dataclass(frozen=True)
class Staff:
    """Employments of the simulated roles.

    Attributes:
        file: name of the file.
        role: int32[n] position in `roles`.
        roles: roles that occur.
        tenure_weeks: float64[n] weeks from hiring to the exit, or to the last day of the data.
        gone: bool[n] employment ended.
        voluntary: bool[n] ended, and not by the company.
        hired, left: int32[n] days since 1970-01-01; `NO_DAY` where unknown or still employed.
        pay: float64[n] base pay a month, RMB; NaN where unknown.
        until: last day of the data; `NO_DAY` when the file has tenures only.
        outside: employments in functions that are not simulated.
        rows: rows read.
        notes: what was left out or assumed while reading.
    """

    file: str
    role: np.ndarray
    roles: tuple[str, ...]
    tenure_weeks: np.ndarray
    gone: np.ndarray
    voluntary: np.ndarray
    hired: np.ndarray
    left: np.ndarray
    pay: np.ndarray
    until: int
    outside: int
    rows: int
    notes: tuple[str, ...]


def read_staff(path: Path, roles: Mapping[str, str] | None = None, last_day: int = NO_DAY) -> Staff:
    """Read a staff export with hire dates (and exit dates), or with tenures (and whether the person left).

    Args:
        path: CSV file.
        roles: role of further job titles.
        last_day: a day the data are known to reach, for example that of the last order; the last hire or exit may be
            later.

    Raises:
        InputError: the file, or any row of it, cannot be understood.
    """
    table = read(path, fields_of("staff"))
    problems: list[Problem] = []
    dated = "hired" in table.words
    if not dated and not any(field in table.numbers for field in _WEEKS):
        remedy = "add a column 'hire date' (入职日期) or 'tenure months' (司龄月)"
        report([Problem(table.file, 1, "hired", "no column tells how long people have been there", "", remedy)])
    codes, found = meanings(table, "role", problems, with_own_words(roles or {}, _role), _ROLE_REMEDY)
    hired = days(table, "hired", problems, required=True) if dated else np.full(len(table), NO_DAY, dtype=np.int32)
    left = days(table, "left", problems, required=False)
    gone = _gone(table, left, problems)
    report(problems)
    until = int(max(hired.max(), left.max(), last_day)) if dated else NO_DAY
    tenure = _tenure(table, hired, left, gone, until, problems)
    pay = _pay(table, problems)
    report(problems)
    names = np.array(found, dtype=object)[codes]
    inside = names != words.OUTSIDE
    used = tuple(sorted(set(names[inside])))
    role = np.array([used.index(name) for name in names[inside]], dtype=np.int32)
    outside = int((~inside).sum())
    reason = _dismissed(table)
    return Staff(
        table.file,
        role,
        used,
        tenure_weeks=tenure[inside],
        gone=gone[inside],
        voluntary=(gone & ~reason)[inside],
        hired=hired[inside],
        left=left[inside],
        pay=pay[inside],
        until=until,
        outside=outside,
        rows=len(table),
        notes=_notes(table, outside, gone & inside),
    )


def _role(word: str) -> str | None:
    return words.role(word) if word else None


def _gone(table: Table, left: np.ndarray, problems: list[Problem]) -> np.ndarray:
    """bool[n] whether the employment ended: it has an exit date, or a column says so."""
    gone = left != NO_DAY
    if "gone" in table.words:
        codes, flags = meanings(table, "gone", problems, words.flag, "write 1 for people who left, else 0")
        gone = gone | np.array(flags or (False,))[codes]
    return gone


def _tenure(
    table: Table, hired: np.ndarray, left: np.ndarray, gone: np.ndarray, until: int, problems: list[Problem]
) -> np.ndarray:
    """Weeks of tenure, float64[n]."""
    if until != NO_DAY:
        missing = gone & (left == NO_DAY)
        weeks = (np.where(gone & ~missing, left, until) - hired) / 7.0
        message = "this person left but has no exit date"
        problems += table.faults(missing, "left", message, "write the exit date")
        problems += table.faults(weeks < 0, "left", "the exit lies before the hiring", "correct one of the two dates")
    else:
        field = next(each for each in _WEEKS if each in table.numbers)
        weeks = table.numbers[field] * _WEEKS[field]
        problems += table.faults(np.isnan(weeks), field, "there is no tenure", "write it in this row")
        problems += table.faults(weeks < 0, field, "a tenure cannot be negative", "correct it")
    problems += table.faults(weeks > _LONGEST_WEEKS, "hired", "more than 60 years of tenure", "correct the year")
    return weeks


def _pay(table: Table, problems: list[Problem]) -> np.ndarray:
    """Base pay a month, RMB, float64[n] with NaN where unknown."""
    monthly = table.numbers.get("pay", np.full(len(table), np.nan))
    yearly = table.numbers.get("pay_year", np.full(len(table), np.nan))
    pay = np.where(np.isnan(monthly), yearly / 12.0, monthly)
    problems += table.faults(pay < 0, "pay", "pay cannot be negative", "correct it")
    remedy = "write base pay in RMB a month; a year's pay belongs in a column 'annual salary' (年薪)"
    problems += table.faults(pay > _MOST_MONTHLY, "pay", "more than a million RMB a month", remedy)
    return np.where(pay > 0, pay, np.nan)


def _dismissed(table: Table) -> np.ndarray:
    column = table.words.get("reason")
    if column is None:
        return np.zeros(len(table), dtype=bool)
    return np.array([words.dismissed(word) for word in column.vocabulary])[column.codes]


def _notes(table: Table, outside: int, gone: np.ndarray) -> tuple[str, ...]:
    notes = []
    if outside >= 5:
        notes.append(
            f"{table.file}: {outside} people work in functions that are not simulated (finance, HR, management …)"
        )
    elif outside:
        notes.append(f"{table.file}: fewer than five people work in functions that are not simulated")
    if gone.any() and "reason" not in table.words:
        notes.append(f"{table.file}: no reasons of leaving given; all exits are taken as voluntary")
    if not gone.any():
        notes.append(f"{table.file}: nobody has left, or leavers are not in the file; turnover is assumed")
    return tuple(notes)
