"""Corners, directions and known values of the rules."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from scipy.stats import kstest

from sim.parameters import default
from sim.rules import (
    contests,
    development,
    exploits,
    leaving,
    market,
    normal,
    output,
    pay,
    philox,
    production,
    promotion,
    work,
)

VALUES = default().record()
PAR = VALUES.view(np.dtype((np.record, VALUES.dtype)))[0]
ONE, NONE = np.array([[0.0, 1.0]]), np.array([[0.0, 0.0]])
CURVE = np.array([[0.8, 1.0], [1.0, 1.0], [1.5, -2.0]])
STEPS = np.array([[0.8, 0.8], [1.0, 0.3]])


def test_philox_gives_the_published_words():
    words = [f"{w:08x}" for w in philox.philox(0, 0, 0, 0, 0, 0)]
    assert words == ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]
    pi = philox.philox(0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0)
    assert [f"{w:08x}" for w in pi] == ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"]
    ones = philox.philox(*[0xFFFFFFFF] * 6)
    assert [f"{w:08x}" for w in ones] == ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"]


def test_uniforms_are_uniform():
    draws = [philox.uniforms(i, 3, 7, 9, 1, 2) for i in range(5000)]
    for column in np.array(draws).T:
        assert column.min() > 0.0
        assert column.max() < 1.0
        assert kstest(column, "uniform").pvalue > 1e-4


@given(st.floats(1e-12, 1 - 1e-12))
def test_normal_functions_equal_scipy(u):
    assert normal.normal_quantile(u) == pytest.approx(float(ndtri(u)), rel=1e-12, abs=1e-14)
    x = float(ndtri(u))
    assert normal.normal_cdf(x) == pytest.approx(float(ndtr(x)), rel=1e-12)


@pytest.mark.parametrize(("left", "known"), [(12, 0.0759), (6, 0.0399), (1, 0.0120), (0, 0.00726)])
def test_projection_spread_against_a_simulation(left, known):
    random = np.random.default_rng(left)
    shocks = random.normal(0, 0.05, (40000, left + 1))
    own = random.normal(0, 0.08, (40000, left + 1))
    path, level = np.zeros_like(shocks), np.zeros(40000)
    for week in range(left + 1):
        level = 0.9 * level + shocks[:, week]
        path[:, week] = level
    simulated = ((path + own).sum(axis=1) / 13).std()
    assert pay.projection_spread(left, 0.08, 0.05, 0.9) / 13 == pytest.approx(simulated, rel=0.02)
    assert pay.projection_spread(left, 0.08, 0.05, 0.9) / 13 == pytest.approx(known, rel=0.02)


def test_payouts_by_hand():
    paid = {0.79: 0.0, 0.8: 0.8, 0.9: 0.9, 1.0: 1.3, 1.2: 1.7, 1.5: 2.3, 3.0: 2.3}
    for attainment, share in paid.items():
        assert pay.payout_share(attainment, CURVE, STEPS) == pytest.approx(share, abs=1e-12)


@given(st.floats(0.2, 2.2), st.floats(0.02, 0.3))
def test_expected_slope_is_the_derivative_of_the_expected_payout(projected, spread):
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)

    def linear_part(x):
        shares = [pay.payout_share(x + spread * z, CURVE, NONE) for z in nodes]
        return float(np.dot(weights, shares) / math.sqrt(2 * math.pi))

    step = 1e-3
    numeric = (linear_part(projected + step) - linear_part(projected - step)) / (2 * step)
    assert pay.expected_slope(projected, spread, 0.0, CURVE, NONE) == pytest.approx(numeric, abs=0.12)
    assert pay.expected_slope(projected, spread, 0.0, ONE, NONE) == pytest.approx(1.0, abs=1e-6)


def test_a_decided_race_moves_nobody():
    assert pay.expected_slope(3.0, 0.05, 0.0, CURVE, STEPS) == pytest.approx(0.0, abs=1e-9)
    assert pay.expected_slope(0.1, 0.05, 0.0, CURVE, STEPS) == pytest.approx(0.0, abs=1e-9)


def test_waiting_is_exact_for_one_server_and_explodes_with_load():
    for load in (0.1, 0.5, 0.8):
        assert work.waiting_factor(load, 1.0) == pytest.approx(load / (1 - load))
    assert work.waiting_factor(0.7, 3.0) < work.waiting_factor(0.7, 1.0)
    assert work.waiting_factor(0.0, 2.0) == 0.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 3))
def test_rework_stays_a_share_and_grows_with_hand_offs(handoff, culture, care):
    share = work.rework_probability(handoff, culture, 0.1, care, PAR)
    assert 0.0 <= share <= PAR.rework_max
    assert work.rework_probability(0.0, culture, 0.1, care, PAR) <= share


@given(st.floats(0.1, 2), st.floats(0.05, 0.5), st.floats(0.25, 1))
def test_inputs_of_several_hands_are_neutral_at_the_usual_and_the_scarcest_weighs_most(level, weight, substitution):
    power = production.substitution_power(substitution)

    def result(a, b):
        total = production.input_term(a, weight, power) + production.input_term(b, weight, power)
        return production.combined(total, power), total

    assert result(1.0, 1.0)[0] == pytest.approx(1.0)
    step = 1e-6
    numeric = (math.log(result(level + step, 1.0)[0]) - math.log(result(level, 1.0)[0])) / math.log(1 + step / level)
    slope = production.input_slope(level, weight, result(level, 1.0)[1], power)
    assert slope == pytest.approx(numeric, rel=1e-3)
    assert production.input_slope(1.0, weight, 0.0, power) == pytest.approx(weight)
    if level < 0.9 and substitution < 0.9:
        assert slope > weight


@given(st.floats(0, 1), st.floats(0, 1))
def test_belief_lies_between_the_truth_and_proportionality(elasticity, belief):
    believed = production.believed_control(elasticity, belief)
    assert elasticity - 1e-12 <= believed <= 1.0
    assert production.believed_control(elasticity, 0.0) == pytest.approx(elasticity)
    assert production.believed_control(0.0, belief) == 0.0


def test_visits_equal_their_base_at_the_base():
    raw = -5.0 * 1000.0 * math.log(1 - 1 / 5.0)
    assert market.capped_visits(raw, 1000.0, 5.0) == pytest.approx(1000.0)


@given(st.floats(0, 5), st.floats(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_shares_of_the_warehouse_stay_shares(overdue, load, culture, skipping):
    assert 0.0 <= market.cancelled_share(overdue, PAR) <= PAR.cancel_max
    assert 0.0 <= market.late_share(overdue, PAR) <= PAR.late_max
    assert 0.0 < market.error_share(load, culture, skipping, PAR) <= PAR.error_max


def test_margin_after_a_price_cut_by_hand():
    assert market.margin_share(0.4, 0.0, 0.0) == pytest.approx(0.4)
    assert market.margin_share(0.4, 0.2, 0.0) == pytest.approx((0.8 - 0.6) / 0.8)


def test_learning_reaches_the_published_ramp():
    skill = 1.0 - PAR.skill_learning_gap
    for _ in range(35):
        skill += PAR.learning_rate * (1.0 - skill)
    assert skill / (1.0 - PAR.skill_learning_gap) == pytest.approx(1.538, abs=0.005)
    assert development.skill_at_tenure(35.0, PAR) == pytest.approx(1 - 0.4 * math.exp(-0.046 * 35), abs=1e-9)


@given(st.floats(0, 1.2), st.floats(0, 3), st.floats(0, 1.5), st.floats(0, 5))
def test_fatigue_stays_in_its_range(fatigue, effort, hours, load):
    assert 0.0 <= development.next_fatigue(fatigue, effort, hours, load, PAR) <= PAR.fatigue_max


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_better_job_is_left_less(value, more):
    low, high = min(value, more), max(value, more)
    assert leaving.wish_to_leave(high, PAR) <= leaving.wish_to_leave(low, PAR)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(-12, 2))
def test_a_decision_is_an_inverted_probability(u, log_hazard):
    assert leaving.decides_to_leave(u, log_hazard) == (u < -math.expm1(-math.exp(log_hazard)))
    if leaving.decides_to_leave(u, log_hazard):
        assert leaving.decides_to_leave(u, log_hazard + 0.5)


def test_fairness_hurts_only_below_peers():
    assert leaving.fairness(0.2, 0.0, 0.25) == 0.0
    assert leaving.fairness(-0.2, 0.0, 0.25) == pytest.approx(-0.2)
    assert leaving.fairness(0.0, 0.4, 0.25) == pytest.approx(-0.1)


def test_unpaid_money_holds_people():
    waits = [leaving.departure_probability(m, PAR) for m in (0.0, 1.0, 3.0)]
    assert waits[0] == PAR.depart_rate
    assert waits == sorted(waits, reverse=True)


def test_those_who_stayed_fit_better():
    grid = [leaving.survivor_match(u, 0.0, PAR) for u in np.linspace(0.01, 0.99, 99)]
    assert grid == sorted(grid)
    assert np.mean(grid) == pytest.approx(0.0, abs=0.01)
    assert leaving.survivor_match(0.5, 400.0, PAR) > leaving.survivor_match(0.5, 20.0, PAR) > 0.0


def test_exploits_start_at_conscience_and_end_at_their_ceiling():
    assert exploits.exploit_level(0.1, 0.1, 0.0, 0.3, 1.0) == 0.0
    assert exploits.exploit_level(0.25, 0.1, 0.0, 0.3, 1.0) == pytest.approx(0.5)
    assert exploits.exploit_level(9.0, 0.1, 0.0, 0.3, 1.0) == 1.0
    assert exploits.exploit_level(9.0, math.inf, 0.0, 0.3, 1.0) == 0.0
    assert exploits.discount_level(9.0, 6.0, 0.2) == 0.2


def test_hours_beyond_full_count_half():
    assert output.effective_hours(1.1, 1.2, 0.5) == 1.1
    assert output.effective_hours(1.4, 1.2, 0.5) == pytest.approx(1.3)


@given(st.floats(0, 2), st.floats(1, 30))
def test_help_and_breadth_are_neutral_at_their_reference(received, lines):
    assert output.help_factor(PAR.help_reference, PAR) == 1.0
    assert output.help_factor(received, PAR) > 0.0
    assert output.breadth_factor(lines, lines, PAR.breadth_penalty) == pytest.approx(1.0)


def test_noise_has_mean_one():
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    factors = [output.noise_factor(z, 0.25) for z in nodes]
    assert np.dot(weights, factors) / math.sqrt(2 * math.pi) == pytest.approx(1.0, rel=1e-9)


@given(st.floats(-2.5, 2.5), st.floats(-2.5, 2.5))
def test_a_new_post_keeps_what_the_posts_have_in_common(before, z):
    """All of it: the same ability. Nothing of it: a new draw. Between them the best are nearer the mean."""
    sd = PAR.ability_sd
    ability = output.noise_factor(before, sd)
    same, other = (promotion.ability_in_post(ability, z, changed(post_change=x)) for x in (0.0, 1.0))
    assert same == pytest.approx(ability, rel=1e-12)
    assert other == pytest.approx(output.noise_factor(z, sd), rel=1e-12)
    usual = promotion.ability_in_post(output.noise_factor(2.0, sd), 0.0, PAR)
    assert 1.0 - 0.5 * sd * sd < usual < output.noise_factor(2.0, sd)


def changed(**values: float) -> np.record:
    record = VALUES.copy()
    for name, value in values.items():
        record[name] = value
    return record.view(np.dtype((np.record, record.dtype)))[0]


def test_a_floor_takes_what_it_would_have_paid_anyway():
    """Far above nothing, far below all of a guarantee and of an advance what present bias takes, between them half."""
    for recovers, most in ((0, 1.0), (1, 1.0 - PAR.present_bias)):
        far, near, under = (pay.floored_share(earned, 1000.0, 50.0, recovers, PAR) for earned in (5000.0, 1000.0, 0.0))
        assert far < 1e-9 and near == pytest.approx(0.5 * most) and under == pytest.approx(most)
    assert (
        pay.floored_share(2000.0, 1000.0, 0.0, 0, PAR) == 0.0 and pay.floored_share(500.0, 1000.0, 0.0, 0, PAR) == 1.0
    )


def test_ranks_titles_and_days_at_home_at_their_corners() -> None:
    assert contests.helpless_share(1.0, PAR) == pytest.approx(1.0 - PAR.rank_control)
    assert contests.helpless_share(1.0, PAR) < contests.helpless_share(5.0, PAR) < 1.0
    assert contests.notice(5.0, 5.0) == contests.notice(0.0, 1.0) == 0.0 and contests.notice(1.0, 5.0) == pytest.approx(
        0.8
    )
    assert contests.unpaid_share(0.0, 0.0, PAR) == 0.0 and contests.unpaid_share(1.0, 0.0, PAR) == 1.0
    part = PAR.contest_zeal / (1.0 + PAR.contest_zeal)
    assert contests.unpaid_share(0.0, 2.0, PAR) == pytest.approx(part)
    assert contests.unpaid_share(1.0, 1.0, PAR) == pytest.approx(0.5 + 0.5 * part)
    assert development.spirit(1.1, 0.0, 0.0, 0.0, PAR) == 1.1
    assert development.spirit(1.0, 0.0, 0.0, 0.5, PAR) == pytest.approx(math.exp(-0.5 * PAR.rank_discouragement))
    assert development.spirit(1.0, 0.02, 1.0, 0.0, PAR) == pytest.approx(math.exp(0.02 + PAR.award_recognition))
    assert output.home_factor(0.0, 1.0, PAR) == 1.0 and output.home_factor(1.0, 0.0, PAR) == math.exp(PAR.home_gain)
    assert output.home_factor(0.5, 1.0, PAR) == pytest.approx(math.exp(-0.25 * PAR.home_friction))
    assert leaving.flexibility(0.0, 0.0, PAR) == 0.0
    assert leaving.flexibility(PAR.home_usual, 1.0, PAR) == pytest.approx(PAR.flexible_value)
    assert leaving.flexibility(0.0, 1.0, PAR) == pytest.approx(PAR.flexible_value * PAR.flexible_hours_part)


def test_coaching_without_a_gain_or_hours_teaches_nothing():
    """Nothing is built up without hours or a gain; what was built fades, slowly, and never overshoots."""
    assert development.next_method(0.0, 0.0, PAR) == 0.0
    assert 0.0 < development.next_method(0.0, PAR.coaching_usual, PAR) < PAR.coaching_gain
    assert 0.9 * 0.1 < development.next_method(0.1, 0.0, PAR) < 0.1
    once, twice = (development.next_method(0.0, dose * PAR.coaching_usual, PAR) for dose in (1.0, 2.0))
    assert once < twice < 2.0 * once
