"""No cell of fewer than five people: merging of counts, and rates that small counts do not drive."""

from __future__ import annotations

import numpy as np

from sim.intake.told import note

LEAST_PEOPLE = 5


def few(count: int) -> str:
    """A number of people or rows as notes may write it."""
    return f"{count}" if count >= LEAST_PEOPLE or count == 0 else note("fewer than five", "不足五")


def merged_bands(counts: np.ndarray, least: int = LEAST_PEOPLE) -> list[tuple[int, int]]:
    """Merge neighbouring cells, from the first on, until each has `least` people; a short rest joins the last.

    Args:
        counts: people in each cell.
        least: smallest number of people that may be shown.

    Returns:
        Ranges (first, behind the last) of cells; one range when there are fewer than `least` people in all.
    """
    groups: list[tuple[int, int]] = []
    begin, count = 0, 0.0
    for at, each in enumerate(counts):
        count += float(each)
        if count >= least:
            groups.append((begin, at + 1))
            begin, count = at + 1, 0.0
    if not groups:
        return [(0, len(counts))]
    groups[-1] = (groups[-1][0], len(counts)) if begin < len(counts) else groups[-1]
    return groups


def spread_out(counts: np.ndarray, *amounts: np.ndarray) -> list[np.ndarray]:
    """Weekly counts and amounts in which no week shows one to four people.

    Weeks are merged as in `merged_bands` and the totals of each group are divided evenly over its weeks, so that sums
    over months and years stay right. Groups in which no week has one to four keep their values: a week with nobody
    shows nobody. With one to four people in all everything is NaN.

    Args:
        counts: float64[T] people or orders of each week.
        amounts: float64[T] each, what belongs to them.

    Returns:
        The counts and the amounts, float64[T] each.
    """
    if 0 < counts.sum() < LEAST_PEOPLE:
        return [np.full(len(counts), np.nan) for _ in range(1 + len(amounts))]
    spread = [np.array(values, dtype=float) for values in (counts, *amounts)]
    for begin, end in merged_bands(counts):
        inside = counts[begin:end]
        if ((inside > 0) & (inside < LEAST_PEOPLE)).any():
            for values in spread:
                values[begin:end] = values[begin:end].sum() / (end - begin)
    return spread


def shrunk(counts: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Relative rates drawn towards 1 as far as chance explains their differences.

    Gamma-Poisson: rate = (count + k) / (expected + k), with k = 1 / (variance between the cells), which is the
    variance of count / expected beyond what chance alone gives, weighted by expectation (method of moments).

    Args:
        counts: events by cell.
        expected: events by cell if all rates were equal.

    Returns:
        Relative rates, scaled so that they give the total of the events.
    """
    expected = np.maximum(expected, 1e-9)
    ratio = counts / expected
    weight = expected / expected.sum()
    between = float((weight * (ratio - 1.0) ** 2).sum()) - (len(counts) - 1) / max(float(expected.sum()), 1e-9)
    strength = 1.0 / max(between, 1e-3)
    rate = (counts + strength) / (expected + strength)
    return rate * counts.sum() / (rate * expected).sum()
