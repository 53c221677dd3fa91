"""The model's hazard of leaving against life tables: made with it, and observed."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.intake.survival import fit_tenure
from sim.parameters import default

TABLE = Path(__file__).parent.parent / "data" / "tenure" / "life_table.csv"


@pytest.fixture(scope="module")
def observed():
    start, end, at_risk, exits, censored = np.loadtxt(TABLE, delimiter=",", skiprows=1).T
    return start, end, at_risk - 0.5 * censored, exits


def test_a_table_made_by_the_hazard_gives_it_back() -> None:
    """Weekly tosses of the hazard of the registry's hump for 60,000 people."""
    base, height, peak = -5.5, 0.6, 13.0
    rng, people, exits = np.random.default_rng(1), 60_000, np.zeros(261)
    for week in range(261):
        relative = (week + 0.5) / peak
        leaving = rng.binomial(people, 1.0 - np.exp(-np.exp(base + height * relative * np.exp(1.0 - relative))))
        exits[week], people = leaving, people - leaving
    months = np.array([0, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48, 60])
    spans = [exits[int(a * 4.348) : int(b * 4.348)].sum() for a, b in pairwise(months)]
    at_risk = 60_000.0 - np.concatenate([[0.0], np.cumsum(spans)[:-1]])
    found = fit_tenure(months[:-1], months[1:], at_risk, np.array(spans))
    assert found.quit_base == pytest.approx(base, abs=0.05)
    assert found.hump_height == pytest.approx(height, abs=0.08)
    assert found.hump_weeks == pytest.approx(peak, rel=0.2)


def test_an_observed_table_has_the_level_and_no_hump(observed) -> None:
    """A finding: these 1,116 people leave less, not more, in their first months; after that at an even rate."""
    found = fit_tenure(*observed)
    yearly = 52.18 * np.exp(found.quit_base)
    assert yearly == pytest.approx(0.164, rel=0.05)  # exits per person and year of the table
    assert found.hump_height < 0.0 < default().value("hump_height")
    assert found.expected.sum() == pytest.approx(found.observed.sum(), rel=0.02)
    first, later = slice(0, 4), slice(4, None)
    rate = observed[3] / observed[2] / (observed[1] - observed[0])
    assert rate[first].mean() < 0.85 * rate[later].mean()
    assert 0.001 < found.misfit[1] < 0.05  # the form is not quite right for them


def test_a_table_that_cannot_be_is_refused() -> None:
    with pytest.raises(SimError, match="five rows"):
        fit_tenure(np.arange(3.0), np.arange(3.0) + 1.0, np.full(3, 9.0), np.ones(3))
