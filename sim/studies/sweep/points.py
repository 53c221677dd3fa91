"""Designs: which points of the space of levers and uncertainties are run."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.parameters import Parameters
from sim.studies.sweep.document import Sweep, Value

Floats = NDArray[np.float64]
Row = tuple[tuple[str, Value], ...]


class Point(NamedTuple):
    """One point: a policy and the values of all dimensions."""

    policy: str
    values: tuple[tuple[str, Value], ...]
    future: int = -1  #: number of the future, where levers and futures are crossed


def points_of(sweep: Sweep, parameters: Parameters | None = None) -> list[Point]:
    """Return the points of a sweep in the order in which they run; any beginning of it is balanced.

    Sobol and Latin hypercube points are balanced as they come; others are shuffled by the design's seed. Points of all
    policies alternate. Priors are those of `parameters`, the scenario's; else the registry's.
    """
    futures: list[Row] = [()]
    names = list(sweep.dimensions)
    if sweep.design.futures:
        names, uncertain = list(sweep.levers), list(sweep.uncertainties)
        coordinates = _sobol(len(uncertain), sweep.design.futures, sweep.design.seed + 1)
        futures = [_row(sweep, uncertain, row, parameters) for row in coordinates]
    rows = _rows(sweep, names, parameters)
    if sweep.design.kind in ("grid", "one_at_a_time"):
        rows = [rows[i] for i in np.random.default_rng(sweep.design.seed).permutation(len(rows))]
    return [
        Point(policy, row + future, number if sweep.design.futures else -1)
        for row in rows
        for number, future in enumerate(futures)
        for policy in sweep.policies
    ]


def _rows(sweep: Sweep, names: list[str], parameters: Parameters | None) -> list[Row]:
    """Return the values of the dimensions named, row by row."""
    design = sweep.design
    if not names:
        return [()]
    if design.kind == "list":
        return [tuple(row.items()) for row in design.rows]
    levels = {name: _levels(sweep, name, parameters) for name in names}
    if design.kind == "grid":
        return [tuple(zip(names, row, strict=True)) for row in product(*levels.values())]
    if design.kind == "one_at_a_time":
        middle = {name: sweep.value_at(name, 0.5, parameters) for name in names}
        singles = [{**middle, name: value} for name in names for value in levels[name]]
        return [tuple(middle.items()), *(tuple(row.items()) for row in singles)]
    return [_row(sweep, names, row, parameters) for row in unit(sweep, len(names))]


def _row(sweep: Sweep, names: list[str], coordinates: Floats, parameters: Parameters | None) -> Row:
    """Return the values of dimensions at coordinates in [0, 1)."""
    return tuple((name, sweep.value_at(name, float(u), parameters)) for name, u in zip(names, coordinates, strict=True))


def _levels(sweep: Sweep, name: str, parameters: Parameters | None) -> list[Value]:
    """Return the values of a list, or evenly spaced ones of a range (a prior: its middle 98 %), both ends included."""
    values = sweep.dimensions[name]
    if values.values is not None:
        return list(values.values)
    edge = 0.01 if values.prior else 0.0
    return [sweep.value_at(name, float(u), parameters) for u in np.linspace(edge, 1.0 - edge, sweep.design.levels)]


def unit(sweep: Sweep, k: int) -> Floats:
    """Return float64[n, k] coordinates in [0, 1) of a sampled design; its first rows do not depend on n.

    Latin hypercubes are the exception: another number of points is another design.
    """
    design = sweep.design
    if design.kind == "sobol":
        return _sobol(k, design.points, design.seed)
    if design.kind == "latin_hypercube":
        return qmc.LatinHypercube(k, rng=np.random.default_rng(design.seed)).random(design.points)
    if design.kind == "saltelli":
        return saltelli_blocks(k, design.points, design.seed).reshape(-1, k)
    return morris(k, design.points, design.levels, design.seed)


def saltelli_blocks(k: int, blocks: int, seed: int) -> Floats:
    """Return float64[blocks, k + 2, k]: in every block points A and B and, for each dimension, A with that one from B.

    Any first blocks of more blocks are the same points, so a sweep can be extended or cut off.
    """
    engine = qmc.Sobol(2 * k, scramble=True, rng=np.random.default_rng(seed), bits=30)
    both = engine.random_base2(max(1, int(np.ceil(np.log2(blocks)))))[:blocks]
    a, b = both[:, :k], both[:, k:]
    mixed = np.repeat(a[:, None, :], k, axis=1)
    mixed[:, np.arange(k), np.arange(k)] = b
    return np.concatenate([a[:, None], b[:, None], mixed], axis=1)


def _sobol(k: int, points: int, seed: int) -> Floats:
    """Return float64[points, k] of a scrambled Sobol sequence; the first rows do not depend on their number."""
    engine = qmc.Sobol(k, scramble=True, rng=np.random.default_rng(seed), bits=30)
    return engine.random_base2(int(np.ceil(np.log2(points))))[:points]


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
