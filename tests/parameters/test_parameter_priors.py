"""Keyed uniforms and quantile functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.parameters import Prior
from sim.parameters.priors import philox_words, prior_uniforms, quantile
from sim.rules.philox import philox

FULL = 0xFFFFFFFF
PROBABILITY = st.floats(1e-10, 1.0 - 1e-10)
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((FULL,) * 4, (FULL,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@st.composite
def centred_priors(draw):
    """Return a prior of any kind with a value inside it."""
    kind = draw(st.sampled_from(["fixed", "truncated_normal", "lognormal", "spike"]))
    low = draw(st.floats(0.01, 10.0))
    high = low + draw(st.floats(0.01, 10.0))
    value = low + (high - low) * draw(st.floats(0.0, 1.0))
    if kind == "fixed":
        return Prior(kind=kind), value
    if kind == "spike":
        return Prior(
            kind=kind,
            at=low - 0.01,
            probability=draw(st.floats(0.01, 0.9)),
            low=low,
            high=high,
        ), value
    return Prior(kind=kind, low=low, high=high), min(max(value, low), high)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_published_vectors(counter, key, words):
    """The generator gives the words published with it."""
    assert tuple(int(word) for word in philox_words(counter, key)) == words


@given(st.lists(st.integers(0, FULL), min_size=6, max_size=6))
@settings(max_examples=30, deadline=None)
def test_arrays_agree_with_the_scalar_rule(numbers):
    """The array generator and the one compiled into the engine are the same function."""
    words = philox_words(numbers[:4], (numbers[4], np.array([numbers[5], 1])))
    assert [int(word[0]) for word in words] == [int(word) for word in philox(*numbers)]
    assert [int(word[1]) for word in words] == [int(word) for word in philox(*numbers[:5], 1)]


def test_uniforms_depend_on_name_replicate_and_experiment():
    """Uniforms are open, even over replicates, and unrelated between names and experiments."""
    u = prior_uniforms("incentive_gain", np.arange(20_000))
    assert u.min() > 0.0 and u.max() < 1.0
    counts = np.histogram(u, bins=20, range=(0, 1))[0]
    assert ((counts - 1000.0) ** 2 / 1000.0).sum() < 43.8  # chi-square with 19 degrees of freedom, false alarm 0.001
    for other in (
        prior_uniforms("quit_base", np.arange(20_000)),
        prior_uniforms("incentive_gain", np.arange(20_000), 1),
    ):
        assert abs(np.corrcoef(u, other)[0, 1]) < 0.024  # 3.3 standard errors


@given(centred_priors(), st.lists(PROBABILITY, min_size=2, max_size=30))
@settings(max_examples=200, deadline=None)
def test_quantiles_rise_and_stay_in_range(case, probabilities):
    """A larger uniform never gives a smaller value, and no value leaves the prior."""
    prior, value = case
    found = quantile(prior, value, np.sort(probabilities))
    assert (np.diff(found) >= 0).all()
    assert all(prior.contains(x) for x in found)
    if prior.kind == "fixed":
        assert (found == value).all()


@given(st.floats(0.01, 0.95))
@settings(max_examples=30, deadline=None)
def test_spike_has_its_mass(probability):
    """Exactly the stated share of uniforms falls on the spike; the rest is spread above it."""
    prior = Prior(kind="spike", at=0.0, probability=probability, low=0.0, high=1.0)
    u = (np.arange(2000) + 0.5) / 2000
    found = quantile(prior, 0.5, u)
    assert np.array_equal(found == 0.0, u < probability)
    assert np.unique(found[found > 0]).size == (found > 0).sum()


def test_centre_and_spread():
    """A symmetric normal prior has its median at the value and the spread of one cut at two standard deviations."""
    u = (np.arange(100_000) + 0.5) / 100_000
    normal = quantile(Prior(kind="truncated_normal", low=2.0, high=6.0), 4.0, u)
    assert np.median(normal) == pytest.approx(4.0, abs=1e-4)
    assert normal.std() == pytest.approx(0.8796, abs=1e-3)
    rates = quantile(Prior(kind="lognormal", low=0.02, high=0.5), 0.1, u)
    assert np.median(rates) == pytest.approx(0.1, rel=1e-4)
    assert np.log(rates).std() == pytest.approx(0.8796 * np.log(25.0) / 4.0, rel=2e-3)
