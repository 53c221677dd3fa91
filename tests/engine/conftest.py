"""Small companies that the engine's tests share."""

import numpy as np
import pytest

import sim
from sim.engine import batch
from sim.engine.series import SERIES
from sim.engine.state import allocate
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario import Scenario


@pytest.fixture(scope="session")
def startup() -> Scenario:
    return sim.load("scenarios/startup.yaml")


@pytest.fixture(scope="session")
def play():
    """Return a function that runs a policy of a scenario for some seeds, with parameters changed by name."""

    def run(scenario: Scenario, policy: str | None = None, seeds=8, threads=1, exit_rows=0, experiment=0, **values):
        plan = compile_plan(scenario, policy or scenario.baseline_name)
        record = parameters_of(scenario).with_values(values).record()
        numbers = np.arange(seeds) if isinstance(seeds, int) else np.asarray(seeds)
        return batch.run(plan, record, numbers, threads=threads, exit_rows=exit_rows, experiment=experiment)

    return run


@pytest.fixture(scope="session")
def changed():
    """Return a function that copies a scenario with one more policy `new`, a difference from the baseline."""

    def copy(scenario: Scenario, **policy) -> Scenario:
        return scenario.with_policies({"new": {"extends": scenario.baseline_name, **policy}})

    return copy


@pytest.fixture(scope="session")
def walked():
    """Return a function that walks a company week by week for some seeds and lets the test touch its state.

    The function takes a scenario, a policy, the number of seeds, weeks to report, `touch(state, week)`, called before
    every week from 0 on, and parameters by name; it returns the states' series, float64[seeds, weeks], by name, and
    what `read(state)` gave after every week.
    """

    def walk(scenario, policy=None, seeds=6, weeks=26, touch=None, read=None, **values):
        plan = compile_plan(scenario, policy or scenario.baseline_name)
        record = parameters_of(scenario).with_values(values).record()
        par = record.view(np.dtype((np.record, record.dtype)))[0]
        state, series, seen = allocate(plan), np.zeros((seeds, weeks, len(SERIES))), []
        for seed in range(seeds):
            batch.start(plan.arrays, par, state, (0, seed))
            found = []
            for t in range(plan.burn_in + weeks):
                if touch and t >= plan.burn_in:
                    touch(state, t - plan.burn_in)
                batch.advance(plan.arrays, par, state, t, (0, seed))
                if t >= plan.burn_in:
                    series[seed, t - plan.burn_in] = state.totals
                    found.append(read(state) if read else 0.0)
            seen.append(found)
        return {name: series[:, :, k] for k, name in enumerate(SERIES)}, np.array(seen, float)

    return walk
