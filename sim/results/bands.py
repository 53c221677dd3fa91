"""What a weekly path shows of many replicates: the mean, and the central part of single outcomes."""

from __future__ import annotations

import numpy as np

from sim.results.statistics import OUTCOME_LEVEL
from sim.results.totals import Floats

TAIL = 0.5 - 0.5 * OUTCOME_LEVEL


def mean_path(values: Floats) -> Floats:
    """Return the mean over replicates, NaN where none has a value."""
    present = ~np.isnan(values)
    count = present.sum(axis=0)
    total = np.where(present, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def central_band(values: Floats) -> Floats:
    """Return the ends of the central 80 % over replicates, float64 [2, weeks]; NaN where none has a value."""
    if not np.isnan(values).any():
        return np.asarray(np.quantile(values, [TAIL, 1.0 - TAIL], axis=0))
    ends = np.full((2, values.shape[1]), np.nan)
    full = ~np.isnan(values).all(axis=0)
    if full.any():
        ends[:, full] = np.nanquantile(values[:, full], [TAIL, 1.0 - TAIL], axis=0)
    return ends
