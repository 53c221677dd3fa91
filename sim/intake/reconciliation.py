"""What was read, in figures that a clerk can check against the platform's own screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.bilingual import Text, in_both, say
from sim.intake.told import both

USED = "used"
NOT_TOLD = Text("not told by this file", "本文件未说明")


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
        """The totals as lines of text, in English."""
        return [say(line, "en") for line in self.told()]

    def told(self) -> list[Text]:
        """The totals as lines of text."""
        refunded = NOT_TOLD
        if self.refunded == self.refunded:
            refunded = Text.same(f"{self.refunded:,.2f} {self.currency}")
            if self.refunded_orders is not None:
                refunded += Text(" of {0:,} orders", ",{0:,} 个订单").format(self.refunded_orders)
        known = NOT_TOLD
        if self.customers == self.customers:
            known = Text.same(f"{self.customers:,.0f}")
            if self.guests:
                known += Text(", and {0:,} orders of guests", ",另有访客订单 {0:,} 个").format(self.guests)
        paid = Text("  orders paid: {0:,}", "  已支付订单:{0:,}").format(self.paid_orders)
        if self.cancelled is not None:
            paid += Text("; cancelled or never paid: {0:,}", ";已取消或未支付:{0:,}").format(self.cancelled)
        return [
            Text(
                "reconciliation (compare with the platform's own screen; all days, before refunds)",
                "对账(请与平台后台核对;全部日期,退款前)",
            ),
            Text("  source: {0}", "  来源:{0}").format(both(self.source)),
            _columns(self.columns),
            paid,
            Text("  paid: {0:,.2f} {1}", "  支付金额:{0:,.2f} {1}").format(self.paid, self.currency),
            Text("  refunded: {0}", "  退款金额:{0}").format(refunded),
            Text("  customers: {0}", "  客户:{0}").format(known),
            Text("  first and last day: {0}, {1}", "  首末日:{0},{1}").format(self.first_day, self.last_day),
            _rows(self.rows),
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

    def told(self) -> list[Text]:
        """The totals as lines of text."""
        words = Text(
            "staff: {0:,} there{1}, {2:,} left, {3:,} in functions that are not simulated",
            "员工:在职 {0:,}{1},已离职 {2:,},其他职能 {3:,}",
        )
        until = Text(" on {0}", "({0})").format(self.until) if self.until else Text.same("")
        return [
            words.format(self.there, until, self.left, self.outside),
            _columns(self.columns),
            _rows(self.rows),
        ]


def _columns(columns: Mapping[str, str]) -> Text:
    """The heading that each field was read from."""
    listed = ", ".join(f"{field} {heading!r}" for field, heading in columns.items())
    return Text("  columns: {0}", "  列:{0}").format(listed)


def _rows(rows: Mapping[str, int]) -> Text:
    """What became of the rows below the headings."""
    words = Text("  rows: {0:,} below the headings, {1:,} used", "  行:表头以下 {0:,} 行,使用 {1:,} 行")
    text = words.format(sum(rows.values()), rows[USED])
    left = [Text.same(f"{count:,} ") + both(reason) for reason, count in rows.items() if reason != USED and count]
    if not left:
        return text + Text("; none was left out", ";无略去")
    return text + Text("; left out: ", ";略去:") + in_both(left, ", ", "、")
