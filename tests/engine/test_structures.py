"""Structures O1 to O6 with the same people: what follows from who sits with whom."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.parameters import draws
from sim.plan.compile import compile_plan, heads_of, parameters_of
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES

REPLICATES = 24


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return sim.load("scenarios/structures.yaml")


@pytest.fixture(scope="module")
def found(shop) -> dict[str, object]:
    """Recordings of every policy with the same luck and the same draws."""
    values = draws(parameters_of(shop), np.arange(REPLICATES))
    return {name: run(compile_plan(shop, name), values, np.arange(REPLICATES)) for name in shop.policies}


def total(recording, name: str, over: str):
    """One ratio by replicate."""
    return recording[name].sum(axis=1) / recording[over].sum(axis=1)


def test_the_same_people_sit_in_every_structure(shop) -> None:
    sizes = np.ones((len(ROLE_NAMES), len(shop.lines)))
    seats = {}
    for name in shop.policies:
        arrangement = shop.policy(name).structure.arranged(heads_of(shop, shop.policy(name)), sizes)
        seats[name] = sorted((seat.role, seat.ordinal) for seat in arrangement.seats)
        assert sum(arrangement.sizes) == 60 and all(
            0 <= seat.unit < len(arrangement.sizes) for seat in arrangement.seats
        )
    assert all(each == seats["today"] for each in seats.values())


def test_a_reorganisation_on_paper_changes_no_cell(found) -> None:
    assert np.array_equal(found["today"].series, found["on_paper"].series)


def test_borders_follow_from_the_structure(found) -> None:
    friction = {name: total(each, "friction", "requests").mean() for name, each in found.items()}
    assert friction["squads"] < 0.75 * friction["today"] and friction["category_groups"] < 0.85 * friction["today"]
    assert abs(friction["hierarchy"] - friction["today"]) < 0.05
    rework = {name: total(each, "requests_reworked", "requests").mean() for name, each in found.items()}
    assert rework["squads"] < rework["today"] and rework["category_groups"] < rework["today"]


def test_squads_lose_pooling(found) -> None:
    """Small queues wait longer for the same work, so what squads gain in borders they pay for in GMV."""
    gap = found["squads"]["gmv_paid"].sum(axis=1) / found["today"]["gmv_paid"].sum(axis=1) - 1.0
    assert gap.mean() < -0.02 and (gap < 0.0).mean() > 0.9


def test_approvals_cost_time_and_a_structure_without_them_none(shop) -> None:
    strict = shop.with_policies(
        {
            "strict": {"extends": "today", "structure": {"kind": "functional", "approval": 1.0, "climb": 1.0}},
            "free": {"extends": "today", "structure": {"kind": "functional", "approval": 0.0}},
        }
    )
    values = parameters_of(strict).record()
    cycle = {
        name: total(run(compile_plan(strict, name), values, np.arange(10)), "cycle_weeks", "requests").mean()
        for name in ("strict", "today", "free")
    }
    assert cycle["free"] < cycle["today"] < cycle["strict"]


def test_growth_in_headcount_dilutes_culture_and_ties(shop) -> None:
    """K7: many newcomers at once; absent where nobody is added."""
    more = {role: seats.heads for role, seats in shop.company.seats.items()}
    grown = shop.with_policies({"doubled": {"extends": "today", "start": "2026-01-05", "headcount": more}})
    values = parameters_of(grown).record()
    kept = {name: run(compile_plan(grown, name), values, np.arange(8)) for name in ("today", "doubled")}
    support = {name: (each["tie_strength"] / each["heads"]).mean(axis=0) for name, each in kept.items()}
    connected = {name: each["connected"].sum() for name, each in kept.items()}
    assert connected["doubled"] > 3.0 * connected["today"]
    assert support["doubled"][20:40].mean() < 0.93 * support["today"][20:40].mean()


def changed(shop, headcount=None, **structure) -> Scenario:
    squads = shop.policy("squads")
    structure = squads.structure.model_dump() | structure
    policy = {"extends": "squads", "structure": structure, "headcount": headcount or {}}
    return shop.with_policies({"tried": policy})


def played(scenario, name="tried"):
    values = draws(parameters_of(scenario), np.arange(REPLICATES))
    return run(compile_plan(scenario, name), values, np.arange(REPLICATES))


def test_other_names_in_the_chart_change_names_and_no_cell(shop, found) -> None:
    chart = {"design": "brand", "content": "brand", "marketing": "growth"}
    scenario = shop.with_policies(
        {"tried": {"extends": "today", "structure": {"kind": "functional", "on_paper": chart}}}
    )
    plan, before = compile_plan(scenario, "tried"), compile_plan(shop, "today")
    assert ("design", "brand") in plan.names.queues[-1] and ("design", "brand") not in before.names.queues[-1]
    assert np.array_equal(played(scenario).series, found["today"].series)


def test_floating_seats_help_where_work_waits(shop, found) -> None:
    """Beside the squads they do the work that waits; without work that waits, and without floats, nothing moves."""
    none = played(changed(shop, floating={"service": 0}))
    assert np.array_equal(none.series, found["squads"].series)
    there = played(changed(shop, floating={"service": 3}))
    closed = played(changed(shop, {"service": -3}))
    assert there["backlog"].sum() < closed["backlog"].sum() and there["gmv_paid"].sum() > closed["gmv_paid"].sum()
    assert there["reply_weeks"].mean() < closed["reply_weeks"].mean()


def test_floating_seats_are_paid_for_what_they_lend_and_hold_what_the_company_brings(shop) -> None:
    pay = {"own": {"kind": "commission", "roles": ["service"], "metric": "served", "rate": 200}}
    pay["gmv"] = {"kind": "commission", "roles": ["service"], "metric": "gmv", "rate": 0.001}
    policy = {"extends": "squads", "structure": {"kind": "squads", "floating": {"service": 3}}, "pay": pay}
    scenario = shop.with_policies({"tried": policy})
    assert played(scenario)["bonus_earned_rmb"].min() > 0.0
