"""The order export: rows of orders become purchases of one selling line, checked and without personal numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.answers import NO_WORDS, Doubts, Words
from sim.intake.columns import days
from sim.intake.dates import NO_DAY, as_date
from sim.intake.encoding import refuse
from sim.intake.headings import Field, fields_of, recognised
from sim.intake.layouts import Layout, layouts, recognise
from sim.intake.money import RMB, code
from sim.intake.privacy import few
from sim.intake.reading import Table, read, report
from sim.intake.reconciliation import USED, Reconciliation
from sim.intake.rows import FOOTER
from sim.intake.states import states_of
from sim.intake.values import values_of

_GAP_DAYS = 400
_LEAST_ORDERS = 50
_BUSIEST_SHARE, _BUSIEST_TIMES, _BUSIEST_ORDERS = 0.05, 5, 20
_OF_ORDERS = ("date", "status", "payment", "paid_at", "currency")
_MONEY = ("amount", "placed", "price", "refund")


@dataclass(frozen=True)
class Orders:
    """Purchases: what one order bought in one selling line, in the order of the file.

    Attributes:
        file: name of the file.
        day: int32[n] days since 1970-01-01.
        order: int64[n] running number of the order.
        customer: int64[n] running number of the customer; -1 for guests.
        line: int32[n] position in `names`.
        placed: float64[n] value ordered.
        paid: float64[n] value paid, before refunds; 0 for cancelled orders.
        refund: float64[n] value that went back; alone (`paid` 0) where the export books refunds as orders of their own.
        refund_day: int32[n], `NO_DAY` where unknown.
        names: selling lines, one with an empty name when the file has no such column.
        rows: rows below the headings, by what became of them.
        cancelled: orders that were cancelled or never paid.
        currency: of the amounts.
        source: what the file is taken to be.
        tells_refunds: whether the file says what went back.
        tells_customers: whether repeat orders can be told.
        notes: what was left out or assumed while reading.
    """

    file: str
    day: np.ndarray
    order: np.ndarray
    customer: np.ndarray
    line: np.ndarray
    placed: np.ndarray
    paid: np.ndarray
    refund: np.ndarray
    refund_day: np.ndarray
    names: tuple[str, ...]
    rows: Mapping[str, int]
    cancelled: int
    currency: str
    source: str
    tells_refunds: bool
    tells_customers: bool
    notes: tuple[str, ...]

    def reconciliation(self) -> Reconciliation:
        """Totals to check against the platform's own screen."""
        sold, back = self.paid > 0, self.refund > 0
        known = sold & (self.customer >= 0)
        return Reconciliation(
            self.source,
            cancelled=self.cancelled,
            paid_orders=_distinct(self.order[sold]),
            paid=float(self.paid.sum()),
            refunded=float(self.refund.sum()) if self.tells_refunds else float("nan"),
            refunded_orders=_distinct(self.order[back]),
            customers=float(_distinct(self.customer[known])) if known.any() else float("nan"),
            guests=_distinct(self.order[sold & (self.customer < 0)]),
            first_day=as_date(self.day[sold].min()),
            last_day=as_date(self.day[sold].max()),
            currency=self.currency,
            rows=self.rows,
        )


def _distinct(codes: np.ndarray) -> int:
    """Different running numbers."""
    return int(np.count_nonzero(np.bincount(codes[codes >= 0])))


