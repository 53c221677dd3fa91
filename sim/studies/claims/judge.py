"""How likely a claim is, how close the model comes to it, and what the draws that come closest have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.studies.discovery.boxes import FEWEST, Box, induce, within

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
#: Normal quantile of a 95 % interval; width of the central 80 % of a normal distribution in standard deviations.
Z, CENTRAL = 1.959964, 2.563103
#: Share of false findings allowed among the entries named; share of draws that counts as nearest; entries in a box.
FALSE_SHARE, NEAREST, BOX_ENTRIES = 0.05, 0.2, 5
#: Distance of a draw that lies exactly on a strict bound.
TOUCHING = 1e-6


@dataclass(frozen=True)
class Bounds:
    """What is claimed of a figure; None is no bound."""

    low: float | None
    high: float | None
    strict: bool = False  #: whether exactly 0 meets no bound of 0: no change is neither a rise nor a fall

    def met(self, values: Floats) -> Mask:
        """Return bool[n], which values lie inside; NaN does not."""
        inside = np.asarray(self.miss(values) == 0.0)
        return inside & (values != 0.0) if self.strict and 0.0 in (self.low, self.high) else inside

    def miss(self, values: Floats) -> Floats:
        """Return by how much values lie outside, below less than 0 and above more than 0; NaN stays NaN."""
        below = np.minimum(values - self.low, 0.0) if self.low is not None else np.zeros_like(values)
        above = np.maximum(values - self.high, 0.0) if self.high is not None else np.zeros_like(values)
        return below + above


@dataclass(frozen=True)
class Share:
    """Hits among draws, as a share with its 95 % interval (Wilson 1927)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Hits / draws."""
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the interval."""
        n, p = self.of, self.value
        middle, half = p + Z * Z / (2.0 * n), Z * math.sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n))
        low, high = (middle - half) / (1.0 + Z * Z / n), (middle + half) / (1.0 + Z * Z / n)
        return (0.0 if self.hits == 0 else low), (1.0 if self.hits == n else high)


@dataclass(frozen=True)
class Judged:
    """One condition.

    Attributes:
        name: of the condition.
        bounds: what is claimed.
        values: float64[draws], the figure; NaN where it does not exist.
        holds: bool[draws].
        share: in how many draws it holds.
        low, middle, high: 10, 50 and 90 % point of the figure.
        miss: median of by how much it misses, over the draws that miss; 0 where none does.
    """

    name: str
    bounds: Bounds
    values: Floats
    holds: Mask
    share: Share
    low: float
    middle: float
    high: float
    miss: float

    @property
    def closeness(self) -> Floats:
        """float64[draws], the higher the nearer to what is claimed; with one bound it goes on beyond the bound."""
        if self.bounds.low is None:
            return -self.values
        if self.bounds.high is None:
            return self.values
        return -np.abs(self.bounds.miss(self.values))


@dataclass(frozen=True)
class Separator:
    """An uncertain entry that goes with how close a draw comes to the claim.

    Attributes:
        name: of the entry.
        correlation: rank correlation with closeness; above 0: the higher the entry, the closer the claim.
        near: 10 and 90 % point of the entry among the nearest fifth of the draws; everywhere: among all.
    """

    name: str
    correlation: float
    near: tuple[float, float]
    everywhere: tuple[float, float]


@dataclass(frozen=True)
class Verdict:
    """One claim.

    Attributes:
        name: of the claim.
        conditions: one by one.
        share: in how many draws all hold together.
        distance: float64[draws], how far the model is from the claim: root of the summed squares of what each figure
            misses, in units of that figure's own spread over draws; 0 where the claim holds, inf where a figure does
            not exist.
        nearest: number of the draw that comes closest.
        separators: entries that go with the distance, the strongest first; false ones are a twentieth at most.
        of_conditions: the same for every condition alone, in their order.
        box: where the claim holds most, None where it holds too rarely or too often to tell.
    """

    name: str
    conditions: tuple[Judged, ...]
    share: Share
    distance: Floats
    nearest: int
    separators: tuple[Separator, ...]
    of_conditions: tuple[tuple[Separator, ...], ...]
    box: Box | None

    @property
    def binding(self) -> Judged:
        """The condition that holds least."""
        return min(self.conditions, key=lambda each: each.share.hits)


@dataclass(frozen=True)
class Favourable:
    """A claim with all entries that separate the draws at their favourable end at once.

    Attributes:
        values: entry -> value, the 5 or 95 % point of what is drawn.
        conditions: one by one; share: in how many draws all hold together.
    """

    values: dict[str, float]
    conditions: tuple[Judged, ...]
    share: Share


