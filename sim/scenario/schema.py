"""The JSON Schema of scenario documents, with which an editor completes, checks and explains keys while one types.

A description is English; below it stands the same in Chinese.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from sim.documents.reading import read
from sim.language.entries import entry_words
from sim.pay.headings import heading_of
from sim.scenario.models import Scenario

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario as a document may be written: what a policy inherits may be left out of it."""
    document = explained(Scenario.model_json_schema(by_alias=True, mode="validation"))
    parts = document["$defs"]
    policy = parts["Policy"]
    policy.pop("required", None)
    _nullable_keys(policy)
    for key in ("pay", "programmes"):
        _set_values(policy["properties"][key], lambda known: _instrument(known, parts))
    _set_values(document["properties"]["policies"], _or_null)
    return {
        "$schema": ADDRESS,
        "title": "Staff Policy Sim scenario",
        **{k: document[k] for k in document if k != "title"},
    }


def explained(document: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with every key told in Chinese too, below what it says in English.

    Args:
        document: of the scenario, with its parts below `$defs`; changed in place.
    """
    models = {model.__name__: model for model in _parts(Scenario, {})}
    for name, part in {Scenario.__name__: document, **document["$defs"]}.items():
        model = models.get(name)
        for field_name, field in model.model_fields.items() if model else ():
            key = field.alias or field_name
            entry, chinese = part["properties"][key], in_chinese(name, key, field)
            if chinese:
                entry["description"] = "\n".join(filter(None, (entry.get("description", ""), chinese)))
    return document


def in_chinese(part: str, key: str, field: FieldInfo) -> str:
    """What a key of a part means in Chinese: as this file's neighbour, its heading or the words of entries have it.

    Args:
        part: name of the model that has the key.
        key: as documents write it.
        field: of the model.
    """
    if key == "kind" and key not in _keys().get(part, {}):
        return "类型;决定还有哪些键。"
    heading = heading_of(field)
    return _keys().get(part, {}).get(key) or (heading.means if heading else entry_words(key).means)


@cache
def _keys() -> dict[str, dict[str, str]]:
    """The meaning of the keys of every part, in Chinese."""
    text = Path(__file__).with_name("keys.zh.yaml").read_text(encoding="utf-8")
    known: dict[str, dict[str, str]] = read(text, "keys.zh.yaml").data
    return known


def _parts(kind: Any, seen: dict[Any, None]) -> dict[Any, None]:
    """Every model that a type is made of, itself included."""
    if isinstance(kind, type) and hasattr(kind, "model_fields"):
        if kind not in seen:
            seen[kind] = None
            for field in kind.model_fields.values():
                _parts(field.annotation, seen)
    else:
        for inner in get_args(kind):
            _parts(inner, seen)
    return seen


def _nullable_keys(policy: dict[str, Any]) -> None:
    """Let null take a key of a merged mapping back."""
    for key in ("base_change", "headcount"):
        _set_values(policy["properties"][key], _or_null)


def _set_values(mapping: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change what the values of a mapping with free keys may be."""
    for keys in ("additionalProperties", "patternProperties"):
        if isinstance(mapping.get(keys), dict):
            where, key = (
                (mapping, keys) if keys == "additionalProperties" else (mapping[keys], next(iter(mapping[keys])))
            )
            where[key] = change(where[key])


def _or_null(known: dict[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    return {"anyOf": [known, {"type": "null"}]}


def _instrument(known: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """A whole instrument or programme, null, or changes to an inherited one, which name no kind."""
    whole = next(option for option in known["anyOf"] if "discriminator" in option)
    names = [reference["$ref"].rpartition("/")[2] for reference in whole["oneOf"]]
    fields: dict[str, list[Any]] = {}
    for name in names:
        for field, kind in parts[name]["properties"].items():
            if field != "kind" and kind not in fields.setdefault(field, []):
                fields[field].append(kind)
    changes = {
        "type": "object",
        "description": "Changes to what is inherited under this name.",
        "properties": {field: kinds[0] if len(kinds) == 1 else {"anyOf": kinds} for field, kinds in fields.items()},
        "additionalProperties": False,
    }
    return {"anyOf": [whole, changes, {"type": "null"}]}
