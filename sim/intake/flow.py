"""Weekly flows of orders: what the estimators see of a selling line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.intake.dates import NO_DAY, week_of
from sim.intake.purchases import Orders
from sim.units import YEAR_WEEKS

#: Repeat orders per active customer and week, and customers lost a week, of the model's customer panel.
DEFAULT_REPEAT, DEFAULT_CHURN = 0.018, 0.022
#: Share of repeat orders where a file tells no customers: that of a shop in balance with these rates.
USUAL_REPEATS = DEFAULT_REPEAT / (DEFAULT_REPEAT + DEFAULT_CHURN)


@dataclass(frozen=True)
class Flow:
    """Complete weeks of a selling line, or of all of them.

    Attributes:
        name: selling line; empty for all.
        first_week: running number of the first week (`dates.week_of`).
        placed, paid, refunds: float64[T] RMB a week; refunds in the week they are booked (of the order where unknown).
        orders, first_orders, repeat_orders: float64[T]; first orders are those of customers not seen before and of
            guests.
        customers: float64[T] distinct known customers that ordered.
        returned: float64[T] orders of which something went back.
        cancelled: float64[T] orders cancelled or never paid.
        people: distinct known customers in the whole period; NaN where the file does not tell.
        cohorts: float64[T, T] orders of week u by customers first seen in week t <= u, without their first; None for
            weekly aggregates.
        return_triangle: float64[T, T] refund value by week of the order and week of the refund; None where unknown.
        repeat_known, refunds_known: whether the file tells repeat orders, and what went back.
    """

    name: str
    first_week: int
    placed: np.ndarray
    paid: np.ndarray
    refunds: np.ndarray
    orders: np.ndarray
    first_orders: np.ndarray
    repeat_orders: np.ndarray
    customers: np.ndarray
    returned: np.ndarray
    cancelled: np.ndarray
    people: float = float("nan")
    cohorts: np.ndarray | None = None
    return_triangle: np.ndarray | None = None
    repeat_known: bool = True
    refunds_known: bool = True

    @property
    def weeks(self) -> int:
        """Number of complete weeks."""
        return len(self.orders)

    def last(self, weeks: int = YEAR_WEEKS) -> slice:
        """The last weeks, at most all."""
        return slice(max(0, self.weeks - weeks), self.weeks)


_SUMS = ("placed", "paid", "refunds", "orders", "first_orders", "repeat_orders", "customers", "returned", "cancelled")


def together(flows: Sequence[Flow], name: str) -> Flow:
    """Several lines as one: flows are added; a customer of two lines counts in both."""
    first = flows[0]
    if len(flows) == 1:
        return replace(first, name=name)
    sums: dict[str, Any] = {each: np.sum([getattr(flow, each) for flow in flows], axis=0) for each in _SUMS}
    cohorts = _sum([flow.cohorts for flow in flows])
    triangle = _sum([flow.return_triangle for flow in flows])
    people = float(sum(flow.people for flow in flows))
    return replace(first, name=name, **sums, people=people, cohorts=cohorts, return_triangle=triangle)


def _sum(parts: Sequence[np.ndarray | None]) -> np.ndarray | None:
    """Sum of arrays, None where one of them is unknown."""
    known = [part for part in parts if part is not None]
    return np.sum(known, axis=0) if len(known) == len(parts) else None


def merged_lines(orders: Orders, smallest_share: float, most: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Selling lines large enough to stand alone; the rest becomes one line `other`.

    A line is merged when its share of paid value is below `smallest_share`, when it has fewer than five customers or
    five orders, or when it comes after the `most` largest. If the merged ones have fewer than five customers
    together, the smallest other line joins them. A file without lines has one, `all`.

    Returns:
        int32[n] line of each purchase and the names, largest first.
    """
    import pandas as pd

    if len(orders.names) == 1:
        return np.zeros(len(orders.day), dtype=np.int32), ("all",)
    sold = orders.paid > 0
    frame = pd.DataFrame({"line": orders.line[sold], "paid": orders.paid[sold], "who": _who(orders)[sold]})
    table = frame.groupby("line").agg(paid=("paid", "sum"), people=("who", "nunique"), orders=("paid", "size"))
    table = table.sort_values("paid", ascending=False, kind="stable")
    stands = (table["people"] >= 5) & (table["orders"] >= 5) & (np.arange(len(table)) < most - 1)
    large = stands & (table["paid"] >= smallest_share * table["paid"].sum())
    kept = list(table.index[large])
    if len(kept) == len(table) - 1 and stands.all():
        kept = list(table.index)
    while kept and 0 < frame.loc[~frame["line"].isin(kept), "who"].nunique() < 5:
        kept.pop()
    position = np.full(len(orders.names), len(kept), dtype=np.int32)
    position[kept] = np.arange(len(kept))
    names = [clean_name(orders.names[at]) for at in kept]
    if len(kept) < len(table):
        names.append("other" if kept else "all")
    elif (position[orders.line] == len(kept)).any():
        position[position == len(kept)] = len(kept) - 1
    return position[orders.line], _distinct(names)


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Names with a number behind those that occur before."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    count: dict[str, int] = {}
    result = []
    for name in names:
        count[name] = count.get(name, 0) + 1
        result.append(name if count[name] == 1 else f"{name} {count[name]}")
    return tuple(result)


