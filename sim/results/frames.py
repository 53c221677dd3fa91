"""Tidy pandas frames of a comparison, in the form that seaborn takes as it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.results.measures import Measure, values
from sim.results.words import VERDICTS, unit_word

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison


def outcomes(comparison: Comparison) -> pd.DataFrame:
    """Return single outcomes over windows: policy, replicate, measure, value, baseline_value, difference."""
    import pandas as pd

    names = [measure.name for measure in comparison.measures]
    replicates = np.arange(comparison.replicates)
    frames = []
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        policy = values(run.totals(start), comparison.measures).ravel()
        baseline = values(comparison.runs[0].totals(start), comparison.measures).ravel()
        frames.append(
            pd.DataFrame(
                {
                    "policy": run.variant.name,
                    "replicate": np.repeat(replicates, len(names)),
                    "measure": np.tile(np.array(names, dtype=object), len(replicates)),
                    "value": policy,
                    "baseline_value": baseline,
                    "difference": policy - baseline,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def weekly(comparison: Comparison, measure: Measure) -> pd.DataFrame:
    """Return weekly paths: policy, replicate, week, date (the Monday), value in the measure's weekly unit."""
    import pandas as pd

    first = comparison.scenario.company.start
    weeks = comparison.runs[0].weeks
    dates = np.array([first + timedelta(weeks=week) for week in range(weeks)], dtype="datetime64[ns]")
    frames = []
    for run in comparison.runs:
        paths = measure.value(run.trailing(measure.smooth_weeks))
        frames.append(
            pd.DataFrame(
                {
                    "policy": run.variant.name,
                    "replicate": np.repeat(np.arange(run.replicates), weeks),
                    "week": np.tile(np.arange(weeks), run.replicates),
                    "date": np.tile(dates, run.replicates),
                    "value": paths.ravel(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def summary(comparison: Comparison, lang: str) -> pd.DataFrame:
    """Return measure, policy, difference, low, high, unit, relative, verdict, with labels in a language."""
    import pandas as pd

    labels = {measure.name: measure.label(lang) for measure in comparison.measures}
    return pd.DataFrame(
        [
            {
                "measure": labels[row.measure],
                "policy": row.policy,
                "difference": row.estimate,
                "low": row.low,
                "high": row.high,
                "unit": unit_word(row.unit, lang),
                "relative": row.relative,
                "verdict": VERDICTS[lang][row.verdict],
            }
            for row in comparison.rows
        ]
    )
