"""Whether an amount is what fees have left of what the customer paid."""

from __future__ import annotations

import numpy as np

from sim.errors import Problem
from sim.intake.table import Table
from sim.intake.told import note
from sim.language.text import Text

_CENT = 0.011
_MOST = 0.8


def ask_about_fees(table: Table, problems: list[Problem]) -> tuple[str, ...]:
    """Ask which amount is meant where one column is another less fees; a note where fees stand beside it.

    Args:
        table: the file, of no known layout.
        problems: receives the question.
    """
    if "fee" not in table.numbers or "amount" not in table.numbers:
        return ()
    amount, fee = table.numbers["amount"], np.abs(np.nan_to_num(table.numbers["fee"]))
    some = (fee > _CENT) & np.isfinite(amount) & (np.nan_to_num(amount) > 0)
    heading, named = table.headings["amount"], table.headings["fee"]
    if not some.any() or heading == named:
        return ()
    if "gross" in table.numbers:
        gross = table.numbers["gross"]
        less = np.abs(amount + fee - gross) <= _CENT
        if table.headings["gross"] != heading and float(less[some].mean()) >= _MOST:
            whole = table.headings["gross"]
            message = Text(
                "{0!r} is {1!r} less {2!r}: paid by customers is the one before fees",
                "{0!r} 等于 {1!r} 减去 {2!r}:顾客所付的是扣费之前的那一列",
            ).format(heading, whole, named)
            remedy = Text(
                "say which is meant: --column amount={0!r} or --column amount={1!r}",
                "请指明是哪一列:--column amount={0!r} 或 --column amount={1!r}",
            ).format(whole, heading)
            problems.append(Problem(table.file, int(table.lines[0]), "amount", message, "", remedy))
            return ()
    words = "{0}: {1!r} is taken as paid by customers, before what stands under {2!r}"
    return (note(words, "{0}:{1!r} 视为顾客支付、未扣除 {2!r} 的金额", table.file, heading, named),)
