"""One row for each employment: rosters and payrolls that show a person more than once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.errors import Problem
from sim.intake.answers import Doubts
from sim.intake.cells import Words
from sim.intake.dates import NO_DAY, as_date, parse_all
from sim.intake.privacy import few
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

_RENEWED_WITHIN = 31


@dataclass(frozen=True)
class Employments:
    """Employments, each by the row that counts for it.

    Attributes:
        row: int64[k] row of the file whose post and state count.
        hired, left: int32[k] days since 1970-01-01, `NO_DAY` where unknown or still there.
        gone: bool[k] ended.
        pay: float64[k] base pay a month, NaN where unknown.
        until: last day of the payroll's last month, `NO_DAY` without a column of months.
        notes: what was merged.
    """

    row: np.ndarray
    hired: np.ndarray
    left: np.ndarray
    gone: np.ndarray
    pay: np.ndarray
    until: int
    notes: tuple[str, ...]


def employments_of(  # noqa: PLR0913  columns of one table
    table: Table,
    hired: np.ndarray,
    left: np.ndarray,
    gone: np.ndarray,
    pay: np.ndarray,
    doubts: Doubts,
    problems: list[Problem],
) -> Employments:
    """Rows of one person become one employment, or several.

    Rows with one hire date are one employment: its last row counts (the last month, else the last of the file). Of
    several hire dates each begins an employment, unless it follows the one before within a month: that is a renewed
    contract. Who is missing from the last months of a payroll has left, or is asked about where the file tells exits.

    Args:
        table: the roster.
        hired: int32[n] days of hiring of rows.
        left: int32[n] days of leaving, `NO_DAY` where blank.
        gone: bool[n] rows that say the employment ended.
        pay: float64[n] base pay a month of rows.
        doubts: asked where rows can be read in two ways.
        problems: receives months that are none.
    """
    import pandas as pd

    count = len(table)
    month, last_day = _months(table, problems)
    person = _persons(table)
    if person is None or problems:
        return Employments(np.arange(count), hired, left, gone, pay, last_day, ())
    days = {"hired": hired.astype(np.int64), "left": left.astype(np.int64)}
    frame = pd.DataFrame({"person": person, "month": month, **days, "gone": gone, "pay": pay})
    frame["row"] = np.arange(count)
    ordered = frame.sort_values(["month", "row"], kind="stable")
    pays = _pays(ordered, table, doubts)
    last = ordered.groupby(["person", "hired"], sort=False).tail(1).set_index(["person", "hired"])
    last["pay"] = pays
    last["month"] = ordered.groupby(["person", "hired"], sort=False)["month"].max()
    notes: list[str] = []
    if len(last) < count:
        told = "{0}: {1} rows show {2} employments; the last row of each counts"
        notes.append(note(told, "{0}:{1} 行对应 {2} 段任职;各以最后一行为准", table.file, count, len(last)))
    rows = last.reset_index().sort_values(["person", "hired", "row"], kind="stable")
    rows = _vanished(rows, month, table, doubts, notes)
    rows = _renewed(rows, table, doubts, notes)
    rows = rows.sort_values("row", kind="stable")
    return Employments(
        rows["row"].to_numpy(),
        rows["hired"].to_numpy(dtype=np.int32),
        rows["left"].to_numpy(dtype=np.int32),
        rows["gone"].to_numpy(dtype=bool),
        rows["pay"].to_numpy(dtype=float),
        last_day,
        tuple(notes),
    )


def _persons(table: Table) -> np.ndarray | None:
    """Number of the person of each row; None where no column tells persons. Names tell them in payrolls only."""
    key = table.keys.get("person")
    if key is None and "month" in table.words:
        key = table.keys.get("name")
    if key is None:
        return None
    import pandas as pd

    blank = key == 0
    return np.where(blank, -1 - np.arange(len(key)), pd.factorize(key)[0])


def _months(table: Table, problems: list[Problem]) -> tuple[np.ndarray, int]:
    """Month of each row (years times 12 and months), 0 without a column; and the last day of the last one."""
    column = table.words.get("month")
    if column is None or not _is_month(column):
        return np.zeros(len(table), dtype=np.int64), NO_DAY
    days, refused = parse_all(column.vocabulary, months=True)
    used = np.bincount(column.codes, minlength=len(column.vocabulary))
    for code, fault in refused.items():
        if used[code]:
            row = int(np.flatnonzero(column.codes == code)[0])
            problems.append(Problem(table.file, int(table.lines[row]), "month", fault.message, "", fault.remedy))
    months = np.array([0 if day == NO_DAY else as_date(day).year * 12 + as_date(day).month - 1 for day in days])
    return months[column.codes], _end_of(int(months[column.codes].max()))


def _is_month(column: Words) -> bool:
    """Whether most of its texts name a month or a day; a column `month` may also hold 1 to 12."""
    days, _ = parse_all(column.vocabulary, months=True)
    some = [at for at, word in enumerate(column.vocabulary) if word]
    return bool(some) and float(np.mean(days[some] != NO_DAY)) > 0.5


def _end_of(month: int) -> int:
    """Last day of a month (years times 12 and months), days since 1970-01-01."""
    following = np.datetime64(f"{(month + 1) // 12:04d}-{(month + 1) % 12 + 1:02d}-01", "D")
    return int((following - np.datetime64("1970-01-01", "D")).astype(int)) - 1


def _pays(ordered, table: Table, doubts: Doubts):  # type: ignore[no-untyped-def]
    """Pay of each employment: that of its last row with pay; parts in one month are added up where the user says so."""
    paid = ordered[ordered["pay"] > 0]
    by_month = paid.groupby(["person", "hired", "month"], sort=False)["pay"]
    split = by_month.count() if "cost_centre" in table.words else by_month.nunique() * ("month" in table.words)
    if (split > 1).any():
        several = (by_month.transform("count") if "cost_centre" in table.words else by_month.transform("nunique")) > 1
        line = int(table.lines[int(paid.loc[several, "row"].min())])
        question = Text(
            "a person has several rows with pay for one month or post ({0} rows)",
            "同一人同一月份或岗位有多行工资({0} 行)",
        ).format(int(several.sum()))
        if doubts.ask("split-pay", question, line, "pay") == "sum":
            return by_month.sum().groupby(level=["person", "hired"], sort=False).last()
    return paid.groupby(["person", "hired"], sort=False)["pay"].last()


def _vanished(rows, month: np.ndarray, table: Table, doubts: Doubts, notes: list[str]):  # type: ignore[no-untyped-def]
    """Employments with the exit of people who are missing from the last months of a payroll."""
    missing = (rows["month"] < month.max()) & ~rows["gone"] & (rows["month"] > 0)
    if not missing.any():
        return rows
    tells = any(field in table.words for field in ("left", "gone"))
    if tells:
        line = int(table.lines[int(rows.loc[missing, "row"].min())])
        question = Text(
            "people are missing from the last months and have no exit date ({0} people)",
            "有人在最后几个月未出现,也没有离职日期({0} 人)",
        ).format(int(missing.sum()))
        if doubts.ask("vanished", question, line, "left") != "left":
            return rows
    rows.loc[missing, "left"] = [_end_of(int(each)) for each in rows.loc[missing, "month"]]
    rows.loc[missing, "gone"] = True
    told = "{0}: people missing from the last months left at the end of the last month that has them"
    notes.append(note(told, "{0}:最后几个月未出现的人,视为在其最后出现的月份末离职", table.file))
    return rows


def _renewed(rows, table: Table, doubts: Doubts, notes: list[str]):  # type: ignore[no-untyped-def]
    """Employments with renewed contracts joined to the ones before."""
    rows = rows.reset_index(drop=True)
    again = rows["person"].eq(rows["person"].shift()) & rows["person"].ge(0)
    open_before = again & ~rows["gone"].shift(fill_value=False)
    answer = ""
    if open_before.any():
        line = int(table.lines[int(rows.loc[open_before, "row"].min())])
        question = Text(
            "a person is hired again and the earlier employment has no end ({0} people)",
            "有人再次入职,而前一段任职没有结束日期({0} 人)",
        ).format(int(open_before.sum()))
        answer = doubts.ask("contracts", question, line, "hired")
    if answer == "two":
        ended = np.flatnonzero(open_before.to_numpy()) - 1
        rows.loc[ended, "left"] = rows.loc[ended + 1, "hired"].to_numpy() - 1
        rows.loc[ended, "gone"] = True
    soon = again & (rows["hired"] - rows["left"].shift(fill_value=NO_DAY) <= _RENEWED_WITHIN)
    joined = (soon & ~open_before) | (open_before & (answer == "one"))
    if not joined.any():
        return rows
    notes.append(f"{table.file}: {few(int(joined.sum()))} contracts that follow another within a month continue it")
    chain = (~joined).cumsum()
    rows["hired"] = rows.groupby(chain)["hired"].transform("first")
    return rows[~joined.shift(-1, fill_value=False)]
