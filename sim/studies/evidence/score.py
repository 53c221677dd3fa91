"""Predictions beside published values: verdicts, totals, totals by mechanism, and two simpler ways to predict."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.parameters.posterior import posterior
from sim.parameters.priors import prior_uniforms
from sim.studies.evidence.document import Outcome, Study, load_study
from sim.studies.evidence.measures import MEASURES
from sim.studies.evidence.predict import predictions
from sim.studies.evidence.uncertainty import as_published, encoded

if TYPE_CHECKING:
    import pandas as pd

PUBLISHED = Path(__file__).with_name("published")
#: Scores on record: the first run, today's with each study and with its whole mechanism left out, and that of the third
#: kept aside, each by the rules of its day.
RECORDS = {
    "first": Path(__file__).with_name("record") / "2026-11-28_before_repairs.json",
    "today": Path(__file__).with_name("record") / "2026-11-30_calibrated.json",
    "mechanism": Path(__file__).with_name("record") / "2026-11-30_mechanism_left_out.json",
    "aside": Path(__file__).with_name("record") / "2026-11-29_calibrated_kept_aside.json",
}
#: A published null is met if the 90 % interval lies within this many per cent; a miss of size counts at most a factor
#: of ten.
NULL_PERCENT = 5.0
#: From this many per cent on an effect is felt: a direction that is right by less is hardly a prediction.
FELT_PERCENT = 0.5
LARGEST_LOG_ERROR = math.log(10.0)
FACTOR = math.log(2.0)
TAIL, NULL_TAIL = 0.1, 0.05
Total = dict[str, "float | int | None"]


@dataclass(frozen=True)
class Verdict:
    """One outcome: what was published, what the model predicts, and whether they agree.

    Attributes:
        study, outcome, mechanism: ids.
        measure: what is predicted, None where the model cannot say; `cannot` holds why.
        unit: unit of prediction and published value.
        published: size, or direction where only that is known.
        known: "size" or "sign".
        prediction: median over draws of the parameters, the study itself left out of what they were calibrated with.
        low, high: 80 % interval of what such an experiment would publish.
        null_low, null_high: 90 % interval of the effect.
        pareto_k: whether the draws can tell what was to be expected without the study; None where it was not used.
        verdict: inside, right direction, wrong direction, no effect, null met, null missed, or cannot say.
        scored: whether it counts in the totals.
        in_sample: whether a parameter was set from the study; kept_aside: whether the draw put it aside.
        verified: how the published value was checked.
        note: what the outcome is.
        assumptions: how many facts of the scenario are assumptions.
    """

    study: str
    outcome: str
    mechanism: str
    measure: str | None
    cannot: str | None
    unit: str
    published: float
    known: str
    prediction: float
    low: float
    high: float
    null_low: float
    null_high: float
    pareto_k: float | None
    verdict: str
    scored: bool
    in_sample: bool
    kept_aside: bool
    verified: str
    note: str
    assumptions: int

    @property
    def log_error(self) -> float:
        """|ln(prediction / published)|, at most ln 10; NaN where no size is known."""
        if self.known != "size" or self.published == 0.0:
            return math.nan
        ratio = self.prediction / self.published
        return LARGEST_LOG_ERROR if ratio <= 0.0 else min(abs(math.log(ratio)), LARGEST_LOG_ERROR)

    @property
    def interval_score(self) -> float:
        """Width of the interval, and ten times by how much it misses, in units of the published size; NaN without one.

        Gneiting and Raftery 2007, at 80 %.
        """
        if self.known != "size" or self.published == 0.0:
            return math.nan
        missed = max(self.low - self.published, self.published - self.high, 0.0)
        return (self.high - self.low + missed / TAIL) / abs(self.published)


def judged(study: Study, outcome: Outcome, draws: np.ndarray | None, alike: Sequence[str] = ()) -> Verdict:
    """Return the verdict on one outcome from float64[draws] of its prediction, left out with `alike`."""
    found, k = Found(*[math.nan] * 5), None
    word = "cannot say"
    known = "sign" if outcome.unit == "sign" else "size"
    if draws is not None:
        found, k = expected(study, outcome, draws, alike)
        word = _word(outcome.value, known, found)
    unit = MEASURES[outcome.measure].unit if outcome.measure else ""
    return Verdict(
        study.id,
        outcome.id,
        study.mechanism,
        outcome.measure,
        outcome.cannot,
        unit,
        outcome.value,
        known,
        found.middle,
        found.low,
        found.high,
        found.null_low,
        found.null_high,
        k,
        word,
        outcome.scored,
        study.in_sample,
        study.kept_aside,
        outcome.verified,
        outcome.note,
        study.assumptions,
    )


class Found(NamedTuple):
    """Quantiles of an effect: median, 80 % interval with the published error, 90 % interval without."""

    middle: float
    low: float
    high: float
    null_low: float
    null_high: float


def expected(
    study: Study, outcome: Outcome, draws: np.ndarray, alike: Sequence[str] = ()
) -> tuple[Found, float | None]:
    """Return what was to be expected of an outcome without the study itself, and Pareto k where that was reckoned.

    Draws are weighed again as if the study, and those that are called alike, had not been used. Where k says that they
    cannot tell and the study is left out alone, what the calibration found by fitting again stands in place of them.
    """
    known, weights, k = posterior(), np.ones(len(draws)), None
    if out := [each for each in (study.id, *alike) if each in known.studies]:
        weights, k = known.without(*out)
        weights = weights[known.rows(prior_uniforms("posterior", np.arange(len(draws))))]
    if study.id in known.studies and not alike:
        again = known.record["left_out"][study.id]
        k = float(again["pareto_k"])
        if again["fitted_again"] and outcome.id in again["outcomes"]:
            return Found(*again["outcomes"][outcome.id]), k
    effects = encoded(study, draws)
    middle, *null = weighted_quantiles(effects, weights, [0.5, NULL_TAIL, 1.0 - NULL_TAIL])
    low, high = weighted_quantiles(as_published(study, outcome, draws), weights, [TAIL, 1.0 - TAIL])
    return Found(middle, low, high, *null), k


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, places: Sequence[float]) -> list[float]:
    """Return quantiles of values with weights; with equal weights those of numpy."""
    if np.ptp(weights) < 1e-12:
        return [float(q) for q in np.quantile(values, places)]
    order = np.argsort(values)
    mass = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(q) for q in np.interp(np.asarray(places) * weights.sum(), mass, values[order])]


def _word(value: float, known: str, found: Found) -> str:
    """Return the verdict in a word."""
    if value == 0.0:
        return "null met" if -NULL_PERCENT <= found.null_low <= found.null_high <= NULL_PERCENT else "null missed"
    if known == "size" and found.low <= value <= found.high:
        return "inside"
    if found.middle == 0.0:
        return "no effect"
    return "right direction" if found.middle * value > 0.0 else "wrong direction"


@dataclass(frozen=True)
class Evidence:
    """Verdicts on all outcomes of some studies, in the order of the files."""

    verdicts: tuple[Verdict, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """One row per outcome."""
        import pandas as pd

        return pd.DataFrame([asdict(each) for each in self.verdicts])

    @property
    def total(self) -> Total:
        """Totals over all outcomes, see `totals`."""
        return totals(self.verdicts)

    @property
    def mechanisms(self) -> dict[str, Total]:
        """Totals by mechanism."""
        names = dict.fromkeys(each.mechanism for each in self.verdicts)
        return {name: totals([each for each in self.verdicts if each.mechanism == name]) for name in names}

    @property
    def baselines(self) -> dict[str, Total]:
        """Totals of two ways to predict without a model: no effect; and what other studies of the mechanism found.

        The latter is the mean published size of the same measure in other studies of the mechanism, else the mean
        direction; no effect where there are none. Either is off by as much as it is in other studies: its interval
        holds 80 % of them.
        """
        scored = [each for each in self.verdicts if each.scored]
        return {
            "no effect": totals([_guess(each, 0.0, scored) for each in scored]),
            "mean of the mechanism": totals([_guess(each, _others(each, scored), scored) for each in scored]),
        }

    def to_json(self, path: str | os.PathLike[str]) -> None:
        """Write verdicts, totals, totals by mechanism and of the baselines; what is unknown is null."""
        Path(path).write_text(json.dumps(self.record(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def record(self) -> dict[str, Any]:
        """Return all of it as plain data, with the version of the model."""
        from sim.rules.jit import model_version

        rows = [
            {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in asdict(each).items()}
            for each in self.verdicts
        ]
        return {
            "model": model_version(),
            "interval": 1.0 - 2.0 * TAIL,
            "total": self.total,
            "by_mechanism": self.mechanisms,
            "baselines": self.baselines,
            "outcomes": rows,
        }


def totals(verdicts: Iterable[Verdict]) -> Total:
    """Return totals over the outcomes that are scored: counts, and shares from 0 to 1, None where nothing counts.

    direction: of outcomes with a direction, those predicted in it; felt: those by half a per cent or more; nulls_met:
    of published nulls, those whose 90 % interval lies within 5 %; within_two: of sizes, those predicted within a factor
    of two; coverage: of sizes, those inside the 80 % interval; mean_abs_log_error, interval_score: of sizes; cannot:
    outcomes, well verified, that the model cannot say.
    """
    every = list(verdicts)
    scored = [each for each in every if each.scored]
    sizes = [each for each in scored if each.known == "size" and each.published]
    return {
        "outcomes": len(scored),
        "directions": sum(each.published != 0.0 for each in scored),
        "nulls": sum(each.published == 0.0 for each in scored),
        "sizes": len(sizes),
        "cannot": sum(each.measure is None and each.verified in ("VERIFIED", "VERIFIED-SECONDARY") for each in every),
        "direction": _mean(each.prediction * each.published > 0 for each in scored if each.published),
        "felt": _mean(
            math.copysign(1.0, each.published) * each.prediction >= FELT_PERCENT for each in scored if each.published
        ),
        "nulls_met": _mean(each.verdict == "null met" for each in scored if not each.published),
        "within_two": _mean(each.log_error <= FACTOR for each in sizes),
        "coverage": _mean(each.verdict == "inside" for each in sizes),
        "mean_abs_log_error": _mean(each.log_error for each in sizes),
        "interval_score": _mean(each.interval_score for each in sizes),
    }


def _guess(each: Verdict, middle: float, scored: Sequence[Verdict]) -> Verdict:
    """Return an outcome predicted by a number, with the interval that would have held 80 % of sizes elsewhere."""
    others = [e.published for e in scored if e.known == "size" and e.study != each.study and e.unit == each.unit]
    width = float(np.quantile(np.abs(others), 1.0 - 2.0 * TAIL)) if others else 0.0
    found = Found(middle, middle - width, middle + width, middle, middle)
    return replace(
        each,
        prediction=middle,
        low=found.low,
        high=found.high,
        null_low=middle,
        null_high=middle,
        verdict=_word(each.published, each.known, found),
    )


def first_score() -> Total:
    """Return the totals of the first run that is on record."""
    found: Total = json.loads(RECORDS["first"].read_text(encoding="utf-8"))["total"]
    return found


def exactly(share: float | None, count: int) -> tuple[float, float] | None:
    """Return the exact 95 % interval of a rate (Clopper and Pearson 1934); None where nothing counts."""
    from scipy.stats import binomtest

    if share is None or not count:
        return None
    found = binomtest(round(share * count), count).proportion_ci(0.95, "exact")
    return float(found.low), float(found.high)


def _others(each: Verdict, scored: Sequence[Verdict]) -> float:
    """Return what other studies of the mechanism found for the measure, on average; 0 without any."""
    alike = [
        other
        for other in scored
        if other.mechanism == each.mechanism and other.measure == each.measure and other.study != each.study
    ]
    sizes = [other.published for other in alike if other.known == "size"]
    found = sizes or [other.published for other in alike]
    return float(np.mean(found)) if found else 0.0


def _mean(values: Iterable[float]) -> float | None:
    """Return the mean of values, None without any."""
    found = [float(value) for value in values]
    return sum(found) / len(found) if found else None


def _alike(study: Study) -> tuple[str, ...]:
    """Return the other studies of the mechanism that the numbers were calibrated with."""
    used = [load_study(PUBLISHED / f"{name}.yaml") for name in posterior().studies if name != study.id]
    return tuple(each.id for each in used if each.mechanism == study.mechanism)


def evidence(
    files: Sequence[str | os.PathLike[str]] = (),
    *,
    kept_aside: bool = False,
    mechanism: bool = False,
    workers: int | None = None,
    progress: Callable[[str], Any] | None = None,
) -> Evidence:
    """Predict published experiments, each as if the numbers had not been calibrated with it.

    Args:
        files: studies; none for those that come with the product, without the third that is kept aside as long as the
            numbers have not been calibrated with it.
        kept_aside: run that third, and nothing else.
        mechanism: predict each as if no study of its mechanism had been used.
        workers: studies at a time; default all processors. Never changes a number.
        progress: called with the id of each study that has ended.

    Raises:
        InputError: a file is wrong; all files are read before anything runs.
    """
    studies = [load_study(file) for file in files or sorted(PUBLISHED.glob("*.yaml"))]
    if not files:
        used = () if kept_aside else posterior().studies
        studies = [study for study in studies if study.kept_aside == kept_aside or study.id in used]

    def verdicts(study: Study) -> list[Verdict]:
        found = predictions(study)
        if progress:
            progress(study.id)
        alike = _alike(study) if mechanism else ()
        return [judged(study, each, found.get(each.id), alike) for each in study.outcomes]

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return Evidence(tuple(verdict for each in pool.map(verdicts, studies) for verdict in each))
