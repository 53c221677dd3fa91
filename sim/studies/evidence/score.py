"""Predictions beside published values: verdicts and totals."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.evidence.document import MEASURES, Outcome, Study, load_study
from sim.studies.evidence.predict import predictions

if TYPE_CHECKING:
    import pandas as pd

PUBLISHED = Path(__file__).with_name("published")
#: A published null is met within this many per cent; a miss of size counts at most a factor of ten.
NULL_PERCENT = 2.0
LARGEST_LOG_ERROR = math.log(10.0)
TAIL = 0.1


@dataclass(frozen=True)
class Verdict:
    """One outcome: what was published, what the model predicts, and whether they agree.

    Attributes:
        study, outcome: ids.
        measure: what is predicted, None where the model has no such outcome.
        unit: unit of prediction and published value.
        published: size, or direction where only that is known.
        known: "size" or "sign".
        prediction: median over draws of the parameters.
        low, high: 80 % interval.
        verdict: inside, right direction, wrong direction, no effect, null met, null missed, or not modelled.
        scored: whether it counts in the totals.
        in_sample: whether a parameter was set from the study.
        verified: how the published value was checked.
        note: what the outcome is, in the study's words.
        assumptions: how many of the twelve facts of the workplace are assumptions.
    """

    study: str
    outcome: str
    measure: str | None
    unit: str
    published: float
    known: str
    prediction: float
    low: float
    high: float
    verdict: str
    scored: bool
    in_sample: bool
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
    word = "not modelled"
    known = "sign" if outcome.unit == "sign" else "size"
    if draws is not None:
        low, middle, high = (float(q) for q in np.quantile(draws, [TAIL, 0.5, 1.0 - TAIL]))
        word = _word(outcome, middle, low, high)
    unit = MEASURES[outcome.measure] if outcome.measure else ""
    return Verdict(
        study.id, outcome.id, outcome.measure, unit, outcome.value, known, middle, low, high, word,
        outcome.scored, study.in_sample, outcome.verified, outcome.note, study.assumptions,
    )  # fmt: skip


def _word(outcome: Outcome, middle: float, low: float, high: float) -> str:
    """Return the verdict in a word."""
    if outcome.value == 0.0:
        return "null met" if abs(middle) <= NULL_PERCENT else "null missed"
    if outcome.unit != "sign" and low <= outcome.value <= high:
        return "inside"
    if middle == 0.0:
        return "no effect"
    return "right direction" if middle * outcome.value > 0.0 else "wrong direction"


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
    def total(self) -> dict[str, float | int | None]:
        """Totals over scored outcomes: shares from 0 to 1, None where nothing could be scored.

        sign_accuracy: of outcomes with a direction, those predicted in it; null_accuracy: of published nulls, those
        predicted within 2 %; coverage: of sizes, those inside the 80 % interval; mean_abs_log_error: of sizes.
        """
        scored = [each for each in self.verdicts if each.scored]
        sizes = [each for each in scored if each.known == "size" and each.published]
        return {
            "outcomes": len(scored),
            "directions": sum(each.published != 0.0 for each in scored),
            "nulls": sum(each.published == 0.0 for each in scored),
            "sizes": len(sizes),
            "sign_accuracy": _mean(each.prediction * each.published > 0 for each in scored if each.published),
            "null_accuracy": _mean(each.verdict == "null met" for each in scored if not each.published),
            "coverage": _mean(each.verdict == "inside" for each in sizes),
            "mean_abs_log_error": _mean(each.log_error for each in sizes),
        }

    def to_json(self, path: str | os.PathLike[str]) -> None:
        """Write verdicts and totals; what is unknown is null."""
        rows = [
            {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in asdict(each).items()}
            for each in self.verdicts
        ]
        content = {"outcomes": rows, "total": self.total, "interval": 1.0 - 2.0 * TAIL}
        Path(path).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _mean(values: Iterable[float]) -> float | None:
    """Return the mean of values, None without any."""
    found = [float(value) for value in values]
    return sum(found) / len(found) if found else None


def evidence(
    files: Sequence[str | os.PathLike[str]] = (),
    *,
    workers: int | None = None,
    progress: Callable[[str], Any] | None = None,
) -> Evidence:
    """Predict published experiments with the parameters as they stand.

    Args:
        files: studies; none for those that come with the product.
        workers: studies at a time; default all processors. Never changes a number.
        progress: called with the id of each study that has ended.

    Raises:
        InputError: a file is wrong; all files are read before anything runs.
    """
    studies = [load_study(file) for file in files or sorted(PUBLISHED.glob("*.yaml"))]

    def verdicts(study: Study) -> list[Verdict]:
        found = predictions(study)
        if progress:
            progress(study.id)
        return [judged(study, each, found.get(each.measure or "")) for each in study.outcomes]

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return Evidence(tuple(verdict for each in pool.map(verdicts, studies) for verdict in each))
