"""Search: a planted optimum under a constraint, against random search, on fresh luck, stopped and resumed."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import SimError
from sim.studies.search import search
from sim.studies.search.judge import dominated, estimate, in_play, undominated
from sim.studies.search.loop import look
from sim.studies.search.propose import proposer
from sim.studies.sweep import Store, Sweep

BEST = np.array([0.3, 0.7, 0.55, 0.4])
MEASURES = ("gmv", "turnover")


def study(objectives, **search_changes) -> Sweep:
    """A study with four levers in [0, 1]; turnover may not rise."""
    goals = {"objectives": objectives, "constraints": [{"measure": "turnover", "at_most": 0.0}], **search_changes}
    return Sweep.model_validate(
        {
            "version": 1,
            "name": "planted",
            "scenario": "-",
            "policies": ["new"],
            "measures": MEASURES,
            "levers": {f"x.{i}": {"low": 0.0, "high": 1.0} for i in range(4)},
            "replicates": 10,
            "most_replicates": 80,
            "search": goals,
        }
    )


def truth(x: np.ndarray) -> tuple[float, float]:
    """Gain in GMV, best at BEST, and change of turnover, which forbids a first lever above 0.2."""
    return 1.0 - 4.0 * float(((x - BEST) ** 2).sum()), 10.0 * (float(x[0]) - 0.2)


class Planted:
    """Evaluates points of the planted problem with noise that depends on point, replicate and luck only."""

    def __init__(self, noise: float = 0.3) -> None:
        self.noise, self.runs, self.calls = noise, 0, 0

    def __call__(self, points, replicates, experiment):
        self.calls += 1
        found = []
        for point in points.values():
            x = np.array([value for _, value in point.values])
            self.runs += len(replicates)
            key = [experiment, *(int(v * 1e9) for v in x)]
            luck = np.random.default_rng(key).normal(size=(1000, 2))[replicates.start : replicates.stop]
            base = np.tile([100.0, 20.0], (len(replicates), 1))
            found.append(np.stack([base + np.array(truth(x)) + self.noise * luck, base]))
        return found


def winner(found) -> np.ndarray:
    assert found.winner is not None
    return np.array([found.winner[f"x.{i}"] for i in range(4)])


def best_of_random(seed: int, evaluations: int, noise: float) -> np.ndarray:
    """The point that random search would choose with as many evaluations, each with the most replicates."""
    rng = np.random.default_rng(seed)
    tries = rng.random((evaluations, 4))
    seen = np.array([truth(x) for x in tries]) + rng.normal(size=(evaluations, 2)) * noise / np.sqrt(80)
    able = seen[:, 1] <= 0.0
    return tries[np.argmax(np.where(able, seen[:, 0], -np.inf))]


def test_search_finds_a_planted_optimum_under_a_constraint_and_beats_random_search() -> None:
    allowed = truth(np.array([0.2, *BEST[1:]]))[0]  # the best policy that the constraint lets through
    lost, lost_at_random = [], []
    for seed in range(6):
        found = look(study([{"measure": "gmv"}], seed=seed, evaluations=160, batch=16), *_goals(seed), Planted())
        x = winner(found)
        assert truth(x)[1] <= 0.25
        lost.append(allowed - truth(x)[0])
        lost_at_random.append(allowed - truth(best_of_random(seed, 160, 0.3))[0])
    assert np.median(lost) < 0.06
    assert np.median(lost) < 0.4 * np.median(lost_at_random)


def _goals(seed: int):
    return (study([{"measure": "gmv"}], seed=seed, evaluations=160, batch=16).search,)


def test_the_winners_numbers_come_from_luck_that_chose_nothing() -> None:
    shrunk, said, true = [], [], []
    for seed in range(8):
        document = study([{"measure": "gmv"}], seed=seed, evaluations=64, batch=16, finalists=3, confirm_replicates=100)
        document = document.model_copy(update={"most_replicates": 10})
        found = look(document, document.search, Planted(noise=2.0))
        shrunk.append(found.finalists["selection_luck"].mean())
        said.append(found.winner["gmv"] if found.winner else np.nan)
        true.append(truth(winner(found))[0] if found.winner else np.nan)
    assert np.mean(shrunk) > 0.3  # the search's own estimates flatter
    assert abs(np.nanmean(np.array(said) - np.array(true))) < 3.0 * 2.0 / np.sqrt(100 * 8)


def test_replicates_go_to_policies_that_may_be_the_best() -> None:
    document = study([{"measure": "gmv"}], evaluations=96, batch=16)
    found = look(document, document.search, Planted()).candidates
    assert found["replicates"].min() == 10 and found["replicates"].max() == 80
    many = found[found["replicates"] == 80]
    assert len(many) < 0.5 * len(found)
    assert many["gmv"].mean() > found["gmv"].mean()


def test_several_objectives_give_a_front_that_nothing_tried_beats() -> None:
    document = study(
        [{"measure": "gmv"}, {"measure": "turnover", "direction": "down"}], evaluations=120, batch=20, constraints=[]
    )
    found = look(document, document.search, Planted(noise=0.05))
    front = found.candidates[found.candidates["undominated"]]
    assert len(front) >= 4
    for row in front.itertuples():
        better = (found.candidates["gmv"] > row.gmv) & (found.candidates["turnover"] < row.turnover)
        assert not better.any()
    assert set(found.finalists["measure"]) == {"gmv", "turnover"}


def test_the_same_answers_lead_to_the_same_search() -> None:
    document = study([{"measure": "gmv"}], evaluations=48, batch=16)
    one, two = (look(document, document.search, Planted()) for _ in range(2))
    assert one.candidates.equals(two.candidates) and one.winner == two.winner


def test_estimates_dominance_and_play() -> None:
    values = np.array([[1.0, 1.0], [2.0, 0.0], [0.5, 0.5], [1.0, 1.0]])
    assert dominated(values).tolist() == [False, False, True, False]
    document = study([{"measure": "gmv", "statistic": "cautious"}])
    found = np.random.default_rng(0).normal(size=(2, 4000, 2)) * [[[1.0]], [[0.0]]] + 5.0
    seen = estimate(document.search, MEASURES, found)
    assert seen is not None and seen.objectives[0] == pytest.approx(-1.2816, abs=0.08) and seen.replicates == 4000
    assert seen.objective_errors[0] == pytest.approx(1.71 / np.sqrt(4000), rel=0.1)
    assert estimate(document.search, MEASURES, np.full((2, 1, 2), np.nan)) is None
    assert undominated([None, seen]) in ([], [1])
    assert in_play([None, seen], [0]) == []


@pytest.fixture
def shop(tmp_path) -> tuple[Sweep, object, Path]:
    """A small real scenario with a policy to be searched."""
    scenario = sim.load("scenarios/startup.yaml")
    scenario = scenario.with_policies({"new": {"extends": scenario.baseline_name}})
    document = Sweep.model_validate(
        {
            "version": 1,
            "name": "hours",
            "scenario": "-",
            "policies": ["new"],
            "measures": ["gmv", "turnover"],
            "levers": {"base_change.all": {"low": -0.1, "high": 0.1}, "overtime_cap": {"low": 0.0, "high": 0.3}},
            "replicates": 10,
            "most_replicates": 20,
            "search": {
                "objectives": [{"measure": "gmv"}],
                "evaluations": 12,
                "batch": 6,
                "finalists": 2,
                "confirm_replicates": 20,
            },
        }
    )
    return document, scenario, tmp_path / "store"


def test_a_search_stopped_by_its_budget_goes_on_to_the_same_result(shop) -> None:
    document, scenario, folder = shop
    stopped = search((document, scenario), folder, workers=2, budget=0.01)
    assert stopped.reason == "budget" and stopped.winner is None
    found = search((document, scenario), folder, workers=2)
    held = len(Store(folder).names())
    again = search((document, scenario), folder, workers=1)
    assert found.reason == again.reason == "complete" and len(Store(folder).names()) == held
    assert found.candidates.equals(again.candidates) and found.finalists.equals(again.finalists)
    assert found.winner == again.winner
    rows = Store(folder).frame(["gmv"])
    first = rows[rows["point"] == 0]
    assert first["replicate"].tolist() == list(range(len(first)))
    assert first["difference"].mean() == pytest.approx(found.candidates.loc[0, "gmv"])
    with pytest.raises(SimError, match="levers and a section `search`"):
        search((document.model_copy(update={"search": None}), scenario), folder)


def test_without_the_optimisers_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr("sim.studies.search.propose.find_spec", lambda name: None)
    with pytest.raises(SimError, match=r"pip install 'staff-policy-sim\[search\]'"):
        proposer(study([{"measure": "gmv"}]).levers, 1, 0, 8)
