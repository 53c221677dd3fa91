"""Turning errors of validation into sentences with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.documents.faults import Fault
from sim.documents.kinds import kind_of
from sim.documents.reading import Path
from sim.documents.remedies import did_you_mean, short
from sim.pay.asked import key_remedy, kind_remedy
from sim.pay.instruments.instrument import Instrument
from sim.pay.instruments.registry import INSTRUMENTS

MISSING, UNKNOWN = "missing", "unknown key"
#: What stands under a key of a policy that takes things of several kinds.
NOUNS = {"pay": "instrument", "programmes": "programme", "structure": "structure"}
_TYPES = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least"),
    "greater_than": ("gt", "must be above"),
    "less_than_equal": ("le", "must be at most"),
    "less_than": ("lt", "must be below"),
}


def explain(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Every error of a validation as a fault with path, message, value and remedy.

    Args:
        error: what the validation raised.
        model: the model that was validated, for the names it knows.
    """
    errors = error.errors(include_url=False)
    below = {each["loc"][:end] for each in errors for end in range(len(each["loc"]))}
    found = [
        _explained(each, model)
        for each in errors
        if each["type"] != "too_short" or each["loc"] not in below  # else the entries are there, but wrong
    ]
    misspelt = {(fault.path[:-1], fault.remedy) for fault in found if fault.message == UNKNOWN}
    for fault in found:
        if fault.message != MISSING or (fault.path[:-1], f"did you mean {fault.path[-1]!r}?") not in misspelt:
            yield fault


def _explained(each: ErrorDetails, model: type[BaseModel]) -> Fault:
    """One error of a validation as a fault."""
    loc, kind, value, context = each["loc"], each["type"], each.get("input"), each.get("ctx", {})
    path = _written(model, loc)
    if kind == "fault":
        at = tuple(part for part in str(context["at"]).split(".") if part)
        return Fault((*path, *at), context["message"], context["remedy"], context["value"])
    if kind == "missing":
        described = _description(model, loc)
        return Fault(path, MISSING, f"add `{path[-1]}`" + (f": {described}" if described else ""))
    if kind == "extra_forbidden":
        return Fault(path, UNKNOWN, _key_remedy(str(path[-1]), model, loc))
    if kind == "literal_error" and loc[-1:] == ("[key]",):
        return Fault(path, UNKNOWN, did_you_mean(value, _quoted(context["expected"])))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return Fault(path, *_kind_sentence(path, value, _tagged(_at(model, loc))), value)
    message, remedy = _sentence(kind, value, context, each["msg"])
    return Fault(path, message, remedy, value)


def _kind_sentence(path: Path, value: Any, kinds: Iterable[str]) -> tuple[str, str]:
    """What is wrong and what to do where a `kind` is missing or not known."""
    noun = next((NOUNS[str(part)] for part in reversed(path) if part in NOUNS), "thing")
    tag = value.get("kind") if isinstance(value, dict) else value
    if tag is None:
        return f"has no `kind`, and no {noun} of this name is inherited", f"add kind: {', '.join(kinds)}"
    remedy = kind_remedy(str(tag), INSTRUMENTS) if noun == NOUNS["pay"] else did_you_mean(tag, kinds)
    return f"{short(tag)} is no kind of {noun}", remedy


def _key_remedy(key: str, model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    """What to do about a key that is not known at a location."""
    part = _model_at(model, loc[:-1])
    if part is not None and issubclass(part, Instrument):
        return key_remedy(key, part, INSTRUMENTS)
    return did_you_mean(key, known_keys(model, loc[:-1]))


def _quoted(text: str) -> list[str]:
    """The words in single quotes of a text."""
    return re.findall(r"'([^']*)'", text)


def _written(model: type[BaseModel], loc: tuple[str | int, ...]) -> Path:
    """A location as the document has it: without the marks and kinds that validation adds."""
    return tuple(part for n, part in enumerate(loc) if part != "[key]" and part not in _tagged(_at(model, loc[:n])))


def _sentence(kind: str, value: Any, context: dict[str, Any], text: str) -> tuple[str, str]:
    """What is wrong and what to do, for one type of error."""
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{words} {_plain(context[bound])}", "correct the value or its unit"
    if kind in _TYPES:
        return f"must be {_TYPES[kind]}", _type_remedy(kind, value)
    if kind == "literal_error":
        expected = str(context["expected"])
        return f"{short(value)} is not known here", did_you_mean(value, _quoted(expected) or [expected])
    if kind == "finite_number":
        return "must be a finite number", "replace NaN or infinity by a number"
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length", context.get("max_length"))
        few = kind == "too_short"
        noun = "entry" if limit == 1 else "entries"
        return f"needs at {'least' if few else 'most'} {limit} {noun}", f"{'add' if few else 'remove'} entries"
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
    if kind == "float_type" and not isinstance(value, dict | list | tuple):
        return "write a number, such as 12 or 0.12"
    if kind == "bool_type":
        return "write true or false"
    if kind == "string_type":
        return "put it in quotes"
    if kind in ("int_type", "int_from_float"):
        return "write a number without decimals, such as 12"
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
    return text[:1].lower() + text[1:].rstrip(".") if text[1:2].islower() else text.rstrip(".")


def _fields(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The fields of a model by the names a document uses."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _model_at(annotation: Any, loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model at a location as validation reports it, None where there is no single one."""
    kinds = _at(annotation, loc)
    return None if _tagged(kinds) else next((kind for kind in kinds if _is_model(kind)), None)


def _at(annotation: Any, loc: tuple[str | int, ...]) -> list[Any]:
    """What may stand at a location as validation reports it, kinds of a union told apart by name included."""
    kinds = _bare(annotation)
    if not loc:
        return kinds
    first, rest = loc[0], loc[1:]
    if tagged := _tagged(kinds):
        return _at(tagged[str(first)], rest) if first in tagged else []
    for kind in kinds:
        if _is_model(kind):
            if field := _fields(kind).get(str(first)):
                return _at(field.annotation, rest)
        elif get_origin(kind) in (dict, tuple):
            return _at(get_args(kind)[1 if get_origin(kind) is dict else 0], rest)
    return []


def _is_model(kind: Any) -> bool:
    """Whether it is a part of a document with named fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _tagged(kinds: list[Any]) -> dict[str, type[BaseModel]]:
    """Those of some alternatives that `kind` tells apart, by what it says; none where it need not."""
    models = {name: kind for kind in kinds if _is_model(kind) and (name := kind_of(kind))}
    return models if len(models) > 1 else {}


def _bare(annotation: Any) -> list[Any]:
    """An annotation without its metadata, as the list of its alternatives."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _bare(part)]
    return [annotation]
