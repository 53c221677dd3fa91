"""An outcome of a study as a quadratic function of the behavioural numbers that move it, with its error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most numbers in one emulator; the correlation with what is left that a number needs, in standard errors.
MOST_NAMES, NEEDED = 14, 4.0
FOLDS, PENALTIES = 5, (1.0, 10.0, 100.0)
#: Extremes are drawn in to this quantile, since a ratio of small counts has a long tail.
TAIL = 0.005


@dataclass(frozen=True)
class Emulator:
    """A quadratic in standardised values.

    Attributes:
        names: numbers that move the outcome, the strongest first.
        centre, scale: float64 [names], by which values are standardised.
        coefficients: float64 [terms], of `terms`.
        low, high: bounds of the simulated effects, which no emulated one leaves.
        error: standard deviation of what the quadratic misses, luck apart, found on points left out.
        luck: standard deviation of luck at one point of the design.
        explained: share of the variance, luck apart, that it explains on points left out.
    """

    names: tuple[str, ...]
    centre: Floats
    scale: Floats
    coefficients: Floats
    low: float
    high: float
    error: float
    luck: float
    explained: float

    def effect(self, values: Floats) -> Floats:
        """Return the effect at values, float64 [..., names] in the order of `names`."""
        flat = (values.reshape(-1, len(self.names)) - self.centre) / self.scale
        linear, square = self._form
        found = self.coefficients[0] + flat @ linear + ((flat @ square) * flat).sum(axis=1)
        return np.asarray(np.clip(found, self.low, self.high).reshape(values.shape[:-1]))

    @cached_property
    def _form(self) -> tuple[Floats, Floats]:
        """The coefficients as a vector and an upper triangle, which is quicker than their terms."""
        count = len(self.names)
        square = np.zeros((count, count))
        square[np.triu_indices(count)] = self.coefficients[1 + count :]
        return self.coefficients[1 : 1 + count], square


def terms(values: Floats) -> Floats:
    """Return float64 [points, terms]: one, the values, their products."""
    first, second = np.triu_indices(values.shape[1])
    return np.hstack([np.ones((len(values), 1)), values, values[:, first] * values[:, second]])


def emulated(values: NDArray[np.void], effects: Floats) -> Emulator:
    """Return the emulator of one outcome.

    Args:
        values: parameter records [points].
        effects: float64 [points, seeds], the outcome by seed.
    """
    luck = float(np.sqrt(np.mean(np.var(effects, axis=1, ddof=1)) / effects.shape[1]))
    low, high = np.quantile(effects, [TAIL, 1.0 - TAIL])
    y = np.clip(effects.mean(axis=1), low, high)
    names = [name for name in values.dtype.names or () if np.ptp(values[name]) > 0.0]
    x = np.column_stack([values[name] for name in names])
    centre, scale = x.mean(axis=0), x.std(axis=0)
    chosen = _chosen((x - centre) / scale, y)
    design = terms(((x - centre) / scale)[:, chosen])
    penalty, missed = min(((p, _missed(design, y, p)) for p in PENALTIES), key=lambda found: found[1])
    error = np.sqrt(max(missed - luck**2, 0.05 * missed))
    spread = max(float(y.var()) - luck**2, 1e-12)
    return Emulator(
        tuple(names[j] for j in chosen),
        centre[chosen],
        scale[chosen],
        _solved(design, y, penalty),
        float(low),
        float(high),
        float(error),
        luck,
        float(np.clip(1.0 - error**2 / spread, 0.0, 1.0)),
    )


def _chosen(x: Floats, y: Floats) -> list[int]:
    """Return the columns that move y, added one by one while they explain what is left; at least one."""
    chosen: list[int] = []
    needed = NEEDED / np.sqrt(len(y))
    rest = y - y.mean()
    while len(chosen) < MOST_NAMES:
        with np.errstate(invalid="ignore", divide="ignore"):
            size = np.abs(x.T @ rest) / (np.linalg.norm(x, axis=0) * np.linalg.norm(rest))
        size[chosen] = 0.0
        best = int(np.nan_to_num(size).argmax())
        if chosen and not size[best] > needed:
            break
        chosen.append(best)
        design = np.column_stack([np.ones(len(y)), x[:, chosen], x[:, chosen] ** 2])
        rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return chosen


def _solved(design: Floats, y: Floats, penalty: float) -> Floats:
    """Return the coefficients of a ridge regression that leaves the constant alone."""
    weights = np.full(design.shape[1], penalty)
    weights[0] = 0.0
    return np.asarray(np.linalg.solve(design.T @ design + np.diag(weights), design.T @ y))


def _missed(design: Floats, y: Floats, penalty: float) -> float:
    """Return the mean squared error on points left out."""
    errors = [y[out] - design[out] @ _solved(design[kept], y[kept], penalty) for kept, out in _folds(len(y))]
    return float(np.mean(np.concatenate(errors) ** 2))


def _folds(count: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield the points kept and left out."""
    fold = np.arange(count) % FOLDS
    for k in range(FOLDS):
        yield fold != k, fold == k
