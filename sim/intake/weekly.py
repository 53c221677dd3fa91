"""Weekly (or daily) aggregates of a shop, for those who cannot export single orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.answers import NO_WORDS, Doubts, Words
from sim.intake.columns import days, meanings
from sim.intake.dates import NO_DAY, as_date, week_of
from sim.intake.flow import USUAL_REPEATS, Flow, clean_name
from sim.intake.headings import fields_of
from sim.intake.money import RMB, code
from sim.intake.reading import read
from sim.intake.reconciliation import USED, Reconciliation
from sim.intake.table import Table, report
from sim.intake.told import note
from sim.intake.values import LEAST_BASKET, MOST_BASKET
from sim.language.text import Text

_MOST = 1e12
_COUNTED = ("gmv", "orders", "customers", "first_orders", "repeat_orders", "guest_orders", "refunds", "returned")


@dataclass(frozen=True)
class Weekly:
    """Aggregates of all weeks, incomplete ones included.

    Attributes:
        file: name of the file.
        first_week: running number of the first week.
        complete: bool[T].
        sums: field -> line -> float64[T]; fields the file does not have are absent.
        names: the lines.
        rows: rows below the headings, by what became of them.
        columns: heading that each field was read from.
        currency: of GMV.
        first_day, last_day: first and last date that a row carries, days since 1970-01-01.
        notes: what was assumed while reading.
    """

    file: str
    first_week: int
    complete: np.ndarray
    sums: dict[str, np.ndarray]
    names: tuple[str, ...]
    rows: Mapping[str, int]
    columns: Mapping[str, str]
    currency: str
    first_day: int
    last_day: int
    notes: tuple[str, ...]

    def reconciliation(self) -> Reconciliation:
        """Totals to check against one's own reports."""
        known = "refunds" in self.sums and self.sums["refunds"].any()
        return Reconciliation(
            "totals by week or day 周或日汇总",
            cancelled=None,
            paid_orders=int(self.sums["orders"].sum()),
            paid=float(self.sums["gmv"].sum()),
            refunded=float(self.sums["refunds"].sum()) if known else float("nan"),
            refunded_orders=int(self.sums["returned"].sum()) if "returned" in self.sums else None,
            customers=float("nan"),
            guests=0,
            first_day=as_date(self.first_day),
            last_day=as_date(self.last_day),
            currency=self.currency,
            rows=self.rows,
            columns=self.columns,
        )


def read_weekly(path: Path, told: Words = NO_WORDS) -> Weekly:
    """Read weekly or daily aggregates: date, GMV, orders; where present customers, new ones, repeats, refunds.

    Rows are added up to weeks from Monday to Sunday; a week that starts on another day goes to the one that holds its
    middle. First and last week are incomplete when rows are days that do not cover them, or when the file says so.

    Args:
        path: CSV file.
        told: what the user says of headings and doubts.

    Raises:
        InputError: a row cannot be understood, a number is negative, or a week of a line comes twice.
    """
    table = read(path, fields_of("weekly"), told)
    table = table.scaled(("gmv", "refunds"), float(told.answers.get("unit", 1.0)))
    problems: list[Problem] = []
    day = days(table, "date", problems, required=True, order=told.answers.get("dates", ""))
    _check_numbers(table, problems)
    currency = _currency(table, problems)
    report(problems)
    _check_unit(table, Doubts(table.file, told.answers, problems))
    report(problems)
    line, names = _named(table)
    _check_doubles(table, day, line, problems)
    report(problems)
    daily = _is_daily(day)
    week = week_of(day if daily else day + 3)
    first, count = int(week.min()), int(week.max() - week.min()) + 1
    if count > 1500:
        row = int(np.argmax(np.abs(week - np.median(week))))
        report(
            [
                Problem(
                    table.file,
                    int(table.lines[row]),
                    "date",
                    Text("the rows span more than 28 years", "各行跨度超过 28 年"),
                    "",
                    Text("correct the year", "请改正年份"),
                )
            ]
        )
    cell = line.astype(np.int64) * count + week - first
    sums = {
        field: np.bincount(cell, weights=np.nan_to_num(table.numbers[field]), minlength=len(names) * count).reshape(
            -1, count
        )
        for field in _COUNTED
        if field in table.numbers
    }
    complete = _complete(table, day, week, first, count, daily)
    notes = _notes(table, day, daily, complete)
    rows = {USED: len(table), **table.left_out}
    return Weekly(
        table.file,
        first,
        complete,
        sums,
        names,
        rows,
        table.headings,
        currency,
        int(day.min()),
        int(day.max()),
        table.notes + notes,
    )


def _currency(table: Table, problems: list[Problem]) -> str:
    """Currency of the totals; several of them are a problem."""
    column = table.words.get("currency")
    named = dict(table.currencies("gmv"))
    if column is not None:
        used = np.unique(column.codes)
        named = {code(column.vocabulary[at]): int(table.lines[0]) for at in used if column.vocabulary[at]}
    if len(named) > 1:
        listed = ", ".join(sorted(named))
        remedy = Text("export the totals of each currency into a file of its own", "请把每种货币的汇总导出到各自的文件")
        problems.append(
            Problem(
                table.file,
                0,
                "gmv",
                Text("totals are in several currencies: {0}", "汇总有多种货币:{0}").format(listed),
                "",
                remedy,
            )
        )
    return next(iter(named), RMB)


