"""One set of behavioural numbers for all published experiments, and what is left of the priors."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.bilingual import Text, spoken
from sim.errors import SimError
from sim.parameters import registry
from sim.parameters.posterior import FILE, Posterior, written
from sim.parameters.smoothing import UNTRUSTED
from sim.studies.calibration.design import GROUPS, simulated
from sim.studies.calibration.emulator import Emulator, emulated
from sim.studies.calibration.likelihood import Likelihood, Prior, scored
from sim.studies.calibration.sampling import Sample, sample
from sim.studies.evidence.document import Study, load_study
from sim.studies.evidence.score import NULL_TAIL, PUBLISHED, TAIL, Found, weighted_quantiles
from sim.studies.evidence.uncertainty import published_error

Floats = NDArray[np.float64]
POINTS, CHAINS, STEPS, DRAWS, SEED = 1500, 96, 2000, 512, 20_261_128
#: A number has moved if its mean has by so many standard deviations of the prior, or its variance has shrunk so much.
MOVED, CONTRACTED = 0.3, 0.1
PACKAGED = Path(__file__).resolve().parents[2] / "parameters" / FILE


@dataclass(frozen=True)
class Calibration:
    """What `calibrate` found.

    Attributes:
        posterior: the draws that are shipped, with their record.
        emulators: outcome -> emulator.
    """

    posterior: Posterior
    emulators: dict[str, Emulator]

    @property
    def record(self) -> Any:
        """How the draws were made and how well, as plain data."""
        return self.posterior.record


def calibrate(  # noqa: PLR0913  every keyword is one the command has too
    files: Sequence[str | os.PathLike[str]] = (),
    *,
    store: str | os.PathLike[str],
    kept_aside: bool = False,
    points: int = POINTS,
    workers: int | None = None,
    steps: int = STEPS,
    progress: Callable[[str], Any] | None = None,
) -> Calibration:
    """Estimate one set of behavioural numbers from all studies together.

    Every study is simulated at points of the priors; a quadratic stands in for it; chains of draws then weigh what was
    published against it. The third of the studies that is kept aside takes no part until it has been looked at.

    Args:
        files: studies; none for those that come with the product.
        store: folder for what is simulated; a stopped run goes on from it, and changes of a study redo that one.
        kept_aside: whether that third takes part.
        points: of the design.
        workers: studies at a time; default all processors. Never changes a number.
        steps: of each chain.
        progress: called with a line now and then.

    Raises:
        InputError: a file is wrong.
        SimError: no study can be used.
    """
    began = time.perf_counter()
    studies = [load_study(file) for file in files or sorted(PUBLISHED.glob("*.yaml"))]
    studies = [e for e in studies if (kept_aside or not e.kept_aside) and any(scored(o) for o in e.outcomes)]
    if not studies:
        raise SimError(
            "no study has an outcome that counts: give studies with a measure that was well verified",
            "没有一项研究的结果可用:请给出含有充分核实的度量的研究",
        )
    say = progress or (lambda _: None)
    found = simulated(studies, points, Path(store), workers or os.cpu_count() or 1, say)
    emulators = {
        each.id: emulated(found[study.id].values, found[study.id].effects[each.id])
        for study in studies
        for each in study.outcomes
        if scored(each)
    }
    say(spoken(Text("{0} outcomes emulated", "已为 {0} 个结果拟合代理模型").format(len(emulators))))
    moved = {name for emulator in emulators.values() for name in emulator.names}
    prior = Prior.of(tuple(name for name in registry().entries if name in moved))
    likelihoods = {study.id: Likelihood(study, emulators, prior) for study in studies}
    start = np.random.default_rng(SEED).standard_normal((CHAINS, len(prior.names)))
    drawn = _sampled(likelihoods, (), start, steps)
    sampled = Text("{0} numbers sampled, effective sample size {1:.0f}", "已抽样 {0} 个参数,有效样本量 {1:.0f}")
    say(spoken(sampled.format(len(prior.names), drawn.effective)))
    rows = _thinned(drawn.scores)
    fits = np.column_stack([each(rows) for each in likelihoods.values()])
    entries = registry().entries
    posterior = Posterior(
        prior.names,
        {name: (entries[name].value, entries[name].prior) for name in prior.names},
        rows,
        np.full(len(rows), 1.0 / len(rows)),
        tuple(likelihoods),
        fits,
    )
    record = {
        "model": _model(),
        "studies": len(studies),
        "outcomes": len(emulators),
        "points": found[studies[0].id].values.size,
        "simulator_calls": sum(_calls(study, found[study.id].values.size) for study in studies),
        "likelihood_calls": drawn.calls,
        "effective_sample_size": round(drawn.effective),
        "split_r_hat": round(drawn.reduction, 3),
        "minutes": round((time.perf_counter() - began) / 60.0, 1),
        "numbers": {name: _number(name, drawn.scores[:, :, j]) for j, name in enumerate(prior.names)},
        "emulators": {name: _emulator(each) for name, each in emulators.items()},
        "left_out": _left_out(posterior, studies, likelihoods, steps, say),
        "left_out_mechanisms": _mechanisms(posterior, studies),
    }
    return Calibration(dataclasses.replace(posterior, record=record), emulators)


def save(found: Calibration, path: Path = PACKAGED) -> None:
    """Write the draws where the package reads them, or elsewhere."""
    path.write_text(written(found.posterior), encoding="utf-8")


def _sampled(likelihoods: dict[str, Likelihood], without: Sequence[str], start: Floats, steps: int) -> Sample:
    """Return draws given all studies but some, from chains that begin at some scores."""
    kept = [each for name, each in likelihoods.items() if name not in without]

    def log_likelihood(scores: Floats) -> Floats:
        return np.asarray(sum((each(scores) for each in kept), np.zeros(len(scores))))

    return sample(log_likelihood, start, steps, SEED)


def _thinned(scores: Floats) -> Floats:
    """Return float64 [draws, names], evenly spaced over steps and chains, rounded as they are shipped."""
    flat = scores.reshape(-1, scores.shape[2])
    return np.round(flat[np.linspace(0, len(flat) - 1, DRAWS).astype(int)], 3)


def _left_out(
    posterior: Posterior,
    studies: Sequence[Study],
    likelihoods: dict[str, Likelihood],
    steps: int,
    say: Callable[[str], Any],
) -> dict[str, Any]:
    """Return study -> Pareto k, whether it was fitted again, and outcome -> quantiles of what was to be expected."""
    found: dict[str, Any] = {}
    for study in studies:
        weights, k = posterior.without(study.id)
        rows, again = posterior.scores, not k <= UNTRUSTED
        if again:
            rows = _thinned(_sampled(likelihoods, (study.id,), posterior.scores[-CHAINS:], steps // 2).scores)
            weights = np.ones(len(rows))
            told = Text("fitted again without {0}, Pareto k {1:.2f}", "不含 {0} 重新拟合,Pareto k {1:.2f}")
            say(spoken(told.format(study.id, k)))
        effects = likelihoods[study.id].effects(rows)
        outcomes = {
            each.id: _quantiles(effects[each.id], published_error(each), weights)
            for each in study.outcomes
            if each.id in effects
        }
        found[study.id] = {"pareto_k": round(k, 2), "fitted_again": again, "outcomes": outcomes}
    return found


def _mechanisms(posterior: Posterior, studies: Sequence[Study]) -> dict[str, Any]:
    """Return mechanism -> Pareto k of leaving all its studies out, and how many they are."""
    groups: dict[str, list[str]] = {}
    for study in studies:
        groups.setdefault(study.mechanism, []).append(study.id)
    return {
        name: {"studies": len(ids), "pareto_k": round(posterior.without(*ids)[1], 2)} for name, ids in groups.items()
    }


def _quantiles(effects: Floats, error: float, weights: Floats) -> list[float]:
    """Return what `sim.studies.evidence.score.Found` holds, of effects [draws, workplaces] with draws weighted."""
    noise = np.random.default_rng(SEED).standard_normal(effects.shape)
    mass = np.repeat(weights, effects.shape[1])
    middle, *null = weighted_quantiles(effects.ravel(), mass, [0.5, NULL_TAIL, 1.0 - NULL_TAIL])
    low, high = weighted_quantiles((effects + error * noise).ravel(), mass, [TAIL, 1.0 - TAIL])
    return [round(each, 2) for each in Found(middle, low, high, *null)]


def _number(name: str, scores: Floats) -> dict[str, Any]:
    """Return how a number moved: mean score, spread, contraction of the variance, and value at 10, 50 and 90 %."""
    from scipy.special import ndtr

    from sim.parameters.priors import quantile

    entry = registry().entries[name]
    mean, spread = float(scores.mean()), float(scores.std())
    values = quantile(entry.prior, entry.value, ndtr(np.quantile(scores, [0.1, 0.5, 0.9])))
    return {
        "mean": round(mean, 2),
        "spread": round(spread, 2),
        "contraction": round(1.0 - spread**2, 2),
        "moved": bool(abs(mean) >= MOVED or 1.0 - spread**2 >= CONTRACTED),
        "value": [float(f"{x:.4g}") for x in values],
    }


def _emulator(each: Emulator) -> dict[str, Any]:
    """Return how well an outcome is emulated."""
    return {
        "numbers": len(each.names),
        "error": round(each.error, 2),
        "luck": round(each.luck, 2),
        "explained": round(each.explained, 2),
        "strongest": list(each.names[:3]),
    }


def _calls(study: Study, points: int) -> int:
    """Return how often the simulator ran for a study."""
    told = [each for each in study.outcomes if each.measure]
    usual = {name for e in told if not e.same_people for name in (e.of, e.against)}
    same = {name for e in told if e.same_people or e.measure == "selection_share" for name in (e.of, e.against)}
    return points * GROUPS * (len(usual) + len(same))


def _model() -> str:
    """Return the version of the engine."""
    from sim.rules.jit import model_version

    return str(model_version())
