"""Turning errors of validation into sentences with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.scenario.checks import Fault
from sim.scenario.pay import INSTRUMENTS
from sim.scenario.reading import Path
from sim.scenario.remedies import did_you_mean

KINDS = {get_args(each.model_fields["kind"].annotation)[0]: each for each in INSTRUMENTS}
_TYPES = {
    "float_type": "a number", "int_type": "a whole number", "int_from_float": "a whole number", "string_type": "text",
    "bool_type": "true or false", "dict_type": "a mapping (key: value)", "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)", "tuple_type": "a list",
}  # fmt: skip
_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least"), "greater_than": ("gt", "must be above"),
    "less_than_equal": ("le", "must be at most"), "less_than": ("lt", "must be below"),
}  # fmt: skip


def explain(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Every error of a validation as a fault with path, message, value and remedy.

    Args:
        error: what the validation raised.
        model: the model that was validated, for the names it knows.
    """
    for each in error.errors(include_url=False):
        loc = each["loc"]
        path = _written(loc)
        kind, value, context = each["type"], each.get("input"), each.get("ctx", {})
        if kind == "fault":
            at = tuple(part for part in str(context["at"]).split(".") if part)
            yield Fault((*path, *at), context["message"], context["remedy"], context["value"])
        elif kind == "missing":
            described = _description(model, loc)
            yield Fault(path, "missing", f"add `{path[-1]}`" + (f": {described}" if described else ""))
        elif kind == "extra_forbidden":
            known = known_keys(model, loc[:-1])
            yield Fault(path, "unknown key", did_you_mean(path[-1], known), None)
        else:
            message, remedy = _sentence(kind, value, context, each["msg"])
            yield Fault(path, message, remedy, value)


def _written(loc: tuple[str | int, ...]) -> Path:
    """A location as the document has it: without the marks that validation adds."""
    kept = [part for part in loc if part != "[key]"]
    if len(kept) > 4 and kept[0] == "policies" and kept[2] == "pay" and kept[4] in KINDS:
        del kept[4]
    return tuple(kept)


def _sentence(kind: str, value: Any, context: dict[str, Any], text: str) -> tuple[str, str]:
    """What is wrong and what to do, for one type of error."""
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{words} {_plain(context[bound])}", "correct the value or its unit"
    if kind in _TYPES:
        return f"must be {_TYPES[kind]}", _type_remedy(kind, value)
    if kind in ("literal_error", "union_tag_invalid"):
        known = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags")))
        tag = value.get("kind") if isinstance(value, dict) else value
        known = known or [str(context.get("expected"))]
        return f"{tag!r} is not known here", did_you_mean(tag, known)
    if kind == "union_tag_not_found":
        return "has no `kind`, and no instrument of this name is inherited", f"add kind: {', '.join(KINDS)}"
    if kind == "finite_number":
        return "must be a finite number", "replace NaN or infinity by a number"
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length", context.get("max_length"))
        return f"needs at {'least' if kind == 'too_short' else 'most'} {limit} entries", "add or remove entries"
    if kind == "string_pattern_mismatch":
        return "a name without line breaks and without spaces at its ends is needed", "rename it"
    return text[:1].lower() + text[1:], str(context.get("remedy", "correct the value"))


def _type_remedy(kind: str, value: Any) -> str:
    """What to do about a value of the wrong type."""
    if value is None:
        return "give a value, or remove the key"
    if isinstance(value, str) and kind in ("float_type", "int_type"):
        if value.strip().endswith("%"):
            return "write 12 % as 0.12"
        bare = value.replace(",", "").replace("_", "").replace(" ", "")
        if re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", bare):
            return f"write {bare} without quotes, commas or spaces"
    if kind == "bool_type":
        return "write true or false"
    if kind == "string_type":
        return "put it in quotes"
    if kind in ("int_type", "int_from_float"):
        return "write it without decimals"
    return "see the template of `sim new`"


def _plain(bound: Any) -> str:
    """A bound as text."""
    return f"{bound:,.10g}" if isinstance(bound, int | float) else str(bound)


def known_keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Keys that the part of a document at a location knows; empty where keys are free."""
    return list(_fields(_model_at(model, loc)))


def _description(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    """The description of a field, empty where it has none."""
    field = _fields(_model_at(model, loc[:-1])).get(str(loc[-1]))
    text = (field.description or "") if field else ""
    return text[:1].lower() + text[1:].rstrip(".")


def _fields(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The fields of a model by the names a document uses."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _model_at(annotation: Any, loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model at a location as validation reports it, None where there is no single one."""
    if loc and loc[0] in KINDS:
        return _model_at(KINDS[str(loc[0])], loc[1:])
    for kind in _bare(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if not loc:
                return kind
            if field := _fields(kind).get(str(loc[0])):
                return _model_at(field.annotation, loc[1:])
        elif loc and get_origin(kind) in (dict, tuple):
            return _model_at(get_args(kind)[1 if get_origin(kind) is dict else 0], loc[1:])
    return None


def _bare(annotation: Any) -> list[Any]:
    """An annotation without its metadata, as the list of its alternatives."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _bare(part)]
    return [annotation]
