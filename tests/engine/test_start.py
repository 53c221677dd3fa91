"""A case begins from nothing: whatever the memory held, and wherever in a batch it stands."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine import batch
from sim.engine.state import allocate
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of

PLACES = sorted(
    each for each in Path("scenarios").rglob("*.yaml") if each.name.count(".") == 1 and "studies" not in str(each)
)
GARBAGE = np.frombuffer(b"\xff\xf8\x00\x01\x02\x03\x04\x05", np.float64)[0]


def grows(plan) -> bool:
    """Return whether a seat opens or closes between the regimes of a plan."""
    active = plan.arrays.chairs["active"]
    return bool((active != active[0]).any())


def growing() -> list[tuple[str, str]]:
    """Return every shipped scenario and policy under which seats open or close."""
    found = []
    for path in PLACES:
        shop = sim.load(path)
        found += [(str(path), policy) for policy in shop.policies if grows(compile_plan(shop, policy))]
    return found


@pytest.mark.parametrize(("path", "policy"), growing())
def test_what_memory_held_before_a_case_changes_nothing(path, policy, monkeypatch):
    shop = sim.load(path)
    plan, values = compile_plan(shop, policy), draws(parameters_of(shop), np.arange(2))
    clean = batch.run(plan, values, np.arange(2), threads=1, exit_rows=50)

    def dirty(plan, exit_rows=0):
        state = allocate(plan, exit_rows)
        state.memory[:] = np.nan
        state.memory[::2] = GARBAGE
        return state

    monkeypatch.setattr(batch, "allocate", dirty)
    again = batch.run(plan, values[1:], np.array([1]), threads=1, exit_rows=50)
    assert again.series.tobytes() == clean.series[1:].tobytes()
    assert np.array_equal(again.exits[list(again.exits.dtype.names[1:])],
                          clean.exits[clean.exits["case"] == 1][list(again.exits.dtype.names[1:])])  # fmt: skip


@pytest.mark.parametrize(("path", "policy"), growing())
def test_the_book_of_bonuses_balances_to_the_fen_while_the_company_grows(path, policy):
    shop = sim.load(path)
    plan, values = compile_plan(shop, policy), draws(parameters_of(shop), np.arange(3))
    book = batch.run(plan, values, np.arange(3), threads=1)
    owed = book["bonus_owed_rmb"]
    moved = (book["bonus_earned_rmb"] - book["bonus_paid_rmb"] - book["bonus_forfeited_rmb"])[:, 1:]
    assert np.abs(np.diff(owed, axis=1) - moved).max() < 0.005


def test_every_array_of_the_state_lies_in_the_memory_that_is_cleared(startup):
    state = allocate(compile_plan(startup, startup.baseline_name), exit_rows=3)
    state.memory[:] = 1.0
    for name, array in zip(state._fields, state, strict=True):
        assert array.size == 0 or (np.ascontiguousarray(array).view(np.float64) == 1.0).all(), name
