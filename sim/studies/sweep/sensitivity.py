"""Which lever or uncertain number moves a measure: Sobol and Morris indices of a stored sweep, without running again.

Estimators: first order Saltelli et al. 2010, total Jansen 1999, elementary effects Morris 1991 with the mean of
absolute effects of Campolongo et al. 2007; intervals by bootstrap over blocks or walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.studies.sweep.document import Sweep
from sim.studies.sweep.noise import stored_noise
from sim.studies.sweep.points import unit
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
RESAMPLES, LEVEL = 1000, 0.95
FEWEST_BLOCKS = 8


class Sample(NamedTuple):
    """Estimates of one index, float64[dimensions], and of its resamples, float64[resamples, dimensions]."""

    name: str
    value: Floats
    resampled: Floats


def sobol(results: Floats, seed: int = 0) -> tuple[Sample, Sample]:
    """Return first-order and total indices.

    Args:
        results: float64[blocks, k + 2], in the order of `saltelli_blocks`; blocks with NaN are left out.
        seed: of the bootstrap.

    Raises:
        SimError: fewer than 8 whole blocks, or results that do not vary.
    """
    whole = _whole(results)
    picks = _picks(len(whole), seed)

    def indices(chosen: Floats) -> tuple[Floats, Floats]:
        a, b, mixed = chosen[..., 0, None], chosen[..., 1, None], chosen[..., 2:]
        centre = np.mean(np.concatenate([a, b], axis=-2), axis=-2, keepdims=True)
        variance = np.var(np.concatenate([a, b], axis=-2), axis=-2)
        first = np.mean((b - centre) * (mixed - a), axis=-2) / variance
        return first, 0.5 * np.mean((a - mixed) ** 2, axis=-2) / variance

    (first, total), (firsts, totals) = indices(whole), indices(whole[picks])
    return Sample("first order", first, firsts), Sample("total", total, totals)


def elementary_effects(points: Floats, results: Floats, seed: int = 0) -> tuple[Sample, Sample]:
    """Return the mean absolute elementary effect and the sd of effects, per unit of the normalised range.

    Args:
        points: float64[walks, k + 1, k], coordinates in [0, 1].
        results: float64[walks, k + 1]; walks with NaN are left out.
        seed: of the bootstrap.
    """
    kept = np.isfinite(results).all(axis=1)
    whole, steps = _whole(results), np.diff(points[kept], axis=1)
    moved = np.argmax(np.abs(steps), axis=2)
    size = np.take_along_axis(steps, moved[..., None], axis=2)[..., 0]
    effects = np.empty_like(size)
    np.put_along_axis(effects, moved, np.diff(whole, axis=1) / size, axis=1)
    picks = _picks(len(whole), seed)
    mean, spread = np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1)
    again = effects[picks]
    return (
        Sample("mean absolute effect", mean, np.abs(again).mean(axis=1)),
        Sample("sd of effects", spread, again.std(axis=1, ddof=1)),
    )


def _whole(results: Floats) -> Floats:
    """Return the rows without NaN."""
    whole = results[np.isfinite(results).all(axis=1)]
    if len(whole) < FEWEST_BLOCKS:
        raise SimError(
            "only {0} whole blocks of the design are stored; at least {1} are needed",
            "只存储了设计的 {0} 个完整区组;至少需要 {1} 个",
            len(whole),
            FEWEST_BLOCKS,
        )
    if np.ptp(whole) == 0.0:
        raise SimError(
            "the measure does not vary over the design, so nothing moves it",
            "该度量在设计范围内没有变化,因此没有什么影响它",
        )
    return whole


def _picks(count: int, seed: int) -> NDArray[np.int64]:
    """Return int64[resamples, count], which blocks each resample holds."""
    return np.random.default_rng(seed).integers(0, count, (RESAMPLES, count))


def sensitivity(store: Store, measure: str, *, of: str = "difference", blocks: int | None = None) -> pd.DataFrame:
    """Return the indices of every dimension of a stored sweep, strongest first.

    Args:
        store: of a sweep whose design is `saltelli` or `morris`.
        measure: one that the sweep recorded.
        of: difference (from the baseline), value or baseline.
        blocks: use only so many blocks (saltelli) or walks (morris) from the beginning; None for all.

    Returns:
        Tidy frame: policy, measure, dimension, index, value, low, high (95 %, bootstrap), blocks, noise. `noise` is the
        share of the variance between points that luck alone would make at this number of replicates (luck that points
        share makes none); indices are of the rest and of that together.

    Raises:
        SimError: another design, too few points, or an unknown measure.
    """
    import pandas as pd

    known = store.description()
    document = Sweep.model_validate(known["sweep"])
    kind, names = document.design.kind, list(document.dimensions)
    if kind not in ("saltelli", "morris"):
        raise SimError(
            "indices need a design of kind saltelli or morris, not {0}",
            "指数需要 saltelli 或 morris 设计,现为 {0}",
            kind,
        )
    if of not in ("difference", "value", "baseline"):
        raise SimError(
            "`of` is difference, value or baseline, not {0!r}", "`of` 须为 difference、value 或 baseline,现为 {0!r}", of
        )
    frame = store.summary([measure])
    width = len(names) + (2 if kind == "saltelli" else 1)
    rows = []
    for p, policy in enumerate(document.policies):
        mine = frame[frame["policy"] == policy].set_index("point")
        count = len(known["points"]) // len(document.policies)
        column = np.full(count, np.nan)
        column[(mine.index.to_numpy() - p) // len(document.policies)] = mine[of].to_numpy()
        results = column[: count // width * width].reshape(-1, width)[:blocks]
        samples = sobol(results) if kind == "saltelli" else elementary_effects(_walks(document, len(results)), results)
        noise = stored_noise(store, measure, of, policy)
        rows += [
            {
                "policy": policy,
                "measure": measure,
                "dimension": name,
                "index": sample.name,
                "value": float(sample.value[j]),
                "low": float(low[j]),
                "high": float(high[j]),
                "blocks": int(np.isfinite(results).all(axis=1).sum()),
                "noise": noise,
            }
            for sample in samples
            for low, high in [np.quantile(sample.resampled, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)]
            for j, name in enumerate(names)
        ]
    return pd.DataFrame(rows).sort_values(
        ["policy", "index", "value"], ascending=[True, False, False], ignore_index=True
    )


def convergence(store: Store, measure: str, *, of: str = "difference") -> pd.DataFrame:
    """Return the indices from the first 8, 16, 32 … blocks to all, so that one sees whether more would change them.

    Returns:
        The frame of `sensitivity` for every number of blocks, in `blocks`.

    Raises:
        SimError: as `sensitivity`.
    """
    import pandas as pd

    whole = sensitivity(store, measure, of=of)
    most, counts = int(whole["blocks"].max()), [FEWEST_BLOCKS]
    while 2 * counts[-1] < most:
        counts.append(2 * counts[-1])
    parts = [sensitivity(store, measure, of=of, blocks=count) for count in counts if count < most]
    return pd.concat([*parts, whole], ignore_index=True)


def _walks(document: Sweep, count: int) -> Floats:
    """Return float64[walks, k + 1, k], the coordinates of a Morris design."""
    k = len(document.dimensions)
    return unit(document, k)[: count * (k + 1)].reshape(count, k + 1, k)
