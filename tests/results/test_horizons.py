"""Worth after some weeks: discounting, what is left, pay-back, and where an order turns."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.errors import SimError
from sim.parameters import default
from sim.plan.compile import compile_plan, parameters_of
from sim.results import horizons
from sim.results.compare import compare, lasting
from sim.units import WEEKS_PER_YEAR


@pytest.fixture(scope="module")
def result():
    return compare("scenarios/startup.yaml", replicates=8, progress=False, fit=False, neutral=False, weeks=120)


def test_contribution_is_the_discounted_margin_less_people(result) -> None:
    run, start = result.runs[1], result.starts[1]
    parts = horizons.paths(result, run, start)
    flow = sum(
        sign * (run.weekly[:, start:, run.names.index(name)] - result.runs[0].weekly[:, start:, run.names.index(name)])
        for name, sign in (("margin_rmb", 1.0), ("people_cost_rmb", -1.0))
    )
    discount = 1.1 ** (-np.arange(flow.shape[1]) / WEEKS_PER_YEAR)
    assert np.allclose(parts["contribution"][:, -1], (flow * discount).sum(axis=1), rtol=1e-4)
    left = {part: parts[part][:, -1].mean() for part in horizons.LEFT}
    assert parts["worth"][:, -1].mean() == pytest.approx(parts["contribution"][:, -1].mean() + sum(left.values()))


def test_the_frame_is_tidy_and_leaves_out_what_was_not_run(result) -> None:
    frame = result.horizons()
    assert set(frame["weeks"]) == {26, 104} and set(frame["part"]) == set(horizons.PARTS)
    assert len(frame) == len(result.policies) * 2 * len(horizons.PARTS)
    assert any("156" in each and "--weeks" in each for each in horizons.sentences(result))
    assert any("156" in each and "--weeks" in each for each in horizons.sentences(result, "zh"))


def test_a_policy_that_changes_nothing_is_worth_nothing() -> None:
    shop = sim.load("scenarios/startup.yaml")
    same = shop.with_policies({"same": {"extends": shop.baseline_name}})
    found = compare(same, ["same"], replicates=4, progress=False)
    assert (found.horizons((26,))["difference"] == 0.0).all()
    assert horizons.turns(found) == [] and horizons.payback_weeks(found, "same") == 1


class Told:
    """A comparison with given worth by week, as far as `turns` and `payback_weeks` look at it."""

    baseline = "today"

    def __init__(self, weeks: int, *policies: str) -> None:
        self.starts = (0,) * (len(policies) + 1)
        self.runs = tuple(Told.Run(name, weeks) for name in ("today", *policies))

    class Run:
        replicates = 10

        def __init__(self, name: str, weeks: int) -> None:
            self.variant, self.weeks = type("Variant", (), {"name": name, "pay_neutral": False}), weeks


def told(monkeypatch, worth: dict[str, np.ndarray]) -> Told:
    given = {name: {"worth": path, "contribution": path} for name, path in worth.items()}
    monkeypatch.setattr(horizons, "paths", lambda comparison, run, start: given[run.variant.name])
    monkeypatch.setattr(horizons, "_discount", lambda comparison, weeks: 1.0)
    return Told(104, *worth)


def test_turns_and_pay_back_are_where_the_paths_cross(monkeypatch) -> None:
    weeks = np.arange(1.0, 105.0)
    found = told(monkeypatch, {"slow": np.tile(weeks - 40.5, (10, 1)), "quick": np.tile(0.2 * weeks, (10, 1))})
    assert horizons.payback_weeks(found, "slow") == 41 and horizons.payback_weeks(found, "quick") == 1
    # slow passes nothing at week 41 and quick where w - 40.5 = 0.2 w, at week 51
    assert set(horizons.turns(found)) == {("today", "slow", 41), ("quick", "slow", 51)}


def test_an_order_that_luck_may_have_turned_is_not_told(monkeypatch) -> None:
    weeks, luck = np.arange(1.0, 105.0), np.random.default_rng(1).normal(0.0, 400.0, (10, 1))
    assert horizons.turns(told(monkeypatch, {"slow": weeks - 40.5 + luck})) == []


def played(shop, policy: str, **values):
    record = parameters_of(shop).with_values(values).record()
    return run(compile_plan(shop, policy), record, np.arange(2))


def test_what_is_left_has_the_size_that_its_parts_say() -> None:
    """Skill, empty seats and promises of a company in which nobody leaves and nothing else changes."""
    shop = sim.load("scenarios/startup.yaml")
    stock = {
        "kind": "equity",
        "roles": "all",
        "tiers": ["middle"],
        "grant_rmb": 60000.0,
        "conditions": {"repurchase": 1},
    }
    first = str(shop.company.start)
    granted = {"extends": shop.baseline_name, "start": first, "announce": first, "pay": {"stock": stock}}
    both = shop.with_policies({"stock": granted})
    stay = {"quit_base": -40.0, "training_rate": 0.0}
    calm, promised = played(both, shop.baseline_name, **stay), played(both, "stock", **stay)
    assert (calm["unvested_rmb"] == 0.0).all() and (promised["unvested_rmb"].max(axis=1) > 0.0).all()
    assert (calm["vacancy_cost_rmb"] == 0.0).all()
    value, par = calm["skill_value_rmb"], default()
    most = shop.company.heads * (1.15 - par.value("skill_start")) / par.value("learning_rate") * 20_000.0
    assert (value > 0.0).all() and (value < most).all()
    still = played(both, shop.baseline_name, **stay, learning_rate=0.0)
    assert np.isfinite(still.series).all()


def test_another_length_is_checked_and_told() -> None:
    shop = sim.load("scenarios/startup.yaml")
    assert lasting(shop, 60).company.weeks == 60
    with pytest.raises(SimError, match="4 to 520"):
        lasting(shop, 3)
