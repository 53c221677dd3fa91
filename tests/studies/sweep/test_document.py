"""What a study may name: levers of policy and calendar, market futures, priors, futures, precision."""

import numpy as np
import pytest
from pydantic import ValidationError

import sim
from sim.errors import SimError
from sim.parameters import default
from sim.plan.compile import compile_plan
from sim.plan.memo import Memo
from sim.studies.sweep import Sweep
from sim.studies.sweep.compute import precise_results, results
from sim.studies.sweep.document import changed
from sim.studies.sweep.points import Point, points_of


@pytest.fixture(scope="module")
def shop():
    return sim.load("scenarios/flagship.yaml")


def study(**changes) -> Sweep:
    given = {"version": 1, "name": "trial", "scenario": "-", "policies": ["quota_commission"], "measures": ["gmv"]}
    return Sweep.model_validate({**given, **changes})


LEVERS = {
    "pay.gmv_quota.target_rmb": lambda rng: float(rng.uniform(200, 8000)),
    "pay.gmv_quota.ratchet": lambda rng: float(rng.uniform(0, 1)),
    "pay.gmv_quota.quota": lambda rng: float(rng.uniform(0.5, 1.5)),
    "pay.gmv_quota.curve.cap": lambda rng: float(rng.uniform(1.1, 3.0)),
    "pay.yearly_bonus.months": lambda rng: float(rng.uniform(0, 4)),
    "pay.gmv_quota.period": lambda rng: str(rng.choice(["month", "quarter"])),
    "base_change.all": lambda rng: float(rng.uniform(-0.3, 0.3)),
    "base_change.design": lambda rng: float(rng.uniform(-0.3, 0.3)),
    "overtime_cap": lambda rng: float(rng.uniform(0, 0.5)),
    "discretion.discount_limit": lambda rng: float(rng.uniform(0, 0.3)),
    "discretion.fine_rmb": lambda rng: float(rng.uniform(0, 5000)),
    "structure.kind": lambda rng: str(rng.choice(["functional", "squads"])),
    "headcount.service": lambda rng: int(rng.integers(-2, 3)),
    "start": lambda rng: str(rng.choice(["2026-04-06", "2026-06-01", "2026-08-03"])),
    "calendar.peaks.Double 11.index": lambda rng: float(rng.uniform(1.0, 3.0)),
    "lines.*.visits": lambda rng: float(rng.uniform(0.8, 1.2)),
}


def shared_parts_change_nothing(shop, points: int) -> None:
    memo, rng = Memo(), np.random.default_rng(1)
    for _ in range(points):
        some = rng.choice(list(LEVERS), rng.integers(1, 5), replace=False)
        values = {name: LEVERS[name](rng) for name in some}
        mine = changed(shop, "quota_commission", values, {"lines.*.visits"})
        fast, full = compile_plan(mine, "quota_commission", memo=memo), compile_plan(mine, "quota_commission")
        assert fast.fingerprint == full.fingerprint, values


def test_plans_from_shared_parts_equal_a_full_compile(shop) -> None:
    shared_parts_change_nothing(shop, 120)


@pytest.mark.slow
def test_plans_from_shared_parts_equal_a_full_compile_on_a_thousand_points(shop) -> None:
    shared_parts_change_nothing(shop, 1000)


def test_paths_reach_the_calendar_lines_by_name_and_all_of_them(shop) -> None:
    one = changed(shop, "squads", {"lines.tea.visits": 99.0, "calendar.peaks.Double 11.index": 2.5})
    assert one.lines[0].visits == 99.0 and one.lines[1] == shop.lines[1]
    assert next(peak for peak in one.calendar.peaks if peak.name == "Double 11").index == 2.5
    half = changed(shop, "squads", {"lines.*.visits": 0.5}, {"lines.*.visits"})
    assert [line.visits for line in half.lines] == [0.5 * line.visits for line in shop.lines]
    dated = changed(shop, "squads", {"start": "2026-05-04", "announce": "2026-05-04"})
    assert str(dated.policies["squads"].start) == "2026-05-04"
    for path, words in (("lines.coffee.visits", "no 'coffee'"), ("pay.nothing.rate", "no 'nothing'")):
        with pytest.raises(SimError, match=words):
            changed(shop, "squads", {path: 1.0})


