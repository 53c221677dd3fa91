"""Which dimension explains most of a measure, from points of any design."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.studies.discovery.points import columns, numeric
from sim.studies.sweep.noise import stored_noise
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

MOST_GROUPS, RESAMPLES, LEVEL = 8, 500, 0.95
Floats = NDArray[np.float64]


def scores(
    store: Store, measure: str, *, of: str = "difference", policy: str | None = None, seed: int = 0
) -> pd.DataFrame:
    """Return how much of the variance between points each dimension explains alone, strongest first.

    The score is the correlation ratio over up to 8 groups of equal count, less what groups would explain by chance
    (epsilon squared, Kelley 1935), so that a dimension that does nothing scores 0 on average.

    Returns:
        Tidy frame: measure, dimension, score, low, high (95 %, bootstrap over points), trend (rank correlation with the
        measure, NaN for words), points, noise (share of the variance between points that luck
        alone makes, where they share their luck).

    Raises:
        SimError: nothing is stored, or a measure or `of` that is not there.
    """
    import pandas as pd
    from scipy.stats import spearmanr

    found = columns(store, measure, of, policy)
    n, rng = len(found.mean), np.random.default_rng(seed)
    picks = rng.integers(0, n, (RESAMPLES, n))
    variance = float(found.mean.var(ddof=1)) if n > 1 else 0.0
    noise = stored_noise(store, measure, of, policy)
    rows = []
    for name in found.dimensions:
        column = found.frame[name]
        groups = group(column)
        again = np.array([explained(groups[pick], found.mean[pick]) for pick in picks])
        low, high = np.quantile(again, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
        varied = numeric(column) and column.nunique() > 1 and variance > 0.0
        trend = float(spearmanr(column, found.mean).statistic) if varied else np.nan
        rows.append(
            {
                "measure": measure,
                "dimension": name,
                "score": explained(groups, found.mean),
                "low": float(low),
                "high": float(high),
                "trend": trend,
                "points": n,
                "noise": noise,
            }
        )
    return pd.DataFrame(rows).sort_values("score", ascending=False, ignore_index=True)


def group(column: pd.Series) -> NDArray[np.int64]:
    """Return the group of every point: its value where there are few, else one of 8 of equal count."""
    values, codes = np.unique(column.to_numpy(), return_inverse=True)
    if len(values) <= MOST_GROUPS or not numeric(column):
        return np.asarray(codes, np.int64)
    edges = np.quantile(column, np.linspace(0.0, 1.0, MOST_GROUPS + 1)[1:-1])
    return np.searchsorted(edges, column.to_numpy(), side="right").astype(np.int64)


def explained(groups: NDArray[np.int64], values: Floats) -> float:
    """Return epsilon squared: the share of variance between groups beyond chance; 0 where nothing varies."""
    n = len(values)
    total = float(((values - values.mean()) ** 2).sum())
    sizes = np.bincount(groups)
    k = int((sizes > 0).sum())
    if total <= 0.0 or n <= k:
        return 0.0
    means = np.bincount(groups, values) / np.maximum(sizes, 1)
    within = float(((values - means[groups]) ** 2).sum())
    return 1.0 - (within / (n - k)) / (total / (n - 1))
