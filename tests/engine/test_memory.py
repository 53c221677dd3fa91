"""What lay in memory before a case never reaches its results."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine import batch
from sim.engine.batch import advance, start
from sim.engine.state import allocate
from sim.plan.compile import compile_plan, parameters_of

PLACES = [each for where in ("scenarios", "scenarios/cases") for each in sorted(Path(where).glob("*.yaml"))]


def growing_plans() -> list[tuple[Path, str]]:
    """Every shipped scenario and policy under which seats open or close."""
    found = []
    for path in (each for each in PLACES if ".claims" not in each.suffixes):
        shop = sim.load(path)
        for policy in shop.policies:
            active = compile_plan(shop, policy).arrays.placements["active"]
            found += [(path, policy)] if (active != active[0]).any() else []
    return found


GROWING = growing_plans()


@pytest.fixture(params=GROWING, ids=[f"{path.stem} {policy}" for path, policy in GROWING])
def growing(request):
    """A plan whose headcount grows, and its parameters."""
    path, policy = request.param
    shop = sim.load(path)
    return compile_plan(shop, policy), parameters_of(shop).record()


def test_a_replicate_alone_equals_it_in_a_batch_where_seats_open_later(growing):
    plan, values = growing
    batched, alone = batch.run(plan, values, np.arange(3), threads=1), batch.run(plan, values, np.array([2]), threads=1)
    assert np.array_equal(batched.series[2], alone.series[0])


def test_the_bonus_book_balances_where_seats_open_later(growing):
    plan, values = growing
    run = batch.run(plan, values, np.arange(2), threads=1)
    owed = np.diff(run["bonus_owed_rmb"], axis=1)
    moved = (run["bonus_earned_rmb"] - run["bonus_paid_rmb"] - run["bonus_forfeited_rmb"])[:, 1:]
    assert np.abs(owed - moved).max() < 0.005


def test_nothing_that_lay_in_memory_changes_anything(growing):
    plan, values = growing
    clean, dirty = allocate(plan, 5), allocate(plan, 5)
    dirty.numbers[:], dirty.strengths[:] = np.nan, np.nan
    dirty.partners[:], dirty.identities[:] = 1_000_003, 1_000_033
    for name in dirty.calendar.dtype.names:
        dirty.calendar[name] = 77
    for state in (clean, dirty):
        start(plan.arrays, values[0], state, (0, 4))
        for week in range(plan.burn_in + 8):
            advance(plan.arrays, values[0], state, week, (0, 4))
    assert np.array_equal(clean.numbers, dirty.numbers)
    assert np.array_equal(clean.partners, dirty.partners) and np.array_equal(clean.strengths, dirty.strengths)


def test_every_array_of_floats_lies_in_the_block_that_a_start_clears(growing):
    state = allocate(growing[0], 5)
    apart = ("partners", "identities", "strengths", "exits", "calendar", "numbers")  # ties, dates, and a log
    floats = [name for name in state._fields if name not in apart]
    assert all(np.shares_memory(getattr(state, name), state.numbers) for name in floats if getattr(state, name).size)
