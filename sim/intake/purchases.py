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
from sim.intake.told import note

_CUT = ("{0}: {1} refunds above the amount paid were cut to it", "{0}:{1} 笔退款超过支付金额,已按支付金额计")


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
    notes = raw.notes + ((note(*_CUT, raw.file, few(too_much)),) if too_much else ())
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
    notes: list[str] = [
        note("{0}: {1} {2} were left out", "{0}:略去 {1} {2}", orders.file, few(count), reason)
        for reason, count in orders.rows.items()
        if count and reason != USED
    ]
    cancelled = int((state == words.CANCELLED).sum())
    if cancelled:
        placed = "{0}: {1} rows of cancelled or unpaid orders count as placed, not as paid"
        notes.append(note(placed, "{0}:{1} 行已取消或未支付的订单计入下单,不计入支付", orders.file, few(cancelled)))
    guests = int((customer < 0).sum())
    if not orders.tells_customers:
        why = note("no customers are told", "没有客户信息")
        if guests != len(customer):
            why = note("every order has a customer number of its own", "每个订单都有自己的客户编号")
        notes.append(note("{0}: {1}; repeat buying is assumed", "{0}:{1};复购为假设", orders.file, why))
    elif guests:
        told = "{0}: {1} rows have no customer: guests, taken as customers who do not come back"
        notes.append(note(told, "{0}:{1} 行没有客户:按不再回来的访客处理", orders.file, few(guests)))
    if not orders.tells_refunds:
        why = note("no row tells of a return", "没有任何一行说明退货")
        if layout and "returns" in layout.untold:
            why = note("returns are in another report of this platform", "该平台的退货在另一份报表中")
        notes.append(
            note("{0}: {1}; the return rate is assumed, not 0", "{0}:{1};退货率为假设,而非 0", orders.file, why)
        )
    return replace(orders, notes=orders.notes + tuple(notes))
