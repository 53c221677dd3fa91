"""How many replicates: the precision that is wanted, when to look, and when to stop.

The number of replicates grows by about the root of two between looks, and an interval found by looking uses a
quantile whose error is a fifth smaller than nominal; together they keep the coverage at its level (shown
in the tests). Where nobody asked for a precision of their own, a difference that is known to an eighth of itself is
precise enough, however wide its interval is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.errors import SimError
from sim.results.measures import BY_NAME, HEADLINE, Measure
from sim.results.statistics import LEVEL, Paired
from sim.results.totals import Floats

LOOKS = (40, 60, 80, 120, 160, 240, 320, 480, 640)
FEWEST_REPLICATES = 20
CAUTION = 0.8
#: Half-width, as a part of the difference, that is precise enough unless a precision was asked for.
ENOUGH = 0.125
DEFAULT_PRECISION = {"gmv": 0.5, "turnover": 1.0, "collaboration": 1.0}


def level_of(reason: str) -> float:
    """Return the confidence behind the quantile of a report, given why no more replicates were added."""
    return 1.0 - CAUTION * (1.0 - LEVEL) if reason == "precise" else LEVEL


@dataclass(frozen=True)
class Effort:
    """How hard to work for an answer.

    Attributes:
        replicates: exact number of replicates; None to add them until the answer is precise.
        precision: measure -> half-width of the 95 % interval: % of the baseline for amounts per year, else the unit.
        budget: seconds after which no more replicates are started; None for no limit.
        threads: threads of the engine; None for all cores.
        experiment: number of the experiment in the random key; another number is another, independent study.
        neutral: whether pay-neutral twins are run too.
        weeks: weeks to run in place of the scenario's; None for those.
        prior: whether behavioural numbers come from their priors alone.
        learn: whether the company's own year was learned from.
        enough: half-width, as a part of the difference, that is precise enough whatever `precision` says; 0 for none.
    """

    replicates: int | None
    precision: Mapping[str, float]
    budget: float | None
    threads: int | None
    experiment: int
    neutral: bool = True
    weeks: int | None = None
    prior: bool = False
    learn: bool = False
    enough: float = 0.0

    @property
    def level_used(self) -> float:
        """Confidence behind the quantile while looking: the level, made cautious where looks decide when to stop."""
        return LEVEL if self.replicates else level_of("precise")

    def level_reported(self, reason: str) -> float:
        """Confidence behind the quantile of the report: cautious only where a narrow interval ended the run."""
        return level_of(reason)

    @property
    def looks(self) -> tuple[int, ...]:
        """Numbers of replicates after which precision is judged."""
        return (self.replicates,) if self.replicates else LOOKS


@dataclass(frozen=True)
class Stopping:
    """Why no more replicates were added.

    Attributes:
        reason: `given`, `precise`, `budget` or `most`.
        replicates: how many were run.
        missed: `measure of policy` whose interval is still wider than wanted, with half-width and target in its unit.
    """

    reason: str
    replicates: int
    missed: tuple[tuple[str, str, float, float], ...] = ()


def wanted_precision(asked: float | Mapping[str, float] | None, scenario: Mapping[str, float]) -> dict[str, float]:
    """Return the precision wanted for each measure.

    Args:
        asked: half-widths by measure; or one number, the half-width of GMV in % of the baseline (the other headline
            measures keep their proportion to it); or None.
        scenario: what the scenario asks for; used where `asked` is None, over the defaults.

    Raises:
        SimError: an unknown measure or a half-width that is not a positive number.
    """
    if asked is None:
        wanted = {**DEFAULT_PRECISION, **scenario}
    elif isinstance(asked, Mapping):
        wanted = dict(asked)
    else:
        wanted = {name: asked * width / DEFAULT_PRECISION["gmv"] for name, width in DEFAULT_PRECISION.items()}
    for name, width in wanted.items():
        if name not in BY_NAME:
            raise SimError(
                "precision is asked for {0!r}, which is not a measure; use {1} or another one",
                "要求了 {0!r} 的精度,但它不是度量;请用 {1} 或其他度量",
                name,
                ", ".join(HEADLINE),
            )
        if not (np.isfinite(width) and width > 0):
            raise SimError(
                "the precision of {0} must be a positive number, not {1!r}",
                "{0} 的精度须为正数,现为 {1!r}",
                name,
                width,
            )
    return wanted


def enough_of(asked: float | Mapping[str, float] | None, scenario: Mapping[str, float]) -> float:
    """Return the part of a difference that is precise enough: none where somebody asked for a precision."""
    return ENOUGH if asked is None and not scenario else 0.0


def targets(precision: Mapping[str, float], chosen: tuple[Measure, ...], baseline_mean: Floats) -> Floats:
    """Return the wanted half-width of every measure in its unit, infinite where none is wanted.

    Args:
        precision: wanted half-widths by measure, as in `Effort`.
        chosen: the measures.
        baseline_mean: mean of the baseline, float64 [measures].
    """
    wanted = np.array([precision.get(measure.name, np.inf) for measure in chosen])
    relative = np.array([measure.per_year for measure in chosen])
    finite = np.isfinite(wanted)
    scaled = 0.01 * np.where(finite, wanted, 0.0) * np.abs(baseline_mean)
    return np.where(relative & finite, scaled, wanted)


def missed(
    policy: str, statistics: Paired, chosen: tuple[Measure, ...], precision: Mapping[str, float], enough: float = 0.0
) -> tuple[tuple[str, str, float, float], ...]:
    """Return what is less precise than wanted for one policy: measure, policy, half-width, target.

    Measures that do not exist in this company (no requests, say) are not waited for, nor differences that are known to
    a part `enough` of themselves.
    """
    wanted = targets(precision, chosen, statistics.baseline_mean)
    allowed = np.fmax(wanted, enough * np.abs(statistics.estimate))
    wide = np.isfinite(wanted) & ~(statistics.half_width <= allowed) & (statistics.replicates > 0)
    return tuple(
        (chosen[i].name, policy, float(statistics.half_width[i]), float(wanted[i])) for i in np.flatnonzero(wide)
    )
