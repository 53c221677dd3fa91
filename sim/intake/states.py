"""What became of each order: paid, cancelled, returned or partly returned, from every column that tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.columns import days, meanings, with_own_words
from sim.intake.dates import NO_DAY
from sim.intake.layouts import Layout
from sim.intake.table import Table
from sim.language.text import Text

_REMEDY = Text(
    "give its meaning: --status 'WORD=paid', =cancelled or =returned",
    "请指明含义:--status '词=paid'(已付款)、=cancelled(取消)或 =returned(退货)",
)
_MOST_BLANK = 0.5
_CLOSED_TELLERS = ("paid_at", "aftersale", "closed_why")


def states_of(
    table: Table, layout: Layout | None, own: Mapping[str, str], problems: list[Problem], dates: str = ""
) -> np.ndarray:
    """State of each row.

    Closed and cancelled orders were paid and went back where a refund state, a refund amount, the reason of closing or
    a time of payment says so; otherwise they were never paid. What closed means is a problem where no such column
    exists.

    Args:
        table: the file.
        layout: its layout, None where it is not known.
        own: meanings of further words that the user gives.
        problems: receives words that are not known.
        dates: what comes first in dates of short numbers (see `dates.ORDERS`).

    Returns:
        object[n] of `words.PAID`, `CANCELLED`, `RETURNED`, `PARTLY`.
    """
    state = _column(table, "status", layout, own, problems, words.order_state)
    payment = _column(table, "payment", layout, own, problems, words.order_state)
    unpaid = np.isin(payment, (words.CANCELLED, words.CLOSED)) & (state == words.PAID)
    state = np.where(unpaid, words.CANCELLED, state)
    if not any(field in table.words for field in ("status", "payment", "cancelled")):
        state = np.where(_never_paid(table, dates), words.CANCELLED, state)
    after = _column(table, "aftersale", layout, own, problems, words.aftersale_state)
    after = np.where((after == words.PAID) & np.isin(payment, (words.RETURNED, words.PARTLY)), payment, after)
    for field, meaning in (("returned", words.RETURNED), ("cancelled", words.CANCELLED)):
        if field in table.words:
            codes, flags = meanings(table, field, problems, words.flag, Text("write yes or no", "请写是或否"))
            state[np.array(flags or (False,))[codes] & (state != words.CLOSED)] = meaning
    refund = np.nan_to_num(table.numbers.get("refund", np.zeros(len(table))))
    back = np.isin(after, (words.RETURNED, words.PARTLY)) | (refund != 0)
    paid = _paid_at(table, dates)
    why = _why(table)
    ended = np.isin(state, (words.CANCELLED, words.CLOSED))
    told = any(field in table.words for field in _CLOSED_TELLERS) or "refund" in table.numbers
    if not told:
        problems += _closed(table, state == words.CLOSED)
    ended_back = ended & (back | paid | (why == words.RETURNED)) & ~((why == words.CANCELLED) & ~back)
    state = np.where(ended_back, words.RETURNED, np.where(ended, words.CANCELLED, state))
    return np.where(np.isin(after, (words.RETURNED, words.PARTLY)), after, state)


def _column(
    table: Table,
    field: str,
    layout: Layout | None,
    own: Mapping[str, str],
    problems: list[Problem],
    known: Callable[[str], str | None],
) -> np.ndarray:
    """Meaning of a column of states by row; paid where the file has no such column."""
    if field not in table.words:
        return np.full(len(table), words.PAID, dtype=object)
    by_layout = {words.plain(word): meaning for word, meaning in layout.states.items()} if layout else {}

    def meaning(word: str) -> str | None:
        return by_layout.get(words.plain(word)) or known(word)

    codes, found = meanings(table, field, problems, with_own_words(own, meaning), _REMEDY)
    return np.array(found or (words.PAID,), dtype=object)[codes]


def _paid_at(table: Table, dates: str) -> np.ndarray:
    """bool[n] whether a time of payment is given."""
    faults: list[Problem] = []
    return days(table, "paid_at", faults, required=False, order=dates) != NO_DAY


def _never_paid(table: Table, dates: str) -> np.ndarray:
    """bool[n] rows without a time of payment, where most rows have one and those without have no amount."""
    blank = ~_paid_at(table, dates)
    amount = np.nan_to_num(table.numbers.get("amount", np.zeros(len(table))))
    if "placed" not in table.numbers or blank.mean() > _MOST_BLANK or (amount[blank] != 0).any():
        return np.zeros(len(table), dtype=bool)
    return blank


def _why(table: Table) -> np.ndarray:
    """What the reason of closing says by row: returned, cancelled, or nothing (an empty text)."""
    column = table.words.get("closed_why")
    if column is None:
        return np.full(len(table), "", dtype=object)
    return np.array([words.closing(word) for word in column.vocabulary], dtype=object)[column.codes]


def _closed(table: Table, closed: np.ndarray) -> list[Problem]:
    """The problem that nothing tells what closed means."""
    if not closed.any():
        return []
    row = int(np.flatnonzero(closed)[0])
    column = table.words["status"]
    word = column.vocabulary[column.codes[row]]
    message = Text(
        "a closed order was refunded or never paid, and no column tells which (rows: {0})",
        "已关闭的订单可能是退款,也可能从未付款,没有一列能说明(行数:{0})",
    ).format(int(closed.sum()))
    remedy = Text(
        "add the time of payment or the refund to the export, or give its meaning: --status "
        "'{0}=cancelled' or --status '{1}=returned'",
        "请在导出中加入付款时间或退款,或指明含义:--status '{0}=cancelled' 或 --status '{1}=returned'",
    ).format(word, word)
    return [Problem(table.file, int(table.lines[row]), "status", message, repr(word), remedy)]