def judged(name: str, bounds: Bounds, values: Floats) -> Judged:
    """Return how a figure stands against its bounds."""
    miss, holds = bounds.miss(values), bounds.met(values)
    low, middle, high = (
        np.nanquantile(values, [0.1, 0.5, 0.9]).tolist() if np.isfinite(values).any() else [math.nan] * 3
    )
    missed = miss[~holds & np.isfinite(miss)]
    typical = float(np.median(missed)) if len(missed) else 0.0
    return Judged(name, bounds, values, holds, Share(int(holds.sum()), len(values)), low, middle, high, typical)


def verdict(name: str, conditions: tuple[Judged, ...], entries: pd.DataFrame) -> Verdict:
    """Return how a claim stands.

    Args:
        name: of the claim.
        conditions: that must hold together.
        entries: a column per uncertain entry, a row per draw.
    """
    holds = np.logical_and.reduce([each.holds for each in conditions])
    apart = distance(conditions)
    found = separators(-apart, entries)
    singly = tuple(separators(each.closeness, entries) for each in conditions)
    first = [each.name for each in found[:BOX_ENTRIES]]
    return Verdict(
        name,
        conditions,
        together(conditions),
        apart,
        int(np.argmin(apart)),
        found,
        singly,
        box(name, holds, entries[first]),
    )


def together(conditions: tuple[Judged, ...]) -> Share:
    """Return in how many draws all conditions hold."""
    holds = np.logical_and.reduce([each.holds for each in conditions])
    return Share(int(holds.sum()), len(holds))


def distance(conditions: tuple[Judged, ...]) -> Floats:
    """Return float64[draws], how far each draw is from the claim; see `Verdict`."""
    total = np.zeros(len(conditions[0].values))
    for each in conditions:
        spread = (each.high - each.low) / CENTRAL
        if not spread > 0.0:
            spread = max(abs(each.bounds.low or 0.0), abs(each.bounds.high or 0.0), 1e-9)
        miss = np.abs(each.bounds.miss(each.values)) / spread
        miss = np.where(each.holds, 0.0, np.maximum(miss, TOUCHING))
        total += np.where(np.isfinite(miss), miss * miss, np.inf)
    return np.sqrt(total)


def separators(closeness: Floats, entries: pd.DataFrame) -> tuple[Separator, ...]:
    """Return the entries whose rank goes with that of closeness, with false findings held to a twentieth.

    Source: rank correlation Spearman 1904 with its t approximation; rate of false findings Benjamini and Hochberg 1995.

    Args:
        closeness: float64[draws], the higher the nearer to the claim; NaN and -inf count as farthest.
        entries: a column per uncertain entry.
    """
    from scipy.stats import spearmanr

    close = np.where(np.isfinite(closeness), closeness, -np.finfo(float).max)
    if len(close) < 2 * FEWEST or np.ptp(close) == 0.0:
        return ()
    found = []
    for name in entries.columns:
        column = entries[name].to_numpy(float)
        if np.ptp(column) > 0.0:
            test = spearmanr(column, close)
            found.append((float(test.pvalue), float(test.statistic), str(name)))
    found.sort(key=lambda each: (each[0], -abs(each[1]), each[2]))
    passed = [k for k, each in enumerate(found, 1) if each[0] <= FALSE_SHARE * k / len(found)]
    near = np.argsort(-close, kind="stable")[: max(FEWEST, int(NEAREST * len(close)))]
    return tuple(
        Separator(name, correlation, _central(entries[name].to_numpy(float)[near]), _central(entries[name]))
        for _, correlation, name in sorted(found[: max(passed, default=0)], key=lambda each: -abs(each[1]))
    )


def _central(values: Floats | pd.Series) -> tuple[float, float]:
    """Return the 10 and 90 % point."""
    low, high = np.quantile(np.asarray(values, float), [0.1, 0.9])
    return float(low), float(high)


def box(name: str, holds: Mask, entries: pd.DataFrame) -> Box | None:
    """Return the box of entries in which a claim holds most; None with fewer than eight hits in it, or eight misses."""
    hits = int(holds.sum())
    if entries.shape[1] == 0 or hits < FEWEST or len(holds) - hits < FEWEST:
        return None
    limits = induce(entries, holds)
    inside = within(entries, limits)
    count, good = int(inside.sum()), int(holds[inside].sum())
    if not limits or good < FEWEST or good / count <= hits / len(holds):
        return None
    return Box(name, limits, count, good, good / count, good / hits, hits / len(holds))
