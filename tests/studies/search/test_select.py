"""Ranking and selection: the promised probability, and what it costs."""

import numpy as np
import pytest

import sim
from sim.errors import SimError
from sim.studies.search import select
from sim.studies.search.selection import choose

REPEATS, PROMISED = 500, 0.95


def source(seed: int, means, shared: float = 1.0, own: float = 1.0):
    """Normal results with luck shared by all alternatives and luck of their own."""

    def draw(which, replicates):
        rng = np.random.default_rng([seed, replicates.start])
        common = rng.normal(size=(len(replicates), 1)) * shared
        alone = rng.normal(size=(len(replicates), len(means))) * own
        return (np.asarray(means) + common + alone)[:, which]

    return draw


@pytest.mark.parametrize("shared", [0.0, 2.0])
def test_the_best_is_chosen_as_often_as_promised(shared) -> None:
    # the hardest case: all others lie exactly one indifference below the best
    means = [0.0, 0.0, 0.0, 0.0, 0.5]
    right = sum(choose(source(seed, means, shared), 5, 0.5, PROMISED).best == 4 for seed in range(REPEATS))
    # 500 repeats at 0.95: below 0.925 once in a hundred such tests
    assert right / REPEATS >= 0.925


def test_clear_cases_end_early_and_shared_luck_costs_nothing() -> None:
    clear = [choose(source(seed, [0.0, 1.0, 3.0]), 3, 0.2, PROMISED) for seed in range(50)]
    close = [choose(source(seed, [0.0, 0.1, 0.2]), 3, 0.2, PROMISED) for seed in range(50)]
    cost = [np.mean([each.replicates.sum() for each in found]) for found in (clear, close)]
    assert cost[0] < 0.3 * cost[1]
    noisy = [choose(source(seed, [0.0, 0.1, 0.2], shared=50.0), 3, 0.2, PROMISED) for seed in range(50)]
    assert np.mean([each.replicates.sum() for each in noisy]) == pytest.approx(cost[1], rel=0.1)
    undecided = choose(source(0, [0.0, 0.0]), 2, 0.001, PROMISED, most=100)
    assert not undecided.decided and undecided.replicates.max() == 100


def test_policies_of_a_scenario_are_ranked() -> None:
    scenario = sim.load("scenarios/startup.yaml")
    names = {"lower": {"base_change": {"all": -0.2}}, "higher": {"base_change": {"all": 0.2}}}
    scenario = scenario.with_policies(
        {name: {"extends": scenario.baseline_name, **each} for name, each in names.items()}
    )
    found = select(scenario, ["lower", "higher"], "people_cost", direction="down", indifference=1.0)
    assert found.best == "lower" and found.decided and found.frame["policy"].tolist() == ["lower", "higher"]
    with pytest.raises(SimError, match="which way is good"):
        select(scenario, ["lower", "higher"], "people_cost", direction="sideways")
    with pytest.raises(SimError, match="each named once"):
        select(scenario, ["lower", "lower"], "gmv")
