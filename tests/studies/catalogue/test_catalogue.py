"""The catalogue is complete and true: every row, key, rule and test that it names exists, and the page says so."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.scenario.schema import schema
from sim.studies.catalogue import catalogue, page
from sim.studies.catalogue.document import Catalogue, Row, meaning

ROOT = Path(__file__).parents[3]
#: Rows without a mechanism yet; whoever adds one takes it off the list.
OPEN: set[str] = set()
NUMBERED = {"O": 7, "I": 21, "S": 6, "T": 11, "W": 7, "K": 10, "F": 4}
ROLES = "tiers operations marketing category content design service data technology warehouse private_domain everybody"
IDS = [f"{letter}{number}" for letter, last in NUMBERED.items() for number in range(1, last + 1)]
IDS += [f"R.{name}" for name in ROLES.split()] + [f"E.{name}" for name in ("business", "team", "individual", "cost")]
ROWS = {row.id: row for row in catalogue().rows}


def test_every_row_stands_there_exactly_once() -> None:
    assert sorted(row.id for row in catalogue().rows) == sorted(IDS)
    assert list(catalogue().groups) == list("ORISTWKEF")


@pytest.mark.parametrize("name", IDS)
def test_every_row_is_complete_or_open(name: str) -> None:
    row = ROWS[name]
    complete = bool((row.keys or row.measures) and row.rules and row.tests)
    assert complete != (name in OPEN), "take it off OPEN" if complete else "keys, rules and tests are needed"
    if name in OPEN:
        assert not row.keys and not row.rules and not row.tests, "fill it or leave it open"


@cache
def document() -> dict:
    return schema()


def options(node: dict) -> list[dict]:
    """A part of the schema with references followed and alternatives laid out."""
    if "$ref" in node:
        node = document()["$defs"][node["$ref"].rpartition("/")[2]]
    inner = [each for kind in ("anyOf", "oneOf", "allOf") for each in node.get(kind, ())]
    return [node, *(found for each in inner for found in options(each))]


def allowed(node: dict, name: str) -> bool:
    """Whether a mapping with free keys takes a name."""
    names = options(node.get("propertyNames", {}))
    listed = [value for each in names for value in each.get("enum", [each["const"]] if "const" in each else [])]
    patterns = [each["pattern"] for each in names if "pattern" in each]
    return (not listed and not patterns) or name in listed or any(re.search(each, name) for each in patterns)


def steps(node: dict, name: str) -> list[dict]:
    """What an entry of that name, `*` for any, may be in a part of the schema."""
    found = []
    for each in options(node):
        free = [*each.get("patternProperties", {}).values(), each.get("additionalProperties")]
        if name == "*":
            found += [part for part in (*free, each.get("items")) if isinstance(part, dict)]
        elif name in each.get("properties", {}):
            found.append(each["properties"][name])
        elif allowed(each, name):
            found += [part for part in free if isinstance(part, dict)]
    return [part for each in found for part in options(each)]


def accepts(key: str) -> bool:
    path, _, value = key.partition(": ")
    found = [document()]
    for name in path.split("."):
        found = [part for node in found for part in steps(node, name)]
    return any(not value or value == node.get("const") or value in node.get("enum", ()) for node in found)


def test_every_key_exists_in_the_schema_of_scenarios() -> None:
    assert not [f"{row.id}: {key}" for row in catalogue().rows for key in row.keys if not accepts(key)]


@pytest.mark.parametrize(
    "key",
    [
        "policies.*.structure.knd",
        "policies.*.structure.kind: circle",
        "company.seats.pilot",
        "lines.*.colour",
        "policies.*.pay.*.weights.happiness",
        "policies.*.pay.*.kind: gift",
        "precision",
    ],
)
def test_keys_that_do_not_exist_are_found(key: str) -> None:
    assert accepts(key) == (key == "precision")


def test_every_rule_says_what_it_does() -> None:
    for row in catalogue().rows:
        assert all(meaning(rule) for rule in row.rules), row.id


@cache
def names_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_exists() -> None:
    named = {(row.id, *test.split("::")) for row in catalogue().rows for test in row.tests}
    assert not [(name, test) for name, path, test in named if not (ROOT / path).is_file() or test not in names_of(path)]


def test_words_come_in_both_languages() -> None:
    for row in catalogue().rows:
        for words in (row.name, row.what):
            assert not re.search("[\u4e00-\u9fff]", words.en), row.id
            assert re.search("[\u4e00-\u9fff]", words.zh), row.id


def test_risks_name_what_to_try() -> None:
    assert all(row.remedies or row.id in OPEN for row in catalogue().part("K"))


def test_instruments_are_those_of_the_rows_study() -> None:
    row = ROWS["I6"]
    assert row.keys[0] == "policies.*.pay.*.kind: milestone" and row.rules == row.instrument.rule
    assert "incentive_gain" in [entry.name for entry in row.parameters]
    assert ROWS["K1"].instrument is None


def test_what_does_not_fit_is_refused() -> None:
    row = ROWS["K1"].model_dump()
    for change in (
        {"rules": ["sim.rules.effort.no_such"]},
        {"measures": ["happiness"]},
        {"metrics": ["happiness"]},
        {"id": "K"},
        {"keys": ["policies..pay"]},
        {"tests": ["test_here.py"]},
    ):
        with pytest.raises(ValidationError):
            Row.model_validate({**row, **change})
    whole = catalogue().model_dump()
    for rows in ([*whole["rows"], row], [{**row, "remedies": ["X9"]}]):
        with pytest.raises(ValidationError):
            Catalogue.model_validate({**whole, "rows": rows})


def test_the_page_is_up_to_date() -> None:
    text = (ROOT / "sim" / "CATALOGUE.md").read_text(encoding="utf-8")
    assert text == page(catalogue()), "write it again with `sim explain catalogue --out sim/CATALOGUE.md`"
    assert all(row.name.zh in page(catalogue(), "zh") for row in catalogue().rows)