def read_orders(path: Path, told: Words = NO_WORDS) -> Orders:
    """Read an order export; several rows of one order (its articles) are added up within a selling line.

    Args:
        path: CSV file.
        told: what the user says of words, headings and doubts.

    Raises:
        InputError: the file, or any row of it, cannot be understood, or can be understood in two ways; every problem
            is given with its row, every doubt with its answers.
    """
    table = read(path, lambda headings: _fields(headings, told), told.columns, anchors=("order", "date"))
    table = table.scaled(_MONEY, float(told.answers.get("unit", 1.0)))
    layout = _layout(table.all_headings, told)
    problems: list[Problem] = []
    doubts = Doubts(table.file, told.answers, problems)
    rows = Counter(table.left_out)
    table, notes = _without_orphans(table, doubts, rows, problems)
    report(problems)
    _check_any(table)
    table = _filled_down(table, _numbered(table.keys["order"]))
    table = _without_doubles(table, rows)
    table, currency = _one_currency(table, told.answers.get("currency", ""), rows, problems)
    dates = told.answers.get("dates", "")
    state = states_of(table, layout, told.states, problems, dates)
    report(problems)
    undated = (table.words["date"].codes == 0) & (state == words.CANCELLED)
    rows["rows of cancelled orders without a date"] += int(undated.sum())
    table, state = table.part(~undated), state[~undated]
    _check_any(table)
    day = days(table, "date", problems, required=True, order=dates)
    refund_day = days(table, "refund_date", problems, required=False, order=dates)
    report(problems)
    order = _numbered(table.keys["order"])
    customer, more = _customers(table, doubts)
    notes += more
    _check_orders(table, order, customer, problems)
    value = values_of(table, order, state, layout, doubts, problems)
    notes += value.notes
    _check_gaps(table, day, problems)
    report(problems)
    line, names = _lines(table)
    keep = ((value.paid != 0) | (value.refund > 0)) & ~value.totals
    if not (keep & (state != words.CANCELLED) & (value.paid > 0)).any():
        raise refuse(table.file, int(table.lines[0]), "no order was paid", "export paid orders with their amounts")
    customer = _not_the_counter(table, order, customer, keep & (state != words.CANCELLED), doubts)
    report(problems)
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
        cancelled=_distinct(order) - _distinct(order[state != words.CANCELLED]),
        currency=currency,
        source=_source(layout),
        tells_refunds=_tells_refunds(layout, value.refund[keep]),
        tells_customers=_tells_customers(order[keep], customer[keep]),
        notes=table.notes + notes,
    )
    found = _added_up(raw, keep)
    _check_refunds(found, table)
    return _noted(found, layout, state, customer)


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
        return "no known layout; columns were found by their headings 未识别平台"
    return f"{layout.name} ({layout.name_zh}), one row for each {layout.row}"


def _without_orphans(
    table: Table, doubts: Doubts, rows: Counter[str], problems: list[Problem]
) -> tuple[Table, tuple[str, ...]]:
    """The table without rows that have neither order number nor date, or with those of the order above."""
    blank = table.keys["order"] == 0
    remedy = "write the order number in this row, or leave the row out"
    dated = table.words["date"].codes > 0
    problems += table.faults(blank & dated, "order", "there is no order number", remedy)
    orphans = blank & ~dated
    if not orphans.any():
        return table, ()
    last = np.flatnonzero(orphans)
    if len(last) == 1 and last[0] == len(table) - 1:
        rows[FOOTER] += 1
        return table.part(~orphans), ()
    question = f"rows have neither order number nor date ({len(last)} rows)"
    answer = doubts.ask("further-rows", question, int(table.lines[last[0]]))
    if answer != "above" or orphans[0]:
        rows["rows without order number and date"] += len(last)
        return table.part(~orphans), ()
    above = np.maximum.accumulate(np.where(orphans, 0, np.arange(len(table))))
    keys = dict(table.keys, order=table.keys["order"][above])
    note = f"{table.file}: {few(len(last))} rows without order number belong to the order above them"
    return replace(table, keys=keys), (note,)


def _check_any(table: Table) -> None:
    """Refuse a file that has no order left."""
    if not len(table):
        raise refuse(table.file, 1, "no row is an order", "export it again with its rows")


def _numbered(keys: np.ndarray) -> np.ndarray:
    """Running numbers of keys in the order they appear; -1 for blanks."""
    import pandas as pd

    codes = np.full(len(keys), -1, dtype=np.int64)
    codes[keys != 0] = pd.factorize(keys[keys != 0])[0]
    return codes


def _filled_down(table: Table, order: np.ndarray) -> Table:
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


