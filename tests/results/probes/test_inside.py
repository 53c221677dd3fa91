"""Networks, pictures and the anonymous survey of simulated companies."""

import numpy as np
import pytest

import sim
from sim.errors import SimError
from sim.results.probes import network, survey, walk
from sim.results.probes.networks import loss_of
from sim.results.probes.statistics import STATISTICS, brokers, clustering, largest_component, statistics
from sim.scenario.models import Scenario

#: Lowest and highest value in six published networks inside organisations (shares and ratios; see ODD).
PUBLISHED = {
    "density": (0.0247, 0.4524),
    "reciprocity": (0.392, 0.876),
    "clustering": (0.391, 0.765),
    "in_degree_cv": (0.45, 1.12),
    "largest_component": (0.891, 1.0),
    "same_unit_share": (0.242, 0.889),
    "within_between": (1.11, 23.63),
}


@pytest.fixture(scope="module")
def found():
    return network(sim.load("scenarios/structures.yaml"), ["today", "squads"], weeks=(-1, 25, 51), replicates=4)


def test_statistics_of_known_networks() -> None:
    ring = np.roll(np.eye(6), 1, axis=1)
    here, unit = np.ones(6, bool), np.array([0, 0, 0, 1, 1, 1])
    of_ring = statistics(ring, here, unit, 0.5)
    assert of_ring["density"] == pytest.approx(0.2) and of_ring["reciprocity"] == 0.0 and of_ring["clustering"] == 0.0
    assert of_ring["same_unit_share"] == pytest.approx(4 / 6) and of_ring["in_degree_cv"] == 0.0
    full = statistics(np.ones((6, 6)) - np.eye(6), here, unit, 0.5)
    assert full["clustering"] == 1.0 and full["reciprocity"] == 1.0 and full["resilience"] == 1.0
    star = np.zeros((6, 6), bool)
    star[0, 1:] = star[1:, 0] = True
    assert brokers(star) == (1.0, 0.0) and clustering(star) == 0.0 and largest_component(star) == 1.0
    assert all(np.isnan(value) for value in statistics(np.zeros((6, 6)), here, unit).values())


def test_networks_are_tidy_and_luck_is_shared_until_the_reorganisation(found) -> None:
    frame = found.frame
    assert set(frame["statistic"]) == set(STATISTICS) and len(frame) == 2 * 4 * 3 * len(STATISTICS)
    wide = frame[frame["week"] == -1].pivot_table(index=["replicate", "statistic"], columns="policy", values="value")
    assert (wide["today"] == wide["squads"]).all()
    summary = found.summary()
    assert (summary["low"] <= summary["mean"]).all() and (summary["mean"] <= summary["high"]).all()


@pytest.mark.parametrize("size", [20, 60, 200])
def test_companies_of_twenty_to_two_hundred_look_like_published_networks(size) -> None:
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    flagship["company"]["weeks"] = 30
    for seats in flagship["company"]["seats"].values():
        seats["heads"], seats["tiers"] = max(1, round(seats["heads"] * size / 60)), None
    flagship["campaigns"] = ()
    scenario = Scenario.model_validate(flagship)
    mean = network(scenario, ["today"], weeks=(25,), replicates=4).summary().set_index("statistic")["mean"]
    inside = {name: low <= mean[name] <= high for name, (low, high) in PUBLISHED.items()}
    missed = {name for name, held in inside.items() if not held}
    # in departments of forty there are no smaller circles here: clustering and reciprocity fall short
    # in companies of twenty the spread of how often people are turned to lies outside the published range
    allowed = {200: {"clustering", "reciprocity"}, 20: {"in_degree_cv"}}.get(size, set())
    assert missed <= allowed, mean.to_dict()
    assert mean["clustering"] > 0.19 and mean["reciprocity"] > 0.3


def test_pictures_in_two_languages(found) -> None:
    for kind, lang in (("ties", "en"), ("requests", "zh"), ("queues", "en"), ("dependence", "zh")):
        assert len(found.plot(kind, lang=lang)._repr_png_()) > 8000
    with pytest.raises(SimError, match="no picture"):
        found.plot("pie")


def test_a_survey_hides_small_groups_and_stands_beside_the_truth() -> None:
    shop = sim.load("scenarios/flagship.yaml")
    plain = survey(shop, ["today"], weeks=(12, 25), replicates=3)
    nice = survey(shop, ["today"], weeks=(12, 25), replicates=3, appraised=True)
    small = plain[plain["answers"] < 5]
    assert len(small) and small["shown"].isna().all() and plain[plain["role"] == "data"]["shown"].isna().all()
    shown = plain.dropna()
    assert shown["shown"].between(1, 5).all() and shown["truth"].between(1, 5).all()
    assert shown["truth"].mean() == pytest.approx(3.0, abs=0.4)
    lift = nice.dropna()["shown"].to_numpy() - shown["shown"].to_numpy()
    assert lift.mean() > 0.25


def test_losing_somebody_changes_nothing_before_and_something_after() -> None:
    shop = sim.load("scenarios/flagship.yaml")
    lost = loss_of(shop, week=10, until=26, replicates=6)
    assert set(lost["lost"]) == {"broker", "colleague"} and len(lost) == 2 * 6 * 2
    assert (lost["difference"] != 0.0).mean() > 0.9
    one, two = walk(shop, "today", 3, [9])[0], walk(shop, "today", 3, [9], (10, lambda state, plan: None))[0]
    assert np.array_equal(one.strength, two.strength)


def test_companies_without_ties_say_so() -> None:
    shop = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    shop["company"]["ties"] = False
    with pytest.raises(SimError, match="has no ties"):
        network(Scenario.model_validate(shop))
    with pytest.raises(SimError, match="not simulated"):
        network(sim.load("scenarios/flagship.yaml"), weeks=(500,))
