"""Luck, workplace and what is not known, from outcomes whose parts are known."""

import numpy as np
import pytest

from sim.results.apart import shares


def test_parts_of_a_variance_are_found() -> None:
    rng = np.random.default_rng(1)
    known, here, there = rng.normal(0, 2, 20_000), rng.normal(0, 1, 20_000), rng.normal(0, 1, 20_000)
    luck = rng.normal(0, 1, (3, 20_000))
    found = shares(known + here + luck[0], known + here + luck[1], known + there + luck[2])
    assert found == pytest.approx((1 / 6, 1 / 6, 4 / 6), abs=0.03)
    assert sum(found) == pytest.approx(1.0)


def test_nothing_that_varies_and_luck_alone_are_luck() -> None:
    rng = np.random.default_rng(2)
    assert shares(np.ones(9), np.ones(9), np.ones(9)) == (1.0, 0.0, 0.0)
    assert shares(*rng.normal(size=(3, 5000))).luck > 0.95
