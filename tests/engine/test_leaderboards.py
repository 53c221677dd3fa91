"""Leaderboards by what they rank: who wins again, and what an open or a decided race does to work."""

import numpy as np
import pytest

from sim.conformance.shop import shop
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario

SEEDS = 24
BOARD = {"kind": "leaderboard", "roles": ["operations", "design", "service"], "prizes_rmb": [4000]}


def played(basis: str, sizes=(3.0, 1.0, 0.5), **values):
    policy = {"structure": {"kind": "squads"}, "pay": {"board": {**BOARD, "basis": basis}}}
    document = shop(policy).model_dump(mode="json", by_alias=True)
    for line, size in zip(document["lines"], sizes, strict=True):
        line["visits"] *= size
    scenario = Scenario.model_validate(document)
    record = parameters_of(scenario).with_values(values).record()
    return run(compile_plan(scenario, "new"), record, np.arange(SEEDS))


def again(found) -> float:
    return float(found["won_again"].sum() / found["contests"].sum())


@pytest.fixture(scope="module")
def found():
    return {basis: played(basis) for basis in ("plan", "amount", "growth", "handicap")}


def test_the_largest_keeps_winning_on_amounts_and_not_otherwise(found) -> None:
    assert again(found["amount"]) > 0.98 > again(found["plan"])  # luck of the market lasts longer than a month
    for basis in ("growth", "handicap"):
        assert 0.2 < again(found[basis]) < again(found["plan"]) - 0.15


def test_a_decided_race_moves_less_than_an_open_one(found) -> None:
    def work(each):
        return each["effort_volume"][:, 20:].mean()

    still = played("plan", incentive_gain=0.0)
    assert work(found["plan"]) > work(found["amount"]) > work(still) - 1e-3


def test_among_equals_amounts_are_ranked_as_plans_are() -> None:
    plan, amount = (played(basis, (1.0, 1.0, 1.0)) for basis in ("plan", "amount"))
    assert np.allclose(plan.series, amount.series, rtol=1e-6, atol=1e-6)


def test_who_serves_the_same_lines_cannot_get_ahead_by_what_they_sell() -> None:
    """Departments share every line: their scores rise together, so a prize for the best of them moves nobody."""
    pay = {"pay": {"board": BOARD}}
    departments = shop({"structure": {"kind": "functional"}, **pay})
    squads = shop({"structure": {"kind": "squads"}, **pay})
    for scenario, expected in ((departments, 0.0), (squads, 1.0)):
        contracts = compile_plan(scenario, "new").arrays.contracts
        ranked = contracts[contracts["group"] >= 0]
        assert len(ranked) > 1 and ranked["ahead"] == pytest.approx(expected)
    values, calm = parameters_of(departments).record(), shop({"structure": {"kind": "functional"}})
    moved = [run(compile_plan(each, "new"), values, np.arange(12))["effort_volume"] for each in (departments, calm)]
    assert moved[0][:, 20:].mean() == pytest.approx(moved[1][:, 20:].mean(), rel=0.01)
