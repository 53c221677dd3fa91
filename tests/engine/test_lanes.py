"""Eight cases side by side are, to the last bit, each of them alone."""

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.engine import batch, lanes, together
from sim.engine.layout import as_numbers
from sim.engine.state import allocate_lanes
from sim.engine.week import SCHEDULE
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.jit import COMPILED, LANES, entry, signature
from sim.rules.jit.lanes import kinds_of_lanes

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
#: Phases that are quick to compile; all of them are compared in the slow tests.
QUICK = ("serve_customers", "close_week")


def same(one: batch.Recording, other: batch.Recording) -> bool:
    return one.series.tobytes() == other.series.tobytes() and one.exits.tobytes() == other.exits.tobytes()


def test_companies_side_by_side_keep_out_of_each_others_memory(startup):
    states = allocate_lanes(compile_plan(startup, startup.baseline_name), exit_rows=3)
    for lane, state in enumerate(states):
        state.numbers[:] = float(lane)
    for lane, state in enumerate(states):
        for name in ("staff", "accounts", "lines", "cells", "queues", "contracts", "outlooks", "firm", "week"):
            assert (as_numbers(getattr(state, name)) == lane).all(), name
        for name in ("gradient", "hazards", "totals"):
            assert (getattr(state, name) == lane).all(), name


def test_phases_for_lanes_take_turns_with_phases_of_one_company(startup, monkeypatch):
    plan = compile_plan(startup, startup.baseline_name)
    seeds = np.arange(LANES + 5)
    values = draws(parameters_of(startup), seeds)
    alone = batch.run(plan, values, seeds, exit_rows=50, threads=1)

    def some(arrays, record, state):
        types = signature(arrays, record, state)
        made = zip(SCHEDULE, lanes.in_lanes(types[2]), strict=True)
        return np.array([entry(e, kinds_of_lanes(types)) if f.__name__ in QUICK else 0 for f, e in made], np.int64)

    monkeypatch.setattr(lanes, "lane_entries", some)
    monkeypatch.setenv("SIM_LANES", "always")
    walked = []
    run = lanes.Group.run
    monkeypatch.setattr(lanes.Group, "run", lambda self, *given: (walked.append(len(given[1])), run(self, *given)))
    assert same(batch.run(plan, values, seeds, exit_rows=50, threads=1), alone)
    assert walked == [LANES, 5]  # the last group has three lanes to spare


def test_phases_are_written_for_lanes(startup):
    plan, record = compile_plan(startup, startup.baseline_name), parameters_of(startup).record()
    values = np.array(record).view(np.dtype((np.record, record.dtype)))
    made = lanes.in_lanes(signature(plan.arrays, values[0], allocate_lanes(plan)[0])[2])
    assert [f.__name__ for f, m in zip(SCHEDULE, made, strict=True) if m is None] == list(lanes.ONE_BY_ONE)


def test_lanes_are_for_plans_whose_rules_change_for_all_at_once(startup, monkeypatch):
    monkeypatch.setenv("SIM_LANES", "always")
    plan = compile_plan(startup, startup.baseline_name)
    assert lanes.wanted([plan], LANES)
    regimes = plan.arrays.regimes.copy()
    regimes["keeps"] = 1.0
    assert not lanes.wanted([replace(plan, arrays=plan.arrays._replace(regimes=regimes))], LANES)


def test_lanes_are_used_when_it_pays(startup, monkeypatch):
    monkeypatch.delenv("SIM_LANES", raising=False)
    monkeypatch.setattr(lanes, "_known", {})
    monkeypatch.setattr(lanes, "_walked", 0.0)
    monkeypatch.setattr(lanes, "_compiled", lambda: False)
    monkeypatch.setattr(lanes, "GENERIC", False)
    plan = compile_plan(startup, startup.baseline_name)
    assert not lanes.wanted([plan], LANES) and not lanes.wanted([plan], LANES)
    assert lanes.wanted([plan], 10**6) and lanes.wanted([plan], LANES)  # what has been walked so far counts
    monkeypatch.setenv("SIM_LANES", "never")
    assert not lanes.wanted([plan], 10**6)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["flagship", "startup", "structures", "stages"])
def test_all_policies_are_the_same_bits_with_lanes_and_without(name, monkeypatch):
    scenario = sim.load(f"scenarios/{name}.yaml")
    plans = [compile_plan(scenario, each) for each in scenario.policies]
    seeds = np.arange(13)
    values, rows = draws(parameters_of(scenario), seeds), [100] * len(plans)
    monkeypatch.setenv("SIM_LANES", "never")
    alone = [batch.run(plan, values, seeds, exit_rows=100, threads=1) for plan in plans]
    monkeypatch.setenv("SIM_LANES", "always")
    for plan, one in zip(plans, alone, strict=True):
        assert same(batch.run(plan, values, seeds, exit_rows=100, threads=2), one), plan.name
    for plan, one, made in zip(plans, alone, together.run_together(plans, values, seeds, exit_rows=rows), strict=True):
        assert same(made, one), plan.name
