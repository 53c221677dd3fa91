"""Favours asked in passing and the grading of requests (W7)."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.favours import favours, inflated_share
from sim.scenario.models import Scenario

REPLICATES = 16


def shop(share: float) -> Scenario:
    """The flagship with favours asked of technology and data, short of people, and a policy that grades requests."""
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    flagship["company"]["casual_requests"] = {"technology": share, "data": share} if share else {}
    flagship["company"]["utilisation"] = {"technology": 1.0, "data": 1.0}
    flagship["campaigns"] = ()
    today = flagship["policies"]["today"]
    first = {"start": "2026-01-05", "announce": "2026-01-05"}
    flagship["policies"] = {"today": today, "graded": {**today, **first, "grading": {"refused": 0.3}}}
    return Scenario.model_validate(flagship)


def found(scenario: Scenario, policy: str, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(REPLICATES))


def test_rules_at_their_corners() -> None:
    record = parameters_of(shop(0.2)).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    assert favours(2.0, 1.0, par) == 2.0 and favours(2.0, 0.5, par) > 2.0 > favours(2.0, 2.0, par)
    assert favours(2.0, 1e-6, par) == 8.0 and favours(2.0, 1e6, par) == 0.5
    assert inflated_share(1.0, par) == 0.0 and inflated_share(2.0, par) == par.urgency_inflation
    assert inflated_share(100.0, par) == 1.0


def test_grading_keeps_favours_out_of_the_way_of_work_that_matters() -> None:
    scenario = shop(0.4)
    plain, graded = (found(scenario, name) for name in ("today", "graded"))
    cycle = [each["cycle_weeks"].sum() / each["requests"].sum() for each in (plain, graded)]
    assert cycle[1] < 0.9 * cycle[0]
    gain = graded["gmv_paid"].sum(axis=1) / plain["gmv_paid"].sum(axis=1) - 1.0
    assert gain.mean() > 0.0 and (gain > 0.0).mean() > 0.8
    # shorter waits invite more favours; without that reaction they stay as they were
    assert graded["casual"].mean() > 1.05 * plain["casual"].mean()
    still = [found(scenario, name, favour_elasticity=0.0)["casual"].mean() for name in ("today", "graded")]
    assert still[1] == pytest.approx(still[0])


def test_where_nobody_asks_favours_grading_changes_nothing() -> None:
    scenario = shop(0.0)
    assert np.array_equal(found(scenario, "today").series, found(scenario, "graded").series)


def test_favours_are_part_of_the_measured_load() -> None:
    """More favours at the same measured load mean less work of one's own, not more load."""
    few, many = (compile_plan(shop(share), "today").arrays.cells["work"][0, 7].sum() for share in (0.1, 0.4))
    assert many == pytest.approx(few * 1.1 / 1.4, rel=0.15)
