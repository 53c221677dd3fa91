"""Complaints and who settles them (W4), wrong reports (W5), waits that go to the director (O6)."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.complaints import complaint_share, settled_at_once, settled_by_lead
from sim.scenario.models import Scenario

FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}


def shop(structures=None, **company) -> Scenario:
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = flagship["policies"]["today"]
    others = {name: {**today, **FIRST, "structure": each} for name, each in (structures or {}).items()}
    flagship["policies"] = {"today": today} | others
    flagship["campaigns"] = ()
    flagship["company"] |= company
    return Scenario.model_validate(flagship)


def series(scenario: Scenario, policy: str = "today", **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(12))


def total(found, name: str) -> float:
    return float(found[name].sum())


def test_rules_at_their_corners() -> None:
    record = parameters_of(shop()).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    assert complaint_share(0.0, 0.0, 0.0, par) == par.complaint_base and complaint_share(1.0, 0.9, 0.9, par) == 1.0
    assert settled_at_once(1.0, 0.0, par) == par.complaint_first and settled_at_once(9.0, 0.0, par) == 1.0
    assert settled_at_once(0.5, 0.1, par) < settled_at_once(1.0, 0.1, par) < settled_at_once(1.0, 0.0, par)
    assert settled_by_lead(0.0, par) == 1.0 and settled_by_lead(par.complaint_target, par) == pytest.approx(np.exp(-1))


def test_complaints_balance_and_follow_late_parcels() -> None:
    found = series(shop())
    assert (found["complaints_settled"] <= found["complaints"] + 1e-9).all()
    assert (found["escalations"] <= found["complaints"] + 1e-9).all()
    assert total(found, "complaints") / total(found, "orders") == pytest.approx(0.03, abs=0.015)
    busy = series(shop(utilisation={"warehouse": 1.1}))
    assert total(busy, "late_orders") > 2.0 * total(found, "late_orders")
    extra = total(busy, "complaints") - total(found, "complaints")
    assert extra > 0.5 * (total(busy, "late_orders") - total(found, "late_orders"))


def test_slow_leads_leave_complaints_unsettled_and_customers_remember() -> None:
    quick = series(shop(), complaint_work=0.0005)
    slow = series(shop(), complaint_work=0.02)
    share = [total(each, "complaints_settled") / total(each, "complaints") for each in (quick, slow)]
    assert share[0] > share[1] + 0.05
    # the level is usual in both companies; only a change against the usual moves satisfaction
    late = shop({"far": {"kind": "squads"}})
    near = [
        series(late, "far", complaint_dissatisfaction=weight)["satisfaction"][:, -40:].mean() for weight in (0.0, 2.0)
    ]
    assert near[0] != near[1]


def test_nobody_remembers_complaints_where_they_do_not_count() -> None:
    still = series(shop(), complaint_dissatisfaction=0.0)
    other = series(shop(), complaint_dissatisfaction=0.0, complaint_target=0.1)
    assert total(still, "complaints_settled") > 1.1 * total(other, "complaints_settled")
    assert np.abs(still["satisfaction"] - other["satisfaction"]).max() < 1e-3


def test_wrong_reports_are_made_again() -> None:
    """A company that hands its data work across more borders makes more reports twice."""
    scenario = shop({"squads": {"kind": "squads"}})
    calm, wrong = (series(scenario, "squads", rework_handoff=form) for form in (0.0, 2.0))
    assert total(calm, "requests_reworked") < total(wrong, "requests_reworked")
    assert total(calm, "output@data") == pytest.approx(total(wrong, "output@data"), rel=0.05)
    assert calm["gmv_paid"].mean() > wrong["gmv_paid"].mean()


def test_long_waits_for_an_approval_go_to_the_director_where_the_structure_escalates() -> None:
    layers = {"kind": "hierarchy", "approval": 1.0, "climb": 1.0}
    nobody = {role: {"operations": 0.0} for role in ("service", "design")}  # the director is asked for nothing else
    scenario = shop({"up": layers, "stuck": {**layers, "escalate": False}}, requests=nobody)
    slow = {"approval_attention": 0.06, "escalation_weeks": 0.3}
    cycles = []
    for name in ("up", "stuck"):
        found = series(scenario, name, **slow)
        cycles.append(total(found, "cycle_weeks") / total(found, "requests"))
    assert cycles[0] < 0.9 * cycles[1]
    # with leads who have time nothing is passed up
    easy = [series(scenario, name, approval_attention=5.0).series for name in ("up", "stuck")]
    assert np.array_equal(*easy)
