"""What replicates say of a policy: objectives, constraints, and who may still be among the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.results.measures import BY_NAME
from sim.studies.sweep.goals import Constraint, Goals, Objective

Floats = NDArray[np.float64]
CAUTIOUS_SHARE = 0.1
#: Standard errors within which a policy counts as perhaps as good as another.
DOUBT = 2.0


class Estimate(NamedTuple):
    """Estimates of one policy: objectives (more is better) and violations (at most 0 where met), with errors."""

    objectives: Floats
    objective_errors: Floats
    violations: Floats
    violation_errors: Floats
    replicates: int

    @property
    def feasible(self) -> bool:
        """Whether every constraint is met by the estimate."""
        return bool((self.violations <= 0.0).all())

    @property
    def safely_feasible(self) -> bool:
        """Whether every constraint is met with a standard error to spare."""
        return bool((self.violations + self.violation_errors <= 0.0).all())


def estimate(goals: Goals, measures: Sequence[str], found: Floats) -> Estimate | None:
    """Return what replicates come to, None where the point failed.

    Args:
        goals: objectives and constraints.
        measures: names of the measures in `found`.
        found: float64[2, replicates, measures], policy and baseline.
    """
    if not np.isfinite(found).any():
        return None
    gap, base = found[0] - found[1], found[1]
    at = {name: i for i, name in enumerate(measures)}
    objectives = [_objective(each, gap[:, at[each.measure]]) for each in goals.objectives]
    broken = [
        bound
        for each in goals.constraints
        for bound in _violations(each, gap[:, at[each.measure]], base[:, at[each.measure]])
    ]
    values = np.array([*objectives, *broken], float).reshape(-1, 2)
    if not np.isfinite(values).all():
        return None
    k = len(objectives)
    return Estimate(values[:k, 0], values[:k, 1], values[k:, 0], values[k:, 1], gap.shape[0])


def _objective(objective: Objective, gap: Floats) -> tuple[float, float]:
    """Return estimate and standard error of an objective."""
    good = objective.sign * gap[np.isfinite(gap)]
    spread = float(good.std(ddof=1)) if len(good) > 1 else np.inf
    if objective.statistic == "mean":
        return float(good.mean()), spread / np.sqrt(len(good))
    # the error of a quantile of a normal distribution: sd sqrt(q (1 - q) / n) / density
    return float(np.quantile(good, CAUTIOUS_SHARE)), spread * 1.71 / np.sqrt(len(good))


def _violations(constraint: Constraint, gap: Floats, base: Floats) -> list[tuple[float, float]]:
    """Return how far each bound is overstepped, and the standard error of that."""
    kept = gap[np.isfinite(gap)]
    scale = 100.0 / abs(float(np.nanmean(base))) if BY_NAME[constraint.measure].per_year else 1.0
    mean, error = scale * float(kept.mean()), scale * float(kept.std(ddof=1)) / np.sqrt(len(kept))
    bounds = [(mean - constraint.at_most, error)] if constraint.at_most is not None else []
    return bounds + ([(constraint.at_least - mean, error)] if constraint.at_least is not None else [])


def in_play(candidates: Sequence[Estimate | None], which: Sequence[int]) -> list[int]:
    """Return which of some candidates may still be among the best: maybe within the constraints, maybe undominated."""
    front = [candidates[i] for i in undominated(candidates)]
    rivals = [(each.objectives - DOUBT * each.objective_errors, each) for each in front if each is not None]
    found = []
    for i in which:
        mine = candidates[i]
        if mine is None or (mine.violations - DOUBT * mine.violation_errors > 0.0).any():
            continue
        hope = mine.objectives + DOUBT * mine.objective_errors
        if not any((low >= hope).all() for low, rival in rivals if rival is not mine):
            found.append(i)
    return found


def undominated(candidates: Sequence[Estimate | None]) -> list[int]:
    """Return which candidates meet every constraint and are not beaten on every objective by another that does."""
    able = [i for i, each in enumerate(candidates) if each is not None and each.feasible]
    if not able:
        return []
    values = np.array([each.objectives for i in able if (each := candidates[i]) is not None])
    return [i for i, worse in zip(able, dominated(values), strict=True) if not worse]


def dominated(values: Floats) -> NDArray[np.bool_]:
    """Return bool[n], whether another row of float64[n, k] is at least as large everywhere and larger somewhere."""
    at_least = (values[:, None, :] >= values[None, :, :]).all(axis=2)
    larger = (values[:, None, :] > values[None, :, :]).any(axis=2)
    return np.asarray((at_least & larger).any(axis=0))
