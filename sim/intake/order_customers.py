"""Customers of an order export: who can be told from whom, and who is nobody."""

from __future__ import annotations

import numpy as np

from sim.intake.answers import Doubts
from sim.intake.order_rows import numbered
from sim.intake.privacy import few
from sim.intake.purchases import distinct
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

_LEAST_ORDERS = 50
_BUSIEST_SHARE, _BUSIEST_TIMES, _BUSIEST_ORDERS = 0.05, 5, 20


def customers_of(table: Table, doubts: Doubts) -> tuple[np.ndarray, tuple[str, ...]]:
    """Running number of the customer of each row, -1 for guests; notes on masks."""
    keys = table.keys.get("customer")
    if keys is None:
        return np.full(len(table), -1, dtype=np.int64), ()
    masked = table.masked if table.masked is not None else np.zeros(len(table), dtype=bool)
    if masked.any() and doubts.told("masks") != "customers":
        told = note(
            "{0}: {1} rows have a customer hidden by asterisks; they are guests "
            "(--answer masks=customers takes equal ones as one customer)",
            "{0}:{1} 行的客户以星号隐去,按访客处理(--answer masks=customers 则把相同者视为同一客户)",
            table.file,
            few(int(masked.sum())),
        )
        return numbered(np.where(masked, 0, keys)), (told,)
    return numbered(keys), ()


def not_the_counter(
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
    question = Text(
        "one customer has {0} of {1} paid orders, the next one {2}",
        "一位顾客占 {1} 个已付款订单中的 {0} 个,第二位只有 {2} 个",
    ).format(int(ranked[0]), orders, second)
    if doubts.ask("busiest", question, line, "customer") != "guest":
        return customer
    return np.where(customer == busiest, -1, customer)


def tells_customers(order: np.ndarray, customer: np.ndarray) -> bool:
    """Whether customers can be told from each other: some are known, and not every order has one of its own."""
    known = customer >= 0
    if not known.any():
        return False
    orders = distinct(order[known])
    return orders < _LEAST_ORDERS or distinct(customer[known]) < orders
