"""The staff export: one row for each employment, checked, without names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.answers import NO_WORDS, Doubts, Words
from sim.intake.columns import days, meanings, with_own_words
from sim.intake.dates import NO_DAY, as_date, without_day
from sim.intake.employments import employments_of
from sim.intake.headings import fields_of
from sim.intake.privacy import few
from sim.intake.reading import read
from sim.intake.reconciliation import USED, Headcount
from sim.intake.table import Table, report
from sim.intake.tenures import tells_tenure, tenures_of
from sim.intake.told import note
from sim.intake.wages import base_pay
from sim.language.text import Text

_ROLE_REMEDY = Text(
    "give its role: --role 'WORD=operations' (or marketing, category, content, design, service, data, technology, "
    "warehouse; outside for functions that are not simulated)",
    "请指明岗位:--role '词=operations'(或 marketing、category、content、design、service、data、technology、warehouse;"
    "不模拟的职能写 outside)",
)
_EMPLOYMENT_REMEDY = Text(
    "give its meaning: --employment 'WORD=there', =left or =dismissed",
    "请指明含义:--employment '词=there'(在职)、=left(离职)或 =dismissed(辞退)",
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
        rows: rows below the headings, by what became of them.
        columns: heading that each field was read from.
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
    rows: Mapping[str, int]
    columns: Mapping[str, str]
    notes: tuple[str, ...]

    def headcount(self) -> Headcount:
        """Totals to check against one's own books."""
        until = None if self.until == NO_DAY else as_date(self.until)
        return Headcount(int((~self.gone).sum()), int(self.gone.sum()), self.outside, until, self.rows, self.columns)


def read_staff(path: Path, told: Words = NO_WORDS, last_day: int = NO_DAY) -> Staff:
    """Read a staff export with hire dates (and exit dates), or with tenures (and whether the person left).

    Args:
        path: CSV file; a roster, or the payroll of one or several months.
        told: what the user says of words, headings and doubts.
        last_day: a day the data are known to reach, for example that of the last order; the last hire or exit may be
            later.

    Raises:
        InputError: the file, or any row of it, cannot be understood, or can be understood in two ways.
    """
    table = read(path, fields_of("staff"), told, anchors=("role", "hired"))
    problems: list[Problem] = []
    doubts = Doubts(table.file, told.answers, problems)
    dated = "hired" in table.words
    if not dated and not tells_tenure(table):
        remedy = Text(
            "add a column 'hire date' (入职日期) or 'tenure months' (司龄月)", "请增加一列“入职日期”或“司龄月”"
        )
        report(
            [
                Problem(
                    table.file,
                    1,
                    "hired",
                    Text("no column tells how long people have been there", "没有一列说明员工在职多久"),
                    "",
                    remedy,
                )
            ]
        )
    role, notes = _roles(table, told.roles, problems)
    order = told.answers.get("dates", "")
    hired = np.full(len(table), NO_DAY, dtype=np.int32)
    if dated:
        hired = days(table, "hired", problems, required=True, order=order, months=True)
    left = _ends(table, problems, order, last_day)
    gone, sent_away = _gone(table, left, told.employment, problems)
    pay, more = base_pay(table, doubts, problems)
    report(problems)
    found = employments_of(table, hired, left, gone, pay, doubts, problems)
    report(problems)
    table, rows = table.part(np.isin(np.arange(len(table)), found.row)), len(table)
    hired, left, gone = found.hired, found.left, found.gone
    until = int(max(hired.max(), left.max(), last_day, found.until)) if dated else NO_DAY
    tenure = tenures_of(table, hired, left, gone, until, doubts, problems)
    report(problems)
    names = role[found.row]
    inside = names != words.OUTSIDE
    used = tuple(sorted(set(names[inside])))
    outside = int((~inside).sum())
    dismissed = _dismissed(table) | sent_away[found.row]
    return Staff(
        table.file,
        np.array([used.index(name) for name in names[inside]], dtype=np.int32),
        used,
        tenure_weeks=tenure[inside],
        gone=gone[inside],
        voluntary=(gone & ~dismissed)[inside],
        hired=hired[inside],
        left=left[inside],
        pay=found.pay[inside],
        until=until,
        outside=outside,
        rows={USED: len(table), **table.left_out, "further rows of the same employment": rows - len(table)},
        columns=table.headings,
        notes=(
            *table.notes,
            *notes,
            *more,
            *_doubtful(table, told.employment),
            *_monthly(table),
            *found.notes,
            *_notes(table, outside, gone & inside),
        ),
    )


