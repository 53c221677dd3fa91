"""What was read, in figures that a clerk can check against the platform's own screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

USED = "used"


@dataclass(frozen=True)
class Reconciliation:
    """Totals of an order export, in the currency of the file, all days.

    Attributes:
        source: what the file is taken to be, for example the layout of a platform.
        paid_orders: orders that were paid.
        cancelled: orders that were cancelled or never paid; None where that is not told.
        paid: value paid, before refunds.
        refunded: value that went back; NaN where the file does not tell.
        refunded_orders: orders of which something went back, and credit notes; None where that is not told.
        customers: known customers who paid an order; NaN where the file tells none.
        guests: paid orders without a known customer.
        first_day, last_day: of paid orders.
        currency: of the amounts.
        rows: rows below the headings, by what became of them: `USED`, or why they were left out.
        columns: heading that each field was read from.
    """

    source: str
    paid_orders: int
    cancelled: int | None
    paid: float
    refunded: float
    refunded_orders: int | None
    customers: float
    guests: int
    first_day: date
    last_day: date
    currency: str
    rows: Mapping[str, int]
    columns: Mapping[str, str]

    def lines(self) -> list[str]:
        """The totals as lines of text."""
        refunded = "not told by this file"
        if self.refunded == self.refunded:
            count = f" of {self.refunded_orders:,} orders" if self.refunded_orders is not None else ""
            refunded = f"{self.refunded:,.2f} {self.currency}{count}"
        known = "not told by this file"
        if self.customers == self.customers:
            known = f"{self.customers:,.0f}" + (f", and {self.guests:,} orders of guests" if self.guests else "")
        cancelled = "" if self.cancelled is None else f"; cancelled or never paid 已取消或未支付: {self.cancelled:,}"
        left = [f"{count:,} {reason}" for reason, count in self.rows.items() if reason != USED and count]
        return [
            "reconciliation 对账 (compare with the platform's own screen; all days, before refunds)",
            f"  source 来源: {self.source}",
            "  columns 列: " + ", ".join(f"{field} {heading!r}" for field, heading in self.columns.items()),
            f"  orders paid 已支付订单: {self.paid_orders:,}{cancelled}",
            f"  paid 支付金额: {self.paid:,.2f} {self.currency}",
            f"  refunded 退款金额: {refunded}",
            f"  customers 客户: {known}",
            f"  first and last day 首末日: {self.first_day}, {self.last_day}",
            f"  rows 行: {sum(self.rows.values()):,} below the headings, {self.rows[USED]:,} used"
            + (f"; left out 略去: {', '.join(left)}" if left else "; none was left out 无略去"),
        ]


@dataclass(frozen=True)
class Headcount:
    """Totals of a staff export.

    Attributes:
        there: people employed on the last day of the data, in functions that are simulated.
        left: employments that ended, in these functions.
        outside: employments in functions that are not simulated.
        until: last day of the data; None when the file has tenures only.
        rows: rows below the headings, by what became of them.
        columns: heading that each field was read from.
    """

    there: int
    left: int
    outside: int
    until: date | None
    rows: Mapping[str, int]
    columns: Mapping[str, str]

    def lines(self) -> list[str]:
        """The totals as lines of text."""
        left = [f"{count:,} {reason}" for reason, count in self.rows.items() if reason != USED and count]
        until = f" on {self.until}" if self.until else ""
        return [
            f"staff 员工: {self.there:,} there 在职{until}, {self.left:,} left 已离职, {self.outside:,} in functions "
            "that are not simulated 其他职能",
            "  columns 列: " + ", ".join(f"{field} {heading!r}" for field, heading in self.columns.items()),
            f"  rows 行: {sum(self.rows.values()):,} below the headings, {self.rows[USED]:,} used"
            + (f"; left out 略去: {', '.join(left)}" if left else "; none was left out 无略去"),
        ]
