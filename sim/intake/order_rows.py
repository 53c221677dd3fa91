"""Rows of an order export made whole: those of no order left out, what belongs to an order on all of its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from sim.errors import Problem
from sim.intake.answers import Doubts
from sim.intake.dates import NO_DAY, as_date
from sim.intake.money import code, currencies
from sim.intake.privacy import few
from sim.intake.rows import FOOTER
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

_GAP_DAYS = 400
_OF_ORDERS = ("date", "status", "payment", "paid_at", "currency")


def without_orphans(
    table: Table, doubts: Doubts, rows: Counter[str], problems: list[Problem]
) -> tuple[Table, tuple[str, ...]]:
    """The table without rows that have neither order number nor date, or with those of the order above."""
    blank = table.keys["order"] == 0
    remedy = Text("write the order number in this row, or leave the row out", "请在该行写上订单号,或删去该行")
    dated = table.words["date"].codes > 0
    problems += table.faults(blank & dated, "order", Text("there is no order number", "没有订单号"), remedy)
    orphans = blank & ~dated
    if not orphans.any():
        return table, ()
    last = np.flatnonzero(orphans)
    if len(last) == 1 and last[0] == len(table) - 1:
        rows[FOOTER] += 1
        return table.part(~orphans), ()
    question = Text("rows have neither order number nor date ({0} rows)", "有的行既无订单号也无日期({0} 行)").format(
        len(last)
    )
    answer = doubts.ask("further-rows", question, int(table.lines[last[0]]))
    if answer != "above" or orphans[0]:
        rows[note("rows without order number and date", "行没有订单号和日期")] += len(last)
        return table.part(~orphans), ()
    above = np.maximum.accumulate(np.where(orphans, 0, np.arange(len(table))))
    keys = dict(table.keys, order=table.keys["order"][above])
    words = "{0}: {1} rows without order number belong to the order above them"
    return replace(table, keys=keys), (
        note(words, "{0}:{1} 行没有订单号,归入其上方的订单", table.file, few(len(last))),
    )


def without_doubles(table: Table, rows: Counter[str]) -> Table:
    """The table without rows equal to an earlier one, where every repeated order number comes with one."""
    import pandas as pd

    order = numbered(table.keys["order"])
    again = first_rows(order) != np.arange(len(order))
    same = pd.Series(table.contents).duplicated().to_numpy()
    if not again.any() or not bool((same == again).all()):
        return table
    rows[note("rows that repeat an earlier row in full", "行与前面的行完全重复")] += int(same.sum())
    return table.part(~same)


def filled_down(table: Table, order: np.ndarray) -> Table:
    """The table with what stands on one row of an order only, and belongs to the order, on all of its rows."""

    def full(values: np.ndarray) -> np.ndarray:
        given = np.flatnonzero(values != 0)
        if len(given) == len(values):
            return values
        found = np.zeros(int(order.max(initial=-1)) + 1, dtype=values.dtype)
        found[order[given[::-1]]] = values[given[::-1]]
        return np.where(values == 0, found[order], values)

    found = {
        field: replace(each, codes=full(each.codes)) if field in _OF_ORDERS else each
        for field, each in table.words.items()
    }
    keys = {field: full(each) if field == "customer" else each for field, each in table.keys.items()}
    return replace(table, words=found, keys=keys)


def one_currency(table: Table, answer: str, rows: Counter[str], problems: list[Problem]) -> tuple[Table, str]:
    """The rows of the file's one currency, and its code, empty where none is named; several are a problem."""
    field = "amount" if "amount" in table.numbers else "price"
    column = table.words.get("currency")
    if column is None:
        named = table.currencies(field)
        if len(named) > 1:
            listed = ", ".join(f"{each} (line {line})" for each, line in sorted(named.items()))
            remedy = Text(
                "export the orders of each currency into a file of its own", "请把每种货币的订单导出到各自的文件"
            )
            problems.append(
                Problem(
                    table.file,
                    0,
                    field,
                    Text("amounts are in several currencies: {0}", "金额有多种货币:{0}").format(listed),
                    "",
                    remedy,
                )
            )
        return table, next(iter(named), _stated(table, field))
    codes = np.array([code(word) if word else "" for word in column.vocabulary], dtype=object)[column.codes]
    amount = np.nan_to_num(table.numbers[field])
    found = sorted({each for each in codes[amount != 0] if each})
    answer = code(answer) if answer else ""
    if answer in found:
        other = (codes != answer) & (codes != "")
        rows[note("rows in other currencies than {0}", "行的币种不是 {0}", answer)] += int(other.sum())
        return table.part(~other), answer
    if len(found) > 1:
        sums = ", ".join(f"{each} {amount[codes == each].sum():,.2f}" for each in found)
        remedy = Text(
            "export the orders of each currency into a file of its own, or take one of them: ",
            "请把每种货币的订单导出到各自的文件,或只取其中一种:",
        ) + " or ".join(f"--answer currency={each}" for each in found)
        line = int(table.lines[np.flatnonzero(codes != codes[0])[0]])
        problems.append(
            Problem(
                table.file,
                line,
                "currency",
                Text("amounts are in several currencies: {0}", "金额有多种货币:{0}").format(sums),
                "",
                remedy,
            )
        )
    return table, found[0] if found else _stated(table, field)


