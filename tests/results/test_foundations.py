"""What an answer rests on: shares that are planted are found, and priors alone are said to be no ground."""

import numpy as np
import pytest

from sim.parameters import default, draws
from sim.results import foundations
from sim.results.foundations import Foundation, influence, told


def test_the_number_behind_an_effect_is_found_with_its_share_and_noise_has_none() -> None:
    values, rng = draws(default().uncalibrated(), 600), np.random.default_rng(1)
    x = (values["turnover_reference"] - values["turnover_reference"].mean()) / values["turnover_reference"].std()
    found = influence(values, x + rng.normal(0.0, 1.0, 600))
    assert next(iter(found)) == "turnover_reference" and found["turnover_reference"] == pytest.approx(0.5, abs=0.08)
    alarms = [len(influence(values, rng.normal(0.0, 1.0, 600))) for _ in range(5)]
    assert np.mean(alarms) < 3.0  # one in 370 of some two hundred numbers is half a number


def test_priors_alone_cannot_say_where_the_direction_is_open() -> None:
    mixed, clear = np.linspace(-1.0, 1.0, 99), np.linspace(0.5, 1.0, 99)
    assert foundations._verdict(mixed, 0.05) == "open" and foundations._verdict(clear, 0.05) == "direction"
    assert foundations._verdict(mixed, 0.6) == "grounded"
    words = told(Foundation("plan", "gmv", {"turnover_reference": 0.3}, 0.05, "open"))
    assert "we cannot say" in words and "turnover_reference 30 %" in words
    assert "无法判断" in told(Foundation("plan", "gmv", {"turnover_reference": 0.3}, 0.05, "open"), "zh")
    assert foundations._verdict(mixed, float("nan")) == "luck"
    assert "stands out" in told(Foundation("plan", "gmv", {}, float("nan"), "luck"))
