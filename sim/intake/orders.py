"""The order export: rows of orders become purchases of one selling line, checked and without personal numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.answers import NO_WORDS, Doubts, Words
from sim.intake.columns import days
from sim.intake.encoding import refuse
from sim.intake.fees import ask_about_fees
from sim.intake.headings import Field, fields_of, recognised
from sim.intake.layouts import Layout, layouts, recognise
from sim.intake.money import RMB
from sim.intake.order_customers import customers_of, not_the_counter, tells_customers
from sim.intake.order_rows import (
    check_gaps,
    check_orders,
    filled_down,
    numbered,
    one_currency,
    without_doubles,
    without_orphans,
)
from sim.intake.purchases import Orders, added_up, distinct, noted
from sim.intake.reading import read
from sim.intake.reconciliation import USED
from sim.intake.sorts import sales_of, sorts_of
from sim.intake.states import states_of
from sim.intake.table import Table, report
from sim.intake.told import note
from sim.intake.values import Values, values_of
from sim.language.text import Text

_ONLY_CHECKED = ("fee", "gross", "part")
_MONEY = ("amount", "placed", "price", "refund", "remaining", "fee", "gross")


def read_orders(path: Path, told: Words = NO_WORDS) -> Orders:
    """Read an order export; several rows of one order (its articles) are added up within a selling line.

    Args:
        path: text file or workbook.
        told: what the user says of words, headings and doubts.

    Raises:
        InputError: the file, or any row of it, cannot be understood, or can be understood in two ways; every problem
            is given with its row, every doubt with its answers.
    """
    table = read(path, lambda headings: _fields(headings, told), told, anchors=("order", "date"))
    table = table.scaled(_MONEY, float(told.answers.get("unit", 1.0)))
    layout = _layout(table.all_headings, told)
    problems: list[Problem] = []
    doubts = Doubts(table.file, told.answers, problems)
    rows = Counter(table.left_out)
    table, notes, currency = _whole_rows(table, layout, told, rows, doubts, problems)
    table, state = _with_states(table, layout, told, rows, problems)
    dates = told.answers.get("dates", "")
    day = days(table, "date", problems, required=True, order=dates)
    refund_day = days(table, "refund_date", problems, required=False, order=dates)
    report(problems)
    order = numbered(table.keys["order"])
    customer, more = customers_of(table, doubts)
    check_orders(table, order, customer, problems)
    back = sorts_of(table, layout, told.states, []) == words.REFUND
    value = values_of(table, order, state, back, layout, doubts, problems)
    check_gaps(table, day, problems)
    report(problems)
    keep = _kept(table, value, state)
    customer = not_the_counter(table, order, customer, keep & (state != words.CANCELLED), doubts)
    report(problems)
    line, names = _lines(table)
    raw = Orders(
        table.file,
        day,
        order,
        customer,
        line,
        placed=value.paid,
        paid=np.where(state == words.CANCELLED, 0.0, value.paid),
        refund=value.refund,
        refund_day=refund_day,
        names=names,
        rows=_accounted(rows, order, keep, value.totals, state),
        columns={field: heading for field, heading in table.headings.items() if field not in _ONLY_CHECKED},
        cancelled=distinct(order) - distinct(order[state != words.CANCELLED]),
        currency=currency,
        source=_source(layout),
        tells_refunds=_tells_refunds(layout, value.refund[keep]),
        tells_customers=tells_customers(order[keep], customer[keep]),
        notes=(*table.notes, *notes, *more, *value.notes),
    )
    found = added_up(raw, keep)
    _check_refunds(found, table)
    return noted(found, layout, state, customer)


def _whole_rows(
    table: Table, layout: Layout | None, told: Words, rows: Counter[str], doubts: Doubts, problems: list[Problem]
) -> tuple[Table, tuple[str, ...], str]:
    """The rows that are orders, each with all that belongs to its order; notes; and their currency."""
    table = sales_of(table, layout, told.states, rows, problems)
    report(problems)
    _check_any(table)
    table, notes = without_orphans(table, doubts, rows, problems)
    report(problems)
    _check_any(table)
    table = filled_down(table, numbered(table.keys["order"]))
    table = without_doubles(table, rows)
    if layout is None and "amount" not in told.columns:
        notes += ask_about_fees(table, problems)
    table, currency = one_currency(table, told.answers.get("currency", ""), rows, problems)
    if not currency and all(map(str.isascii, table.all_headings)):
        words = "{0}: no currency is named; amounts were taken as RMB (else: --rmb-per-unit 7.1)"
        notes += (note(words, "{0}:未注明币种,金额视为人民币(否则用 --rmb-per-unit 7.1)", table.file),)
    return table, notes, currency or RMB


def _with_states(
    table: Table, layout: Layout | None, told: Words, rows: Counter[str], problems: list[Problem]
) -> tuple[Table, np.ndarray]:
    """The rows with what became of their orders; cancelled ones without a date are left out."""
    state = states_of(table, layout, told.states, problems, told.answers.get("dates", ""))
    report(problems)
    undated = (table.words["date"].codes == 0) & (state == words.CANCELLED)
    rows[note("rows of cancelled orders without a date", "行已取消且没有日期的订单")] += int(undated.sum())
    table, state = table.part(~undated), state[~undated]
    _check_any(table)
    return table, state


def _kept(table: Table, value: Values, state: np.ndarray) -> np.ndarray:
    """bool[n] rows with a value.

    Raises:
        InputError: none of them was paid.
    """
    keep = ((value.paid != 0) | (value.refund > 0)) & ~value.totals
    if not (keep & (state != words.CANCELLED) & (value.paid > 0)).any():
        raise refuse(
            table.file,
            int(table.lines[0]),
            Text("no order was paid", "没有一个订单已付款"),
            Text("export paid orders with their amounts", "请导出已付款且带金额的订单"),
        )
    return keep


def _fields(headings: Sequence[str], told: Words) -> Sequence[Field]:
    """The fields of an order export with these headings; a unit price may stand for the amount."""
    layout = _layout(headings, told)
    fields = layout.adapted(fields_of("orders")) if layout else list(fields_of("orders"))
    found = recognised(headings, fields)
    if "price" in found:
        fields = [replace(field, required=False) if field.name == "amount" else field for field in fields]
    if "amount" in told.columns or found.get("placed") == found.get("amount"):
        fields = [field for field in fields if field.name != "placed"]
    return fields


def _layout(headings: Sequence[str], told: Words) -> Layout | None:
    """The layout that the user names, else the one that the headings tell."""
    answer = told.answers.get("layout", "")
    return layouts().get(answer) if answer else recognise(headings)


def _source(layout: Layout | None) -> str:
    if layout is None:
        return note("no known layout; columns were found by their headings", "未识别平台;按表头识别各列")
    rows = {"order": "订单", "article": "商品"}[layout.row]
    words = note("{0}", "{1}", f"one row for each {layout.row}", f"每行一个{rows}")
    return note("{0} ({1}), {2}", "{1},{2}", layout.name, layout.name_zh, words)


def _check_any(table: Table) -> None:
    """Refuse a file that has no order left."""
    if not len(table):
        raise refuse(
            table.file,
            1,
            Text("no row is an order", "没有一行是订单"),
            Text("export it again with its rows", "请连同数据行重新导出"),
        )


def _lines(table: Table) -> tuple[np.ndarray, tuple[str, ...]]:
    """Selling line of each row."""
    column = table.words.get("line")
    if column is None:
        return np.zeros(len(table), dtype=np.int32), ("",)
    return column.codes, column.vocabulary


def _check_refunds(orders: Orders, table: Table) -> None:
    """Refuse a file in which more went back than was paid."""
    paid, refund = float(orders.paid.sum()), float(orders.refund.sum())
    if refund > paid:
        message = Text(
            "more went back ({0:,.2f}) than was paid ({1:,.2f})", "退回的金额({0:,.2f})大于已付金额({1:,.2f})"
        ).format(refund, paid)
        headings = ", ".join(f"{field} {table.headings[field]!r}" for field in _MONEY if field in table.headings)
        remedy = Text(
            "look at the columns that were read ({0}); --column FIELD=HEADING names another one",
            "请核对读取的列({0});可用 --column 字段=表头 另行指定",
        ).format(headings)
        raise refuse(table.file, int(table.lines[0]), message, remedy)


def _accounted(
    rows: Counter[str], order: np.ndarray, keep: np.ndarray, totals: np.ndarray, state: np.ndarray
) -> Mapping[str, int]:
    """Rows below the headings by what became of them."""
    some = np.zeros(int(order.max()) + 1, dtype=bool)
    some[order[keep]] = True
    used = some[order] & ~totals
    cancelled = ~used & ~totals & (state == words.CANCELLED)
    return {
        USED: int(used.sum()),
        **rows,
        "rows of totals above the articles of an order": int(totals.sum()),
        "rows of cancelled orders without an amount": int(cancelled.sum()),
        "rows of orders with amount 0": int((~used & ~totals & ~cancelled).sum()),
    }


def _tells_refunds(layout: Layout | None, refund: np.ndarray) -> bool:
    """Whether anything went back: an export without a single return does not tell them."""
    return bool((refund > 0).any()) and not (layout is not None and "returns" in layout.untold)
