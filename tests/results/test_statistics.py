"""Paired statistics and the rule that stops a comparison: exact cases, coverage, gain from pairing."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.precision import DEFAULT_PRECISION, ENOUGH, Effort, wanted_precision
from sim.results.statistics import LEVEL, half_width, paired, t_quantile


def test_t_quantile_equals_the_printed_table() -> None:
    assert t_quantile(0.95, np.array([1, 10, 30])) == pytest.approx([12.706, 2.228, 2.042], abs=5e-4)
    assert np.isnan(t_quantile(0.95, np.array(0)))


def test_interval_of_five_differences_by_hand() -> None:
    differences = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    result = paired(differences[:, None], np.zeros((5, 1)))
    assert result.estimate[0] == 3.0
    assert result.high[0] - 3.0 == pytest.approx(2.776445 * np.sqrt(2.5 / 5), rel=1e-6)
    assert (result.replicates[0], result.above[0]) == (5, 1.0)


def test_a_policy_against_itself_differs_by_exactly_zero() -> None:
    values = np.random.default_rng(3).lognormal(14.0, 1.0, (50, 4))
    result = paired(values, values)
    for each in (result.estimate, result.low, result.high, result.outcome_low, result.outcome_high):
        assert (each == 0.0).all()
    assert (result.above == 0.5).all()
    assert np.isinf(result.variance_ratio).all()


def test_constant_values_have_no_variance_ratio() -> None:
    assert np.isnan(paired(np.ones((9, 1)), np.ones((9, 1))).variance_ratio[0])


def test_variance_ratio_is_that_of_the_design() -> None:
    luck = np.random.default_rng(4)
    common, own = luck.normal(0, 3.0, (20_000, 1)), luck.normal(0, 1.0, (2, 20_000, 1))
    ratio = paired(common + own[0], common + own[1]).variance_ratio[0]
    assert ratio == pytest.approx((2 * 9 + 2) / 2, rel=0.05)


def test_pairs_with_a_missing_value_are_left_out_for_that_measure_only() -> None:
    policy = np.array([[1.0, np.nan], [2.0, 2.0], [3.0, 4.0]])
    result = paired(policy, np.ones((3, 2)))
    assert result.replicates.tolist() == [3, 2]
    assert result.estimate.tolist() == [1.0, 2.0]
    assert result.baseline_mean.tolist() == [1.0, 1.0]


def test_a_measure_without_values_is_nan_and_warns_nobody() -> None:
    result = paired(np.full((5, 1), np.nan), np.ones((5, 1)))
    assert np.isnan(result.estimate[0]) and np.isnan(result.low[0]) and np.isnan(result.outcome_low[0])


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e3))
def test_statistics_follow_shift_and_scale(shift: float, scale: float) -> None:
    base = np.random.default_rng(5).normal(size=(30, 1))
    result = paired(scale * base + shift, np.zeros_like(base))
    plain = paired(base, np.zeros_like(base))
    assert result.half_width[0] == pytest.approx(scale * plain.half_width[0], rel=1e-4)
    assert result.estimate[0] == pytest.approx(scale * plain.estimate[0] + shift, rel=1e-6, abs=1e-6)


def test_outcome_range_holds_eighty_percent_and_is_wider_than_the_interval() -> None:
    values = np.random.default_rng(6).normal(size=(4000, 1))
    result = paired(values, np.zeros_like(values))
    inside = (values >= result.outcome_low) & (values <= result.outcome_high)
    assert inside.mean() == pytest.approx(0.80, abs=0.002)
    assert result.outcome_high[0] - result.outcome_low[0] > 10 * 2 * result.half_width[0]


LAWS = {
    "normal": (lambda luck, n: luck.normal(size=n), 0.0),
    "counts": (lambda luck, n: (luck.poisson(3, n) - luck.poisson(3, n)) / np.sqrt(6), 0.0),
    "skewed": (lambda luck, n: luck.gamma(4.0, 0.5, n), 2.0),
    "often no effect": (lambda luck, n: luck.normal(1, 1, n) * (luck.random(n) > 0.1) + luck.normal(0, 0.3, n), 0.9),
}


def stopped_coverage(law: str, target: float, repeats: int, enough: float) -> float:
    """Return how often the interval holds the truth when the run stops at the first look that is narrow enough."""
    draw, truth = LAWS[law]
    effort, luck, hits = Effort(None, {}, None, None, 0), np.random.default_rng([7, int(1000 * target)]), 0
    for _ in range(repeats):
        values = draw(luck, effort.looks[-1])
        for n in effort.looks:
            precise = half_width(values[:n], effort.level_used) <= max(target, enough * abs(values[:n].mean()))
            if precise or n == effort.looks[-1]:
                reported = half_width(values[:n], effort.level_reported("precise" if precise else "most"))
                hits += abs(values[:n].mean() - truth) <= reported
                break
    return hits / repeats


@pytest.mark.parametrize("target", [0.40, 0.30, 0.16])
@pytest.mark.parametrize("enough", [0.0, ENOUGH])
@pytest.mark.parametrize("law", LAWS)
def test_intervals_of_stopped_runs_hold_the_truth(law: str, target: float, enough: float) -> None:
    # 1,000 repeats: a rule that covers 95.5 % falls below 94 % with probability 1 % in one case
    assert stopped_coverage(law, target, 1000, enough) >= 0.94


def test_fixed_runs_cover_at_their_level() -> None:
    luck = np.random.default_rng(8)
    values = luck.normal(size=(2000, 50))
    hits = np.abs(values.mean(axis=1)) <= half_width(values.T, LEVEL)
    assert hits.mean() == pytest.approx(0.95, abs=0.012)


def test_looks_come_at_growing_distances_and_given_replicates_are_one_look() -> None:
    looks = Effort(None, {}, None, None, 0).looks
    assert looks[0] == 40 and looks[-1] == 640
    assert all(1.3 <= later / sooner <= 1.5 for sooner, later in itertools.pairwise(looks))
    assert Effort(7, {}, None, None, 0).looks == (7,)
    assert Effort(7, {}, None, None, 0).level_used == LEVEL


def test_precision_comes_from_the_question_the_scenario_or_the_defaults() -> None:
    assert wanted_precision(None, {}) == DEFAULT_PRECISION
    assert wanted_precision(None, {"gmv": 2.0})["gmv"] == 2.0
    assert wanted_precision(1.0, {"gmv": 2.0}) == {"gmv": 1.0, "turnover": 2.0, "collaboration": 2.0}
    assert wanted_precision({"nps": 1.0}, {}) == {"nps": 1.0}


@pytest.mark.parametrize("asked", [0.0, -1.0, float("nan"), {"gmv": float("inf")}, {"sales": 1.0}])
def test_precision_that_makes_no_sense_is_refused(asked) -> None:
    from sim.errors import SimError

    with pytest.raises(SimError, match="precision"):
        wanted_precision(asked, {})
