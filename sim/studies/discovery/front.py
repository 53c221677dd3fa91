"""Trade-offs: the policies that no other beats on every measure, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import SimError
from sim.results.measures import BY_NAME
from sim.studies.search.judge import dominated
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES = 200


def front(
    store: Store, measures: Sequence[str], *, directions: Mapping[str, str] | None = None, seed: int = 0
) -> pd.DataFrame:
    """Return every point with its mean differences, whether no other beats it, and how sure that is.

    Args:
        store: of a sweep without failed points among those compared (failed ones are left out).
        measures: two or more.
        directions: measure -> up or down where the measure itself does not say which is good.
        seed: of the bootstrap over replicates, which all points share.

    Returns:
        Frame: point, policy and dimensions, mean difference and standard error by measure (`NAME`, `NAME error`),
        on_front, sure (share of resamples in which it is on the front), front first.

    Raises:
        SimError: fewer than two measures, or no direction for one of them.
    """
    import pandas as pd

    if len(measures) < 2:
        raise SimError("a trade-off needs at least two measures", "权衡至少需要两个度量")
    ways = {name: (directions or {}).get(name, BY_NAME[name].good if name in BY_NAME else "") for name in measures}
    unclear = [name for name, way in ways.items() if way not in ("up", "down")]
    if unclear:
        raise SimError(
            "{0}: say which way is good, up or down", "{0}:请说明哪个方向为好,up 或 down", ", ".join(unclear)
        )
    rows = store.frame(list(measures))
    wide = rows.pivot_table(index="point", columns=["measure", "replicate"], values="difference")
    gaps = np.stack([wide[name].to_numpy(float) for name in measures], axis=2)  # points, replicates, measures
    signs = np.array([1.0 if ways[name] == "up" else -1.0 for name in measures])
    found = rows.drop_duplicates("point").set_index("point").loc[wide.index].reset_index()
    frame = found.drop(columns=["measure", "unit", "replicate", "value", "baseline", "difference"])
    mean, count = np.nanmean(gaps, axis=1), np.isfinite(gaps).sum(axis=1)
    error = np.nanstd(gaps, axis=1, ddof=1) / np.sqrt(count) if gaps.shape[1] > 1 else np.full_like(mean, np.nan)
    for k, name in enumerate(measures):
        frame[name], frame[f"{name} error"] = mean[:, k], error[:, k]
    frame["on_front"] = ~dominated(np.asarray(mean * signs, float))
    rng, times = np.random.default_rng(seed), np.zeros(len(frame))
    for _ in range(RESAMPLES):
        again = np.nanmean(gaps[:, rng.integers(0, gaps.shape[1], gaps.shape[1])], axis=1)
        times += ~dominated(np.asarray(np.where(np.isfinite(again), again, mean) * signs, float))
    frame["sure"] = times / RESAMPLES
    return pd.DataFrame(frame).sort_values(["on_front", "sure"], ascending=False, ignore_index=True)
