"""Numbers as people write them: thousands separators, currency signs, full-width digits, decimal commas."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from sim.intake.money import pattern

_SIGNS = re.compile(pattern() + r"|[\s']")
_POINT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?")
_SURELY_COMMA = re.compile(r",\d{1,2}$|\.\d{3},")
_SURELY_POINT = re.compile(r"\.\d{1,2}$|,\d{3}\.")
_PLAIN_SIGNS = re.compile(pattern() + r"|[ \t']")
_DOUBTFUL = re.compile(r"[^\d.,+\-\n]|,(?!\d{3}(?!\d))|(?<!\d),|\d{4},|\.\d*,")
_DIGITS = re.compile(r"\d")


def bare(cell: str) -> str:
    """A number cell without currency, spaces and full-width forms; accounting brackets become a minus."""
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", cell).lower())
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-"):
        text = "-" + text[:-1]
    return text


def has_decimal_comma(cells: Sequence[str]) -> bool:
    """Whether most cells of a column that tell write 12,50, not 12.50, for twelve and a half."""
    told = [bare(cell) for cell in cells if "," in cell or "，" in cell]
    if not any(_SURELY_COMMA.search(text) for text in told):
        return False
    comma = sum(1 for text in told if _SURELY_COMMA.search(text))
    return comma > sum(1 for cell in cells if _SURELY_POINT.search(bare(cell)))


def parse(cell: str, decimal_comma: bool) -> float | None:
    """Value of a cell, or None when it is not a finite number in the column's way of writing."""
    text = bare(cell)
    pattern = _COMMA if decimal_comma else _POINT
    if not pattern.fullmatch(text) or not _DIGITS.search(text):
        return None
    text = text.replace(".", "").replace(",", ".") if decimal_comma else text.replace(",", "")
    value = float(text)
    return value if math.isfinite(value) else None


def column(cells: Sequence[str], decimal_comma: bool) -> tuple[np.ndarray, list[int]]:
    """Values of a block of cells.

    Args:
        cells: texts without surrounding spaces.
        decimal_comma: the column's way of writing.

    Returns:
        float64[n] with NaN for blanks, and the positions of cells that are neither blank nor a finite number.
    """
    if not decimal_comma:
        try:
            values = np.array(cells, dtype=object).astype(np.float64)
        except ValueError:
            pass
        else:
            return values, [int(at) for at in np.flatnonzero(~np.isfinite(values))]
        quick = _quick(cells)
        if quick is not None:
            return quick, []
    values = np.full(len(cells), np.nan)
    wrong = []
    for at, cell in enumerate(cells):
        if cell:
            value = parse(cell, decimal_comma)
            if value is None:
                wrong.append(at)
            else:
                values[at] = value
    return values, wrong


def _quick(cells: Sequence[str]) -> np.ndarray | None:
    """The values of a block in which every cell is blank or plainly a number, thousands and currency allowed.

    Gives None where a single cell is anything else; `parse` then looks at each.
    """
    text = _PLAIN_SIGNS.sub("", unicodedata.normalize("NFKC", "\n".join(cells)).lower())
    plain = text.replace(",", "").split("\n")
    blanks = sum(1 for cell in cells if not cell)
    if _DOUBTFUL.search(text) or len(plain) != len(cells) or plain.count("") != blanks:
        return None
    try:
        return np.array([cell or "nan" for cell in plain], dtype=object).astype(np.float64)
    except ValueError:
        return None
