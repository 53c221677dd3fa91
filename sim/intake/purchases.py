"""Purchases: what one order bought in one selling line, and their totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.intake import words
from sim.intake.dates import NO_DAY, as_date
from sim.intake.layouts import Layout
from sim.intake.privacy import few
from sim.intake.reconciliation import USED, Reconciliation


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
        columns: heading that each field was read from.
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
    columns: Mapping[str, str]
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
            paid_orders=distinct(self.order[sold]),
            paid=float(self.paid.sum()),
            refunded=float(self.refund.sum()) if self.tells_refunds else float("nan"),
            refunded_orders=distinct(self.order[back]),
            customers=float(distinct(self.customer[known])) if known.any() else float("nan"),
            guests=distinct(self.order[sold & (self.customer < 0)]),
            first_day=as_date(self.day[sold].min()),
            last_day=as_date(self.day[sold].max()),
            currency=self.currency,
            rows=self.rows,
            columns=self.columns,
        )


def distinct(codes: np.ndarray) -> int:
    """Different running numbers."""
    return int(np.count_nonzero(np.bincount(codes[codes >= 0])))


def added_up(raw: Orders, keep: np.ndarray) -> Orders:
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


def noted(orders: Orders, layout: Layout | None, state: np.ndarray, customer: np.ndarray) -> Orders:
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
