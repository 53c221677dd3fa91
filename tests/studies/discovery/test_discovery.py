"""Scores, boxes, robustness and fronts of stores whose truth is known."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.errors import SimError
from sim.studies.discovery import boxes, chart, front, robustness, scores
from sim.studies.discovery.boxes import induce, within
from sim.studies.discovery.scores import explained, group
from sim.studies.sweep import Store, Sweep, convergence, sensitivity
from sim.studies.sweep.noise import noise_share
from sim.studies.sweep.points import points_of
from sim.studies.sweep.store import Chunk

REPLICATES = 6


def stored(folder, truth, *, design, levers, uncertainties=None, noise=0.0, broken=()) -> Store:
    """A store as if a sweep had run: GMV and turnover of every point are what `truth` says, plus noise."""
    document = Sweep.model_validate(
        {
            "version": 1,
            "name": "known",
            "scenario": "-",
            "policies": ["new"],
            "measures": ["gmv", "turnover"],
            "levers": levers,
            "uncertainties": uncertainties or {},
            "design": design,
            "replicates": REPLICATES,
        }
    )
    points = points_of(document)
    rows = [{"policy": p.policy, **({} if p.future < 0 else {"future": p.future}), **dict(p.values)} for p in points]
    luck = np.random.default_rng(0).normal(size=(len(points), REPLICATES, 2)) * noise
    base = np.tile([1000.0, 15.0], (len(points), REPLICATES, 1))
    value = base + np.array([truth(row) for row in rows])[:, None, :] + luck
    value[list(broken)] = np.nan
    store = Store(folder)
    store.begin(
        {
            "name": "known",
            "identity": "x",
            "sweep": document.model_dump(mode="json"),
            "chunks": ["a"],
            "measures": {"gmv": "RMB per year", "turnover": "% per year"},
            "points": rows,
        }
    )
    store.write(Chunk("a", 0, value, base, {str(i): "it broke" for i in broken}))
    return store


SPACE = {
    "x": {"low": 0.0, "high": 1.0},
    "y": {"low": 0.0, "high": 1.0},
    "z": {"low": 0.0, "high": 1.0},
    "word": {"values": ["a", "b", "c"]},
}
SOBOL = {"kind": "sobol", "points": 512, "seed": 5}


def bad_corner(row) -> tuple[float, float]:
    """GMV falls where x is above 0.6 and y below 0.4, unless the word is b."""
    inside = row["x"] > 0.6 and row["y"] < 0.4 and row["word"] != "b"
    return (-50.0 if inside else 20.0), row["z"]


def test_a_planted_box_is_recovered_and_said_in_words(tmp_path) -> None:
    store = stored(tmp_path, bad_corner, design=SOBOL, levers=SPACE, noise=20.0, broken=(3, 77))
    box = boxes(store, "gmv < 0")[0]
    assert set(box.limits) == {"x", "y", "word"}
    assert box.limits["x"] == (pytest.approx(0.6, abs=0.03), np.inf)
    assert box.limits["y"] == (-np.inf, pytest.approx(0.4, abs=0.03))
    assert set(box.limits["word"]) == {"a", "c"}
    assert box.density > 0.9 and box.coverage > 0.8
    assert "x ≥ 0.6" in box.words() and "word is a / c" in box.words() and "gmv < 0" in box.words()
    assert "满足 gmv < 0" in box.words("zh")


def test_no_box_where_nothing_matters(tmp_path) -> None:
    """Hits at random: whatever box is found is hardly denser than all points."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.random((1000, 3)), columns=["x", "y", "z"])
    hits = rng.random(1000) < 0.3
    inside = within(frame, induce(frame, hits))
    assert hits[inside].mean() < 0.45
    store = stored(tmp_path, bad_corner, design=SOBOL, levers=SPACE)
    with pytest.raises(SimError, match="cannot read"):
        boxes(store, "gmv is bad")
    with pytest.raises(SimError, match="no border"):
        boxes(store, "gmv > 1e9")