def _check_unit(table: Table, doubts: Doubts) -> None:
    """Ask for the unit where the value of an order cannot be one in whole units of a currency."""
    orders, gmv = np.nansum(table.numbers["orders"]), np.nansum(table.numbers["gmv"])
    if orders > 0 and gmv > 0 and not LEAST_BASKET <= gmv / orders <= MOST_BASKET and not doubts.told("unit"):
        question = Text(
            "an order is worth {0:,.4g} on average: in which unit are the totals?",
            "平均每单 {0:,.4g}:汇总的单位是什么?",
        ).format(gmv / orders)
        doubts.ask("unit", question, int(table.lines[0]), "gmv")


def _check_numbers(table: Table, problems: list[Problem]) -> None:
    remedy = Text(
        "write the total of the week; refunds and cancellations as positive numbers", "请写每周合计;退款与取消写成正数"
    )
    for field, values in table.numbers.items():
        if field in ("gmv", "orders"):
            problems += table.faults(np.isnan(values), field, Text("there is no number", "没有数字"), remedy)
        problems += table.faults(values < 0, field, Text("a total cannot be negative", "合计不能为负"), remedy, values)
        problems += table.faults(
            values > _MOST, field, Text("the number is too large to be meant", "数字过大,不像是本意"), remedy, values
        )


def _named(table: Table) -> tuple[np.ndarray, tuple[str, ...]]:
    column = table.words.get("line")
    if column is None:
        return np.zeros(len(table), dtype=np.int32), ("all",)
    used, codes = np.unique(column.codes, return_inverse=True)
    return codes, tuple(clean_name(column.vocabulary[code]) for code in used)


def _check_doubles(table: Table, day: np.ndarray, line: np.ndarray, problems: list[Problem]) -> None:
    key = line.astype(np.int64) * 10**7 + day
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    for row in np.flatnonzero(first[inverse] != np.arange(len(key)))[:100]:
        message = Text("this date stands in line {0} already", "该日期已出现在第 {0} 行").format(
            table.lines[first[inverse][row]]
        )
        remedy = Text(
            "keep one row for each week; if these are orders, not totals, use --orders",
            "每周只留一行;如果是订单而非汇总,请用 --orders",
        )
        problems.append(
            Problem(table.file, int(table.lines[row]), "date", message, as_date(day[row]).isoformat(), remedy)
        )


def _is_daily(day: np.ndarray) -> bool:
    """Whether rows are days: distinct dates are mostly less than a week apart."""
    distinct = np.unique(day[day != NO_DAY])
    return len(distinct) > 1 and float(np.median(np.diff(distinct))) < 6


def _complete(table: Table, day: np.ndarray, week: np.ndarray, first: int, count: int, daily: bool) -> np.ndarray:
    complete = np.ones(count, dtype=bool)
    if "partial" in table.words:
        problems: list[Problem] = []
        codes, flags = meanings(
            table,
            "partial",
            problems,
            words.flag,
            Text("write 1 for an incomplete week, else 0", "不完整的周写 1,否则写 0"),
        )
        report(problems)
        partial = np.array(flags or (False,))[codes]
        complete[week[partial] - first] = False
    if daily:
        complete[0] &= (int(day.min()) + 3) % 7 <= 1
        complete[-1] &= (int(day.max()) + 3) % 7 >= 5
    return complete


def _notes(table: Table, day: np.ndarray, daily: bool, complete: np.ndarray) -> tuple[str, ...]:
    notes: list[str] = []
    if not daily and ((day + 3) % 7 != 0).any():
        told = "{0}: weeks do not start on Mondays; each was taken for the week that holds its middle"
        notes.append(note(told, "{0}:周不从周一开始;各周归入其中点所在的周", table.file))
    if (~complete).any():
        left = int((~complete).sum())
        notes.append(note("{0}: {1} incomplete weeks were left out", "{0}:略去 {1} 个不完整的周", table.file, left))
    if "first_orders" not in table.numbers and "repeat_orders" not in table.numbers:
        told = "{0}: neither new customers nor repeat orders are given; repeat buying is assumed"
        notes.append(note(told, "{0}:既没有新客也没有复购订单;复购为假设", table.file))
    if not np.nan_to_num(table.numbers.get("refunds", np.zeros(1))).any():
        told = "{0}: no refunds are told; the return rate is assumed"
        notes.append(note(told, "{0}:没有退款信息;退货率为假设", table.file))
    return tuple(notes)


def weekly_flows(weekly: Weekly) -> list[Flow]:
    """Flows of the longest unbroken stretch of complete weeks, one for each line, largest first."""
    begin, end = _longest(weekly.complete)
    count, zero = end - begin, np.zeros(end - begin)
    flows = []
    for at in np.argsort(-weekly.sums["gmv"][:, begin:end].sum(axis=1), kind="stable"):
        part = {field: values[at, begin:end].astype(float) for field, values in weekly.sums.items()}
        orders = part["orders"]
        again = part.get("repeat_orders", zero)
        if "repeat_orders" not in part:
            again = orders * USUAL_REPEATS
            if "first_orders" in part:
                again = np.maximum(orders - part["first_orders"] - part.get("guest_orders", zero), 0.0)
        again = np.minimum(again, orders)
        flows.append(
            Flow(
                weekly.names[at],
                weekly.first_week + begin,
                part["gmv"],
                part["gmv"],
                part.get("refunds", zero),
                orders,
                orders - again,
                again,
                part.get("customers", np.full(count, np.nan)),
                part.get("returned", zero),
                zero,
                repeat_known="repeat_orders" in part or "first_orders" in part,
                refunds_known=bool(weekly.sums.get("refunds", zero).any()),
            )
        )
    return flows


def _longest(complete: np.ndarray) -> tuple[int, int]:
    best, begin = (0, 0), 0
    for at, good in enumerate([*complete, False]):
        if not good:
            if at - begin > best[1] - best[0]:
                best = (begin, at)
            begin = at + 1
    return best
