"""The JSON Schema of scenario documents, with which an editor completes and checks keys while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.scenario.models import Scenario

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario as a document may be written: what a policy inherits may be left out of it."""
    document = Scenario.model_json_schema(by_alias=True, mode="validation")
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
