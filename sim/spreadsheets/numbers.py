"""Numbers as a clerk writes them, and as a cell shows them; no digit is lost in either direction."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from sim.language.text import Text
from sim.spreadsheets.blemishes import CellError
from sim.spreadsheets.shapes import Shape
from sim.spreadsheets.words import FORMS, UNITS

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?:¥|rmb|cny)?\s*(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|\d{1,400})?(?P<decimals>\.\d{0,400})?"
    r"(?P<power>e[-+]?\d{1,3})?\s*(?P<size>[%‰万千]?)\s*(?P<unit>[^\d\s]*)"
)
_SIZES = {"": 0, "%": -2, "‰": -3, "千": 3, "万": 4}
MOST_BARE_PERCENT = 10.0


@dataclass(frozen=True)
class Written:
    """A cell to write: its value in a workbook, its text in a text file, and its number format."""

    value: str | int | float | None
    text: str
    form: str = "General"


def parse(text: str, shape: Shape) -> int | float:
    """The number that a text means.

    Args:
        text: such as `1,200.50`, `40 %`, `1.5万元`, full-width or not.
        shape: of a number; it tells which units may follow, and whether a share is meant.

    Raises:
        CellError: it is no number of the kind needed.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip().casefold()
    match = _NUMBER.fullmatch(plain)
    if not match or not any(map(str.isdigit, (match["digits"] or "") + (match["decimals"] or ""))):
        raise CellError.one(Text("this is not a number", "这不是数字"), _remedy(shape), text)
    if match["unit"] and match["unit"] not in {str(each).casefold() for each in UNITS[shape.unit]["words"]}:
        raise CellError.one(
            Text("{0!r} is not the unit of this column", "{0!r} 不是该列的单位").format(match["unit"]),
            _remedy(shape),
            text,
        )
    share = match["size"] in ("%", "‰")
    if share and (shape.form == "whole" or shape.unit not in ("percent", "rate", "")):
        raise CellError.one(Text("a percentage makes no sense here", "这里不应是百分比"), _remedy(shape), text)
    digits = (match["digits"] or "0").replace(",", "") + (match["decimals"] or "") + (match["power"] or "")
    exact = Decimal(match["sign"] + digits).scaleb(_SIZES[match["size"]])
    if shape.form == "whole" and exact == exact.to_integral_value() and abs(exact) < 10**18:
        return int(exact)
    value = float(exact)
    if not math.isfinite(value):
        raise CellError.one(
            Text("the number is too large", "数字过大"), Text("check the number of zeros", "请检查零的个数"), text
        )
    return value if share else checked(value, shape, text)


def checked(value: int | float, shape: Shape, shown: object) -> int | float:
    """A number that came without a per cent sign, unless it must have been meant with one.

    Raises:
        CellError: it would be far more than 100 per cent.
    """
    if shape.unit == "percent" and abs(value) > MOST_BARE_PERCENT:
        message = Text("this would be {0:,.10g} %", "这将是 {0:,.10g} %").format(100 * value)
        raise CellError.one(
            message,
            Text("write {0:g} % with the sign if that is meant", "若确实如此,请带百分号写成 {0:g} %").format(value),
            shown,
        )
    return int(value) if shape.form == "whole" and isinstance(value, float) and value.is_integer() else value


def _remedy(shape: Shape) -> Text:
    """How to write a number of a shape."""
    form = FORMS[shape.unit or shape.form]
    return Text("write {0}", "请写成 {1}").format(form["en"], form["zh"])


def written(value: int | float, shape: Shape) -> str:
    """A number as text that `parse` reads back to the last bit."""
    if as_percent(value, shape):
        return f"{_digits(Decimal(repr(value)).scaleb(2))} %"
    return _digits(Decimal(repr(value)))


def as_percent(value: int | float, shape: Shape) -> bool:
    """Whether a number is shown with a per cent sign."""
    return shape.unit == "percent" or (shape.unit == "rate" and 0.0 < abs(value) <= 1.0)


def _digits(exact: Decimal) -> str:
    """A decimal number without needless zeros, in full where that is short."""
    text = f"{exact:f}"
    if len(text) > 25:
        return f"{exact.normalize():e}".replace("e+", "e")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def cell_format(value: int | float | None, shape: Shape) -> str:
    """Number format of a cell: as many decimals as the value has, none or two where the cell is still empty."""
    percent = shape.unit in ("percent", "rate") if value is None else as_percent(value, shape)
    if value is None:
        decimals = 2 if percent else 0
    else:
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        decimals = min(max(0, -int(exponent) - (2 if percent else 0)), 6)
    if not percent and shape.unit != "rmb":
        return "General"
    return ("0" if percent else "#,##0") + ("." + "0" * decimals if decimals else "") + ("%" if percent else "")


def survives(value: int | float) -> bool:
    """Whether a workbook keeps every bit of a number: it stores 16 digits, no sign of zero, and large ones as whole."""
    if abs(value) >= 1e15:
        return False
    if isinstance(value, int):
        return True
    return float(f"{value:.16g}") == value and not (value == 0.0 and math.copysign(1.0, value) < 0.0)
