"""What each row of an order export was paid, and what of it went back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.errors import Problem
from sim.intake import spread, words
from sim.intake.answers import Doubts
from sim.intake.layouts import Layout
from sim.intake.privacy import few
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

MOST_RMB = 1e8
_MOST = 1e12
_CENT = 0.011
_MOST_ZEROS = 0.5
LEAST_BASKET, MOST_BASKET, _MOST_WHOLE = 1.0, 1e5, 1e4


@dataclass(frozen=True)
class Values:
    """Values of rows.

    Attributes:
        paid: float64[n] value ordered and, unless cancelled, paid; before refunds.
        refund: float64[n] value that went back.
        totals: bool[n] rows that repeat the total of the articles below them.
        notes: how amounts were understood.
    """

    paid: np.ndarray
    refund: np.ndarray
    totals: np.ndarray
    notes: tuple[str, ...]


def values_of(  # noqa: PLR0913  columns of one table
    table: Table,
    order: np.ndarray,
    state: np.ndarray,
    back: np.ndarray,
    layout: Layout | None,
    doubts: Doubts,
    problems: list[Problem],
) -> Values:
    """Values of rows: of their own, or their shares of the order's (see `spread`).

    Args:
        table: the file.
        order: int64[n] running number of the order.
        state: object[n] states of rows.
        back: bool[n] rows that are of a sort that sends money back.
        layout: its layout, None where it is not known.
        doubts: asked where amounts can be read in two ways.
        problems: receives amounts that cannot be meant.
    """
    articles = spread.Articles(order, table.keys.get("article"), _pieces(table))
    amount, notes = _amounts(table, articles)
    live = state != words.CANCELLED
    missing = np.isnan(amount) & live & (articles.count(~np.isnan(amount)) == 0)[order]
    problems += table.faults(
        missing,
        "amount",
        Text("there is no amount", "没有金额"),
        Text("write the amount paid, or leave the row out", "请写上已付金额,或删去该行"),
    )
    given, told = _refunds(table, amount)
    notes += told
    largest = np.fmax(np.abs(np.nan_to_num(amount)), given)
    message = Text("the amount is larger than {0:,.0f}", "金额大于 {0:,.0f}").format(MOST_RMB)
    problems += table.faults(
        largest > MOST_RMB,
        "amount",
        message,
        Text("check the number of zeros and the unit", "请检查零的个数与单位"),
        largest,
    )
    amount, given = np.clip(amount, -MOST_RMB, MOST_RMB), np.minimum(given, MOST_RMB)
    back |= (np.nan_to_num(amount) < 0) & bool(layout and layout.negatives == "refunds")
    amount, alone = _negatives(table, amount, state, back, doubts)
    scope = spread.scope_of(articles, amount, layout.amount_of if layout else "", doubts, table.lines)
    totals = spread.parent_rows(articles, amount) if scope == spread.PARENT else np.zeros(len(table), dtype=bool)
    share = articles.weights(totals)
    whole = scope != spread.ROW
    placed = table.numbers.get("placed")
    placed = None if placed is None else np.clip(placed, -MOST_RMB, MOST_RMB)
    if whole:
        kept = scope == spread.ORDER
        amount, given = (_once(articles, _above(articles, each, totals), kept) * share for each in (amount, given))
        placed = None if placed is None else _once(articles, placed, True) * share
        notes += (note(*_SCOPES[scope], table.file, table.headings.get("amount", "")),)
    elif _repeated(articles, given, amount):
        given = articles.largest(given)[order] * share
        words_ = "{0}: the refund of an order stands on each of its rows and counts once"
        notes += (note(words_, "{0}:订单的退款在其各行重复列出,只计一次", table.file),)
    amount = np.nan_to_num(amount)
    amount, more = _before_refunds(table, articles, amount, given, placed, (layout.refunds if layout else "", doubts))
    if "pieces_back" in table.numbers and not given.any():
        given = np.maximum(amount, 0.0) * _pieces_back(table)
    given, more_back = _sent_back(table, articles, (amount, given, alone, placed), state, problems)
    amount = np.where((amount == 0) & more_back, np.nan_to_num(placed) if placed is not None else 0.0, amount)
    if placed is not None:
        amount = np.where((amount == 0) & ~live, np.nan_to_num(placed), amount)
    _check_unit(articles.total(amount * live), doubts)
    return Values(amount, given, totals, notes + more)


_SCOPES = {
    spread.ORDER: (
        "{0}: {1!r} is the amount of the whole order on each of its rows and counts once",
        "{0}:{1!r} 是整个订单的金额,在其各行重复列出,只计一次",
    ),
    spread.FIRST: (
        "{0}: {1!r} of an order stands on one of its rows only",
        "{0}:订单的 {1!r} 只写在其中一行",
    ),
    spread.PARENT: (
        "{0}: {1!r} of an order stands on a row of its own above its articles and counts once",
        "{0}:订单的 {1!r} 在商品行上方单独一行,只计一次",
    ),
}


def _pieces(table: Table) -> np.ndarray:
    """Unit price times quantity, NaN where either is not known."""
    unknown = np.full(len(table), np.nan)
    price, pieces = (table.numbers.get(field, unknown) for field in ("price", "quantity"))
    return np.clip(np.clip(price, -_MOST, _MOST) * np.clip(pieces, -_MOST, _MOST), -_MOST, _MOST)


def _refunds(table: Table, amount: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """The column of refunds, or what a column of amounts after refunds lies below the amount; and a note."""
    given = np.nan_to_num(np.abs(table.numbers.get("refund", np.zeros(len(table)))))
    if "refund" in table.numbers or "remaining" not in table.numbers:
        return given, ()
    rest, zeros = table.numbers["remaining"], note("", "")
    unchanged = np.isnan(rest)
    if (rest == 0).mean() > _MOST_ZEROS:
        unchanged |= rest == 0
        zeros = note(", where 0 says that nothing did", ",其中 0 表示没有退款")
    given = np.where(unchanged, 0.0, np.maximum(np.nan_to_num(amount - rest), 0.0))
    heading, less = table.headings["amount"], table.headings["remaining"]
    words_ = "{0}: what went back is {1!r} less {2!r}{3}"
    return given, (note(words_, "{0}:退款为 {1!r} 减去 {2!r}{3}", table.file, heading, less, zeros),)


def _pieces_back(table: Table) -> np.ndarray:
    """Share of the pieces of each row that went back; all of them where their number is not known."""
    pieces = np.abs(np.nan_to_num(table.numbers.get("quantity", np.zeros(len(table)))))
    back = np.abs(np.nan_to_num(table.numbers["pieces_back"]))
    share = np.divide(back, pieces, out=(back > 0).astype(float), where=pieces > 0)
    return np.minimum(share, 1.0)


def _amounts(table: Table, articles: spread.Articles) -> tuple[np.ndarray, tuple[str, ...]]:
    """The column of amounts, or unit price times quantity where there is none."""
    if "amount" in table.numbers:
        return table.numbers["amount"].copy(), ()
    price = table.headings["price"]
    if "quantity" not in table.numbers:
        told = note("{0}: {1!r} is taken as the amount of a row", "{0}:{1!r} 视为一行的金额", table.file, price)
        return table.numbers["price"].copy(), (told,)
    words_ = "{0}: the amount of a row is {1!r} times {2!r}"
    told = note(words_, "{0}:一行的金额为 {1!r} 乘以 {2!r}", table.file, price, table.headings["quantity"])
    return articles.value.copy(), (told,)


def _negatives(
    table: Table, amount: np.ndarray, state: np.ndarray, credit: np.ndarray, doubts: Doubts
) -> tuple[np.ndarray, np.ndarray]:
    """Amounts without those of credit notes, and these as positive values."""
    negative = np.nan_to_num(amount) < 0
    quantity = np.nan_to_num(table.numbers.get("quantity", np.zeros(len(table))))
    back = negative & (np.isin(state, (words.RETURNED, words.PARTLY)) | (quantity < 0))
    back |= credit & (np.nan_to_num(amount) != 0)
    doubtful = negative & ~back & (state != words.CANCELLED)
    if doubtful.any():
        row = int(np.flatnonzero(doubtful)[0])
        question = Text(
            "a negative amount is neither a sale nor said to be a refund (rows: {0}; a status "
            "'returned', a type 'credit note' or a column 'refund amount' would say it)",
            "负金额既不是销售,也未注明是退款(行数:{0};状态“returned”、类型“credit note”或“退款金额”列可以说明)",
        ).format(int(doubtful.sum()))
        if doubts.ask("negative", question, int(table.lines[row]), "amount") != "discounts":
            back |= doubtful
    amount = np.where(negative & ~back & ~doubtful, np.abs(amount), amount)
    return np.where(back, 0.0, amount), np.where(back, np.abs(np.nan_to_num(amount)), 0.0)


def _above(articles: spread.Articles, values: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Values without those of articles whose order has one on its row of totals."""
    told = articles.count(totals & (np.nan_to_num(values) != 0)) > 0
    return np.where(told[articles.order] & ~totals, 0.0, np.nan_to_num(values))


