"""Launching a line (W2): closed until its day, opened with what its jobs have come to, customers from nothing."""

import numpy as np
import pytest
from pydantic import ValidationError

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario

DAY, WEEK = "2026-06-01", 21
LAUNCH = {
    "name": "new tea",
    "opens": "tea",
    "day": DAY,
    "begin_weeks": 8,
    "gate_weeks": 1,
    "jobs": {"operations": 2, "design": 4},
}


def shop(*campaigns) -> Scenario:
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    flagship["campaigns"] = campaigns
    flagship["policies"] = {"today": flagship["policies"]["today"]}
    return Scenario.model_validate(flagship)


def gmv(scenario: Scenario, **changes) -> np.ndarray:
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, "today"), values, np.arange(12))["gmv_paid"].mean(axis=0)


def test_a_line_sells_nothing_before_its_day_and_grows_its_customers_after() -> None:
    closed = shop(LAUNCH)
    company = sim.Company(closed, seed=1)
    tea = company.state.lines[0]
    for week in range(60):
        company.step()
        if week < WEEK:
            assert tea["orders"] == 0.0 and tea["customers"] == 0.0 and tea["paid_rmb"] == 0.0
    assert tea["orders"] > 100.0 and tea["repeat_orders"] > 10.0
    assert 0.05 * compile_plan(closed, "today").arrays.lines["customers"][0] < tea["customers"]
    path, whole = gmv(closed), gmv(shop())
    assert path[:WEEK].mean() < 0.93 * whole[:WEEK].mean()
    assert path[WEEK + 40 :].mean() > 0.92 * whole[WEEK + 40 :].mean()


def test_an_unready_launch_starts_lower_and_catches_up() -> None:
    ready, late = shop(LAUNCH), shop({**LAUNCH, "begin_weeks": 2, "jobs": {"operations": 30, "design": 200}})
    first = [sim.Company(each, seed=2) for each in (ready, late)]
    for company in first:
        company.run(WEEK + 2)
    orders = [float(company.state.lines[0]["orders"]) for company in first]
    assert orders[1] < 0.9 * orders[0]
    done = run(compile_plan(ready, "today"), parameters_of(ready).record(), np.arange(4))["readiness"].sum()
    assert done == pytest.approx(4.0, rel=0.01)


def test_nobody_is_paid_or_measured_by_a_closed_line() -> None:
    plan = compile_plan(shop(LAUNCH), "today")
    open_plan = compile_plan(shop(), "today")
    target = plan.arrays.terms["target"]
    weeks = plan.burn_in + WEEK
    assert (target <= open_plan.arrays.terms["target"] + 1e-9).all()
    assert target[:, :weeks].sum() < open_plan.arrays.terms["target"][:, :weeks].sum()
    assert np.isfinite(gmv(shop(LAUNCH))).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens": "coffee"}, "no line 'coffee'"),
        ({"day": None}, "needs either"),
        ({"day": "2026-06-02"}, "Monday"),
        ({"peak": "618"}, "needs either"),
        ({"begin_weeks": 2, "gate_weeks": 3}, "after the gate"),
    ],
)
def test_wrong_launches_are_refused(change, words) -> None:
    with pytest.raises(ValidationError, match=words):
        shop({**LAUNCH, **change})