def test_scores_find_what_matters_and_give_nothing_to_the_rest(tmp_path) -> None:
    def truth(row):
        return 30.0 * row["x"] + 10.0 * row["y"], 0.0

    store = stored(tmp_path, truth, design=SOBOL, levers=SPACE, noise=5.0)
    found = scores(store, "gmv").set_index("dimension")
    assert found.index[:2].tolist() == ["x", "y"]
    # shares of the variance: 900 / 12 and 100 / 12 beside the luck of means, 25 / 6
    total = 1000.0 / 12.0 + 25.0 / REPLICATES
    assert found.loc["x", "score"] == pytest.approx(75.0 / total, abs=0.04)
    assert found.loc["y", "score"] == pytest.approx(100.0 / 12.0 / total, abs=0.05)
    assert abs(found.loc["z", "score"]) < 0.03 and abs(found.loc["word", "score"]) < 0.03
    assert found.loc["x", "low"] < found.loc["x", "score"] < found.loc["x", "high"]
    assert found.loc["x", "trend"] > 0.8 and np.isnan(found.loc["word", "trend"])
    assert found["noise"].iloc[0] == pytest.approx(25.0 / REPLICATES / total, rel=0.3)
    assert explained(group(pd.Series([1.0, 2.0])), np.array([3.0, 3.0])) == 0.0


def test_luck_that_all_points_share_is_no_noise_between_them() -> None:
    rng = np.random.default_rng(3)
    signal, shared = np.linspace(0.0, 10.0, 40)[:, None], 50.0 * rng.normal(size=(1, 20))
    assert noise_share(signal + shared) == pytest.approx(0.0, abs=1e-12)
    own = rng.normal(size=(40, 20)) * 3.0
    variance = signal.var(ddof=1) + 9.0 / 20.0
    assert noise_share(signal + shared + own) == pytest.approx(9.0 / 20.0 / variance, rel=0.25)
    assert noise_share(shared + own) > 0.6  # nothing but luck
    assert np.isnan(noise_share(signal + shared[:, :1])) and np.isnan(noise_share(np.zeros((5, 4))))


def test_regret_and_satisficing_over_futures(tmp_path) -> None:
    """A bold policy wins in good futures and loses in bad ones; a modest one never loses much."""

    def truth(row):
        good = row["incentive_gain"] > 0.25
        return ({0.0: 4.0, 1.0: 20.0 if good else -30.0}[row["x"]], 0.0)

    store = stored(
        tmp_path,
        truth,
        design={"kind": "grid", "futures": 64},
        levers={"x": {"values": [0.0, 1.0]}},
        uncertainties={"incentive_gain": {"low": 0.0, "high": 0.5}},
    )
    found = robustness(store, "gmv", at_least=1.0).set_index(["policy", "x"])
    modest, bold = found.loc[("new", 0.0)], found.loc[("new", 1.0)]
    assert modest["worst_regret"] == pytest.approx(16.0) and bold["worst_regret"] == pytest.approx(34.0)
    assert modest["satisficing"] == 1.0 and bold["satisficing"] == pytest.approx(0.5, abs=0.02)
    assert bold["low"] < 0.5 < bold["high"] and found.index[0] == ("new", 0.0)
    assert bold["best"] == pytest.approx(0.5, abs=0.02) and found["futures"].eq(64).all()
    assert "(today)" in found.index.get_level_values("policy")
    with pytest.raises(SimError, match="crosses no futures"):
        robustness(stored(tmp_path / "b", bad_corner, design=SOBOL, levers=SPACE), "gmv")


