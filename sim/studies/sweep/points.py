"""Designs: which points of the space of levers and uncertainties are run."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.studies.sweep.document import Range, Sweep, Value

Floats = NDArray[np.float64]


class Point(NamedTuple):
    """One point: a policy and the values of all dimensions."""

    policy: str
    values: tuple[tuple[str, Value], ...]


def points_of(sweep: Sweep) -> list[Point]:
    """Return the points of a sweep in the order in which they run; any beginning of it is balanced.

    Sobol and Latin hypercube points are balanced as they come; others are shuffled by the design's seed. Points of all
    policies alternate.
    """
    rows = _rows(sweep)
    if sweep.design.kind in ("grid", "one_at_a_time"):
        rows = [rows[i] for i in np.random.default_rng(sweep.design.seed).permutation(len(rows))]
    return [Point(policy, row) for row in rows for policy in sweep.policies]


def _rows(sweep: Sweep) -> list[tuple[tuple[str, Value], ...]]:
    """Return the values of all dimensions, row by row."""
    design, dimensions = sweep.design, sweep.dimensions
    names = list(dimensions)
    if not names:
        return [()]
    if design.kind == "list":
        return [tuple(row.items()) for row in design.rows]
    if design.kind == "grid":
        return [
            tuple(zip(names, row, strict=True))
            for row in product(*(_levels(r, design.levels) for r in dimensions.values()))
        ]
    if design.kind == "one_at_a_time":
        middle = {name: each.at(0.5) for name, each in dimensions.items()}
        singles = [{**middle, name: value} for name in names for value in _levels(dimensions[name], design.levels)]
        return [tuple(middle.items()), *(tuple(row.items()) for row in singles)]
    return [
        tuple((name, dimensions[name].at(float(u))) for name, u in zip(names, row, strict=True)) for row in unit(sweep)
    ]


def _levels(values: Range, levels: int) -> list[Value]:
    """Return the values of a list, or evenly spaced ones of a range, both ends included."""
    if values.values is not None:
        return list(values.values)
    return [values.at(float(u)) for u in np.linspace(0.0, 1.0, levels)]


def unit(sweep: Sweep) -> Floats:
    """Return float64[n, dimensions] coordinates in [0, 1) of a sampled design; its first rows do not depend on n.

    Latin hypercubes are the exception: another number of points is another design.
    """
    design, k = sweep.design, len(sweep.dimensions)
    if design.kind == "sobol":
        engine = qmc.Sobol(k, scramble=True, rng=np.random.default_rng(design.seed), bits=30)
        return engine.random_base2(int(np.ceil(np.log2(design.points))))[: design.points]
    if design.kind == "latin_hypercube":
        return qmc.LatinHypercube(k, rng=np.random.default_rng(design.seed)).random(design.points)
    if design.kind == "saltelli":
        from sim.studies.sweep.sensitivity import saltelli_blocks

        return saltelli_blocks(k, design.points, design.seed).reshape(-1, k)
    return morris(k, design.points, design.levels, design.seed)


def morris(k: int, trajectories: int, levels: int, seed: int) -> Floats:
    """Return float64[trajectories x (k + 1), k], one-at-a-time walks through a grid of levels.

    Source: Morris 1991; a step is levels / (2 (levels - 1)) for even levels.
    """
    step = levels / (2.0 * (levels - 1.0))
    walks = []
    for trajectory in range(trajectories):
        rng = np.random.default_rng([seed, trajectory])
        low = rng.integers(0, max(1, int(np.floor((1.0 - step) * (levels - 1) + 1e-9)) + 1), k) / (levels - 1.0)
        up = rng.random(k) < 0.5
        here = np.where(up, low, low + step)
        walk = [here.copy()]
        for i in rng.permutation(k):
            here[i] += step if up[i] else -step
            walk.append(here.copy())
        walks.append(np.array(walk))
    return np.concatenate(walks)
