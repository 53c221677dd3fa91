"""Which policies hold up whatever the future brings: regret and satisficing over crossed futures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.results.measures import BY_NAME
from sim.studies.discovery.points import columns
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES, LEVEL = 500, 0.95
TODAY = "(today)"
Floats = NDArray[np.float64]


def robustness(
    store: Store, measure: str, *, at_least: float = 0.0, direction: str | None = None, seed: int = 0
) -> pd.DataFrame:
    """Return how every policy fares over the futures of a sweep, the smallest worst regret first.

    The regret of a policy in a future is how much better the best of the policies tried (doing nothing among them) is
    there. A policy satisfices in a future where its gain over the baseline is at least `at_least`.

    Args:
        store: of a sweep whose design crosses levers with `futures`.
        measure: which; gains are differences from the baseline in the good direction.
        at_least: gain that is enough, in the measure's unit.
        direction: up or down where the measure itself does not say which is good.
        seed: of the bootstrap over futures.

    Returns:
        Frame: policy and levers, futures, gain (mean), worst (smallest gain), regret (mean), worst_regret, satisficing
        (share of futures) with its 95 % interval, best (share of futures in which it is the best).

    Raises:
        SimError: the sweep has no futures.
    """
    import pandas as pd

    names, levers, gain = _table(store, measure, direction)
    regret = gain.max(axis=0) - gain
    enough = gain >= at_least
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, gain.shape[1], (RESAMPLES, gain.shape[1]))
    low, high = np.quantile(enough[:, picks].mean(axis=2), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=1)
    best = (gain >= gain.max(axis=0)).mean(axis=1)
    frame = pd.DataFrame(levers)
    frame.insert(0, "policy", names)
    numbers = {
        "futures": gain.shape[1],
        "gain": gain.mean(axis=1),
        "worst": gain.min(axis=1),
        "regret": regret.mean(axis=1),
        "worst_regret": regret.max(axis=1),
        "satisficing": enough.mean(axis=1),
        "low": low,
        "high": high,
        "best": best,
    }
    return pd.concat([frame, pd.DataFrame(numbers)], axis=1).sort_values("worst_regret", ignore_index=True)


def _table(store: Store, measure: str, direction: str | None) -> tuple[list[str], list[dict[str, object]], Floats]:
    """Return policies, their levers, and float64[policies, futures] gains; doing nothing comes last."""
    found = columns(store, measure)
    if "future" not in found.frame.columns:
        raise SimError(
            "{0}: the sweep crosses no futures; give `futures` in its design",
            "{0}:该扫描没有交叉未来情景;请在设计中给出 `futures`",
            store.folder,
        )
    good = direction or BY_NAME[measure].good
    if good not in ("up", "down"):
        raise SimError("{0}: say which way is good, up or down", "{0}:请说明哪个方向为好,up 或 down", measure)
    levers = list(found.document.levers)
    wide = found.frame.assign(gain=found.mean * (1.0 if good == "up" else -1.0)).pivot_table(
        index=["policy", *levers], columns="future", values="gain", aggfunc="first"
    )
    whole = wide.dropna(axis=1, how="any")
    if whole.shape[1] < 2:
        raise SimError(
            "{0}: fewer than two futures are stored for every policy",
            "{0}:每个方案都存储的未来情景不足两个",
            store.folder,
        )
    rows = [dict(zip(wide.index.names, _tuple(key), strict=True)) for key in whole.index]
    gains = np.vstack([whole.to_numpy(float), np.zeros(whole.shape[1])])
    names = [str(row["policy"]) for row in rows] + [TODAY]
    return names, [{lever: row[lever] for lever in levers} for row in rows] + [dict.fromkeys(levers)], gains


def _tuple(key: object) -> Sequence[object]:
    """Return an index key as a tuple."""
    return key if isinstance(key, tuple) else (key,)