def _stated(table: Table, field: str) -> str:
    """The one currency that the file names elsewhere than beside its amounts; empty where it names none."""
    column = table.words.get("currency")
    words = {code(word) for word in column.vocabulary if word} if column else set()
    for named in (words, set(table.currencies(field)), currencies(table.above)):
        if len(named) == 1:
            return str(next(iter(named)))
    return ""


def numbered(keys: np.ndarray) -> np.ndarray:
    """Running numbers of keys in the order they appear; -1 for blanks."""
    import pandas as pd

    codes = np.full(len(keys), -1, dtype=np.int64)
    codes[keys != 0] = pd.factorize(keys[keys != 0])[0]
    return codes


def first_rows(codes: np.ndarray) -> np.ndarray:
    """For each row the first row with the same code."""
    first = np.full(int(codes.max(initial=0)) + 2, len(codes), dtype=np.int64)
    np.minimum.at(first, codes, np.arange(len(codes), dtype=np.int64))
    return first[codes]


def check_orders(table: Table, order: np.ndarray, customer: np.ndarray, problems: list[Problem]) -> None:
    """All rows of an order have one customer."""
    first = first_rows(order)
    other = np.flatnonzero(customer != customer[first])
    for row in other[:100]:
        message = Text(
            "this order number belongs to another customer in line {0}", "该订单号在第 {0} 行属于另一位顾客"
        ).format(table.lines[first[row]])
        remedy = Text(
            "export order numbers as text: a spreadsheet may have rounded them (1.23E+17)",
            "请把订单号导出为文本:表格软件可能已将其舍入(1.23E+17)",
        )
        problems.append(Problem(table.file, int(table.lines[row]), "order", message, "", remedy))


def check_gaps(table: Table, day: np.ndarray, problems: list[Problem]) -> None:
    """A day more than a year from all others is a typing error."""
    known = np.unique(day[day != NO_DAY])
    gaps = np.flatnonzero(np.diff(known) > _GAP_DAYS)
    for gap in gaps[:5]:
        before, after = known[: gap + 1], known[gap + 1 :]
        lonely = after[0] if len(after) <= len(before) else before[-1]
        row = int(np.flatnonzero(day == lonely)[0])
        message = Text(
            "there is no order within {0} days of this date on one side", "该日期的一侧 {0} 天之内没有任何订单"
        ).format(_GAP_DAYS)
        remedy = Text("correct the year, or export one connected period", "请改正年份,或导出连续的时段")
        problems.append(
            Problem(table.file, int(table.lines[row]), "date", message, as_date(lonely).isoformat(), remedy)
        )
