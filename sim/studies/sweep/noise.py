"""How much of the differences between points is luck, where all points share their luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.studies.sweep.store import Store


def noise_share(results: NDArray[np.float64]) -> float:
    """Return the share of the variance between points that luck alone would make, 0 to 1.

    Luck that all points share moves them together and makes no difference between them; what is left after the means
    of points and of replicates is the luck that does (two-way analysis of variance without repetition).

    Args:
        results: float64[points, replicates]; points with NaN, and replicates that not every other point has, are left
            out.

    Returns:
        NaN with fewer than two points or replicates, or where the points do not differ.
    """
    kept = results[np.isfinite(results[:, :1]).any(axis=1)]
    kept = kept[:, np.isfinite(kept).all(axis=0)]
    points, replicates = kept.shape
    if points < 2 or replicates < 2:
        return float("nan")
    means = kept.mean(axis=1)
    rest = kept - means[:, None] - kept.mean(axis=0) + kept.mean()
    variance = float(means.var(ddof=1))
    if variance <= 0.0:
        return float("nan")
    luck = float((rest**2).sum()) / ((points - 1) * (replicates - 1)) / replicates
    return min(1.0, luck / variance)


def stored_noise(store: Store, measure: str, of: str, policy: str | None) -> float:
    """Return the noise share of a stored measure; `of` is difference, value or baseline."""
    wide = store.frame([measure], policy).pivot_table(index="point", columns="replicate", values=of)
    return noise_share(wide.to_numpy(float))
