"""How likely what was published is, given how numbers stand in a typical workplace.

A study is one workplace: the strength of its mechanisms and the facts that its encoding assumes are averaged over, the
same ones for all its outcomes. What is left is the published error and that of the emulator, with a heavy tail, since a
model is never quite right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.parameters import registry
from sim.parameters.priors import quantile
from sim.studies.calibration.emulator import Emulator
from sim.studies.evidence.document import Outcome, Study
from sim.studies.evidence.uncertainty import encoding_spread, published_error

Floats = NDArray[np.float64]
#: Workplaces over which a study is averaged, a power of two; degrees of freedom of the tail; and the probability that a
#: published direction or size has nothing to do with what the model is about (assumptions).
WORKPLACES, FREEDOM, UNRELATED = 16, 4.0, 0.03
GRID = np.linspace(-6.0, 6.0, 601)


def scored(outcome: Outcome) -> bool:
    """Return whether an outcome counts: well verified, and no ratio of two others."""
    return outcome.scored and outcome.measure != "selection_share"


@dataclass(frozen=True)
class Prior:
    """Calibrated numbers: names, and their values over a grid of normal scores, float64 [names, grid]."""

    names: tuple[str, ...]
    values: Floats

    @classmethod
    def of(cls, names: tuple[str, ...]) -> Prior:
        """Return the priors of the registry for some numbers."""
        from scipy.special import ndtr

        entries = registry().entries
        return cls(names, np.array([quantile(entries[n].prior, entries[n].value, ndtr(GRID)) for n in names]))

    def value(self, position: int, scores: Floats) -> Floats:
        """Return the value of a number at scores."""
        return np.interp(scores, GRID, self.values[position])

    @cached_property
    def mechanisms(self) -> tuple[str | None, ...]:
        """The mechanism of each number."""
        return tuple(registry().workplaces.mechanism_of(name) for name in self.names)


class Likelihood:
    """Log likelihood of one study at scores."""

    def __init__(self, study: Study, emulators: dict[str, Emulator], prior: Prior) -> None:
        """Take a study, the emulators of its outcomes, and the priors of the calibrated numbers."""
        from scipy.special import ndtri
        from scipy.stats import qmc

        self.study, self.prior = study, prior
        self.outcomes = [(each, emulators[each.id]) for each in study.outcomes if scored(each)]
        names = dict.fromkeys(name for _, emulator in self.outcomes for name in emulator.names)
        self.positions = {name: prior.names.index(name) for name in names}
        felt = list(dict.fromkeys(m for name in names if (m := prior.mechanisms[self.positions[name]])))
        points = qmc.Sobol(len(felt) + 1, scramble=True, rng=np.random.default_rng(1)).random(WORKPLACES)
        normal = ndtri(np.clip(points, 1e-6, 1.0 - 1e-6))
        self.there = {mechanism: normal[:, i] for i, mechanism in enumerate(felt)}
        self.encoding = np.exp(encoding_spread(study) * normal[:, -1])

    def values(self, scores: Floats) -> dict[str, Floats]:
        """Return name -> float64 [points, workplaces], the numbers in workplaces of the study."""
        found = {}
        for name, position in self.positions.items():
            score = scores[:, position, None]
            mechanism = self.prior.mechanisms[position]
            if mechanism:
                share = registry().workplaces.share_of(mechanism)
                score = np.sqrt(1.0 - share) * score + np.sqrt(share) * self.there[mechanism]
            found[name] = np.broadcast_to(self.prior.value(position, score), (len(scores), WORKPLACES))
        return found

    def effects(self, scores: Floats) -> dict[str, Floats]:
        """Return outcome -> float64 [points, workplaces], emulated under the encodings that might have been."""
        values = self.values(scores)
        return {
            each.id: self.encoding * emulator.effect(np.stack([values[name] for name in emulator.names], axis=-1))
            for each, emulator in self.outcomes
        }

    def __call__(self, scores: Floats) -> Floats:
        """Return float64 [points] from scores [points, names]."""
        effects = self.effects(scores)
        logs = sum(_log(each, effects[each.id], emulator.error) for each, emulator in self.outcomes)
        most = np.max(logs, axis=1, keepdims=True)
        return np.asarray(most[:, 0] + np.log(np.mean(np.exp(logs - most), axis=1)))


def _log(outcome: Outcome, effect: Floats, error: float) -> Floats:
    """Return the log probability of one outcome, up to a constant, given simulated effects."""
    from scipy.special import ndtr

    spread = float(np.hypot(published_error(outcome), error))
    if outcome.unit == "sign" and outcome.value != 0.0:
        agrees = ndtr(outcome.value * effect / spread)
        return np.asarray(np.log(UNRELATED / 2.0 + (1.0 - UNRELATED) * agrees))
    z = (outcome.value - effect) / spread
    return np.asarray(-0.5 * (FREEDOM + 1.0) * np.log1p(z * z / FREEDOM))