def test_a_market_future_meets_policy_and_baseline_alike(shop) -> None:
    uncertain = {"lines.*.visits": {"low": 0.5, "high": 1.5, "relative": True}}
    document = study(uncertainties=uncertain)
    low, high = (
        results(document, shop, Point("quota_commission", (("lines.*.visits", u),)), range(4)) for u in (0.7, 1.3)
    )
    assert (high[1] > 1.3 * low[1]).all() and (high[0] > 1.3 * low[0]).all()
    as_lever = study(levers=uncertain)
    mine = results(as_lever, shop, Point("quota_commission", (("lines.*.visits", 1.3),)), range(4))
    assert np.array_equal(mine[0], high[0])
    assert not np.array_equal(mine[1], high[1])  # a lever is the policy's own


def test_a_prior_gives_its_own_quantiles(shop) -> None:
    document = study(uncertainties={"incentive_gain": "prior"}, design={"kind": "sobol", "points": 256})
    values = np.array([dict(point.values)["incentive_gain"] for point in points_of(document)])
    entry = default().entry("incentive_gain")
    from sim.parameters import draws

    drawn = draws(default().uncalibrated(), 2000)["incentive_gain"]
    assert np.quantile(values, [0.25, 0.5, 0.75]) == pytest.approx(np.quantile(drawn, [0.25, 0.5, 0.75]), abs=0.03)
    assert values.min() < entry.value < values.max()
    with pytest.raises(ValidationError, match="only parameters have priors"):
        study(uncertainties={"lines.*.visits": "prior"})


def test_futures_cross_every_point_of_the_levers() -> None:
    document = study(
        levers={"overtime_cap": {"low": 0.0, "high": 0.3}},
        uncertainties={"incentive_gain": {"low": 0.0, "high": 0.5}},
        design={"kind": "sobol", "points": 4, "futures": 3},
    )
    points = points_of(document)
    assert len(points) == 12 and [point.future for point in points[:4]] == [0, 1, 2, 0]
    gains = {point.future: dict(point.values)["incentive_gain"] for point in points}
    assert all(dict(point.values)["incentive_gain"] == gains[point.future] for point in points)
    longer = points_of(document.model_copy(update={"design": document.design.model_copy(update={"points": 8})}))
    assert longer[:12] == points
    with pytest.raises(ValidationError, match="futures need levers and uncertainties"):
        study(design={"kind": "sobol", "futures": 3})


def test_precision_adds_replicates_where_they_are_needed(shop) -> None:
    wanted = dict(replicates=10, precision={"gmv": 0.4}, most_replicates=80)
    document = study(levers={"overtime_cap": {"low": 0.0, "high": 0.3}}, **wanted)
    rough = precise_results(document, shop, Point("quota_commission", (("overtime_cap", 0.2),)))
    idle = document.model_copy(update={"policies": ("today",)})
    nothing = precise_results(idle, shop, Point("today", (("overtime_cap", 0.2),)))
    assert rough.shape[1] in (20, 40, 80) and nothing.shape[1] == 10
    assert np.array_equal(nothing[0], nothing[1])
    alone = results(document, shop, Point("quota_commission", (("overtime_cap", 0.2),)), range(10, 20))
    assert np.array_equal(rough[:, 10:20], alone)
    with pytest.raises(ValidationError, match="not measured"):
        study(precision={"nps": 1.0})


def test_a_prior_that_the_scenario_narrows_is_the_one_that_is_sampled(shop) -> None:
    """A calibrated scenario overrides the registry; the points of a study must follow it."""
    from sim.scenario.models import Scenario
    from sim.studies.sweep.compute import tasks_of

    narrow = {"present_bias": {"value": 0.7, "low": 0.69, "high": 0.71}}
    scenario = Scenario.model_validate({**shop.model_dump(by_alias=True), "behaviour": narrow})
    document = study(uncertainties={"present_bias": "prior"}, design={"kind": "sobol", "points": 64})
    points = [point for task in tasks_of(document, scenario) for point in task.points]
    values = np.array([dict(point.values)["present_bias"] for point in points])
    assert len(values) == 64 and values.min() >= 0.69 and values.max() <= 0.71
