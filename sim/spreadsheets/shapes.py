"""What may stand in a cell, found from the types and descriptions of the models."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.pay.headings import Heading, heading_of

Form = Literal["number", "whole", "flag", "day", "text", "choice", "list", "pairs", "record", "other"]
Unit = Literal["percent", "rate", "rmb", "weeks", "months", "hours", ""]
_SCALARS: dict[Any, Form] = {bool: "flag", int: "whole", float: "number", str: "text", date: "day"}
_ENDINGS: tuple[Unit, ...] = ("rmb", "weeks", "months", "hours")
_AS_PERCENT = re.compile(r"attainment|\bshares?\b|planned level|over plan|\blevel of|relative to today", re.IGNORECASE)
_AS_RATE = re.compile(r"RMB per RMB")


@dataclass(frozen=True)
class Shape:
    """How a value is built.

    Attributes:
        form: what it is; `other` is anything that only JSON can hold.
        optional: whether it may be absent (None).
        unit: what a number counts. `percent` is written with a per cent sign, `rate` where it is at most 1.
        choices: the words allowed, of a choice.
        key: shape of the keys, of pairs.
        item: shape of the items of a list, or of the values of pairs.
        parts: fields of a record.
        length: how many items a list must have, 0 where that is open.
    """

    form: Form
    optional: bool = False
    unit: Unit = ""
    choices: tuple[str, ...] = ()
    key: Shape | None = None
    item: Shape | None = None
    parts: tuple[Part, ...] = ()
    length: int = 0

    @property
    def plain(self) -> bool:
        """Whether it is a single word, number, day or flag."""
        return self.form in ("number", "whole", "flag", "day", "text", "choice")


@dataclass(frozen=True)
class Part:
    """A field of a record.

    Attributes:
        key: its name in documents.
        name: its name as an attribute of the model.
        shape: what it holds.
        required: whether a document must state it.
        default: its value where it is not stated.
        description: what the model says about it.
        heading: its words in a plan; None where it has none.
    """

    key: str
    name: str
    shape: Shape
    required: bool
    default: Any
    description: str
    heading: Heading | None = None

    def word(self, lang: str) -> str:
        """What it is called inside a cell; its key where it has no word."""
        return self.heading.word(lang) if self.heading else self.key

    def says(self, lang: str) -> str:
        """What it means; in English where it is not told in Chinese."""
        return self.heading.means if lang == "zh" and self.heading else self.description


def parts_of(model: type[BaseModel]) -> tuple[Part, ...]:
    """The fields of a model in their order."""
    return tuple(_part(name, field) for name, field in model.model_fields.items())


def _part(name: str, field: FieldInfo) -> Part:
    """One field of a model."""
    required = field.is_required()
    default = None if required else field.get_default(call_default_factory=True, validated_data={})
    described = field.description or ""
    shape = _shape(field.annotation, _Context(name, described, tuple(field.metadata)))
    return Part(field.alias or name, name, shape, required, default, described, heading_of(field))


@dataclass(frozen=True)
class _Context:
    """What is known about a value besides its type: the name and description of its field, and its bounds."""

    name: str
    description: str
    bounds: tuple[Any, ...] = ()

    @property
    def at_most_one(self) -> bool:
        """Whether a bound keeps the value at or below 1."""
        tops = [getattr(bound, "le", None) for each in self.bounds for bound in getattr(each, "metadata", [each])]
        return any(isinstance(top, int | float) and top <= 1 for top in tops)


def _shape(annotation: Any, context: _Context) -> Shape:
    """The shape of a type."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(args[0], replace(context, bounds=(*args[1:], *context.bounds)))
    if origin in (Union, UnionType):
        kept = [each for each in args if each is not NoneType]
        inner = _shape(kept[0], context) if len(kept) == 1 else Shape("other")
        return replace(inner, optional=len(kept) < len(args))
    if origin is Literal:
        return Shape("choice", choices=args) if all(isinstance(each, str) for each in args) else Shape("other")
    inside = replace(context, bounds=())
    if origin is dict:
        return Shape("pairs", key=_shape(args[0], inside), item=_shape(args[1], inside))
    if origin in (tuple, list) and args[1:] in ((), (Ellipsis,)):
        return Shape("list", item=_shape(args[0], inside))
    if origin is tuple and len({_shape(each, inside) for each in args}) == 1:  # a list of so many alike
        return Shape("list", item=_shape(args[0], inside), length=len(args))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape("record", parts=parts_of(annotation))
    form = _SCALARS.get(annotation, "other")
    return Shape(form, unit=_unit(form, context))


def _unit(form: Form, context: _Context) -> Unit:
    """What a number counts, from the end of its name, its bounds and its description."""
    if form not in ("number", "whole"):
        return ""
    ending = context.name.rpartition("_")[2]
    for unit in _ENDINGS:
        if ending == unit:
            return unit
    if context.name.startswith("rmb_per_"):
        return "rmb"
    if form == "whole":
        return ""
    if _AS_RATE.search(context.description):
        return "rate"
    return "percent" if context.at_most_one or _AS_PERCENT.search(context.description) else ""
