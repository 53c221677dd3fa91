"""The order export: rows of orders become purchases of one selling line, checked and without personal numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.columns import days, meanings, with_own_words
from sim.intake.dates import NO_DAY, as_date
from sim.intake.encoding import refuse
from sim.intake.headings import fields_of
from sim.intake.reading import Table, read, report

MOST_RMB = 1e8
_GAP_DAYS = 400
_STATE_REMEDY = "give its meaning: --status 'WORD=paid', =cancelled or =returned"


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
        paid: float64[n] value paid; 0 for cancelled orders.
        refund: float64[n] value that went back; alone (`paid` 0) where the export books refunds as orders of their own.
        refund_day: int32[n], `NO_DAY` where unknown.
        names: selling lines, one with an empty name when the file has no such column.
        rows: rows read.
        currency: of the amounts.
        tells_refunds: whether a column says what went back.
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
    rows: int
    currency: str
    tells_refunds: bool
    notes: tuple[str, ...]


def read_orders(path: Path, states: Mapping[str, str] | None = None) -> Orders:
    """Read an order export; several rows of one order (its articles) are added up within a selling line.

    Args:
        path: CSV file.
        states: meaning of further status words: `paid`, `cancelled`, `returned`.

    Raises:
        InputError: the file, or any row of it, cannot be understood; every problem is given with its row.
    """
    table = read(path, fields_of("orders"))
    problems: list[Problem] = []
    day = days(table, "date", problems, required=True)
    refund_day = days(table, "refund_date", problems, required=False)
    state = _state(table, states or {}, problems)
    report(problems)
    order, customer = _numbered(table.keys["order"]), _numbered(table.keys["customer"])
    paid, refund = _values(table, state, problems)
    _check_orders(table, order, customer, problems)
    _check_gaps(table, day, problems)
    report(problems)
    line, names = _lines(table)
    doubles = _doubled_rows(table, order)
    keep = ((paid > 0) | (refund > 0)) & ~doubles
    if not (keep & (state != words.CANCELLED) & (paid > 0)).any():
        raise refuse(table.file, int(table.lines[0]), "no order was paid", "export paid orders with their amounts")
    raw = Orders(
        table.file,
        day,
        order,
        customer,
        line,
        placed=paid,
        paid=np.where(state == words.CANCELLED, 0.0, paid),
        refund=refund,
        refund_day=refund_day,
        names=names,
        rows=len(table),
        currency=table.currency("amount"),
        tells_refunds=_tells_refunds(table),
        notes=_notes(table, state, customer, doubles, paid),
    )
    return _added_up(raw, keep)


def _tells_refunds(table: Table) -> bool:
    """Whether the file has a column from which returns can be read."""
    return "refund" in table.numbers or any(field in table.words for field in ("status", "aftersale", "returned"))


def _numbered(keys: np.ndarray) -> np.ndarray:
    """Running numbers of keys in the order they appear; -1 for blanks."""
    import pandas as pd

    codes = pd.factorize(keys)[0]
    blank = codes[np.flatnonzero(keys == 0)[:1]]
    return np.where(keys == 0, -1, codes) if len(blank) else codes


def _state(table: Table, own: Mapping[str, str], problems: list[Problem]) -> np.ndarray:
    """State of each row: paid, cancelled, returned or partly returned, from every column that tells."""
    state = np.full(len(table), words.PAID, dtype=object)
    if "status" in table.words:
        codes, found = meanings(table, "status", problems, with_own_words(own, words.order_state), _STATE_REMEDY)
        if found:
            state = np.array(found, dtype=object)[codes]
        closed = state == words.CLOSED
        paid_at = table.words.get("paid_at")
        was_paid = paid_at.codes > 0 if paid_at else np.zeros(len(table), dtype=bool)
        refund = np.nan_to_num(table.numbers.get("refund", np.zeros(len(table))))
        state[closed] = np.where((was_paid | (refund != 0))[closed], words.RETURNED, words.CANCELLED)
    if "aftersale" in table.words:
        codes, found = meanings(table, "aftersale", problems, with_own_words(own, words.aftersale_state), _STATE_REMEDY)
        after = np.array(found or (words.PAID,), dtype=object)[codes]
        state = np.where((after != words.PAID) & (state != words.CANCELLED), after, state)
    for field, meaning in (("returned", words.RETURNED), ("cancelled", words.CANCELLED)):
        if field in table.words:
            codes, flags = meanings(table, field, problems, words.flag, "write yes or no")
            state[np.array(flags or (False,))[codes]] = meaning
    return state


def _values(table: Table, state: np.ndarray, problems: list[Problem]) -> tuple[np.ndarray, np.ndarray]:
    """Value ordered and value sent back of each row, RMB; the problems of amounts are added to `problems`."""
    amount = table.numbers["amount"].copy()
    refund = table.numbers.get("refund", np.full(len(table), np.nan))
    given = np.abs(np.nan_to_num(refund))
    back = np.isin(state, (words.RETURNED, words.PARTLY))

    live = state != words.CANCELLED
    problems += table.faults(
        np.isnan(amount) & live, "amount", "there is no amount", "write the amount paid, or leave the row out"
    )
    message = "a negative amount is neither a sale nor said to be a refund"
    remedy = "give the row a status such as 'returned', or put refunds in a column 'refund amount'"
    problems += table.faults((amount < 0) & ~back & live, "amount", message, remedy, amount)
    largest = np.fmax(np.abs(amount), given)
    message = f"the amount is larger than {MOST_RMB:,.0f}"
    problems += table.faults(largest > MOST_RMB, "amount", message, "check the number of zeros and the unit", largest)
    message = "a partial return needs the amount that went back"
    partly = (state == words.PARTLY) & np.isnan(refund)
    problems += table.faults(partly, "refund", message, "add a column 'refund amount' (退款金额)")
    amount = np.nan_to_num(amount)
    refund_row = (amount < 0) & back
    full = (state == words.RETURNED) & (given == 0)
    returned = np.where(refund_row, np.abs(amount), np.where(full, np.maximum(amount, 0.0), given))
    returned[state == words.CANCELLED] = 0.0
    return np.where(refund_row, 0.0, np.abs(amount)), returned


def _check_orders(table: Table, order: np.ndarray, customer: np.ndarray, problems: list[Problem]) -> None:
    """Every row has an order number, and all rows of an order one customer."""
    remedy = "write the order number in this row, or leave the row out"
    problems += table.faults(order < 0, "order", "there is no order number", remedy)
    first = _first_rows(order)
    other = np.flatnonzero((order >= 0) & (customer != customer[first]))
    for row in other[:100]:
        message = f"this order number belongs to another customer in line {table.lines[first[row]]}"
        remedy = "export order numbers as text: a spreadsheet may have rounded them (1.23E+17)"
        problems.append(Problem(table.file, int(table.lines[row]), "order", message, "", remedy))


def _first_rows(codes: np.ndarray) -> np.ndarray:
    """For each row the first row with the same code."""
    rows = np.arange(len(codes), dtype=np.int64)
    first = np.full(int(codes.max(initial=0)) + 2, len(codes), dtype=np.int64)
    np.minimum.at(first, codes, rows)
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


def _doubled_rows(table: Table, order: np.ndarray) -> np.ndarray:
    """Rows equal to an earlier one, when every repeated order number comes with one (an export pasted twice)."""
    import pandas as pd

    again = _first_rows(order) != np.arange(len(order))
    same = pd.Series(table.contents).duplicated().to_numpy()
    return same if again.any() and bool((same == again).all()) else np.zeros(len(order), dtype=bool)


def _notes(
    table: Table, state: np.ndarray, customer: np.ndarray, doubles: np.ndarray, paid: np.ndarray
) -> tuple[str, ...]:
    """What a reader should know about the rows."""
    notes = []
    for count, what in (
        (table.skipped, "blank rows and rows of totals were left out"),
        (int(doubles.sum()), "rows that repeat an earlier row in full were left out"),
        (int((state == words.CANCELLED).sum()), "rows of cancelled or unpaid orders count as placed, not as paid"),
        (int(((paid == 0) & (state == words.PAID)).sum()), "rows with amount 0 were left out"),
        (int((customer < 0).sum()), "rows have no customer: guests, taken as customers who do not come back"),
    ):
        if count:
            notes.append(f"{table.file}: {count} {what}")
    return tuple(notes)


def _added_up(raw: Orders, keep: np.ndarray) -> Orders:
    """Purchases from rows: the rows of one order in one line are added up."""
    key = raw.order[keep] * len(raw.names) + raw.line[keep]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(inverse, weights=values[keep], minlength=len(first))

    paid, refund = total(raw.paid), total(raw.refund)
    refund_day = np.full(len(first), NO_DAY, dtype=np.int32)
    np.maximum.at(refund_day, inverse, raw.refund_day[keep])
    alone = paid == 0
    too_much = int(((refund > paid * 1.005 + 0.01) & ~alone).sum())
    notes = raw.notes + ((f"{raw.file}: {too_much} refunds above the amount paid were cut to it",) if too_much else ())
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
        placed=total(raw.placed),
        paid=paid,
        refund=np.where(alone, refund, np.minimum(refund, paid)),
        refund_day=refund_day,
        notes=notes,
    )
