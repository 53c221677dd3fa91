"""The points of a store as columns: dimensions, and one measure's mean difference from the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.studies.sweep.document import Sweep
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

OF = ("difference", "value", "baseline")


class Columns(NamedTuple):
    """Points that did not fail: document, frame with a column per dimension, means and their standard errors."""

    document: Sweep
    dimensions: list[str]
    frame: pd.DataFrame
    mean: NDArray[np.float64]
    error: NDArray[np.float64]


def columns(store: Store, measure: str, of: str = "difference", policy: str | None = None) -> Columns:
    """Return the points of one measure.

    Raises:
        SimError: `of` is none of difference, value and baseline, or no point is stored.
    """
    if of not in OF:
        raise SimError("`of` is one of {0}, not {1!r}", "`of` 须为 {0} 之一,现为 {1!r}", ", ".join(OF), of)
    document = Sweep.model_validate(store.description()["sweep"])
    frame = store.summary([measure], policy)
    if len(frame):
        frame = frame[np.isfinite(frame[of])].reset_index(drop=True)
    if not len(frame):
        raise SimError("{0}: no point of {1} is stored", "{0}:没有存储 {1} 的点", store.folder, measure)
    names = [name for name in document.dimensions if name in frame.columns]
    if len(document.policies) > 1 and policy is None:
        names = ["policy", *names]
    return Columns(document, names, frame, frame[of].to_numpy(float), frame["error"].to_numpy(float))


def numeric(column: pd.Series) -> bool:
    """Whether a dimension's values have an order."""
    return column.dtype.kind in "if"
