"""What an amount on a row stands for: the row, its whole order, or what a refund left of either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.intake.answers import Doubts
from sim.language.text import Text

ROW, ORDER, FIRST, PARENT = "row", "order", "first", "parent"
_CENT = 0.011
_SURE = 0.95
_MOST_OTHERS = 0.2
_LEAST_ORDERS = 5
_LEAST_PARENTS = 3
_SMALL = 0.01


@dataclass(frozen=True)
class Articles:
    """Rows of an export as articles of orders.

    Attributes:
        order: int64[n] running number of the order.
        article: int64[n] hash of the article, 0 where blank; None without such a column.
        value: float64[n] unit price times quantity, NaN where unknown.
    """

    order: np.ndarray
    article: np.ndarray | None
    value: np.ndarray

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum by order, float64[orders]; blanks count 0."""
        return np.bincount(self.order, weights=np.nan_to_num(values))

    def count(self, rows: np.ndarray) -> np.ndarray:
        """Rows that are marked, by order."""
        return np.bincount(self.order, weights=rows.astype(float))

    def largest(self, values: np.ndarray) -> np.ndarray:
        """Largest value by order; blanks count 0."""
        found = np.zeros(int(self.order.max(initial=-1)) + 1)
        np.maximum.at(found, self.order, np.nan_to_num(values))
        return found

    def several(self) -> np.ndarray:
        """bool[orders] orders of several rows."""
        return np.bincount(self.order) > 1

    def differ(self) -> np.ndarray:
        """bool[orders] orders of several rows whose articles differ; all of them where no column tells articles."""
        if self.article is None:
            return self.several()
        first = np.zeros(int(self.order.max(initial=-1)) + 1, dtype=np.int64)
        first[self.order[::-1]] = self.article[::-1]
        return self.count(self.article != first[self.order]) > 0

    def weights(self, left_out: np.ndarray | None = None) -> np.ndarray:
        """Share of each row in its order: by unit price times quantity, evenly where that is not known.

        Args:
            left_out: bool[n] rows with share 0.
        """
        used = np.ones(len(self.order), dtype=bool) if left_out is None else ~left_out
        value = np.where(used, np.nan_to_num(self.value), 0.0)
        known = (self.count(used & ~(self.value > 0)) == 0)[self.order]
        share = np.where(known, value, used.astype(float))
        total = self.total(share)[self.order]
        return np.divide(share, total, out=np.zeros(len(share)), where=total > 0)


def scope_of(articles: Articles, amount: np.ndarray, declared: str, doubts: Doubts, lines: np.ndarray) -> str:
    """Whether amounts are those of rows, of orders on every row, of orders on one row, or of a row of totals.

    The rows of orders of several articles tell: an amount that equals unit price times quantity of its row is its own;
    one that is the same on every row of every such order is that of the order; in an order one of whose rows has no
    article and the sum of all others, that row is a total.

    Args:
        articles: the rows.
        amount: float64[n], NaN where blank.
        declared: `row` or `order` where the layout says so, else empty.
        doubts: asked where the rows do not tell.
        lines: int32[n] lines of the rows in the file.

    Returns:
        `ROW`, `ORDER`, `FIRST` or `PARENT`.
    """
    several = articles.several()
    if not several.any():
        return ROW
    if doubts.told("amount"):
        return doubts.told("amount") if not _on_one_row(articles, amount, several) else FIRST
    if _on_one_row(articles, amount, several):
        return FIRST
    if parent_rows(articles, amount).any():
        return PARENT
    evidence = _evidence(articles, amount, several)
    if evidence != "?":
        return evidence
    if declared:
        return declared
    total = articles.total(amount)
    if np.abs(total[several]).sum() <= _SMALL * np.abs(total).sum():
        return ROW
    first = int(np.flatnonzero(several[articles.order])[0])
    question = Text(
        "all rows of an order have the same amount ({0} orders of several rows)",
        "一个订单的各行金额都相同({0} 个多行订单)",
    ).format(int(several.sum()))
    return doubts.ask("amount", question, int(lines[first])) or ROW


def _on_one_row(articles: Articles, amount: np.ndarray, several: np.ndarray) -> bool:
    """Whether at most one row of every order has an amount."""
    some = articles.count(np.nan_to_num(amount) != 0)
    return bool((some[several] <= 1).all())


