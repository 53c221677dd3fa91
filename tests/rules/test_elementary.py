"""Own elementary functions against the processor's longer numbers, and the same without compilation."""

import math

import numba
import numpy as np
import pytest

from sim.rules import elementary
from sim.rules.jit import COMPILED, bits

LUCK = np.random.default_rng(20261129)
WIDE, NEAR, SMALL = LUCK.uniform(-700.0, 700.0, 2000), LUCK.uniform(-3.0, 3.0, 2000), np.exp(LUCK.uniform(-40, 3, 2000))
#: Name, arguments, largest relative error.
CASES = (
    ("exp", np.concatenate([WIDE, NEAR]), 5e-16),
    ("log", np.concatenate([np.exp(WIDE), np.exp(0.1 * NEAR)]), 5e-16),
    ("log1p", np.concatenate([SMALL, -SMALL[SMALL < 0.9]]), 5e-16),
    ("expm1", np.concatenate([SMALL, -SMALL]), 1e-15),
    ("tanh", np.concatenate([NEAR, SMALL]), 5e-16),
)


@pytest.mark.parametrize(("name", "arguments", "most"), CASES)
def test_errors_are_as_stated(name, arguments, most):
    if np.finfo(np.longdouble).nmant <= np.finfo(float).nmant:
        pytest.skip("no longer numbers here")
    true = getattr(np, name)(arguments.astype(np.longdouble))
    got = np.array([getattr(elementary, name)(float(x)) for x in arguments])
    assert float(np.max(np.abs((got - true) / true))) < most


def test_the_error_function_is_that_of_the_library():
    arguments = np.concatenate([LUCK.uniform(-6.0, 5.0, 3000), np.exp(LUCK.uniform(-40.0, 0.0, 200))])
    got = [elementary.erfc(float(x)) for x in arguments]
    assert got == pytest.approx([math.erfc(x) for x in arguments], rel=5e-15, abs=0.0)


def test_powers():
    for x, y in zip(np.exp(NEAR), LUCK.uniform(-5.0, 5.0, len(NEAR)), strict=True):
        most = 5e-16 * (1.0 + abs(y * math.log(x)))
        assert elementary.pow(float(x), float(y)) == pytest.approx(math.pow(x, y), rel=most, abs=0.0)
    assert [elementary.pow(0.0, y) for y in (0.0, 2.0)] == [1.0, 0.0]
    assert elementary.pow(0.3, 1.0) == 0.3 and elementary.pow(1.0, 7.3) == 1.0


def test_ends_of_the_range():
    assert elementary.exp(0.0) == 1.0 and elementary.exp(-math.inf) == 0.0 and elementary.exp(800.0) == math.inf
    assert elementary.log(1.0) == 0.0 and elementary.log(0.0) == -math.inf and elementary.log(math.inf) == math.inf
    for name in ("exp", "log", "log1p", "expm1", "tanh", "erfc"):
        assert math.isnan(getattr(elementary, name)(math.nan)), name


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_numbers_are_taken_apart_alike_without_compilation():
    @numba.njit
    def compiled(x, n):
        m, e = bits.parts(x)
        return m, e, bits.scaled(m, n)

    edges = [math.sqrt(0.5), np.nextafter(math.sqrt(0.5), 0.0), 1.0, 2.0, np.finfo(float).tiny, np.finfo(float).max]
    for x in [*np.exp(WIDE[:300]), *edges]:
        m, e = bits._parts(float(x))
        assert compiled(float(x), 3.0) == (m, e, bits._scaled(m, 3.0))
