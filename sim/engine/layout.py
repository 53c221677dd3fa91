"""Where the numbers of LANES companies lie: each variable is LANES doubles, one for each company."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.rules.jit import WIDTH


def wide_record(names: Iterable[str]) -> np.dtype:
    """Return the type of a record of doubles that lies in one lane of LANES."""
    names = list(names)
    layout: Any = {
        "names": names,
        "formats": [np.float64] * len(names),
        "offsets": [WIDTH * k for k in range(len(names))],
        "itemsize": WIDTH * max(len(names), 1),
    }
    return np.dtype((np.record, np.dtype(layout)))


def one_lane(block: np.ndarray, first: int, shape: tuple[int, ...], dtype: np.dtype, lane: int) -> np.ndarray:
    """Return an array of one lane.

    Args:
        block: float64[*, LANES] and a row beyond the last that is used.
        first: row with which the array begins.
        shape, dtype: of the array; float64 or a `wide_record`.
        lane: 0 to LANES - 1.
    """
    begin = WIDTH * first + 8 * lane
    if dtype.names:
        return np.ndarray(shape, dtype, block.data, begin)
    steps = [WIDTH]
    for length in reversed(shape[1:]):
        steps.insert(0, steps[0] * length)
    return np.ndarray(shape, dtype, block.data, begin, tuple(steps))


def as_numbers(array: np.ndarray) -> np.ndarray:
    """Return the variables of an array of wide records as numbers, float64[..., variables], on the same memory.

    Any other array is returned as it is.
    """
    names = array.dtype.names or ()
    if array.dtype.itemsize != WIDTH * len(names):
        return array
    first = array[names[0]]
    return np.lib.stride_tricks.as_strided(first, (*array.shape, len(names)), (*first.strides, WIDTH))


def points_of_lanes(values: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """Return parameter records [LANES] and replicate numbers as phases for lanes take them, float64[*]."""
    plain = np.array([list(record) for record in values], float)
    return np.concatenate([plain.T.ravel(), plain.ravel(), seeds.astype(float)])