def parent_rows(articles: Articles, amount: np.ndarray) -> np.ndarray:
    """bool[n]: rows of totals, one in every order of several rows; none at all where one order has none.

    Such a row has an amount that is the sum of all others of its order, or the only one, and either no article where
    the others have one, or the first place in its order (where orders of at least three rows show it).
    """
    rows = np.bincount(articles.order)
    several, inside = articles.several(), (rows > 1)[articles.order]
    value = np.nan_to_num(amount)
    others = articles.total(amount)[articles.order] - value
    total = inside & (value > 0) & ((np.abs(others - value) < _CENT * rows[articles.order]) | (others == 0))
    first = np.zeros(len(amount), dtype=bool)
    first[np.unique(articles.order, return_index=True)[1]] = True
    candidates = [first] if (rows > 2).sum() >= _LEAST_PARENTS else []
    if articles.article is not None:
        candidates.insert(0, articles.article == 0)
    for candidate in candidates:
        found = total & candidate
        if several.any() and bool((articles.count(found)[several] == 1).all()):
            return found
    return np.zeros(len(amount), dtype=bool)


def _evidence(articles: Articles, amount: np.ndarray, several: np.ndarray) -> str:
    """What the rows say: `ROW`, `ORDER`, or `?` where both are possible."""
    inside = several[articles.order]
    known = inside & np.isfinite(articles.value) & (articles.value != 0) & (np.nan_to_num(amount) != 0)
    sums = articles.total(articles.value)[articles.order]
    near = 1e-3 * np.abs(np.nan_to_num(amount)) + _CENT
    own = np.abs(amount - articles.value) <= near
    whole = np.abs(amount - sums) <= near
    if known.any() and max(own[known].mean(), whole[known].mean()) > 0.5:
        return ROW if own[known].mean() >= whole[known].mean() else ORDER
    largest = articles.largest(amount)
    filled = articles.count(np.nan_to_num(amount) > 0) == np.bincount(articles.order)
    same = (filled & (largest - _smallest(articles, amount) <= _CENT))[several]
    if not same.all():
        return ROW if same.mean() < _SURE else "?"
    different = int((several & articles.differ()).sum())
    distinct = len(np.unique(np.round(largest[several], 2)))
    told = articles.article is not None and distinct > 1 and different >= max(_LEAST_ORDERS, 0.5 * several.sum())
    return ORDER if told else "?"


def _smallest(articles: Articles, amount: np.ndarray) -> np.ndarray:
    found = np.full(int(articles.order.max(initial=-1)) + 1, np.inf)
    np.minimum.at(found, articles.order, np.nan_to_num(amount))
    return found


def taken_off(
    paid: np.ndarray, refund: np.ndarray, placed: np.ndarray | None, declared: str, doubts: Doubts
) -> tuple[bool, int]:
    """Whether the amounts of orders are what refunds have left.

    Told by orders with a refund: an amount below the refund, or one that gives the order's value with it, is what was
    left; an amount that equals the refund or the order's value still holds it.

    Args:
        paid: float64[orders] amounts.
        refund: float64[orders] refunds, not negative.
        placed: float64[orders] values of orders, None where no column tells.
        declared: `inside` or `taken off` where the layout says so, else empty.
        doubts: asked where the orders do not tell.

    Returns:
        The answer, and how many orders tell it.
    """
    back = refund > _CENT
    off = back & (paid < refund - _CENT)
    inside = back & (paid > 0) & (np.abs(paid - refund) <= _CENT)
    if placed is not None:
        less = back & (np.abs(paid + refund - placed) <= _CENT) & (placed > paid + _CENT)
        equal = back & (np.abs(paid - placed) <= _CENT) & (paid > 0)
        off, inside = (off & ~equal) | less, (inside & ~less) | equal
    votes_off, votes_in = int(off.sum()), int((inside & ~off).sum())
    answer = doubts.told("refunds")
    if answer:
        return answer == "taken-off", 0
    votes = votes_off + votes_in
    if votes and min(votes_off, votes_in) <= _MOST_OTHERS * votes:
        return votes_off > votes_in, max(votes_off, votes_in)
    if declared and not votes:
        return declared == "taken off", 0
    if not back.any() or refund.sum() <= _SMALL * paid.sum():
        return False, 0
    question = Text(
        "the orders do not tell whether amounts are before or after refunds ({0} orders with one)",
        "无法从订单看出金额是退款前还是退款后({0} 个有退款的订单)",
    ).format(int(back.sum()))
    return doubts.ask("refunds", question) == "taken-off", 0