def clean_name(text: str) -> str:
    """A line name without control characters, at most 60 long; `unnamed` for a blank one."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return name[:60].strip() or "unnamed"


def _who(orders: Orders) -> np.ndarray:
    """Number of the customer, and a number of its own for every order of a guest."""
    return np.where(orders.customer >= 0, orders.customer, -1 - orders.order)


def complete_weeks(day: np.ndarray) -> tuple[int, int]:
    """First and last week that the days cover in full, with one day of grace at each end.

    Args:
        day: int32[n] days with orders, not empty.
    """
    first, last = int(day.min()), int(day.max())
    begin = int(week_of(np.array(first + 5)))
    end = int(week_of(np.array(last - 5)))
    return begin, end


def weekly_flow(orders: Orders, chosen: np.ndarray, name: str, first_week: int, weeks: int) -> Flow:
    """The flow of one line in complete weeks.

    Args:
        orders: all purchases.
        chosen: bool[n] purchases of the line.
        name: of the line.
        first_week: running number of the first complete week.
        weeks: number of complete weeks T.
    """
    week = week_of(orders.day) - first_week
    sold = chosen & (orders.paid > 0)
    inside = (week >= 0) & (week < weeks)
    first = _first_purchase(orders, sold)
    guest = orders.customer < 0

    def count(rows: np.ndarray, values: np.ndarray | None = None) -> np.ndarray:
        at = inside & rows
        return np.bincount(week[at], weights=None if values is None else values[at], minlength=weeks).astype(float)

    booked = np.where(orders.refund_day == NO_DAY, orders.day, orders.refund_day)
    refund_week = week_of(booked) - first_week
    back = chosen & (orders.refund > 0) & (refund_week >= 0) & (refund_week < weeks)
    refunds = np.bincount(refund_week[back], weights=orders.refund[back], minlength=weeks).astype(float)
    known = sold & ~guest & inside
    again = count(sold & ~_new(orders, sold, first))
    if not orders.tells_customers:
        again = count(sold) * USUAL_REPEATS
    customers = _distinct_customers(orders.customer[known], week[known], weeks)
    return Flow(
        name,
        first_week,
        placed=count(chosen, orders.placed),
        paid=count(sold, orders.paid),
        refunds=refunds,
        orders=count(sold),
        first_orders=count(sold) - again,
        repeat_orders=again,
        customers=customers,
        returned=count(chosen & (orders.refund > 0)),
        cancelled=count(chosen & (orders.placed > 0) & (orders.paid == 0)),
        people=float(np.count_nonzero(np.bincount(orders.customer[sold & ~guest]))),
        cohorts=_cohorts(orders, sold & ~guest, first, week, weeks),
        return_triangle=_triangle(orders, sold, week, weeks),
        repeat_known=orders.tells_customers,
        refunds_known=orders.tells_refunds,
    )


def _new(orders: Orders, sold: np.ndarray, first: np.ndarray) -> np.ndarray:
    """bool[n]: first purchases of known customers, and all those of guests."""
    return sold & (first | (orders.customer < 0))


def _distinct_customers(customer: np.ndarray, week: np.ndarray, weeks: int) -> np.ndarray:
    """Different customers of each week, float64[T]."""
    import pandas as pd

    pairs = pd.unique(customer * weeks + week)
    return np.bincount(pairs % weeks, minlength=weeks).astype(float)


def _first_purchase(orders: Orders, sold: np.ndarray) -> np.ndarray:
    """bool[n]: the first purchase of each known customer among the sold ones."""
    rows = np.flatnonzero(sold & (orders.customer >= 0))
    by_day = rows[np.argsort(orders.day[rows], kind="stable")]
    _, first = np.unique(orders.customer[by_day], return_index=True)
    found = np.zeros(len(orders.day), dtype=bool)
    found[by_day[first]] = True
    return found


def _cohorts(orders: Orders, known: np.ndarray, first: np.ndarray, week: np.ndarray, weeks: int) -> np.ndarray:
    """Repeat orders by week of the first purchase and of the order; customers seen before week 0 are left out."""
    begun = np.full(int(orders.customer.max(initial=-1)) + 1, -1, dtype=np.int64)
    starts = first & known
    begun[orders.customer[starts]] = week[starts]
    rows = known & ~first & (week >= 0) & (week < weeks)
    start = begun[orders.customer[rows]]
    valid = start >= 0
    cell = start[valid] * weeks + week[rows][valid]
    return np.bincount(cell, minlength=weeks * weeks).reshape(weeks, weeks).astype(float)


def _triangle(orders: Orders, sold: np.ndarray, week: np.ndarray, weeks: int) -> np.ndarray | None:
    """Refund value by week of the order and week of the refund (float64[T, T]); None without dates of refunds."""
    back = sold & (orders.refund > 0)
    dated = back & (orders.refund_day != NO_DAY)
    if not back.any() or dated.sum() < 0.9 * back.sum():
        return None
    until = week + np.maximum(0, (orders.refund_day - orders.day) // 7)
    rows = dated & (week >= 0) & (until < weeks)
    cell = week[rows] * weeks + until[rows]
    return np.bincount(cell, weights=orders.refund[rows], minlength=weeks * weeks).reshape(weeks, weeks).astype(float)
