"""Emulator, sampler and smoothed weights on problems with known answers; the command on one study."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import genpareto

from sim.cli import main
from sim.errors import SimError
from sim.parameters import default
from sim.parameters.posterior import Posterior, posterior, read, written
from sim.parameters.smoothing import UNTRUSTED, fitted, smoothed
from sim.studies.calibration import calibrate, design
from sim.studies.calibration.emulator import emulated
from sim.studies.calibration.sampling import sample
from sim.studies.evidence.document import load_study
from sim.studies.evidence.predict import predictions
from sim.studies.evidence.score import PUBLISHED, expected


def test_the_tail_of_weights_is_recovered_and_says_when_they_cannot_be_trusted() -> None:
    rng = np.random.default_rng(1)
    for shape in (0.1, 0.5, 0.9):
        k, scale = fitted(np.sort(genpareto.rvs(shape, scale=2.0, size=3000, random_state=rng)))
        assert k == pytest.approx(shape, abs=0.08) and scale == pytest.approx(2.0, rel=0.12)
    mild, wild = smoothed(rng.normal(0.0, 0.3, 2000)), smoothed(rng.normal(0.0, 4.0, 2000))
    assert mild[0].mean() == pytest.approx(1.0)
    assert mild[1] < UNTRUSTED < wild[1]
    assert smoothed(np.zeros(100))[1] == 0.0


def test_an_emulator_finds_what_moves_an_effect_and_how_well_it_knows() -> None:
    rng = np.random.default_rng(2)
    values = np.zeros(1500, dtype=[(name, float) for name in "abcdefgh"])
    for name in values.dtype.names:
        values[name] = rng.normal(size=1500)
    truth = 3.0 + 2.0 * values["a"] + values["b"] * (1.0 + values["a"])
    found = emulated(values, truth[:, None] + rng.normal(0.0, 1.0, (1500, 2)))
    assert set(found.names[:2]) == {"a", "b"}
    assert found.luck == pytest.approx(np.sqrt(0.5), rel=0.1)
    assert found.explained > 0.93
    at = np.column_stack([values[name] for name in found.names])
    assert np.std(found.effect(at) - truth) < 0.3


def test_chains_recover_a_posterior_that_is_known() -> None:
    """A normal prior and a normal likelihood of the sum of two scores; a third score does not matter."""

    def log_likelihood(scores):
        return -0.5 * ((scores[:, 0] + scores[:, 1] - 2.0) / 0.5) ** 2

    found = sample(log_likelihood, np.random.default_rng(4).standard_normal((64, 3)), 1200, seed=3)
    flat = found.scores.reshape(-1, 3)
    assert found.reduction < 1.05 and found.effective > 400
    total = flat[:, 0] + flat[:, 1]
    assert total.mean() == pytest.approx(2.0 * 2.0 / 2.25, abs=0.08)
    assert total.var() == pytest.approx(1.0 / (1.0 / 2.0 + 1.0 / 0.25), rel=0.15)
    assert flat[:, 2].mean() == pytest.approx(0.0, abs=0.12) and flat[:, 2].std() == pytest.approx(1.0, rel=0.1)


def test_draws_are_written_and_read_again() -> None:
    entry = default().entry("incentive_gain")
    scores, fits = np.array([[0.5], [-1.25]]), np.array([[-1.0], [-3.0]])
    made = Posterior(
        ("incentive_gain",),
        {"incentive_gain": (entry.value, entry.prior)},
        scores,
        np.array([0.25, 0.75]),
        ("A",),
        fits,
        {"points": 2},
    )
    again = read(written(made))
    assert again.names == made.names and again.stood == made.stood and again.record == made.record
    assert np.array_equal(again.scores, scores) and np.array_equal(again.fits, fits)
    assert again.rows(np.array([0.0, 0.24, 0.26, 0.999999])).tolist() == [0, 0, 1, 1]
    assert again.holds("incentive_gain", entry.value, entry.prior)
    assert not again.holds("incentive_gain", entry.value / 2.0, entry.prior)


def test_the_packaged_draws_are_whole() -> None:
    found = posterior()
    assert found.scores.shape == (len(found.weights), len(found.names))
    assert found.fits.shape == (len(found.weights), len(found.studies))
    assert set(found.record["left_out"]) == set(found.studies)
    moved = {name for name, each in found.record["numbers"].items() if each["moved"]}
    spreads = dict(zip(found.names, found.scores.std(axis=0), strict=True))
    assert all(abs(spreads[name] - 1.0) < 0.35 for name in set(found.names) - moved)


def test_studies_kept_aside_take_no_part_unless_asked_for(tmp_path) -> None:
    aside = next(str(path) for path in sorted(PUBLISHED.glob("*.yaml")) if load_study(path).kept_aside)
    with pytest.raises(SimError, match="no study"):
        calibrate([aside], store=tmp_path)


def test_a_stopped_run_goes_on_and_a_second_gives_the_same(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(design, "CHUNK", 40)
    store, study = tmp_path / "store", str(PUBLISHED / "SHE04.yaml")
    command = ["calibrate", study, "--store", str(store), "--points", "250", "--steps", "100", "--workers", "1"]
    outs = [tmp_path / "one.json", tmp_path / "two.json"]
    first = CliRunner().invoke(main, [*command, "--out", str(outs[0])])
    assert first.exit_code == 0, first.output
    files = sorted(store.iterdir())
    files[0].unlink()
    again = CliRunner().invoke(main, [*command, "--out", str(outs[1])])
    assert sorted(store.iterdir()) == files and again.output.count("points") == 1
    one, two = (json.loads(out.read_text(encoding="utf-8")) for out in outs)
    assert one["scores"] == two["scores"] and "incentive_gain" in one["parameters"]


def test_leaving_a_mechanism_out_leaves_out_more_than_the_study() -> None:
    study = load_study(PUBLISHED / "BRA16.yaml")
    outcome = next(each for each in study.outcomes if each.scored)
    effects = predictions(study, 40)[outcome.id]
    alone, together = expected(study, outcome, effects), expected(study, outcome, effects, ["KNE11"])
    assert alone[1] is not None and together[1] is not None and alone != together
