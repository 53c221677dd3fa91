"""The same pay moves the same people alike, whether the company sells what they make or what customers order."""

import numpy as np
import pytest

from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario

PAY = {"piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 0.15 * 10_000 * 12 / 52}}
SEATS = {"heads": 12, "base_rmb": 10_000.0, "tenure_weeks": [104.0]}


def effect(document: dict, role: str) -> np.ndarray:
    """Return float64[draws], relative rise of output per head of a role by 15 % of pay on output."""
    paid = {"extends": "today", "base_change": {"all": -0.15}, "pay": PAY}
    policies = {"today": {"overtime_cap": 0.0, **document.pop("today")}, "paid": paid}
    company = {
        "start": "2026-01-05",
        "weeks": 26,
        "burn_in_weeks": 26,
        "yearly_turnover": 0.0,
        "ties": False,
        "seats": {role: SEATS},
        **document.pop("company"),
    }
    scenario = Scenario.model_validate(
        {"version": 1, "name": "x", "company": company, "policies": policies, **document}
    )
    values = np.repeat(draws(parameters_of(scenario).uncalibrated(), np.arange(8)), 2)
    totals = []
    for name in policies:
        run = batch.run(compile_plan(scenario, name), values, np.arange(16), threads=1, record=(f"output@{role}",))
        totals.append(run[f"output@{role}"].sum(axis=1).reshape(8, 2).sum(axis=1))
    return np.asarray(totals[1] / totals[0] - 1.0)


@pytest.mark.parametrize("role", ["operations", "design"])
def test_pay_on_own_output_moves_a_role_alike_where_work_is_plentiful(role: str) -> None:
    made = {"name": "units", "made_per_week": 100, "basket_rmb": 50.0, "gross_margin": 0.6, "return_rate": 0.0}
    line = {
        "name": "goods",
        "visits": 1e4,
        "conversion": 0.02,
        "basket_rmb": 100.0,
        "gross_margin": 0.5,
        "return_rate": 0.0,
        "repeat_weekly": 0.02,
        "churn_weekly": 0.02,
    }
    floor = effect({"lines": [made], "company": {}, "today": {"structure": {"kind": "teams", "size": 12}}}, role)
    shop = effect({"lines": [line], "company": {"utilisation": {role: 1.3}}, "today": {}}, role)
    assert np.median(floor) > 0.005
    assert shop == pytest.approx(floor, abs=0.015)
    assert np.median(shop) == pytest.approx(np.median(floor), rel=0.25)
