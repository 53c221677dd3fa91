"""Learning from a year: it recovers simulated firms with flat ranks, and leaves alone what a year cannot tell."""

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.results.learning import COLUMNS, learn, read_off, simulated_firms, summaries
from sim.results.observed import read_observed

FLAGSHIP, YEAR = "scenarios/flagship.yaml", "scenarios/flagship.observed.csv"
BELIEVED, FIRMS = 360, 40


@pytest.fixture(scope="module")
def firms():
    """Parameter records and summaries of simulated firms, those that are believed first."""
    observed = read_observed(YEAR)
    values, series = simulated_firms(sim.load(FLAGSHIP), observed, np.arange(BELIEVED + FIRMS), None)
    return values, summaries(series, {name: observed.series[name] for name in COLUMNS})


def test_ranks_of_the_truth_are_flat_over_simulated_firms(firms) -> None:
    values, told = firms
    ranks = []
    for firm in range(BELIEVED, BELIEVED + FIRMS):
        found = read_off(values[:BELIEVED], told[:BELIEVED], told[firm])
        ranks += [float(np.mean(found.values(name) < values[name][firm])) for name in found.told]
    counts = np.histogram(ranks, bins=5, range=(0.0, 1.0))[0]
    expected = len(ranks) / 5.0
    assert len(ranks) >= 2 * FIRMS
    # numbers of one firm go together, so the usual chi-square (13.3 at 0.01) is doubled
    assert ((counts - expected) ** 2 / expected).sum() < 26.6


def test_what_is_told_narrows_and_the_rest_stays_as_it_was(firms) -> None:
    values, told = firms
    found = read_off(values[:BELIEVED], told[:BELIEVED], told[BELIEVED])
    assert found.told and set(found.told) < set(found.names)
    scores = dict(zip(found.names, found.scores.T, strict=True))
    assert all(scores[name].std() < 0.97 for name in found.told)
    still = next(name for name in found.names if name not in found.told)
    assert np.sort(found.values(still)) == pytest.approx(np.sort(values[still][:BELIEVED]), abs=1e-9)
    records = values[:3].copy()
    after = found.put_into(records, np.arange(3))
    assert after[still].tolist() == records[still].tolist()
    assert after[found.told[0]].tolist() == found.values(found.told[0])[:3].tolist()


def test_noise_tells_nothing() -> None:
    rng = np.random.default_rng(1)
    values = np.zeros(300, dtype=[("a", float), ("b", float)])
    values["a"], values["b"] = rng.normal(size=(2, 300))
    found = read_off(values, rng.normal(size=(300, 9)), np.zeros(9))
    assert not found.told
    assert "nothing" in found.sentences()[0] and "未说明" in found.sentences("zh")[0]


def test_the_commands_learn_and_say_so() -> None:
    assert learn(FLAGSHIP, draws=100).names
    done = CliRunner().invoke(main, ["fit", FLAGSHIP, "--replicates", "20", "--learn"])
    assert done.exit_code == 0 and "cannot tell the other" in done.output
