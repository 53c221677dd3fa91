"""Small companies that the engine's tests share."""

import numpy as np
import pytest

import sim
from sim.engine import batch
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