def _one_currency(table: Table, answer: str, rows: Counter[str], problems: list[Problem]) -> tuple[Table, str]:
    """The rows of the file's one currency, and its code; several currencies are a problem."""
    field = "amount" if "amount" in table.numbers else "price"
    column = table.words.get("currency")
    if column is None:
        named = table.currencies(field)
        if len(named) > 1:
            listed = ", ".join(f"{each} (line {line})" for each, line in sorted(named.items()))
            remedy = "export the orders of each currency into a file of its own"
            problems.append(Problem(table.file, 0, field, f"amounts are in several currencies: {listed}", "", remedy))
        return table, next(iter(named), RMB)
    codes = np.array([code(word) if word else "" for word in column.vocabulary], dtype=object)[column.codes]
    amount = np.nan_to_num(table.numbers[field])
    found = sorted({each for each in codes[amount != 0] if each})
    answer = code(answer) if answer else ""
    if answer in found:
        other = (codes != answer) & (codes != "")
        rows[f"rows in other currencies than {answer}"] += int(other.sum())
        return table.part(~other), answer
    if len(found) > 1:
        sums = ", ".join(f"{each} {amount[codes == each].sum():,.2f}" for each in found)
        remedy = "export the orders of each currency into a file of its own, or take one of them: " + " or ".join(
            f"--answer currency={each}" for each in found
        )
        line = int(table.lines[np.flatnonzero(codes != codes[0])[0]])
        problems.append(Problem(table.file, line, "currency", f"amounts are in several currencies: {sums}", "", remedy))
    return table, found[0] if found else RMB


def _customers(table: Table, doubts: Doubts) -> tuple[np.ndarray, tuple[str, ...]]:
    """Running number of the customer of each row, -1 for guests; notes on masks."""
    keys = table.keys.get("customer")
    if keys is None:
        return np.full(len(table), -1, dtype=np.int64), ()
    masked = table.masked if table.masked is not None else np.zeros(len(table), dtype=bool)
    if masked.any() and doubts.told("masks") != "customers":
        note = (
            f"{table.file}: {few(int(masked.sum()))} rows have a customer hidden by asterisks; they are guests "
            "(--answer masks=customers takes equal ones as one customer)"
        )
        return _numbered(np.where(masked, 0, keys)), (note,)
    return _numbered(keys), ()


def _not_the_counter(
    table: Table, order: np.ndarray, customer: np.ndarray, sold: np.ndarray, doubts: Doubts
) -> np.ndarray:
    """Customers without one that has far more orders than any other and that the user says is nobody."""
    known = sold & (customer >= 0)
    if not known.any():
        return customer
    _, first = np.unique(order[known], return_index=True)
    counts = np.bincount(customer[known][first])
    ranked = np.sort(counts)[::-1]
    second = max(int(ranked[1]) if len(ranked) > 1 else 0, 1)
    orders = len(first)
    if ranked[0] < max(_BUSIEST_ORDERS, _BUSIEST_SHARE * orders, _BUSIEST_TIMES * second):
        return customer
    busiest = int(counts.argmax())
    line = int(table.lines[np.flatnonzero(known & (customer == busiest))[0]])
    question = f"one customer has {int(ranked[0])} of {orders} paid orders, the next one {second}"
    if doubts.ask("busiest", question, line, "customer") != "guest":
        return customer
    return np.where(customer == busiest, -1, customer)


def _check_orders(table: Table, order: np.ndarray, customer: np.ndarray, problems: list[Problem]) -> None:
    """All rows of an order have one customer."""
    first = _first_rows(order)
    other = np.flatnonzero(customer != customer[first])
    for row in other[:100]:
        message = f"this order number belongs to another customer in line {table.lines[first[row]]}"
        remedy = "export order numbers as text: a spreadsheet may have rounded them (1.23E+17)"
        problems.append(Problem(table.file, int(table.lines[row]), "order", message, "", remedy))


def _first_rows(codes: np.ndarray) -> np.ndarray:
    """For each row the first row with the same code."""
    first = np.full(int(codes.max(initial=0)) + 2, len(codes), dtype=np.int64)
    np.minimum.at(first, codes, np.arange(len(codes), dtype=np.int64))
    return first[codes]


def _check_gaps(table: Table, day: np.ndarray, problems: list[Problem]) -> None:
    """A day more than a year from all others is a typing error."""
    known = np.unique(day[day != NO_DAY])
    gaps = np.flatnonzero(np.diff(known) > _GAP_DAYS)
    for gap in gaps[:5]:
        before, after = known[: gap + 1], known[gap + 1 :]
        lonely = after[0] if len(after) <= len(before) else before[-1]
        row = int(np.flatnonzero(day == lonely)[0])
        message = f"there is no order within {_GAP_DAYS} days of this date on one side"
        remedy = "correct the year, or export one connected period"
        problems.append(
            Problem(table.file, int(table.lines[row]), "date", message, as_date(lonely).isoformat(), remedy)
        )


