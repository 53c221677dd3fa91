"""Every name that a rule or phase reads is declared: parameters in the registry, fields in plan and state."""

import ast
from pathlib import Path

import pytest

from sim.engine.state import State, allocate
from sim.parameters import default
from sim.plan import fields
from sim.plan.compile import compile_plan
from sim.plan.records import Arrays

FILES = sorted([*Path("sim/rules").rglob("*.py"), *Path("sim/engine").rglob("*.py")])
#: Names by which rules and phases are handed parameters, state and plan.
WHOLE = {
    "par": set(default().names),
    "s": set(State._fields),
    "plan": set(Arrays._fields) | {"arrays", "name", "names"},
}
WHOLE["plan"] |= {"burn_in", "weeks", "start_week", "announce_week"}


@pytest.fixture(scope="module")
def declared(startup) -> dict[tuple[str, str], set[str]]:
    """Fields of every array of records, by (owner, name of the array)."""
    plan = compile_plan(startup, startup.baseline_name)
    owners = {"s": allocate(plan, 1), "plan": plan.arrays}
    return {
        (owner, name): set(getattr(arrays, name).dtype.names)
        for owner, arrays in owners.items()
        for name in arrays._fields
        if getattr(arrays, name).dtype.names
    }


def misspelt(source: str, declared: dict[tuple[str, str], set[str]]) -> list[str]:
    """Return every attribute of parameters, state, plan or of one of their records that is not declared."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value
        if isinstance(owner, ast.Name) and owner.id in WHOLE and node.attr not in WHOLE[owner.id]:
            found.append(f"{node.lineno}: {owner.id}.{node.attr}")
        if isinstance(owner, ast.Subscript) and isinstance(owner.value, ast.Attribute):
            table = owner.value
            key = (table.value.id, table.attr) if isinstance(table.value, ast.Name) else ("", "")
            if key in declared and node.attr not in declared[key]:
                found.append(f"{node.lineno}: {'.'.join(key)}[...].{node.attr}")
    return found


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_name_that_is_read_is_declared(file, declared):
    assert not misspelt(file.read_text(encoding="utf-8"), declared)


@pytest.mark.parametrize(
    "line", ["par.quit_bas", "s.staf", "s.staff[i].skil", "plan.placements[r, i].unti", "plan.linse"]
)
def test_a_misspelt_name_is_found(line, declared):
    assert misspelt(f"def rule(par, plan, s, r, i):\n    return {line}\n", declared)


def test_every_field_of_a_plan_says_unit_and_meaning():
    for name, record in vars(fields).items():
        if name.isupper():
            assert all(unit and meaning for _, unit, meaning in record.values()), name
