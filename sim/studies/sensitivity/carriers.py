"""Which uncertain numbers carry a decision: the value of knowing each of them before deciding.

The expected value of partial perfect information is how much better one would do on average by choosing after the
number became known (Strong, Oakley and Brennan 2014, Estimating multiparameter partial expected value of perfect
information from a probabilistic sensitivity analysis sample). Gains of single companies are regressed on the rank of
the number in a smooth curve; what the curve lets one gain by choosing along it is the value. A curve through noise
would always find some: what it finds in the same gains in a random order is subtracted. The p value is how often the
luckiest of all numbers found as much in a random order, so that looking at hundreds raises no more false alarms.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.parameters.loading import registry
from sim.results.totals import Floats

#: Degree of the curve: enough for one bend and a level.
DEGREE = 3
#: Random orders behind a p value.
ORDERS = 200
#: Grades of sources, guesses first.
GRADES = ("assumption", "memory", "secondary", "verified")
#: Up to this p value a number is said to carry the decision.
LEVEL = 0.05


class Carrier(NamedTuple):
    """One uncertain number.

    Attributes:
        name: in the registry.
        grade: how well its value is known.
        worth: value of knowing it, in the objective's unit.
        p: share of random orders in which any number found as much.
        flips: whether the curve of some policy crosses the gain that is worth the trouble.
    """

    name: str
    grade: str
    worth: float
    p: float
    flips: bool


def basis(values: Floats) -> Floats:
    """Return an orthonormal basis of smooth curves in the rank of values, float64[n, DEGREE + 1]; ties share a rank."""
    from scipy.stats import rankdata

    place = (rankdata(values) - 0.5) / len(values)
    return np.asarray(np.linalg.qr(np.polynomial.legendre.legvander(2.0 * place - 1.0, DEGREE))[0])


def worth_of(curves: Floats, least: Floats) -> Floats:
    """Return the value of choosing along curves rather than once.

    Args:
        curves: float64[..., n, policies], expected gain.
        least: float64[policies], gain that is worth the trouble; doing nothing gains nothing.
    """
    net = curves - least
    along = np.maximum(net.max(axis=-1), 0.0).mean(axis=-1)
    return np.asarray(along - np.maximum(net.mean(axis=-2).max(axis=-1), 0.0))


def carriers(points: NDArray[Any], gains: Floats, least: Floats) -> list[Carrier]:
    """Return the uncertain numbers whose knowledge is worth something, guesses first, then by worth.

    Args:
        points: parameter points of the companies.
        gains: float64[companies, policies], in the good direction.
        least: float64[policies].
    """
    names = uncertain(points)
    if not names:
        return []
    rng = np.random.default_rng(0)
    shuffled = np.stack([gains[rng.permutation(len(gains))] for _ in range(ORDERS)])
    bases = [basis(np.asarray(points[name], float)) for name in names]
    noise = np.array([worth_of(q @ (q.T @ shuffled), least) for q in bases])
    luckiest, found = noise.max(axis=0), []
    for name, q, chance in zip(names, bases, noise, strict=True):
        curve = q @ (q.T @ gains)
        seen = float(worth_of(curve, least))
        p = float((np.sum(luckiest >= seen) + 1) / (ORDERS + 1))
        net = curve - least
        flips = bool(((net.min(axis=0) < 0.0) & (net.max(axis=0) > 0.0)).any())
        worth = seen - float(chance.mean())
        if p <= LEVEL and worth > 0.0:
            found.append(Carrier(name, registry().entries[name].verified, worth, p, flips))
    return sorted(found, key=lambda each: (GRADES.index(each.grade), -each.worth))


def uncertain(points: NDArray[Any]) -> list[str]:
    """Return the numbers of the registry that differ between companies."""
    known = registry().entries
    return [
        name for name in points.dtype.names or () if name in known and np.ptp(np.asarray(points[name], float)) > 0.0
    ]


def movers(points: NDArray[Any], gains: Floats) -> list[str]:
    """Return the uncertain numbers by how much of one policy's gains their curve explains, the strongest first.

    Args:
        points: parameter points of the companies.
        gains: float64[companies].
    """
    rest = gains - gains.mean()
    explained = {}
    for name in uncertain(points):
        q = basis(np.asarray(points[name], float))
        explained[name] = float(np.square(q.T @ rest).sum())
    return sorted(explained, key=lambda name: -explained[name])


def crossing(values: Floats, gains: Floats, least: float) -> float | None:
    """Return the value at which the smooth curve of one policy's gain first crosses what is worth the trouble.

    Args:
        values: float64[companies], of the number.
        gains: float64[companies].
        least: gain that is worth the trouble.
    """
    order = np.argsort(values)
    q = basis(values)
    curve = (q @ (q.T @ gains) - least)[order]
    change = np.flatnonzero(np.sign(curve[:-1]) * np.sign(curve[1:]) < 0.0)
    return float(values[order][change[0]]) if len(change) else None