def _lines(table: Table) -> tuple[np.ndarray, tuple[str, ...]]:
    """Selling line of each row."""
    column = table.words.get("line")
    if column is None:
        return np.zeros(len(table), dtype=np.int32), ("",)
    return column.codes, column.vocabulary


def _without_doubles(table: Table, rows: Counter[str]) -> Table:
    """The table without rows equal to an earlier one, where every repeated order number comes with one."""
    import pandas as pd

    order = _numbered(table.keys["order"])
    again = _first_rows(order) != np.arange(len(order))
    same = pd.Series(table.contents).duplicated().to_numpy()
    if not again.any() or not bool((same == again).all()):
        return table
    rows["rows that repeat an earlier row in full"] += int(same.sum())
    return table.part(~same)


def _check_refunds(orders: Orders, table: Table) -> None:
    """Refuse a file in which more went back than was paid."""
    paid, refund = float(orders.paid.sum()), float(orders.refund.sum())
    if refund > paid:
        message = f"more went back ({refund:,.2f}) than was paid ({paid:,.2f})"
        headings = ", ".join(f"{field} {table.headings[field]!r}" for field in _MONEY if field in table.headings)
        remedy = f"look at the columns that were read ({headings}); --column FIELD=HEADING names another one"
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


def _tells_customers(order: np.ndarray, customer: np.ndarray) -> bool:
    """Whether customers can be told from each other: some are known, and not every order has one of its own."""
    known = customer >= 0
    if not known.any():
        return False
    orders = _distinct(order[known])
    return orders < _LEAST_ORDERS or _distinct(customer[known]) < orders


def _noted(orders: Orders, layout: Layout | None, state: np.ndarray, customer: np.ndarray) -> Orders:
    """The orders with notes on what a reader should know about the rows."""
    notes = [
        f"{orders.file}: {few(count)} {reason} were left out"
        for reason, count in orders.rows.items()
        if count and reason != USED
    ]
    cancelled = int((state == words.CANCELLED).sum())
    if cancelled:
        notes.append(f"{orders.file}: {few(cancelled)} rows of cancelled or unpaid orders count as placed, not as paid")
    guests = int((customer < 0).sum())
    if not orders.tells_customers:
        why = "no customers are told" if guests == len(customer) else "every order has a customer number of its own"
        notes.append(f"{orders.file}: {why}; repeat buying is assumed")
    elif guests:
        notes.append(
            f"{orders.file}: {few(guests)} rows have no customer: guests, taken as customers who do not come back"
        )
    if not orders.tells_refunds:
        some = "returns are in another report of this platform" if layout and "returns" in layout.untold else ""
        why = some or "no row tells of a return"
        notes.append(f"{orders.file}: {why}; the return rate is assumed, not 0")
    return replace(orders, notes=orders.notes + tuple(notes))


def _added_up(raw: Orders, keep: np.ndarray) -> Orders:
    """Purchases from rows: the rows of one order in one line are added up."""
    key = raw.order[keep] * len(raw.names) + raw.line[keep]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(inverse, weights=values[keep], minlength=len(first))

    paid, refund = np.maximum(total(raw.paid), 0.0), total(raw.refund)
    refund_day = np.full(len(first), NO_DAY, dtype=np.int32)
    np.maximum.at(refund_day, inverse, raw.refund_day[keep])
    alone = paid == 0
    too_much = int(((refund > paid * 1.005 + 0.01) & ~alone).sum())
    notes = raw.notes + (
        (f"{raw.file}: {few(too_much)} refunds above the amount paid were cut to it",) if too_much else ()
    )
    day = np.full(len(first), 2**30, dtype=np.int32)
    np.minimum.at(day, inverse, raw.day[keep])
    order, customer, line = (each[keep][first] for each in (raw.order, raw.customer, raw.line))
    refund_day = np.where(alone & (refund > 0) & (refund_day == NO_DAY), day, refund_day)
    return replace(
        raw,
        day=day,
        order=order,
        customer=customer,
        line=line,
        placed=np.maximum(total(raw.placed), 0.0),
        paid=paid,
        refund=np.where(alone, refund, np.minimum(refund, paid)),
        refund_day=refund_day,
        notes=notes,
    )