def _roles(table: Table, own: Mapping[str, str], problems: list[Problem]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Role of each row, object[n]: that of the title, or of the department where the title is not known."""
    known = with_own_words(own, _role)
    column = table.words["role"]
    unknown = np.array([known(word) is None for word in column.vocabulary])[column.codes]
    other = table.words.get("department")
    if other is None or not unknown.any() or table.headings["department"] == table.headings["role"]:
        codes, found = meanings(table, "role", problems, known, _ROLE_REMEDY)
        return np.array(found, dtype=object)[codes] if found else np.full(len(table), "", dtype=object), ()
    titles = np.array([known(word) or "" for word in column.vocabulary], dtype=object)[column.codes]
    departments = np.array([known(word) or "" for word in other.vocabulary], dtype=object)[other.codes]
    helped = unknown & (departments != "")
    if (unknown & ~helped).any():
        part = table.part(unknown & ~helped)
        meanings(part, "role", problems, known, _ROLE_REMEDY)
    count = len({int(code) for code in column.codes[helped]})
    words = "{0}: {1} titles are not known and take the role of their department"
    told = note(words, "{0}:{1} 个职位名称未识别,按其部门归类", table.file, few(count))
    return np.where(helped, departments, titles), (told,) if count else ()


def _role(word: str) -> str | None:
    return words.role(word) if word else None


def _ends(table: Table, problems: list[Problem], order: str, last_day: int) -> np.ndarray:
    """Exit dates; ends of contracts that lie in the past where the file has no exit dates."""
    left = days(table, "left", problems, required=False, order=order, months=True)
    if "left" in table.words or "contract_end" not in table.words or last_day == NO_DAY:
        return left
    end = days(table, "contract_end", problems, required=False, order=order, months=True)
    return np.where(end < last_day, end, NO_DAY).astype(np.int32)


def _gone(
    table: Table, left: np.ndarray, own: Mapping[str, str], problems: list[Problem]
) -> tuple[np.ndarray, np.ndarray]:
    """bool[n] whether the employment ended (it has an exit date, or a column says so), and whether by the company."""
    gone, sent_away = left != NO_DAY, np.zeros(len(table), dtype=bool)
    if "gone" not in table.words:
        return gone, sent_away
    codes, found = meanings(table, "gone", problems, with_own_words(own, words.employment), _EMPLOYMENT_REMEDY)
    state = np.array(found or (words.THERE,), dtype=object)[codes]
    return gone | (state != words.THERE), state == words.DISMISSED


def _doubtful(table: Table, own: Mapping[str, str]) -> tuple[str, ...]:
    """A note on people who were terminated, where others have resigned: the word may mean a dismissal."""
    column = table.words.get("gone")
    if column is None:
        return ()
    plain = {words.plain(word): word for word in column.vocabulary}
    word = plain.get("terminated", "")
    if not word or word in own or not any("resign" in each for each in plain):
        return ()
    words_ = "{0}: {1!r} is taken as left; --employment '{1}=dismissed' says that the company ended it"
    return (note(words_, "{0}:{1!r} 视为离职;若为公司解除,请用 --employment '{1}=dismissed'", table.file, word),)


def _monthly(table: Table) -> tuple[str, ...]:
    """A note on dates that are months."""
    count = 0
    for field in ("hired", "left"):
        if field in table.words:
            column = table.words[field]
            count += int(without_day(column.vocabulary)[column.codes].sum())
    told = "{0}: {1} dates are months without a day; the 15th was taken"
    return (note(told, "{0}:{1} 个日期只有年月,按 15 日计", table.file, few(count)),) if count else ()


def _dismissed(table: Table) -> np.ndarray:
    column = table.words.get("reason")
    if column is None:
        return np.zeros(len(table), dtype=bool)
    return np.array([words.dismissed(word) for word in column.vocabulary])[column.codes]


def _notes(table: Table, outside: int, gone: np.ndarray) -> tuple[str, ...]:
    notes: list[str] = []
    if outside:
        told = "{0}: {1} people work in functions that are not simulated (finance, HR, management …)"
        notes.append(note(told, "{0}:{1} 人属于不模拟的职能(财务、人事、管理等)", table.file, few(outside)))
    if gone.any() and "reason" not in table.words:
        told = "{0}: no reasons of leaving given; all exits are taken as voluntary"
        notes.append(note(told, "{0}:没有离职原因;全部视为主动离职", table.file))
    if not gone.any():
        told = "{0}: nobody has left, or leavers are not in the file; turnover is assumed"
        notes.append(note(told, "{0}:无人离职,或文件不含离职者;离职率为假设", table.file))
    return tuple(notes)
