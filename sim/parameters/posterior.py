"""What published experiments leave of the priors: weighted draws, made by `sim calibrate` and packaged as data.

A draw holds standard normal scores, one per calibrated parameter: the score of a prior's quantile. A score says how a
number stands in a typical workplace; what differs between workplaces is added to it by `sim.parameters.values.draws`.
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.parameters.entry import Prior

Floats = NDArray[np.float64]
FILE = "posterior.json"


@dataclass(frozen=True)
class Posterior:
    """Draws of calibrated parameters.

    Attributes:
        names: calibrated parameters.
        stood: name -> value and prior when it was calibrated; a number whose prior has changed since is drawn from it.
        scores: float64 [draws, names], standard normal scores.
        weights: float64 [draws], summing to 1.
        studies: studies that were used.
        fits: float64 [draws, studies], log likelihood of each study, by which a study is left out again.
        record: how the draws were made and how well: model, simulator calls, emulator errors, effective sample size.
    """

    names: tuple[str, ...] = ()
    stood: Mapping[str, tuple[float, Prior]] = field(default_factory=dict)
    scores: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    studies: tuple[str, ...] = ()
    fits: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    record: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, uniforms: Floats) -> NDArray[np.int64]:
        """Return int64 of the shape of uniforms, the draw that each uniform stands for."""
        edges = np.cumsum(self.weights)
        return np.minimum(np.searchsorted(edges, uniforms, side="right"), len(edges) - 1)

    def holds(self, name: str, value: float, prior: Prior) -> bool:
        """Return whether a parameter was calibrated with this value and prior."""
        return self.stood.get(name) == (value, prior)

    def uniforms(self, name: str, rows: NDArray[np.int64]) -> Floats:
        """Return where a number stands in its prior in some draws, as probabilities."""
        from scipy.special import ndtr

        return np.asarray(ndtr(self.scores[rows, self.names.index(name)]))

    def without(self, *studies: str) -> tuple[Floats, float]:
        """Return what leaves some studies out: a factor on the weight of each draw, and Pareto k.

        Importance weights with a smoothed tail (Vehtari, Simpson, Gelman, Yao and Gabry 2024); k above 0.7 says that
        the draws cannot tell what would have been found without these studies.
        """
        from sim.parameters.smoothing import smoothed

        columns = [self.studies.index(study) for study in studies if study in self.studies]
        if not columns:
            return np.ones(len(self.weights)), 0.0
        return smoothed(-self.fits[:, columns].sum(axis=1))


@functools.cache
def posterior() -> Posterior:
    """Return the packaged draws; none where the package has none."""
    file = resources.files("sim.parameters").joinpath(FILE)
    return read(file.read_text(encoding="utf-8")) if file.is_file() else Posterior()


def read(text: str) -> Posterior:
    """Return the draws written in a JSON text."""
    found = json.loads(text)
    stood = {name: (each["value"], Prior.model_validate(each["prior"])) for name, each in found["parameters"].items()}
    return Posterior(
        tuple(stood),
        stood,
        np.array(found["scores"], float).reshape(-1, len(stood)),
        np.array(found["weights"], float) / np.sum(found["weights"]),
        tuple(found["studies"]),
        np.array(found["fits"], float).reshape(-1, len(found["studies"])),
        found["record"],
    )


def written(found: Posterior) -> str:
    """Return the draws as a JSON text, one draw a line; scores to three places, log likelihoods to two."""
    parameters = {
        name: {"value": value, "prior": prior.model_dump(exclude_none=True)}
        for name, (value, prior) in found.stood.items()
    }
    parts = {
        "record": json.dumps(found.record, indent=1, ensure_ascii=False),
        "parameters": json.dumps(parameters, indent=1),
        "studies": json.dumps(found.studies),
        "weights": json.dumps(np.round(found.weights, 6).tolist()),
        "scores": _table(found.scores, 3),
        "fits": _table(found.fits, 2),
    }
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in parts.items()) + "\n}\n"


def _table(rows: Floats, places: int) -> str:
    """Return numbers as JSON, one row a line."""
    lines = (json.dumps([round(float(x), places) + 0.0 for x in row], separators=(",", ":")) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]"
