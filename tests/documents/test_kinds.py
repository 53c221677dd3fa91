"""Kinds of a thing are found in their package; what a document says wrongly of one is told in its own words."""

import sys
from pathlib import Path

import pytest

import sim
from sim.documents.fields import Frozen
from sim.documents.kinds import kind_of, kinds_in
from sim.errors import InputError
from sim.habits.registry import PROGRAMMES
from sim.scenario import loads
from sim.structures.registry import STRUCTURES

FLAGSHIP = Path("scenarios/flagship.yaml").read_text(encoding="utf-8")
KIND = """
from typing import Literal
from sim.documents.fields import Frozen
class {0}(Frozen):
    kind: Literal["{1}"]
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "shapes").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path / "shapes"
    for name in [each for each in sys.modules if each.partition(".")[0] == "shapes"]:
        del sys.modules[name]


def test_a_file_in_the_package_is_enough(package) -> None:
    (package / "__init__.py").touch()
    (package / "square.py").write_text(KIND.format("Square", "square"))
    (package / "circle.py").write_text(KIND.format("Circle", "circle"))
    assert list(kinds_in("shapes", Frozen)) == ["circle", "square"]


def test_two_kinds_of_one_name_are_refused(package) -> None:
    (package / "__init__.py").touch()
    (package / "square.py").write_text(KIND.format("Square", "square"))
    (package / "other.py").write_text(KIND.format("Other", "square"))
    with pytest.raises(TypeError, match=r"shapes\.other and shapes\.square both call a kind 'square'"):
        kinds_in("shapes", Frozen)


def test_a_kind_says_its_name() -> None:
    assert {kind_of(model): model for model in PROGRAMMES.values()} == dict(PROGRAMMES)
    assert kind_of(Frozen) == ""


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{kind: onbording}", ["programmes.new", "onbording is no kind of programme", "id you mean 'onboarding'"]),
        ("{weeks: 3}", ["programmes.new", "has no `kind`, and no programme of this name", "benefits"]),
        ("{kind: onboarding, weeks: 99}", ["policies.today.programmes.new.weeks:", "must be at most 26"]),
        ("{kind: onboarding, wekks: 9}", ["programmes.new.wekks", "id you mean 'weeks'"]),
        ("{kind: library}", ["policies.today.programmes.new.roles: missing", "dd `roles`: roles that keep it"]),
    ],
)
def test_faults_of_a_programme_are_told_as_its_own(entry: str, words: list[str]) -> None:
    text = FLAGSHIP.replace("  today:\n", f"  today:\n    programmes: {{new: {entry}}}\n", 1)
    with pytest.raises(InputError) as error:
        loads(text)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{kind: sqads}", ["policies.new.structure", "sqads is no kind of structure", "id you mean 'squads'"]),
        ("{cover: 0.3}", ["policies.new.structure.cover", "`cover` belongs to squads and has no effect here"]),
        ("{kind: groups, span: 5}", ["policies.new.structure.span", "`span` belongs to hierarchy"]),
        ("{kind: squads, cover: 3}", ["policies.new.structure.cover:", "must be at most 1"]),
        ("{kind: squads, covr: 0.3}", ["policies.new.structure.covr", "id you mean 'cover'"]),
        ("squads", ["policies.new.structure", "must be a mapping"]),
    ],
)
def test_faults_of_a_structure_are_told_as_its_own(entry: str, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        loads(f"{FLAGSHIP}\n  new: {{extends: today, structure: {entry}}}\n")
    assert all(word in str(error.value) for word in words), str(error.value)


def test_settings_of_other_structures_that_say_nothing_are_left_out() -> None:
    """As documents have them that an earlier version wrote out in full."""
    full = "{kind: squads, cover: 0.2, groups: 3, span: 8, size: 8, approval: null}"
    found = loads(f"{FLAGSHIP}\n  new: {{extends: today, structure: {full}}}\n").policy("new").structure
    assert found == STRUCTURES["squads"](kind="squads", cover=0.2)
    assert loads(f"{FLAGSHIP}\n  new: {{extends: today, structure: {{approval: 0.5}}}}\n").policy("new").structure == (
        STRUCTURES["functional"](approval=0.5)
    )


def test_the_scenario_used_here_is_valid() -> None:
    assert sim.load("scenarios/flagship.yaml") == loads(FLAGSHIP)
