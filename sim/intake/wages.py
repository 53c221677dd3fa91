"""Base pay a month from the columns of a roster: what it is paid for, and in which unit."""

from __future__ import annotations

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.answers import Doubts
from sim.intake.columns import meanings
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text
from sim.units import WEEKS_PER_MONTH

MOST_MONTHLY = 1e6
_LEAST_USUAL, _MOST_USUAL, _MOST_SAID = 500.0, 30_000.0, 300_000.0
# Months of a year over periods of a year: 261 working days of 8 hours, 52.18 weeks.
_A_MONTH = {"hour": 261 * 8 / 12, "day": 261 / 12, "week": WEEKS_PER_MONTH, "fortnight": 26 / 12}
_A_MONTH |= {"half_month": 2.0, "month": 1.0, "year": 1 / 12}
_PERIODS = {
    "hour": "小时",
    "day": "日",
    "week": "周",
    "fortnight": "两周",
    "half_month": "半月",
    "month": "月",
    "year": "年",
}
_OTHERS = {"pay_year": "year", "pay_week": "week", "pay_day": "day", "pay_hour": "hour"}
_WAN = 10_000.0
_SALARIED = "salary"
_PARTS, _SMALL = ("pay_post", "pay_skill"), 0.05


def base_pay(table: Table, doubts: Doubts, problems: list[Problem]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Base pay a month, float64[n] in the currency of the file with NaN where unknown, and notes on how it was found.

    The column of monthly pay is preferred, then those of a year, week, day and hour. What pay without a period in its
    heading is paid for is told by a column of periods, else it is taken to be a month where half of the people would
    then have from 500 to 30,000; otherwise it is asked.

    Args:
        table: the roster.
        doubts: asked where period or unit cannot be told.
        problems: receives amounts that cannot be meant.
    """
    field = next((each for each in ("pay", *_OTHERS) if each in table.numbers), "")
    if not field:
        told = note(
            "{0}: no column of pay was found; base pay is assumed", "{0}:未找到工资列;基本工资为假设", table.file
        )
        return np.full(len(table), np.nan), (told,)
    pay = np.clip(table.numbers[field], -1e12, 1e12)
    problems += table.faults(
        pay < 0, "pay", Text("pay cannot be negative", "工资不能为负"), Text("correct it", "请改正")
    )
    factor, said = _factor(table, field, pay, doubts, problems)
    pay = _with_parts(table, field, pay, doubts) * factor
    remedy = Text(
        "write base pay in RMB a month; a year's pay belongs in a column 'annual salary' (年薪)",
        "基本工资请按元/月填写;年薪请放在“年薪”列",
    )
    problems += table.faults(
        pay > MOST_MONTHLY, "pay", Text("more than a million RMB a month", "每月超过一百万元"), remedy
    )
    return np.where(pay > 0, pay, np.nan), said


def _factor(
    table: Table, field: str, pay: np.ndarray, doubts: Doubts, problems: list[Problem]
) -> tuple[float | np.ndarray, tuple[str, ...]]:
    """What pay is multiplied by to be that of a month."""
    heading = table.headings[field]
    said = _OTHERS.get(field) or words.pay_period(heading)
    answer = doubts.told("pay")
    if answer == "wan":
        return _WAN, (note("{0}: {1!r} was multiplied by 10000", "{0}:{1!r} 已乘以 10000", table.file, heading),)
    if answer:
        return _A_MONTH[answer], _told(table, heading, answer)
    if field == "pay" and "pay_per" in table.words and not said:
        found: list[Problem] = []
        codes, periods = meanings(
            table, "pay_per", found, _period, Text("write hour, day, week, month or year", "请写时、日、周、月或年")
        )
        problems += found
        if not found and _SALARIED not in [periods[code] for code in set(codes)]:
            used = sorted({periods[code] for code in codes})
            factors = np.array([_A_MONTH[period] for period in periods])
            return factors[codes], _told(table, heading, " or ".join(used))
        if not found:
            return _salaried(table, pay, np.array(periods, dtype=object)[codes], doubts)
    usual = _usual(pay * _A_MONTH[said or "month"])
    if usual <= MOST_MONTHLY and not _LEAST_USUAL <= usual <= (_MOST_SAID if said else _MOST_USUAL):
        question = Text(
            "half of the people have less than {0:,.4g} in {1!r}: for which period is it paid?",
            "一半员工的 {1!r} 低于 {0:,.4g}:这是多长时间的工资?",
        ).format(usual, heading)
        doubts.ask("pay", question, 1)
    return _A_MONTH[said or "month"], _told(table, heading, said)


def _salaried(
    table: Table, pay: np.ndarray, period: np.ndarray, doubts: Doubts
) -> tuple[float | np.ndarray, tuple[str, ...]]:
    """What pay is multiplied by where some people have a salary, which does not say for which period."""
    salaried = period == _SALARIED
    usual = _usual(pay[salaried])
    if usual < _LEAST_USUAL or usual > _MOST_USUAL:
        heading = table.headings["pay"]
        question = Text(
            "half of the salaries in {0!r} are below {1:,.4g}: for which period are they paid",
            "{0!r} 中一半的工资低于 {1:,.4g}:这是多长时间的工资",
        ).format(heading, usual)
        doubts.ask("pay", question, int(table.lines[np.flatnonzero(salaried)[0]]))
    factor = np.array([_A_MONTH["month" if each == _SALARIED else each] for each in period])
    return factor, _told(table, table.headings["pay"], " or ".join(sorted(set(period) - {_SALARIED})))


def _with_parts(table: Table, field: str, pay: np.ndarray, doubts: Doubts) -> np.ndarray:
    """Pay with other fixed parts beside it, where the user says that they belong to it."""
    columns = [each for each in _PARTS if each in table.numbers]
    parts = sum((np.nan_to_num(table.numbers[each]) for each in columns), np.zeros(len(table)))
    some = (parts > 0) & (parts > _SMALL * np.nan_to_num(pay))
    if field != "pay" or not some.any():
        return pay
    names = " and ".join(repr(table.headings[each]) for each in columns)
    row = int(np.flatnonzero(some)[0])
    question = Text(
        "beside {0!r} stands {1}: does it belong to base pay?", "{0!r} 旁边还有 {1}:是否属于基本工资?"
    ).format(table.headings["pay"], names)
    return pay + parts if doubts.ask("pay-parts", question, int(table.lines[row]), "pay") == "sum" else pay


def _usual(pay: np.ndarray) -> float:
    """Median of what is paid, NaN where nothing is."""
    some = pay[np.nan_to_num(pay) > 0]
    return float(np.median(some)) if len(some) else float("nan")


def _told(table: Table, heading: str, period: str) -> tuple[str, ...]:
    """A note on pay that is not for a month."""
    if period in ("", "month"):
        return ()
    paid = note("{0}", "{1}", period, " 或 ".join(_PERIODS[each] for each in period.split(" or ")))
    words = "{0}: {1!r} is paid for a {2}; a month's share was taken"
    return (note(words, "{0}:{1!r} 按{2}计,已折算为月", table.file, heading, paid),)


def _period(word: str) -> str | None:
    if not word or words.plain(word) in ("固定", "月薪制"):
        return "month"
    return _SALARIED if words.plain(word) in ("salary", "salaried", "exempt") else words.pay_period(word) or None