def test_the_front_holds_what_nothing_beats(tmp_path) -> None:
    def truth(row):
        return 100.0 * row["x"] - 200.0 * row["y"], 5.0 * row["x"] + 5.0 * row["y"]

    grid = {"kind": "grid", "levels": 5}
    levers = {name: SPACE[name] for name in ("x", "y")}
    store = stored(tmp_path, truth, design=grid, levers=levers, noise=0.5)
    found = front(store, ["gmv", "turnover"], directions={"turnover": "down"})
    best = found[found["on_front"]]
    assert (best["y"] == 0.0).all() and sorted(best["x"]) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert (best["sure"] > 0.9).all() and (found[~found["on_front"] & (found["y"] > 0.3)]["sure"] < 0.1).all()
    assert set(found.columns) >= {"gmv", "gmv error", "turnover", "turnover error", "sure"}
    with pytest.raises(SimError, match="at least two"):
        front(store, ["gmv"])


def test_convergence_shows_the_indices_settle(tmp_path) -> None:
    def truth(row):
        return 30.0 * row["x"] + 10.0 * row["y"], 0.0

    design = {"kind": "saltelli", "points": 128, "seed": 2}
    store = stored(tmp_path, truth, design=design, levers={k: SPACE[k] for k in ("x", "y", "z")}, noise=1.0)
    found = convergence(store, "gmv")
    assert sorted(found["blocks"].unique()) == [8, 16, 32, 64, 128]
    x = found[(found["dimension"] == "x") & (found["index"] == "total")].sort_values("blocks")
    width = (x["high"] - x["low"]).to_numpy()
    assert width[-1] < 0.6 * width[0] and x["value"].iloc[-1] == pytest.approx(0.9, abs=0.08)
    assert found.iloc[-len(sensitivity(store, "gmv")) :].reset_index(drop=True).equals(sensitivity(store, "gmv"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_chart_is_drawn_with_units_in_two_languages(tmp_path, lang) -> None:
    plain = stored(tmp_path / "a", bad_corner, design=SOBOL, levers=SPACE, noise=5.0)
    indexed = stored(tmp_path / "b", bad_corner, design={"kind": "saltelli", "points": 64}, levers=SPACE, noise=5.0)
    crossed = stored(
        tmp_path / "c",
        lambda row: (row["x"] * 10.0 - 4.0 * row["incentive_gain"], 0.0),
        design={"kind": "sobol", "points": 16, "futures": 8},
        levers={"x": SPACE["x"]},
        uncertainties={"incentive_gain": "prior"},
    )
    for store, kind, what in (
        (plain, "scores", "gmv"),
        (plain, "boxes", "gmv < 0"),
        (plain, "front", "gmv,turnover"),
        (indexed, "indices", "gmv"),
        (indexed, "convergence", "gmv"),
        (crossed, "robustness", "gmv"),
    ):
        picture = chart(store, kind, what, lang=lang)
        axes = picture.axes[0]
        assert axes.get_xlabel() and (kind in ("scores", "indices", "robustness") or axes.get_ylabel())
        assert len(picture._repr_png_()) > 5000
    with pytest.raises(SimError, match="there is no chart"):
        chart(plain, "pie", "gmv")


def test_the_command_explores_a_store(tmp_path) -> None:
    store = stored(tmp_path / "store", bad_corner, design=SOBOL, levers=SPACE, noise=5.0)
    runner = CliRunner()
    done = runner.invoke(main, ["explore", str(store.folder), "boxes", "gmv < 0", "--plot", str(tmp_path / "b.png")])
    assert done.exit_code == 0 and "Where" in done.output and (tmp_path / "b.png").stat().st_size > 5000
    done = runner.invoke(main, ["explore", str(store.folder), "scores", "gmv", "--csv", str(tmp_path / "s.csv")])
    assert done.exit_code == 0 and len(pd.read_csv(tmp_path / "s.csv")) == 4
    done = runner.invoke(main, ["explore", str(store.folder), "indices", "gmv"])
    assert done.exit_code == 2 and "saltelli" in done.output
    assert json.loads((store.folder / "study.json").read_text())["name"] == "known"