def _once(articles: spread.Articles, values: np.ndarray, kept: bool) -> np.ndarray:
    """Value of the order on each of its rows: the one that all rows repeat, else the sum of the rows."""
    largest, total = articles.largest(values), articles.total(values)
    rows = np.bincount(articles.order)
    repeated = kept & (np.abs(total - largest * rows) <= _CENT * rows)
    return np.where(repeated, largest, np.where(repeated.any() and kept, largest, total))[articles.order]


def _repeated(articles: spread.Articles, refund: np.ndarray, amount: np.ndarray) -> bool:
    """Whether refunds are those of orders on each row: equal on all rows, and above the amount of one of them."""
    several = articles.several() & (articles.total(refund) > 0)
    if not several.any():
        return False
    rows = np.bincount(articles.order)
    same = np.abs(articles.total(refund) - articles.largest(refund) * rows) <= _CENT * rows
    above = articles.count(refund > np.abs(np.nan_to_num(amount)) + _CENT) > 0
    return bool(same[several].all() and above[several].any() and (articles.total(amount) > 0)[several].any())


def _before_refunds(
    table: Table,
    articles: spread.Articles,
    amount: np.ndarray,
    given: np.ndarray,
    placed: np.ndarray | None,
    known: tuple[str, Doubts],
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Amounts with what refunds have taken off them."""
    if not (given > 0).any():
        return amount, ()
    declared, doubts = known
    sums = (articles.total(amount), articles.total(given), None if placed is None else articles.total(placed))
    off, orders = spread.taken_off(*sums, declared, doubts)
    if not off:
        return amount, ()
    shown = note(", as {0} orders show", "(见 {0} 个订单)", few(orders)) if orders else note("", "")
    words_ = "{0}: {1!r} is what refunds have left{2}; they were added back"
    told = note(words_, "{0}:{1!r} 是退款后的余额{2};已加回退款", table.file, table.headings.get("amount", ""), shown)
    return amount + given, (told,)


def _sent_back(
    table: Table,
    articles: spread.Articles,
    values: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None],
    state: np.ndarray,
    problems: list[Problem],
) -> tuple[np.ndarray, np.ndarray]:
    """What went back of each row, and rows whose paid value only the order's value tells."""
    amount, given, alone, placed = values
    unknown = (articles.total(given) + articles.total(alone) == 0)[articles.order]
    partly = (state == words.PARTLY) & unknown & (amount > 0)
    message = Text("a partial return needs the amount that went back", "部分退货需要写明退回的金额")
    problems += table.faults(
        partly, "refund", message, Text("add a column 'refund amount' (退款金额)", "请增加“退款金额”列")
    )
    full = (state == words.RETURNED) & unknown
    nothing = full & (articles.total(amount) + articles.total(alone) == 0)[articles.order]
    value = np.where(nothing & (placed is not None), np.nan_to_num(placed) if placed is not None else 0.0, amount)
    refund = np.where(alone > 0, alone, np.where(full, np.maximum(value, 0.0), given))
    refund[state == words.CANCELLED] = 0.0
    return refund, nothing


def _check_unit(paid: np.ndarray, doubts: Doubts) -> None:
    """Ask for the unit where the amount of the usual order cannot be one in whole units of a currency."""
    some = paid[paid > 0]
    if not len(some) or doubts.told("unit"):
        return
    median = float(np.median(some))
    whole = median > _MOST_WHOLE and bool((some == np.round(some)).all())
    if median < LEAST_BASKET or median > MOST_BASKET or whole:
        question = Text(
            "half of the orders are below {0:,.4g}: in which unit are the amounts?",
            "一半订单低于 {0:,.4g}:金额的单位是什么?",
        ).format(median)
        doubts.ask("unit", question, 1, "amount")
