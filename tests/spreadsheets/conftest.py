"""Random instruments, made from what the models say about themselves."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.loading import load
from sim.scenario.models import Scenario

ROLES = st.lists(st.sampled_from(["operations", "design", "service", "all", "data"]), min_size=1, max_size=3)
SHARES = st.floats(0.0, 1.0)
TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
NAMES = TEXTS | st.sampled_from(["=1+1", "+a", "-b", "@c", "'=d", "'", "#1", '"x"', "none", "1,200", "40 %", "a, b; c"])


@st.composite
def weights(draw: st.DrawFn, keys: list[str]) -> dict[str, float]:
    """Metrics with shares that sum to 1."""
    names = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
    parts = [draw(st.floats(0.01, 1.0)) for _ in names]
    return {name: part / sum(parts) for name, part in zip(names, parts, strict=True)}


@st.composite
def curves(draw: st.DrawFn) -> dict[str, Any]:
    """A curve that is in order: threshold, accelerators, cap."""
    marks = sorted(set(draw(st.lists(st.floats(0.0, 99.0), min_size=1, max_size=4))))
    factors = st.floats(0.0, 100.0)
    lumps = draw(st.lists(st.fixed_dictionaries({"at": factors, "share": factors}), max_size=3))
    return {
        "threshold": marks[0],
        "accelerators": [{"above": mark, "multiple": draw(factors)} for mark in marks],
        "cap": draw(st.none() | st.floats(99.5, 100.0)),
        "lumps": lumps,
        "linear": draw(st.booleans()) or not lumps,
        "excess_only": draw(st.booleans()),
    }


def of_schema(schema: dict[str, Any], root: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values that a JSON schema allows."""
    if "$ref" in schema:
        title = schema["$ref"].rpartition("/")[2]
        return curves() if title == "Curve" else of_schema(root["$defs"][title], root)
    if name in ("weights", "contribution", "conditions") and "propertyNames" in schema:
        return weights(schema["propertyNames"]["enum"])
    if name == "rate":
        return SHARES | st.floats(0.0, 1e9)
    if "anyOf" in schema or "oneOf" in schema:
        return st.one_of([of_schema(each, root, name) for each in schema.get("anyOf") or schema["oneOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _of_type(schema, root)


def _of_type(schema: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
    match schema["type"]:
        case "number":
            above = "exclusiveMinimum" in schema
            return st.floats(low, high, allow_nan=False, allow_infinity=False, exclude_min=above)
        case "integer":
            return st.integers(low, high if high is not None else 10_000)
        case "array" if "prefixItems" in schema:
            return st.tuples(*(of_schema(each, root) for each in schema["prefixItems"])).map(list)
        case "array":
            items = of_schema(schema["items"], root)
            return st.lists(items, min_size=schema.get("minItems", 0), max_size=schema.get("maxItems", 4) or 4)
        case "object" if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
            keys = of_schema(schema["propertyNames"], root) if "enum" in schema.get("propertyNames", {}) else TEXTS
            inner = of_schema(schema["additionalProperties"], root)
            return st.dictionaries(keys, inner, min_size=schema.get("minProperties", 0), max_size=4)
        case "object":
            each = {key: of_schema(inner, root, key) for key, inner in schema.get("properties", {}).items()}
            needed = {key: each[key] for key in schema.get("required", ())}
            return st.fixed_dictionaries(needed, optional={key: each[key] for key in each.keys() - needed.keys()})
        case "string":
            days = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(str)
            return days if schema.get("format") == "date" else TEXTS
    return {"boolean": st.booleans(), "null": st.none()}[schema["type"]]


def in_order(data: dict[str, Any]) -> dict[str, Any]:
    """The same numbers in the order, or with the sums, that the models ask for."""
    for key, falling in (("prizes_rmb", True), ("shares", False), ("rewards_rmb", True)):
        if key in data:
            data[key] = sorted(data[key], reverse=falling)
    if "campaign" in data:
        data |= {"presale_share": 0.25, "balance_share": 0.7, "aftersales_share": 0.05}
    if "conditions" in data:
        data["cliff_weeks"] = min(data.get("cliff_weeks", 0), data.setdefault("vest_weeks", 156))
    for shift in data.get("shifts", ()):
        if shift.get("weights"):
            shift["metric"] = None
        else:
            shift.setdefault("metric", "gmv")
            shift["metric"] = shift["metric"] or "gmv"
        if shift.get("until"):
            shift["from"], shift["until"] = sorted([shift["from"], shift["until"]])
        else:
            shift["yearly"] = False
    return data


@cache
def entries(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """What a document may say of an instrument, its roles apart."""
    schema = model.model_json_schema()
    schema["properties"].pop("roles", None)
    schema["required"] = [each for each in schema["required"] if each != "roles"]
    return of_schema(schema, schema)


@st.composite
def instruments(draw: st.DrawFn, kinds: tuple[type[BaseModel], ...] = tuple(INSTRUMENTS.values())) -> BaseModel:
    """A valid instrument of any kind."""
    model = draw(st.sampled_from(kinds))
    data = draw(entries(model))
    kind = {"kind": model.model_fields["kind"].annotation.__args__[0]}
    if "roles" in model.model_fields:
        kind["roles"] = draw(ROLES)
    try:
        return model.model_validate({**in_order(data), **kind})
    except ValidationError:
        assume(False)
        raise


def plans(kinds: tuple[type[BaseModel], ...] = tuple(INSTRUMENTS.values())) -> st.SearchStrategy[dict[str, BaseModel]]:
    """Names with instruments."""
    return st.dictionaries(NAMES, instruments(kinds), max_size=4)


@pytest.fixture(scope="session")
def shops() -> dict[str, Scenario]:
    """The scenarios of the examples."""
    from pathlib import Path

    files = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
    return {file.stem: load(file) for file in files}


@pytest.fixture(scope="session")
def random_plans() -> object:
    """Makes a strategy of plans from kinds of instruments."""
    return plans
