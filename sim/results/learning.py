"""What a company's own year says about the behavioural numbers, on top of what published experiments say.

Draws of what is believed are simulated over the observed weeks; a linear reading of each number's normal score from
summaries of the year stands in for Bayes' rule, and what it misses is the uncertainty that is left (Beaumont, Zhang and
Balding 2002: regression adjustment, with every draw accepted). So a number that the year does not tell stays as it was.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.language.text import Text, say
from sim.results.fit import baseline_at, yearly
from sim.results.observed import Observed, beside, read_observed

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario.models import Scenario

Floats = NDArray[np.float64]
DRAWS, FOLDS, PENALTY = 600, 6, 10.0
#: Draws that learning simulates are nobody's replicates.
EXPERIMENT = 20_261_129
#: Part of a number's variance from which on the year tells it.
TOLD = 0.1
COLUMNS = (
    "gmv_paid",
    "refunds",
    "orders",
    "repeat_orders",
    "exits",
    "exits_first_year",
    "heads",
    "base_rmb",
    "bonus_rmb",
)
WORDS = {
    "told": Text(
        "The year tells something of {count} numbers: {names}.", "该年数据对 {count} 个参数有所说明:{names}。"
    ),
    "nothing": Text("The year tells nothing of the behavioural numbers.", "该年数据未说明任何行为参数。"),
    "untold": Text(
        "It cannot tell the other {count}: how staff answer to pay, targets or colleagues shows only where one of "
        "these has changed, and a year under one policy changes none.",
        "其余 {count} 个无法由此得知:员工对薪酬、目标或同事的反应,只有在其中之一发生变化时才会显现,"
        "而同一方案下的一年没有变化。",
    ),
}


@dataclass(frozen=True)
class Learned:
    """What a year told.

    Attributes:
        names: free numbers.
        contraction: float64 [names], part of the variance of each that the year takes away, found on draws left out.
        believed: float64 [draws, names], values before, sorted by number.
        scores: float64 [draws, names], normal scores after.
    """

    names: tuple[str, ...]
    contraction: Floats
    believed: Floats
    scores: Floats

    @property
    def told(self) -> tuple[str, ...]:
        """Numbers of which the year tells something, the most first."""
        order = np.argsort(-self.contraction, kind="stable")
        return tuple(self.names[j] for j in order if self.contraction[j] >= TOLD)

    def values(self, name: str) -> Floats:
        """Return float64 [draws], a number after the year."""
        from scipy.special import ndtr

        j = self.names.index(name)
        places = (np.arange(len(self.believed)) + 0.5) / len(self.believed)
        return np.interp(ndtr(self.scores[:, j]), places, self.believed[:, j])

    def put_into(self, records: NDArray[np.void], numbers: NDArray[np.int64]) -> NDArray[np.void]:
        """Return parameter records of some replicates with the numbers that the year tells."""
        found = records.copy()
        for name in self.told:
            found[name] = self.values(name)[numbers % len(self.scores)]
        return found

    @property
    def frame(self) -> pd.DataFrame:
        """One row per number: contraction, and 10, 50 and 90 % before and after."""
        import pandas as pd

        rows = []
        for j in np.argsort(-self.contraction, kind="stable"):
            name = self.names[j]
            before, after = (np.quantile(x, [0.1, 0.5, 0.9]) for x in (self.believed[:, j], self.values(name)))
            both = {
                f"{when} {q} %": x[i]
                for when, x in (("before", before), ("after", after))
                for i, q in enumerate((10, 50, 90))
            }
            rows.append({"number": name, "contraction": float(self.contraction[j]), **both})
        return pd.DataFrame(rows)

    def sentences(self, lang: str = "en") -> list[str]:
        """What the year tells, and what it cannot."""
        told = self.told
        first = WORDS["told"].format(count=len(told), names=", ".join(told)) if told else WORDS["nothing"]
        return [say(first, lang), say(WORDS["untold"].format(count=len(self.names) - len(told)), lang)]


def learn(
    scenario: Scenario | str | os.PathLike[str],
    data: str | os.PathLike[str] | None = None,
    *,
    draws: int = DRAWS,
    threads: int | None = None,
) -> Learned:
    """Learn behavioural numbers from the weekly observations of a year under today's policy.

    Args:
        scenario: a scenario or the path of its file.
        data: weekly observations; absent: `NAME.observed.csv` beside the scenario's file.
        draws: that are simulated, at least 100.
        threads: threads of the engine. Never changes a number.

    Raises:
        InputError: the scenario or the data are wrong.
        SimError: there are no data, or too few draws.
    """
    from sim.scenario.loading import load

    if draws < 100:
        raise SimError("learning needs at least 100 draws, not {0}", "学习至少需要 100 次抽样,现为 {0}", draws)
    path = Path(scenario) if isinstance(scenario, (str, os.PathLike)) else None
    document: Any = load(path) if path else scenario
    source = data or (beside(path) if path else None)
    if source is None:
        raise SimError(
            "{0}: no observations; give --data FILE (`sim intake` writes them)",
            "{0}:没有观测数据;请给 --data 文件(`sim intake` 会写出)",
            path or Text("the scenario", "情景"),
        )
    observed = read_observed(source)
    values, series = simulated_firms(document, observed, np.arange(draws), threads)
    known = {name: observed.series[name] for name in COLUMNS if name in observed.series}
    return read_off(values, summaries(series, known), summaries({k: v[None] for k, v in known.items()}, known)[0])


def simulated_firms(
    scenario: Any, observed: Observed, numbers: NDArray[np.int64], threads: int | None
) -> tuple[NDArray[np.void], dict[str, Floats]]:
    """Return parameter records of simulated firms and their weekly series by the names of the observed columns."""
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    moved = baseline_at(scenario, observed.first, observed.weeks)
    values = draws(parameters_of(moved), numbers, EXPERIMENT)
    return values, yearly(moved, values, numbers, threads, EXPERIMENT)


def summaries(series: dict[str, Floats], known: dict[str, Floats]) -> Floats:
    """Return float64 [firms, summaries]: of each known column its level, its trend and how much it swings, in logs.

    Args:
        series: column -> float64 [firms, weeks].
        known: column -> float64 [weeks], observed; weeks that are blank there are left out everywhere.
    """
    found = []
    for name, data in known.items():
        seen = np.flatnonzero(np.isfinite(data))
        if len(seen) < 8:
            continue
        parts = np.array_split(seen, 4)
        quarters = np.log(np.stack([series[name][:, part].mean(axis=1) + 0.01 for part in parts], axis=1))
        found += [
            quarters.mean(axis=1),
            quarters[:, 2:].mean(axis=1) - quarters[:, :2].mean(axis=1),
            quarters.std(axis=1),
        ]
    return np.column_stack(found)


def read_off(values: NDArray[np.void], told: Floats, at: Floats) -> Learned:
    """Return what summaries say.

    Args:
        values: parameter records [draws].
        told: float64 [draws, summaries], theirs.
        at: float64 [summaries], those of the company.
    """
    names = tuple(name for name in values.dtype.names or () if np.ptp(values[name]) > 0.0)
    x = np.column_stack([values[name] for name in names])
    scores = normal_scores(x)
    centre, scale = told.mean(axis=0), told.std(axis=0) + 1e-12
    design = _design((told - centre) / scale)
    fold = np.arange(len(x)) % FOLDS
    missed = np.empty_like(scores)
    for k in range(FOLDS):
        kept = fold != k
        missed[~kept] = scores[~kept] - design[~kept] @ _solved(design[kept], scores[kept])
    contraction = np.clip(1.0 - missed.var(axis=0) / scores.var(axis=0), 0.0, 1.0)
    middle = _design(np.clip((at - centre) / scale, -4.0, 4.0)[None]) @ _solved(design, scores)
    after = np.where(contraction >= TOLD, middle + missed, scores)
    return Learned(names, contraction, np.sort(x, axis=0), after)


def normal_scores(values: Floats) -> Floats:
    """Return normal scores of the ranks of each column, ties in the order of the draws."""
    from scipy.special import ndtri

    ranks = np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(ndtri((ranks + 0.5) / len(values)))


def _design(x: Floats) -> Floats:
    """Return a column of ones before the summaries."""
    return np.column_stack([np.ones(len(x)), x])


def _solved(design: Floats, y: Floats) -> Floats:
    """Return the coefficients of a ridge regression."""
    penalty = PENALTY * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    return np.asarray(np.linalg.solve(design.T @ design + penalty, design.T @ y))
