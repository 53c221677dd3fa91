"""What a row does in the flagship with drawn parameters, and what it costs the engine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.plan.records import Plan
from sim.results.measures import measure
from sim.results.totals import window
from sim.scenario.loading import load
from sim.scenario.models import Scenario
from sim.studies.ablation.document import Instrument
from sim.studies.ablation.measure import BASE, NEW, with_row

Floats = NDArray[np.float64]
MEASURES = ("gmv", "turnover", "collaboration", "contribution")
RECORD = ("gmv_paid", "quits", "heads", "requests_good", "requests", "margin_rmb", "people_cost_rmb", "months")
#: The second of a row's four doses.
USUAL_DOSE = 1
DRAWS, SEEDS = 60, 8
TAIL = 0.025
TIMED, ROUNDS = 6, 5


@dataclass(frozen=True)
class Effect:
    """A measure's difference: mean, central 95 % over drawn parameters, share of draws in which it is not above 0.

    Every draw is averaged over a few seeds, so some luck is left in the range.
    """

    mean: float
    low: float
    high: float
    not_above: float


def simulated(plan: Plan, values: np.ndarray, seeds: int) -> dict[str, Floats]:
    """Return float64[draws] of every measure, averaged over the seeds of a draw."""
    record = batch.run(plan, np.repeat(values, seeds), np.arange(len(values) * seeds), record=RECORD)
    totals = window(record.series, record.names, 0)
    return {name: measure(name).value(totals).reshape(len(values), seeds).mean(axis=1) for name in MEASURES}


def effects(
    rows: Sequence[Instrument], path: str | Path, count: int = DRAWS, seeds: int = SEEDS
) -> Iterator[dict[str, Effect]]:
    """Yield the effect of every row on the measures; GMV in %, shares in points, contribution in RMB a year."""
    scenario = load(path)
    values = draws(parameters_of(scenario), count)
    known: dict[str, dict[str, Floats]] = {}
    for row in rows:
        found, key = with_row(scenario, row, row.added(USUAL_DOSE)), json.dumps(row.base)
        if key not in known:
            known[key] = simulated(compile_plan(found, BASE), values, seeds)
        new, base = simulated(compile_plan(found, NEW), values, seeds), known[key]
        yield {name: _effect(new[name] - base[name], base[name] if name == "gmv" else None) for name in MEASURES}


def _effect(gain: Floats, base: Floats | None) -> Effect:
    """Return mean and range of differences, in % where a base is given."""
    share = gain if base is None else 100.0 * gain / base
    low, high = np.quantile(share, [TAIL, 1.0 - TAIL])
    return Effect(float(share.mean()), float(low), float(high), float((share <= 0.0).mean()))


def cost(row: Instrument, scenario: Scenario) -> float:
    """Return CPU nanoseconds per agent-week that a row adds: least of a few rounds, with and without it in turn."""
    found = with_row(scenario, row, row.added(USUAL_DOSE))
    plans = [compile_plan(found, policy) for policy in (BASE, NEW)]
    values, least = parameters_of(found).record(), [np.inf, np.inf]
    for _ in range(ROUNDS):
        for k, plan in enumerate(plans):
            began = time.process_time()
            batch.run(plan, values, np.arange(TIMED), threads=1, record=RECORD)
            least[k] = min(least[k], time.process_time() - began)
    weeks = len(plans[1].arrays.seats) * len(plans[1].arrays.weeks) * TIMED
    return float(least[1] - least[0]) * 1e9 / weeks
