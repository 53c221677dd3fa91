"""What hits the company from outside (K10)."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.errors import SimError
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.loading import loads
from sim.scenario.models import Scenario

WEEK, WEEKS = 20, 4
DAY = "2026-05-25"


def shop(**shock) -> Scenario:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    document["policies"] = {"today": document["policies"]["today"]}
    hit = {"it": {"day": DAY, "weeks": WEEKS, **shock}} if shock else {}
    return Scenario.model_validate(document | {"shocks": hit})


def series(scenario: Scenario, seeds: int = 12, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, "today"), values, np.arange(seeds))


@pytest.fixture(scope="module")
def calm():
    return series(shop())


@pytest.mark.parametrize(
    ("kind", "size", "name", "factor"),
    [
        ("stock_out", 0.3, "orders", 0.7),
        ("outage", 0.2, "orders", 0.8),
        ("competitor", 0.4, "new_orders", 0.6),
        ("platform_rule", 0.25, "new_orders", 0.75),
        ("windfall", 0.2, "new_orders", 1.2),
    ],
)
def test_sales_and_visits_are_hit_by_the_size_of_the_shock(calm, kind, size, name, factor) -> None:
    hit = series(shop(kind=kind, size=size))
    assert np.array_equal(hit["gmv_paid"][:, :WEEK], calm["gmv_paid"][:, :WEEK])
    first = hit[name][:, WEEK].sum() / calm[name][:, WEEK].sum()
    assert first == pytest.approx(factor, abs=0.05)


def test_a_fee_takes_margin_and_leaves_sales_alone(calm) -> None:
    hit, weeks = series(shop(kind="platform_fee", size=0.05)), slice(WEEK, WEEK + 1)
    assert np.array_equal(hit["gmv_paid"][:, : WEEK + 1], calm["gmv_paid"][:, : WEEK + 1])
    lost = calm["margin_rmb"][:, weeks] - hit["margin_rmb"][:, weeks]
    assert lost.mean() == pytest.approx(0.05 * calm["gmv_net"][:, weeks].mean(), rel=1e-6)


def test_parcels_are_late_when_carriers_fail_and_recover_afterwards(calm) -> None:
    hit = series(shop(kind="logistics_failure", size=0.5))
    during, after = slice(WEEK, WEEK + WEEKS), slice(-26, None)
    late = (hit["late_orders"] - calm["late_orders"])[:, during].mean() / calm["orders"][:, during].mean()
    assert late > 0.05
    gap = (hit["late_orders"] - calm["late_orders"])[:, after].mean() / calm["orders"][:, after].mean()
    assert abs(gap) < 0.1 * late


def test_poaching_takes_people_away_and_hits_only_the_roles_named(calm) -> None:
    hit = series(shop(kind="poaching", size=0.3, weeks=26), seeds=24)
    assert hit["quits"][:, WEEK : WEEK + 26].sum() > 1.15 * series(shop(), seeds=24)["quits"][:, WEEK : WEEK + 26].sum()
    one = compile_plan(shop(kind="poaching", size=0.3, roles=["design", "data"]), "today").arrays.shocks
    assert sorted(one["role"]) == [4, 6]


def test_a_shock_without_size_or_chance_changes_nothing_and_a_likely_one_happens_that_often(calm) -> None:
    assert np.array_equal(series(shop(kind="outage", size=0.0)).series, calm.series)
    assert np.array_equal(series(shop(kind="outage", size=0.5, chance=0.0)).series, calm.series)
    rare = series(shop(kind="outage", size=0.5, chance=0.3), seeds=200)["orders"][:, WEEK]
    sure = series(shop(kind="outage", size=0.5), seeds=200)["orders"][:, WEEK]
    none = series(shop(), seeds=200)["orders"][:, WEEK]
    happened = np.isclose(rare, sure)
    assert np.isclose(rare[~happened], none[~happened]).all()
    assert 0.2 < happened.mean() < 0.4


def test_one_shock_strikes_all_the_roles_that_it_names_or_none() -> None:
    def struck(roles):
        found = series(shop(kind="poaching", size=2.0, weeks=30, chance=0.5, roles=roles), seeds=40, quit_base=-7.5)
        return found["quits"][:, WEEK : WEEK + 30].sum(axis=1)

    calm = series(shop(), seeds=40, quit_base=-7.5)["quits"][:, WEEK : WEEK + 30].sum(axis=1)
    one, two = struck(["design"]) - calm, struck(["design", "data"]) - calm
    assert 0.2 < (one > 0).mean() < 0.8
    assert ((two > 0) == (one > 0)).all()  # the second role is struck in the same runs


@pytest.mark.parametrize(
    "change",
    [
        {"shocks": {"it": {"kind": "logistics_failure", "day": DAY, "weeks": 4, "size": 1.0}}},
        {"shocks": {"it": {"kind": "outage", "day": DAY, "weeks": 4, "size": 1.0}}},
        {"channel": {"name": "live", "share": 1.0, "known": {"warehouse": 0.0, "design": 0.0}}},
    ],
)
def test_the_worst_that_can_be_stated_stays_finite(change) -> None:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    hours = {"kind": "onboarding", "hours_share": 1.0, "trainer_share": 1.0, "weeks": 26}
    grades = {"kind": "grades", "roles": "all"}
    today = document["policies"]["today"]
    today = {**today, "programmes": {"all": hours}, "pay": {**today["pay"], "grades": grades}}
    document["policies"] = {"today": today}
    found = series(Scenario.model_validate(document | change), seeds=4, quit_base=-5.0, new_skill_practice=0.0)
    assert np.isfinite(found.series).all()
    after = slice(WEEK + 10, None)
    assert (found["staff_satisfaction"][:, after] > 0.2).all()


def test_a_shock_outside_the_weeks_reported_is_told() -> None:
    text = Path("scenarios/startup.yaml").read_text(encoding="utf-8")
    with pytest.raises(SimError, match="it would never be seen"):
        loads(text + "\nshocks:\n  gone: {kind: outage, day: 2036-05-26, size: 0.2}\n", "file")


def test_a_shock_that_fades_takes_less_week_by_week(calm) -> None:
    hit = series(shop(kind="outage", size=0.4, fades=True))
    ratio = hit["orders"][:, WEEK : WEEK + WEEKS].sum(axis=0) / calm["orders"][:, WEEK : WEEK + WEEKS].sum(axis=0)
    assert (np.diff(ratio) > 0.0).all()


def test_unknown_lines_are_told_with_a_remedy() -> None:
    text = Path("scenarios/startup.yaml").read_text(encoding="utf-8")
    text += "\nshocks:\n  gone: {kind: outage, day: 2026-05-25, size: 0.2, lines: [nothing like it]}\n"
    with pytest.raises(SimError, match="there is no line 'nothing like it'"):
        loads(text, "file")
