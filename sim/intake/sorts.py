"""Which rows of an export are sales, which are money that went back, and which neither, such as fees and payouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from sim.errors import Problem
from sim.intake import words
from sim.intake.columns import meanings, with_own_words
from sim.intake.layouts import Layout
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

_MEANT = {words.PAID: words.SALE, words.RETURNED: words.REFUND, words.CANCELLED: words.OTHER}
_REMEDY = Text(
    "give its meaning: --status 'WORD=paid' (a sale), =returned (money that went back) or =cancelled (neither)",
    "请指明含义:--status '词=paid'(销售)、=returned(退回的钱)或 =cancelled(都不是)",
)
_OTHERS = note("rows of fees, payouts and the like", "行为费用、提现等")
_PARTS = note("rows of taxes, shipping and fees of an order", "行为订单的税费、运费与手续费")


def sales_of(
    table: Table, layout: Layout | None, own: Mapping[str, str], rows: Counter[str], problems: list[Problem]
) -> Table:
    """The table without rows that are neither sales nor refunds.

    Args:
        table: the file.
        layout: its layout, None where it is not known.
        own: meanings of further words that the user gives.
        rows: receives how many rows were left out, by reason.
        problems: receives sorts of rows that are not known.
    """
    if layout is not None and layout.parts and "part" in table.words:
        column = table.words["part"]
        wanted = np.array([words.plain(word) in layout.parts for word in column.vocabulary])[column.codes]
        wanted |= sorts_of(table, layout, own, []) == words.OTHER
        rows[_PARTS] += int((~wanted).sum())
        table = table.part(wanted)
    sort = sorts_of(table, layout, own, problems)
    other = sort == words.OTHER
    rows[_OTHERS] += int(other.sum())
    return table.part(~other)


def sorts_of(table: Table, layout: Layout | None, own: Mapping[str, str], problems: list[Problem]) -> np.ndarray:
    """What each row is, object[n] of `words.SALE`, `REFUND` and `OTHER`.

    A file in which no sort is one of refunds or of fees is a list of sales, whatever its sorts are called.

    Args:
        table: the file.
        layout: its layout, None where it is not known.
        own: meanings of further words that the user gives.
        problems: receives sorts of rows that are not known.
    """
    column = table.words.get("sort")
    if column is None:
        return np.full(len(table), words.SALE, dtype=object)
    by_layout = {words.plain(word): meaning for word, meaning in layout.sorts.items()} if layout else {}

    def known(word: str) -> str | None:
        return words.SALE if not word else by_layout.get(words.plain(word)) or words.sort(word)

    mine = {word: _MEANT[meaning] for word, meaning in own.items()}
    told = with_own_words(mine, known)
    listed = any(told(word) in (words.REFUND, words.OTHER) for word in column.vocabulary)
    if not listed:
        return np.full(len(table), words.SALE, dtype=object)
    codes, found = meanings(table, "sort", problems, told, _REMEDY)
    return np.array(found or (words.SALE,), dtype=object)[codes]
