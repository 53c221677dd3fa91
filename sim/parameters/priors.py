"""Draws from the priors: keyed uniforms, and quantile functions that turn a uniform into a value.

A draw depends on experiment, replicate and the parameter's name only, so that adding or reordering parameters changes
no other draw. Generator: Philox 4x32-10 (Salmon, Moraes, Dror and Shaw 2011), here over arrays of counters and keys.
"""

import math
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.parameters.entry import Prior

PURPOSE_PRIOR = 7
ROUNDS = 10
MASK = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]


def philox_words(counter: Sequence[ArrayLike], key: Sequence[ArrayLike]) -> tuple[Words, Words, Words, Words]:
    """Return the four 32-bit words of Philox 4x32-10 for arrays of counters and keys.

    Args:
        counter: four integers or arrays of integers in [0, 2^32), broadcast against each other.
        key: two integers or arrays of the same kind.

    Returns:
        Four arrays of words, stored in 64 bits.
    """
    c0, c1, c2, c3, k0, k1 = np.broadcast_arrays(*(np.asarray(part, dtype=np.uint64) for part in (*counter, *key)))
    for _ in range(ROUNDS):
        p0, p1 = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (p1 >> HALF) ^ c1 ^ k0,
            p1 & MASK,
            (p0 >> HALF) ^ c3 ^ k1,
            p0 & MASK,
        )
        k0, k1 = (k0 + WEYL[0]) & MASK, (k1 + WEYL[1]) & MASK
    return c0, c1, c2, c3


def prior_uniforms(name: str, replicates: ArrayLike, experiment: int = 0) -> Floats:
    """Return the uniform in (0, 1) of a parameter for each replicate, float64 of the shape of `replicates`."""
    counter = (zlib.crc32(name.encode()), 0, 0, PURPOSE_PRIOR)
    word = philox_words(counter, (experiment, replicates))[0]
    return (word.astype(np.float64) + 0.5) / 4294967296.0


def _truncated_normal(u: Floats, mean: float, low: float, high: float) -> Floats:
    """Return the quantile of u of a normal around `mean`, sd a quarter of the range, truncated to [low, high]."""
    from scipy.special import ndtr, ndtri

    sd = 0.25 * (high - low)
    bottom, top = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
    return np.clip(mean + sd * ndtri(bottom + u * (top - bottom)), low, high)


def quantile(prior: Prior, value: float, u: ArrayLike) -> Floats:
    """Return the prior's quantile at u, non-decreasing in u.

    Args:
        prior: kind and range.
        value: the default, around which the prior is centred.
        u: probabilities in (0, 1), any shape.

    Returns:
        float64 of the shape of u.
    """
    probability = np.asarray(u, dtype=np.float64)
    if prior.low is None or prior.high is None:
        return np.full_like(probability, value)
    if prior.kind == "lognormal":
        logs = _truncated_normal(probability, math.log(value), math.log(prior.low), math.log(prior.high))
        return np.clip(np.exp(logs), prior.low, prior.high)
    if prior.at is None or prior.probability is None:
        return _truncated_normal(probability, value, prior.low, prior.high)
    rest = np.clip((probability - prior.probability) / (1.0 - prior.probability), 0.0, 1.0)
    spread = _truncated_normal(rest, value, prior.low, prior.high)
    return np.where(probability < prior.probability, prior.at, spread)
