"""Where something happens: boxes in the space of levers and uncertain numbers, said in plain words (PRIM).

Patient rule induction (J. Friedman and N. Fisher 1999, "Bump hunting in high-dimensional data"): peel away the slice
whose loss raises the share of hits most, again and again; then let back in what does no harm. Of the boxes on the way
the one is kept that balances how many of its points are hits (density) with how many hits it holds (coverage).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.language.text import Text
from sim.studies.discovery.points import Columns, columns, numeric
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd

PEEL, FEWEST, MATTERS = 0.05, 8, 0.02
CONDITION = re.compile(r"^\s*([a-z_0-9@]+)\s*(<=|>=|<|>)\s*(-?[0-9.eE+-]+)\s*$")
Mask = NDArray[np.bool_]
Limits = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Box:
    """One box.

    Attributes:
        condition: what was looked for.
        limits: dimension -> (low, high) of a number, or the values of a word, restricted dimensions only.
        points: points inside; hits: how many of them meet the condition.
        density: hits inside / points inside; coverage: hits inside / all hits; everywhere: hits / points of all.
    """

    condition: str
    limits: Limits
    points: int
    hits: int
    density: float
    coverage: float
    everywhere: float

    def words(self, lang: str = "en") -> str:
        """Return the box as a sentence."""
        where = _where(self.limits, lang)
        if lang == "zh":
            place = f"当{where}时" if where else "在所有试算点中"
            return (
                f"{place},{self.density:.0%} 的试算点满足 {self.condition}({self.points} 个点中的 {self.hits} 个;"
                f"总体为 {self.everywhere:.0%}),覆盖了全部此类点的 {self.coverage:.0%}。"
            )
        place = f"Where {where}" if where else "Everywhere"
        return (
            f"{place}, {self.condition} holds in {self.density:.0%} of the points ({self.hits} of {self.points}; "
            f"{self.everywhere:.0%} overall); that is {self.coverage:.0%} of all such points."
        )


def boxes(
    store: Store, condition: str, *, most: int = 3, of: str = "difference", policy: str | None = None
) -> list[Box]:
    """Return the boxes in which a condition holds most, the first one first, each without the points of those before.

    Args:
        store: of a sweep.
        condition: a measure, one of < <= > >=, and a number in its unit, such as "gmv < 0".
        most: boxes at most; fewer where what is left is no denser than all.
        of: what the condition is about: difference (from the baseline), value or baseline.
        policy: points of one policy; default all.

    Raises:
        SimError: a condition that cannot be read, or that all points or none meet.
    """
    match = CONDITION.match(condition)
    if not match:
        raise SimError(
            "cannot read {0!r}: write a measure, a sign and a number, such as 'gmv < 0'",
            "无法读懂 {0!r}:请写度量、符号与数字,例如 'gmv < 0'",
            condition,
        )
    name, sign, number = match[1], match[2], float(match[3])
    found = columns(store, name, of, policy)
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[sign]
    hits: Mask = np.asarray(compare(found.mean, number))
    if hits.all() or not hits.any():
        raise SimError(
            "{0} point meets {1!r}: there is no border to find",
            "{0}点满足 {1!r}:没有边界可找",
            Text("every", "所有") if hits.all() else Text("no", "没有"),
            condition,
        )
    return list(_boxes(found, hits, " ".join(condition.split()), most))


def _boxes(found: Columns, hits: Mask, condition: str, most: int) -> Iterator[Box]:
    """Yield box after box, each from the points that no earlier one holds."""
    left: Mask = np.ones(len(hits), bool)
    for _ in range(most):
        rest = found.frame[left][found.dimensions]
        if len(rest) < 2 * FEWEST or not hits[left].any():
            return
        limits = induce(rest, hits[left])
        inside = within(found.frame, limits)
        held = inside & left
        count, good = int(held.sum()), int(hits[held].sum())
        if not limits or not count or good / count <= hits.mean():
            return
        yield Box(condition, limits, count, good, good / count, good / float(hits.sum()), float(hits.mean()))
        left &= ~inside


def induce(frame: pd.DataFrame, hits: Mask) -> Limits:
    """Return the limits of the best box in some points; empty where no box is denser than all points.

    Args:
        frame: a column per dimension.
        hits: bool[n], what to look for.
    """
    limits: Limits = {}
    best, best_score = limits, _score(hits, np.ones(len(hits), bool))
    while True:
        inside = within(frame, limits)
        share, count = float(hits[inside].mean()), int(inside.sum())
        # the gain for every point given up, so that a whole word is not taken away where a slice would do
        options = [
            ((float(hits[mask].mean()) - share) / (count - int(mask.sum())), changed)
            for changed, mask in _peels(frame, limits, inside)
            if mask.sum() >= FEWEST
        ]
        if not options:
            break
        limits = max(options, key=lambda option: option[0])[1]
        score = _score(hits, within(frame, limits))
        if score > best_score:
            best, best_score = limits, score
    return _without_idle(frame, hits, _pasted(frame, hits, best))


def _score(hits: Mask, inside: Mask) -> float:
    """Return the harmonic mean of density and coverage."""
    good = float(hits[inside].sum())
    return 2.0 * good / (float(inside.sum()) + float(hits.sum()))


def _peels(frame: pd.DataFrame, limits: Limits, inside: Mask) -> Iterator[tuple[Limits, Mask]]:
    """Yield every way to take a slice away: the limits after it, and the points they hold."""
    for name in frame.columns:
        column = frame[name]
        here = column[inside]
        if here.nunique() < 2:
            continue
        if not numeric(column):
            kept = tuple(sorted(here.unique(), key=str))
            for value in kept:
                changed = {**limits, name: tuple(each for each in kept if each != value)}
                yield changed, inside & column.isin(changed[name]).to_numpy()
            continue
        values = np.sort(here.to_numpy(float))
        low, high = limits.get(name, (values[0], values[-1]))
        count = max(1, int(PEEL * len(values)))
        above, below = values[values > values[count - 1]], values[values < values[-count]]
        if len(above):
            changed = {**limits, name: (float(above[0]), high)}
            yield changed, inside & (column.to_numpy() >= above[0])
        if len(below):
            changed = {**limits, name: (low, float(below[-1]))}
            yield changed, inside & (column.to_numpy() <= below[-1])


def _pasted(frame: pd.DataFrame, hits: Mask, limits: Limits) -> Limits:
    """Let points back in from beyond each limit while that does not lower the balance of density and coverage."""
    improved = True
    while improved:
        improved = False
        for name, bounds in limits.items():
            if not numeric(frame[name]):
                continue
            for side in (0, 1):
                others = within(frame, {key: each for key, each in limits.items() if key != name})
                wider = {**limits, name: _widened(frame[name][others], bounds, side)}
                if _score(hits, within(frame, wider)) > _score(hits, within(frame, limits)):
                    limits, improved, bounds = wider, True, wider[name]
    return limits


def _widened(column: pd.Series, bounds: tuple[Any, ...], side: int) -> tuple[float, float]:
    """Return limits that let in the next value on one side."""
    low, high = bounds
    values = column.to_numpy(float)
    if side == 0:
        beyond = values[values < low]
        return (float(beyond.max()) if len(beyond) else low), high
    beyond = values[values > high]
    return low, (float(beyond.min()) if len(beyond) else high)


def _without_idle(frame: pd.DataFrame, hits: Mask, limits: Limits) -> Limits:
    """Drop limits without which the box is as good within two per cent."""
    while limits:
        score = _score(hits, within(frame, limits))
        fewer = [{k: v for k, v in limits.items() if k != name} for name in limits]
        without = max(fewer, key=lambda each: _score(hits, within(frame, each)))
        if _score(hits, within(frame, without)) < score - MATTERS:
            break
        limits = without
    return _open_ends(frame, limits)


def _open_ends(frame: pd.DataFrame, limits: Limits) -> Limits:
    """Let a limit be infinite beyond which the rest of the box has no points."""
    found: Limits = {}
    for name, bounds in limits.items():
        if numeric(frame[name]):
            here = frame[name][within(frame, {key: each for key, each in limits.items() if key != name})]
            low, high = bounds
            low = -np.inf if low <= here.min() else low
            high = np.inf if high >= here.max() else high
            if np.isfinite(low) or np.isfinite(high):
                found[name] = (low, high)
        else:
            found[name] = bounds
    return found


def within(frame: pd.DataFrame, limits: Limits) -> Mask:
    """Return bool[n], which points a box holds."""
    inside = np.ones(len(frame), bool)
    for name, bounds in limits.items():
        column = frame[name]
        held = column.between(*bounds) if numeric(column) else column.isin(bounds)
        inside &= held.to_numpy()
    return inside


def _where(limits: Limits, lang: str) -> str:
    """Return limits as words."""
    parts = []
    for name, bounds in limits.items():
        numbers = len(bounds) == 2 and all(isinstance(each, float) for each in bounds)
        if not numbers:
            joined = " / ".join(str(each) for each in bounds)
            parts.append(f"{name} 为 {joined}" if lang == "zh" else f"{name} is {joined}")
        elif bounds[0] == bounds[1]:
            parts.append(f"{name} = {bounds[0]:.4g}")
        elif not np.isfinite(bounds[0]):
            parts.append(f"{name} ≤ {bounds[1]:.4g}")
        elif not np.isfinite(bounds[1]):
            parts.append(f"{name} ≥ {bounds[0]:.4g}")
        else:
            between = f"{bounds[0]:.4g} 至 {bounds[1]:.4g} 之间" if lang == "zh" else ""
            parts.append(f"{name} 在 {between}" if between else f"{name} lies in {bounds[0]:.4g} to {bounds[1]:.4g}")
    return ("、" if lang == "zh" else " and ").join(parts)
