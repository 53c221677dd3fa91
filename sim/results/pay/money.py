"""Amounts as payroll writes them: to the fen, halves up, and the rounding that remains."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
#: Digits behind which a float holds nothing but the noise of its own arithmetic.
DIGITS = 7


def fen(amount: float) -> Decimal:
    """Return an amount rounded to the fen, halves away from zero, as payroll does."""
    found = Decimal(f"{amount:.{DIGITS}f}").quantize(FEN, ROUND_HALF_UP)
    return found or abs(found)


def rounding(amounts: Iterable[float]) -> Decimal:
    """Return what the rounded sum of amounts exceeds the sum of the rounded amounts by, RMB."""
    listed = list(amounts)
    return fen(sum(listed)) - sum((fen(each) for each in listed), Decimal(0))
