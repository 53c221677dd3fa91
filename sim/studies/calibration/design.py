"""Every study simulated at many points of the priors; results are kept, so that a stopped run goes on."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.bilingual import Text, spoken
from sim.parameters import draws, registry
from sim.plan.compile import parameters_of
from sim.studies.evidence.document import Study
from sim.studies.evidence.predict import Points, predictions

Floats = NDArray[np.float64]
#: Points in a file of the store, and runs of a point with different seeds, whose difference is luck.
CHUNK, GROUPS = 250, 2
#: Another experiment than any comparison, so that the points of the design are nobody's replicates.
EXPERIMENT = 20_261_128


class Simulated(NamedTuple):
    """One study at the points of the design.

    Attributes:
        values: parameter records [points] of its workplace.
        effects: outcome -> float64 [points, seeds].
    """

    values: NDArray[np.void]
    effects: dict[str, Floats]


def simulated(
    studies: Sequence[Study],
    points: int,
    store: Path,
    workers: int,
    progress: Callable[[str], Any] | None = None,
) -> dict[str, Simulated]:
    """Return study -> its outcomes at the first `points` points of the priors, from the store where they are there.

    Each study has workplaces of its own at a point. A file of the store is named by all that its numbers depend on.

    Args:
        studies: with a scenario each.
        points: how many, rounded up to whole files.
        store: folder, made if it is missing.
        workers: threads.
        progress: called with a line on each file that has been made.
    """
    store.mkdir(parents=True, exist_ok=True)
    chunks = -(-points // CHUNK)
    jobs = [(study, chunk) for chunk in range(chunks) for study in studies]

    def work(job: tuple[Study, int]) -> dict[str, Floats]:
        study, chunk = job
        file = store / f"{study.id}-{_state(study)}-{chunk:03d}.npz"
        if not file.exists():
            _save(file, _effects(study, chunk))
            if progress:
                made = Text("{0}, points {1} to {2}", "{0},第 {1} 至 {2} 点")
                progress(spoken(made.format(study.id, chunk * CHUNK, (chunk + 1) * CHUNK - 1)))
        with np.load(file) as found:
            return {name: found[name] for name in found.files}

    with ThreadPoolExecutor(workers) as pool:
        found = dict(zip([(study.id, chunk) for study, chunk in jobs], pool.map(work, jobs), strict=True))
    return {
        study.id: Simulated(
            values_of(study, np.arange(chunks * CHUNK)),
            {
                name: np.concatenate([found[study.id, chunk][name] for chunk in range(chunks)])
                for name in found[study.id, 0]
            },
        )
        for study in studies
    }


def values_of(study: Study, numbers: NDArray[np.int64]) -> NDArray[np.void]:
    """Return the parameter records of some points for the workplaces of a study."""
    parameters = parameters_of(study.plain).uncalibrated()
    return draws(parameters, numbers, EXPERIMENT, workplace=workplace_of(study))


def workplace_of(study: Study) -> int:
    """Return the number of a study's workplaces in the random key."""
    return zlib.crc32(study.id.encode())


def _effects(study: Study, chunk: int) -> dict[str, Floats]:
    """Return outcome -> float64 [points, seeds] of one chunk."""
    values = np.repeat(values_of(study, np.arange(chunk * CHUNK, (chunk + 1) * CHUNK)), GROUPS)
    found = predictions(study, points=Points(values, 1, chunk * CHUNK * GROUPS))
    return {name: effect.reshape(CHUNK, GROUPS) for name, effect in found.items()}


def _save(file: Path, effects: dict[str, Floats]) -> None:
    """Write a file of the store, whole or not at all."""
    passing = file.with_suffix(f".{os.getpid()}.tmp.npz")
    np.savez_compressed(passing, allow_pickle=False, **effects)
    passing.replace(file)


def _state(study: Study) -> str:
    """Return a hash of all that a study's numbers depend on: engine, study, priors, workplaces, effort."""
    from sim.rules.jit import model_version

    found = registry()
    priors = [(name, entry.value, entry.prior.model_dump_json()) for name, entry in found.entries.items()]
    parts = model_version(), study.model_dump_json(), priors, found.workplaces.model_dump_json()
    return hashlib.sha256(repr((*parts, CHUNK, GROUPS, EXPERIMENT)).encode()).hexdigest()[:12]
