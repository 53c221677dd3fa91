"""Predictions beside published values: verdicts, totals, totals by mechanism, and two simpler ways to predict."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.evidence.document import Outcome, Study, load_study
from sim.studies.evidence.measures import MEASURES
from sim.studies.evidence.predict import predictions

if TYPE_CHECKING:
    import pandas as pd

PUBLISHED = Path(__file__).with_name("published")
#: A published null is met within this many per cent; a miss of size counts at most a factor of ten.
NULL_PERCENT = 2.0
#: From this many per cent on an effect is felt: a direction that is right by less is hardly a prediction.
FELT_PERCENT = 0.5
LARGEST_LOG_ERROR = math.log(10.0)
FACTOR = math.log(2.0)
TAIL = 0.1
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
        prediction: median over draws of the parameters.
        low, high: 80 % interval.
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


def judged(study: Study, outcome: Outcome, draws: np.ndarray | None) -> Verdict:
    """Return the verdict on one outcome from float64[draws] of its prediction."""
    middle = low = high = math.nan
    word = "cannot say"
    known = "sign" if outcome.unit == "sign" else "size"
    if draws is not None:
        low, middle, high = (float(q) for q in np.quantile(draws, [TAIL, 0.5, 1.0 - TAIL]))
        word = _word(outcome.value, known, middle, (low, high))
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
        middle,
        low,
        high,
        word,
        outcome.scored,
        study.in_sample,
        study.kept_aside,
        outcome.verified,
        outcome.note,
        study.assumptions,
    )


def _word(value: float, known: str, middle: float, interval: tuple[float, float]) -> str:
    """Return the verdict in a word."""
    if value == 0.0:
        return "null met" if abs(middle) <= NULL_PERCENT else "null missed"
    if known == "size" and interval[0] <= value <= interval[1]:
        return "inside"
    if middle == 0.0:
        return "no effect"
    return "right direction" if middle * value > 0.0 else "wrong direction"


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
        direction; no effect where there are none.
        """
        scored = [each for each in self.verdicts if each.scored]
        none = [replace(each, prediction=0.0, low=0.0, high=0.0) for each in scored]
        mean = [replace(each, prediction=_others(each, scored)) for each in scored]
        mean = [replace(each, low=each.prediction, high=each.prediction) for each in mean]
        found = {"no effect": none, "mean of the mechanism": mean}
        return {
            name: totals([replace(e, verdict=_word(e.published, e.known, e.prediction, (e.low, e.high))) for e in rows])
            for name, rows in found.items()
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
    of published nulls, those predicted within 2 %; within_two: of sizes, those predicted within a factor of two;
    coverage: of sizes, those inside the 80 % interval; mean_abs_log_error: of sizes; cannot: outcomes, well verified,
    that the model cannot say.
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
    }


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


def evidence(
    files: Sequence[str | os.PathLike[str]] = (),
    *,
    kept_aside: bool = False,
    workers: int | None = None,
    progress: Callable[[str], Any] | None = None,
) -> Evidence:
    """Predict published experiments with the parameters as they stand.

    Args:
        files: studies; none for those that come with the product, without the third that is kept aside.
        kept_aside: run that third, and nothing else.
        workers: studies at a time; default all processors. Never changes a number.
        progress: called with the id of each study that has ended.

    Raises:
        InputError: a file is wrong; all files are read before anything runs.
    """
    studies = [load_study(file) for file in files or sorted(PUBLISHED.glob("*.yaml"))]
    if not files:
        studies = [study for study in studies if study.kept_aside == kept_aside]

    def verdicts(study: Study) -> list[Verdict]:
        found = predictions(study)
        if progress:
            progress(study.id)
        return [judged(study, each, found.get(each.id)) for each in study.outcomes]

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return Evidence(tuple(verdict for each in pool.map(verdicts, studies) for verdict in each))
