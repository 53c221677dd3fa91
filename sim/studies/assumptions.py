"""The ledger of assumptions: every behavioural number, what is known of it, what hangs on it, and what would pin it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.parameters import registry
from sim.parameters.posterior import posterior
from sim.parameters.prior_words import prior_words
from sim.parameters.priors import quantile
from sim.results.foundations import foundations

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario.models import Scenario

REPLICATES = 640
MEASURES = ("gmv", "turnover", "collaboration", "contribution")
GRADES = ("verified", "secondary", "memory", "assumption")


def ledger(
    scenario: Scenario | str | Path | None = None,
    policies: Sequence[str] | None = None,
    *,
    replicates: int = REPLICATES,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the ledger of behavioural numbers.

    Args:
        scenario: a scenario or its file, whose effects are taken apart; none for the numbers alone.
        policies: of the scenario, the baseline first; none for all.
        replicates: of the comparison.
        threads: of the engine.

    Returns:
        One row per number: name, group, value, unit, grade, source, prior; posterior (value at 10, 50 and 90 %) and
        contraction of its variance where it was calibrated, and moved; a column per headline measure with the largest
        share of the variance of a policy's effect that goes with the number, and pinned by. What matters most first.
    """
    import pandas as pd
    from scipy.special import ndtr

    known = posterior()
    found = known.record.get("numbers", {})
    rows = []
    for name, entry in registry().entries.items():
        row = {
            "name": name,
            "group": entry.group,
            "value": entry.value,
            "unit": entry.unit,
            "grade": entry.verified,
            "source": entry.source,
            "prior": prior_words(entry.prior),
            "workplaces differ": registry().workplaces.mechanism_of(name) or "",
            "posterior": "",
            "contraction": np.nan,
            "moved": False,
        }
        if known.holds(name, entry.value, entry.prior):
            scores = known.scores[:, known.names.index(name)]
            values = quantile(entry.prior, entry.value, ndtr(np.quantile(scores, [0.1, 0.5, 0.9])))
            row["posterior"] = ", ".join(f"{value:.3g}" for value in values)
            row["contraction"], row["moved"] = found[name]["contraction"], found[name]["moved"]
        rows.append({**row, "pinned by": entry.identified_by})
    table = pd.DataFrame(rows).set_index("name", drop=False)
    if scenario is not None:
        _add_shares(table, scenario, policies, replicates, threads)
    return table.reset_index(drop=True)


def _add_shares(
    table: pd.DataFrame,
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None,
    replicates: int,
    threads: int | None,
) -> None:
    """Add a column per headline measure, and put what matters most first."""
    from sim.results.compare import compare

    compared = compare(
        scenario, policies, replicates=replicates, threads=threads, neutral=False, progress=False, fit=False
    )
    for measure in MEASURES:
        table[measure] = 0.0
    for each in foundations(compared, MEASURES):
        for name, share in each.shares.items():
            table.loc[name, each.measure] = max(float(table.loc[name, each.measure]), share)
    order = table[list(MEASURES)].max(axis=1).sort_values(ascending=False, kind="stable").index
    table[:] = table.loc[order].to_numpy()
