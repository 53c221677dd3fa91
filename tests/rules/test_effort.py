"""Effort against a numerical optimiser and against what its two knobs promise."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from sim.rules.effort import chosen_effort, effort_cost, effort_costs, peer_pressure_share, saturated

BASE = {"norm_volume": 0.5, "norm_care": 0.25, "norm_asset": 0.1, "norm_help": 0.15, "effort_saturation": 1.2}
NORMS = (0.5, 0.25, 0.1, 0.15)

rule = {f.__name__: getattr(f, "py_func", f) for f in (chosen_effort, effort_cost, effort_costs, saturated)}


def record(gain=0.22, diversion=0.3, scarcity=0.5):
    values = {**BASE, "incentive_gain": gain, "effort_diversion": diversion, "help_scarcity": scarcity}
    dtype = np.dtype((np.record, [(name, np.float64) for name in values]))
    return np.array([tuple(values.values())], dtype)[0]


@given(st.floats(0.01, 0.45), st.floats(0.0, 0.6), st.floats(0.0, 1.0))
def test_a_full_piece_rate_gives_exactly_gain_and_diversion(gain, diversion, scarcity):
    par = record(gain, diversion, scarcity)
    curvature, tightness = effort_costs(par)
    pull = saturated(2.0, 1.2)
    efforts = chosen_effort((pull, 0.0, 0.0, 0.0), NORMS, par, curvature, tightness)
    rise = efforts[0] - 0.5
    if min(efforts) > 0.0:
        assert rise / 0.5 == pytest.approx(gain, rel=1e-9)
        taken = (0.25 - efforts[1]) + (0.1 - efforts[2]) + (0.15 - efforts[3])
        assert taken / rise == pytest.approx(diversion, rel=1e-7, abs=1e-9)


def test_chosen_effort_equals_a_numerical_optimum():
    random = np.random.default_rng(0)
    worst = 0.0
    for _ in range(150):
        par = record(random.uniform(0.02, 0.45), random.uniform(0, 0.6), random.uniform(0, 1))
        curvature, tightness = effort_costs(par)
        pulls = tuple(random.uniform(-0.6, 1.2, 4))
        norms = tuple(np.array(NORMS) * random.uniform(0.6, 1.3, 4))

        def loss(e, pulls=pulls, norms=norms, par=par, curvature=curvature, tightness=tightness):
            return effort_cost(tuple(e), norms, par, curvature, tightness) - float(np.dot(pulls, e))

        best = minimize(loss, np.array(norms), bounds=[(0, None)] * 4, method="L-BFGS-B", options={"ftol": 1e-15})
        chosen = chosen_effort(pulls, norms, par, curvature, tightness)
        worst = max(worst, loss(chosen) - best.fun)
    assert worst < 1e-6


def test_without_a_plan_people_work_at_their_norm():
    par = record()
    curvature, tightness = effort_costs(par)
    assert chosen_effort((0.0,) * 4, NORMS, par, curvature, tightness) == pytest.approx(NORMS, abs=1e-12)
    assert effort_cost(NORMS, NORMS, par, curvature, tightness) == pytest.approx(0.0, abs=1e-15)


def test_without_a_gain_nothing_moves_anybody():
    par = record(gain=0.0)
    curvature, tightness = effort_costs(par)
    assert chosen_effort((5.0, 0.0, 0.0, 0.0), NORMS, par, curvature, tightness) == NORMS
    assert effort_cost(NORMS, NORMS, par, curvature, tightness) == 0.0


@given(st.floats(-50, 50))
def test_pull_saturates_and_keeps_its_sign(pull):
    bent = saturated(pull, 1.2)
    assert abs(bent) <= 1.2
    assert abs(bent) <= abs(pull) + 1e-12
    assert bent * pull >= 0.0


def test_peer_pressure_fades_with_team_size():
    assert peer_pressure_share(1.0, 0.35, 6.0) == 1.0
    shares = [peer_pressure_share(float(n), 0.35, 6.0) / n for n in range(1, 60)]
    assert all(a > b for a, b in itertools.pairwise(shares))
    assert max(shares) <= 1.0
    assert shares[-1] == pytest.approx(1 / 59, rel=0.01)


def test_rules_are_plain_functions_too():
    plain = SimpleNamespace(**BASE, incentive_gain=0.22, effort_diversion=0.3, help_scarcity=0.5)
    assert rule["effort_costs"](plain) == pytest.approx(effort_costs(record()))
