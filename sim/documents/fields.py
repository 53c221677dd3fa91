"""Kinds of values that scenario documents are made of: numbers, shares, days, roles, metrics."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sim.language.text import Text
from sim.vocabulary.metrics import PAYABLE
from sim.vocabulary.periods import PERIOD_NAMES
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.scopes import PAYABLE_SCOPES
from sim.vocabulary.tiers import TIER_NAMES
from sim.vocabulary.triggers import TRIGGER_NAMES

ALL = "all"
if TYPE_CHECKING:  # names are checked where a document is read; a type checker sees text
    Role = str
    RoleOrAll = str
    Metric = str
    Scope = str
    Period = str
    Tier = str
    Figure = str
else:
    Role = Literal[ROLE_NAMES]
    RoleOrAll = Literal[(*ROLE_NAMES, ALL)]
    Metric = Literal[PAYABLE]
    Scope = Literal[PAYABLE_SCOPES]
    Period = Literal[PERIOD_NAMES]
    Tier = Literal[TIER_NAMES]
    Figure = Literal[TRIGGER_NAMES]


class Frozen(BaseModel):
    """A part of a document: frozen, unknown keys refused, neither infinite numbers nor NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _finite_size(value: Any) -> Any:
    """Refuse whole numbers that no float can hold, before anything divides by them."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**15:
        raise fault(
            Text("the number is too large to be meant", "数字过大,不像是本意"),
            Text("check the number of zeros", "请检查零的个数"),
            value=f"{value:.3g}",
        )
    return value


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: Any) -> Any:
    """Read a day written YYYY-MM-DD and refuse what the calendar does not have."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise fault(
            Text("not a date", "不是日期"),
            Text("write it as YYYY-MM-DD, for example 2026-01-05", "请写成 YYYY-MM-DD,例如 2026-01-05"),
            value=value,
        )
    try:
        return date.fromisoformat(value)
    except ValueError:
        remedy = Text("correct the month or the day of the month", "请改正月份或日期")
        raise fault(Text("this date does not exist", "没有这一天"), remedy, value=value) from None


def _listed(value: Any) -> Any:
    """Let one name stand for a list of one."""
    return (value,) if isinstance(value, str) else value


Number = Annotated[float, Field(strict=True), BeforeValidator(_finite_size)]
Whole = Annotated[int, Field(strict=True), BeforeValidator(_finite_size)]
Share = Annotated[float, Field(strict=True, ge=0.0, le=1.0), BeforeValidator(_finite_size)]
Money = Annotated[float, Field(strict=True, ge=0.0, le=1e9), BeforeValidator(_finite_size)]
Factor = Annotated[float, Field(strict=True, ge=0.0, le=100.0), BeforeValidator(_finite_size)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_day), Field(ge=date(1990, 1, 1), le=date(2099, 12, 31))]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Note = Annotated[str, Field(max_length=4000)]
Roles = Annotated[
    tuple[RoleOrAll, ...],
    Field(min_length=1),
    BeforeValidator(_listed, json_schema_input_type=tuple[RoleOrAll, ...] | RoleOrAll),
]


def covers(roles: tuple[str, ...], role: str) -> bool:
    """Whether a list of roles, in which `all` stands for every role, includes `role`."""
    return ALL in roles or role in roles


def fault(message: Text, remedy: Text, at: str = "", value: Any = None) -> PydanticCustomError:
    """An error of validation that carries its remedy and the field it belongs to.

    Args:
        message: what is wrong.
        remedy: what to do.
        at: dotted path below the model that raises; empty for the model itself.
        value: the offending value where it is not the model itself.
    """
    return PydanticCustomError("fault", "{message}", {"message": message, "remedy": remedy, "at": at, "value": value})
