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
from sim.documents.remedies import MEANT, did_you_mean, short
from sim.language.text import LANGUAGES, Text, say
from sim.pay.asked import key_remedy, kind_remedy
from sim.pay.instruments.instrument import Instrument
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.schema import in_chinese

MISSING, UNKNOWN = Text("missing", "缺少这一项"), Text("unknown key", "不认识的键")
#: What stands under a key of a policy that takes things of several kinds.
NOUNS = {
    "pay": Text("instrument", "激励工具"),
    "programmes": Text("programme", "项目"),
    "structure": Text("structure", "架构"),
}
_TYPES = {
    "float_type": Text("a number", "数字"),
    "int_type": Text("a whole number", "整数"),
    "int_from_float": Text("a whole number", "整数"),
    "string_type": Text("text", "文本"),
    "bool_type": Text("true or false", "true 或 false"),
    "dict_type": Text("a mapping (key: value)", "键值对(键: 值)"),
    "model_type": Text("a mapping (key: value)", "键值对(键: 值)"),
    "model_attributes_type": Text("a mapping (key: value)", "键值对(键: 值)"),
    "tuple_type": Text("a list", "列表"),
}
_BOUNDS = {
    "greater_than_equal": ("ge", Text("must be at least {0}", "须不小于 {0}")),
    "greater_than": ("gt", Text("must be above {0}", "须大于 {0}")),
    "less_than_equal": ("le", Text("must be at most {0}", "须不大于 {0}")),
    "less_than": ("lt", Text("must be below {0}", "须小于 {0}")),
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
        if fault.message != MISSING or (fault.path[:-1], MEANT.format(fault.path[-1])) not in misspelt:
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
        added = Text("add `{0}`", "请添加 `{0}`").format(path[-1])
        return Fault(
            path, MISSING, Text(*(": ".join(filter(None, (say(added, at), say(described, at)))) for at in LANGUAGES))
        )
    if kind == "extra_forbidden":
        return Fault(path, UNKNOWN, _key_remedy(str(path[-1]), model, loc))
    if kind == "literal_error" and loc[-1:] == ("[key]",):
        return Fault(path, UNKNOWN, did_you_mean(value, _quoted(context["expected"])))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return Fault(path, *_kind_sentence(path, value, _tagged(_at(model, loc))), value)
    message, remedy = _sentence(kind, value, context, each["msg"])
    return Fault(path, message, remedy, value)


def _kind_sentence(path: Path, value: Any, kinds: Iterable[str]) -> tuple[Text, Text]:
    """What is wrong and what to do where a `kind` is missing or not known."""
    noun = next((NOUNS[str(part)] for part in reversed(path) if part in NOUNS), Text("thing", "内容"))
    tag = value.get("kind") if isinstance(value, dict) else value
    if tag is None:
        message = Text("has no `kind`, and no {0} of this name is inherited", "没有 `kind`,也没有继承同名的{0}")
        return message.format(noun), Text("add kind: {0}", "请添加 kind:{0}").format(", ".join(kinds))
    remedy = kind_remedy(str(tag), INSTRUMENTS) if noun == NOUNS["pay"] else did_you_mean(tag, kinds)
    return Text("{0} is no kind of {1}", "{0} 不是{1}的类型").format(short(tag), noun), remedy


def _key_remedy(key: str, model: type[BaseModel], loc: tuple[str | int, ...]) -> Text:
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


def _sentence(kind: str, value: Any, context: dict[str, Any], text: str) -> tuple[Text | str, Text | str]:
    """What is wrong and what to do, for one type of error."""
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return words.format(_plain(context[bound])), Text("correct the value or its unit", "请改正数值或其单位")
    if kind in _TYPES:
        return Text("must be {0}", "须为{0}").format(_TYPES[kind]), _type_remedy(kind, value)
    if kind == "literal_error":
        expected = str(context["expected"])
        unknown = Text("{0} is not known here", "这里不认识 {0}").format(short(value))
        return unknown, did_you_mean(value, _quoted(expected) or [expected])
    if kind == "finite_number":
        return Text("must be a finite number", "须为有限数"), Text(
            "replace NaN or infinity by a number", "请把 NaN 或无穷换成数字"
        )
    if kind in ("too_short", "too_long"):
        limit = context.get("min_length", context.get("max_length"))
        noun = "entry" if limit == 1 else "entries"
        if kind == "too_short":
            few = Text(f"needs at least {{0}} {noun}", "至少需要 {0} 项").format(limit)
            return few, Text("add entries", "请添加")
        return Text(f"needs at most {{0}} {noun}", "最多 {0} 项").format(limit), Text("remove entries", "请删减")
    if kind == "string_pattern_mismatch":
        name = Text(
            "a name without line breaks and without spaces at its ends is needed", "名称不能换行,首尾不能有空格"
        )
        return name, Text("rename it", "请改名")
    return text[:1].lower() + text[1:], context.get("remedy", Text("correct the value", "请改正数值"))


def _type_remedy(kind: str, value: Any) -> Text:
    """What to do about a value of the wrong type."""
    if value is None:
        return Text("give a value, or remove the key", "请给出取值,或删除该键")
    if isinstance(value, str) and kind in ("float_type", "int_type"):
        if value.strip().endswith("%"):
            return Text("write 12 % as 0.12", "12 % 请写成 0.12")
        bare = value.replace(",", "").replace("_", "").replace(" ", "")
        if re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", bare):
            return Text("write {0} without quotes, commas or spaces", "请直接写 {0},不加引号、逗号或空格").format(bare)
    if kind == "float_type" and not isinstance(value, dict | list | tuple):
        return Text("write a number, such as 12 or 0.12", "请写数字,例如 12 或 0.12")
    if kind == "bool_type":
        return Text("write true or false", "请写 true 或 false")
    if kind == "string_type":
        return Text("put it in quotes", "请加引号")
    if kind in ("int_type", "int_from_float"):
        return Text("write a number without decimals, such as 12", "请写整数,例如 12")
    return Text("see the template of `sim new`", "请参看 `sim new` 的模板")


def _plain(bound: Any) -> str:
    """A bound as text."""
    return f"{bound:,.10g}" if isinstance(bound, int | float) else str(bound)


def known_keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Keys that the part of a document at a location knows; empty where keys are free."""
    return list(_fields(_model_at(model, loc)))


def _description(model: type[BaseModel], loc: tuple[str | int, ...]) -> Text:
    """The description of a field, empty where it has none."""
    part, key = _model_at(model, loc[:-1]), str(loc[-1])
    field = _fields(part).get(key)
    text = (field.description or "") if field else ""
    english = text[:1].lower() + text[1:].rstrip(".") if text[1:2].islower() else text.rstrip(".")
    return Text(english, in_chinese(part.__name__, key, field).rstrip("。") if part and field else "")


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
