"""What the model says would have come out of a published experiment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine import batch
from sim.studies.evidence.direct import COLLEAGUES, OBSERVED, draws_of, plan_of, points
from sim.studies.evidence.document import Observed, Study, Workplace

DRAWS, SEEDS = 120, 4
SERIES = (*(f"{name}@{role}" for name in ("output", "heads", "pay_rmb") for role in (OBSERVED, COLLEAGUES)), "quits")
Floats = NDArray[np.float64]


class Effect(NamedTuple):
    """Totals over the horizon of both schemes, float64[draws] each, summed over the seeds of a draw."""

    before: dict[str, Floats]
    after: dict[str, Floats]

    def change(self, top: tuple[str, ...], bottom: tuple[str, ...], prior: float = 0.0) -> Floats:
        """Return the relative change of sum(top) / sum(bottom) by draw, in %; `prior` is added to counts."""

        def ratio(totals: dict[str, Floats]) -> Floats:
            return (np.sum([totals[name] for name in top], axis=0) + prior) / np.sum(
                [totals[name] for name in bottom], axis=0
            )

        return 100.0 * (ratio(self.after) / ratio(self.before) - 1.0)


def run(study: Study) -> Effect:
    """Run a study before and after under the same luck."""
    values = np.repeat(points(study, draws_of(study, DRAWS)), SEEDS)
    seeds, weeks = np.arange(DRAWS * SEEDS), study.horizon_weeks.value
    totals = []
    for policy in ("before", "after"):
        record = batch.run(plan_of(study, policy), values, seeds, threads=1, record=SERIES)
        totals.append({name: record[name][:, :weeks].sum(axis=1).reshape(DRAWS, SEEDS).sum(axis=1) for name in SERIES})
    return Effect(*totals)


def frozen(study: Study) -> Study:
    """Return the study with nobody leaving and nobody hired: what the same people would do."""
    place: Workplace = study.workplace
    staffing = Observed[str](value="frozen", because="the same people are observed")
    kept = tuple(outcome for outcome in study.outcomes if outcome.measure != "quits")
    return study.model_copy(update={"workplace": place.model_copy(update={"staffing": staffing}), "outcomes": kept})


def predictions(study: Study) -> dict[str, Floats]:
    """Return float64[draws] for every measure that the study's outcomes need."""
    wanted = {outcome.measure for outcome in study.outcomes if outcome.measure}
    effect = run(study)
    roles = (OBSERVED, COLLEAGUES)
    output, heads, pay = (tuple(f"{name}@{role}" for role in roles) for name in ("output", "heads", "pay_rmb"))
    found = {
        "output": effect.change(output, heads),
        "pay": effect.change(pay, heads),
        "quits": effect.change(("quits",), heads, prior=0.5),
        "observed_output": effect.change(output[:1], heads[:1]),
    }
    if wanted & {"output_same_people", "selection_share"}:
        same = run(frozen(study)).change(output, heads)
        found["output_same_people"] = same
        total = np.where(np.abs(found["output"]) < 1e-9, np.nan, found["output"])
        found["selection_share"] = np.nan_to_num(100.0 * (1.0 - same / total))
    return {name: values for name, values in found.items() if name in wanted}


__all__ = ["DRAWS", "SEEDS", "Effect", "frozen", "predictions", "run"]
