"""Worth after some weeks: discounting, what is left, pay-back, and where an order turns."""

import numpy as np
import pytest

import sim
from sim.errors import SimError
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
    assert np.allclose(parts["worth"], sum(parts[part] for part in horizons.PARTS[:-1]))


def test_the_frame_is_tidy_and_leaves_out_what_was_not_run(result) -> None:
    frame = result.horizons()
    assert set(frame["weeks"]) == {26, 104} and set(frame["part"]) == set(horizons.PARTS)
    assert len(frame) == len(result.policies) * 2 * len(horizons.PARTS)
    assert ((frame["low"] <= frame["difference"]) & (frame["difference"] <= frame["high"])).all()
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
        self.runs = tuple(Path_(name, weeks) for name in ("today", *policies))


class Path_:  # noqa: N801
    def __init__(self, name: str, weeks: int) -> None:
        self.variant, self.weeks = type("Variant", (), {"name": name, "twin": False}), weeks


def test_turns_and_pay_back_are_where_the_paths_cross(monkeypatch) -> None:
    weeks = np.arange(1.0, 105.0)
    worth = {"slow": np.tile(weeks - 40.5, (10, 1)), "quick": np.tile(0.2 * weeks, (10, 1))}

    def told(comparison, run, start):
        return {"worth": worth[run.variant.name], "contribution": worth[run.variant.name]}

    monkeypatch.setattr(horizons, "paths", told)
    found = Told(104, "slow", "quick")
    assert horizons.payback_weeks(found, "slow") == 41 and horizons.payback_weeks(found, "quick") == 1
    # slow passes nothing at week 41 and quick where w - 40.5 = 0.2 w, at week 51
    assert set(horizons.turns(found)) == {("today", "slow", 41), ("quick", "slow", 51)}


def test_another_length_is_checked_and_told() -> None:
    shop = sim.load("scenarios/startup.yaml")
    assert lasting(shop, 60).company.weeks == 60
    with pytest.raises(SimError, match="4 to 520"):
        lasting(shop, 3)
