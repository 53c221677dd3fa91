"""Weeks that policies share are simulated once, and nobody can tell from the results."""

import numpy as np
import pytest

import sim
from sim.engine import batch, together
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of


def same(one: batch.Recording, other: batch.Recording) -> bool:
    return one.series.tobytes() == other.series.tobytes() and one.exits.tobytes() == other.exits.tobytes()


def plans_of(name: str):
    scenario = sim.load(f"scenarios/{name}.yaml")
    names = [scenario.baseline_name, *(each for each in scenario.policies if each != scenario.baseline_name)]
    return scenario, [compile_plan(scenario, each) for each in names]


@pytest.mark.parametrize("name", ["flagship", "startup", "structures", "stages"])
def test_together_is_alone_to_the_last_bit(name):
    scenario, plans = plans_of(name)
    seeds = np.arange(3)
    values, rows = draws(parameters_of(scenario), seeds), [100] * len(plans)
    found = together.run_together(plans, values, seeds, exit_rows=rows, threads=2)
    for plan, made in zip(plans, found, strict=True):
        assert same(made, batch.run(plan, values, seeds, exit_rows=100)), plan.name


def test_most_policies_of_the_flagship_share_the_weeks_before_they_are_announced():
    _, plans = plans_of("flagship")
    weeks = [together.shared_weeks(plans[0], plan) for plan in plans[1:]]
    assert min(weeks) == min(plan.burn_in + plan.announce_week for plan in plans[1:]) > 52
    together.run_together(plans, draws(parameters_of(sim.load("scenarios/flagship.yaml")), np.arange(2)), np.arange(2))
    shares = [
        together._shares[plans[0].fingerprint, plan.fingerprint, w] for plan, w in zip(plans[1:], weeks, strict=True)
    ]
    assert sum(shares) >= 3


def test_plans_that_differ_before_are_run_apart(startup, monkeypatch):
    plans = [compile_plan(startup, name) for name in startup.policies]
    monkeypatch.setattr(together, "_shares", {})
    monkeypatch.setattr(together, "shared_weeks", lambda *_: 60)  # more than they have in common
    seeds = np.arange(2)
    values = draws(parameters_of(startup), seeds)
    found = together.run_together(plans, values, seeds)
    assert not all(together._shares.values())
    for plan, made in zip(plans, found, strict=True):
        assert same(made, batch.run(plan, values, seeds))
