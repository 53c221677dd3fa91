"""Draws from a posterior whose prior is standard normal: many chains of preconditioned Crank-Nicolson steps.

Cotter, Roberts, Stuart and White 2013. The step keeps the prior, so only the likelihood decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WISHED, LEARNING = 0.25, 0.1


class Sample(NamedTuple):
    """Draws [steps, chains, names], effective sample size and potential scale reduction of the worst score, calls."""

    scores: Floats
    effective: float
    reduction: float
    calls: int


def sample(log_likelihood: Callable[[Floats], Floats], start: Floats, steps: int, seed: int, every: int = 5) -> Sample:
    """Return draws of the second half of the steps, every few; the first half settles the size of a step.

    Args:
        log_likelihood: of scores [chains, names].
        start: float64 [chains, names], where the chains begin.
        steps: of each chain.
        seed: of the generator.
        every: steps between draws that are kept.
    """
    rng = np.random.default_rng(seed)
    at, chains = start, len(start)
    here, size, kept = log_likelihood(at), 0.4, []
    for step in range(steps):
        there = np.sqrt(1.0 - size**2) * at + size * rng.standard_normal(at.shape)
        found = log_likelihood(there)
        accepted = np.log(rng.random(chains)) < found - here
        at, here = np.where(accepted[:, None], there, at), np.where(accepted, found, here)
        if step < steps // 2:
            size = float(np.clip(size * np.exp(LEARNING * (accepted.mean() - WISHED)), 0.02, 0.95))
        elif (step - steps // 2) % every == 0:
            kept.append(at.copy())
    scores = np.array(kept)
    effective, reduction = diagnosed(scores)
    return Sample(scores, effective, reduction, chains * (steps + 1))


def diagnosed(scores: Floats) -> tuple[float, float]:
    """Return the smallest effective sample size and the largest split R-hat over scores [steps, chains, names]."""
    half = len(scores) // 2
    split = np.concatenate([scores[:half], scores[half : 2 * half]], axis=1)
    within = split.var(axis=0, ddof=1).mean(axis=0)
    between = half * split.mean(axis=0).var(axis=0, ddof=1)
    reduction = np.sqrt(((half - 1) / half * within + between / half) / within)
    total = (half - 1) / half * within + between / half
    centred = split - split.mean(axis=(0, 1))
    rho_sum, open_ = np.zeros(len(within)), np.ones(len(within), bool)
    for lag in range(1, half - 1, 2):
        pair = sum((centred[:-each] * centred[each:]).mean(axis=(0, 1)) / total for each in (lag, lag + 1))
        open_ &= pair > 0.0
        rho_sum += np.where(open_, pair, 0.0)
        if not open_.any():
            break
    effective = split.shape[0] * split.shape[1] / (1.0 + 2.0 * rho_sum)
    return float(effective.min()), float(reduction.max())
