"""The chance that a programme brings nothing: its effect in the flagship over draws of the parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from sim.documents.fields import Frozen
from sim.documents.reading import read
from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.plan.records import Plan
from sim.results.measures import measure
from sim.results.totals import Floats, window
from sim.scenario.loading import file_text
from sim.scenario.models import Scenario
from sim.studies.fragments import Fragment, Words
from sim.studies.risks.document import Change
from sim.studies.risks.measure import POLICY, Arms

FILE = Path(__file__).with_name("programmes.yaml")
MEASURES = ("contribution", "gmv", "turnover", "collaboration")
RECORD = ("gmv_paid", "quits", "heads", "requests_good", "requests", "margin_rmb", "people_cost_rmb", "months")
DRAWS, SEEDS = 120, 8
TENTH, CONFIDENCE_Z = 0.1, 1.96


class Programme(Frozen):
    """A programme of the catalogue at its default dose."""

    id: Annotated[str, Field(pattern=r"^[TI]\d+$")]
    name: Words
    key: str
    policy: Fragment = Field(min_length=1)
    scenario: Fragment = Field(default_factory=dict, description="What the company must have for it, on both sides.")


class Programmes(Frozen):
    """All programmes."""

    version: Literal[1]
    rows: tuple[Programme, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Effect:
    """What a programme does over draws of the parameters.

    Attributes:
        programme: the programme.
        chance: share of draws in which contribution does not rise.
        chance_low: lower end of its 95 % interval (Wilson).
        chance_high: upper end.
        spread: measure -> median, 10 % and 90 % point over draws; GMV in %, contribution in RMB a year, else points.
    """

    programme: Programme
    chance: float
    chance_low: float
    chance_high: float
    spread: dict[str, tuple[float, float, float]]


@cache
def programmes() -> tuple[Programme, ...]:
    """Return the programmes."""
    document: Any = read(file_text(str(FILE)), FILE.name)
    return Programmes.model_validate(document.data).rows


def effects(
    scenario: Scenario, count: int = DRAWS, seeds: int = SEEDS, progress: Callable[[str], Any] | None = None
) -> Iterator[Effect]:
    """Yield the effect of every programme; draws and luck are the same for all.

    Args:
        scenario: the company.
        count: draws of the parameters.
        seeds: replicates per draw, over which an effect is averaged.
        progress: called with the id of each programme that has ended.
    """
    arms, known = Arms(scenario), dict[str, dict[str, Floats]]()
    for each in programmes():
        setting = Change(scenario=each.scenario)
        found = arms.scenario([setting, Change(policy=each.policy)])
        values, key = draws(parameters_of(found), count), str(each.scenario)
        if key not in known:
            known[key] = outcomes(compile_plan(arms.scenario([setting]), POLICY), values, seeds)
        yield effect(each, outcomes(compile_plan(found, POLICY), values, seeds), known[key])
        if progress:
            progress(each.id)


def outcomes(plan: Plan, values: np.ndarray, seeds: int) -> dict[str, Floats]:
    """Return float64[draws] of every measure, averaged over the seeds of a draw."""
    record = batch.run(plan, np.repeat(values, seeds), np.arange(len(values) * seeds), record=RECORD)
    totals = window(record.series, record.names, 0)
    return {name: measure(name).value(totals).reshape(len(values), seeds).mean(axis=1) for name in MEASURES}


def effect(programme: Programme, new: dict[str, Floats], base: dict[str, Floats]) -> Effect:
    """Return the effect of a programme from outcomes with and without it, float64[draws] each."""
    spread = {}
    for name in MEASURES:
        gain = new[name] - base[name]
        gain = 100.0 * gain / base[name] if name == "gmv" else gain
        low, middle, high = (float(value) for value in np.quantile(gain, [TENTH, 0.5, 1.0 - TENTH]))
        spread[name] = middle, low, high
    failed = new["contribution"] - base["contribution"] <= 0.0
    return Effect(programme, float(failed.mean()), *wilson(int(failed.sum()), len(failed)), spread)


def wilson(successes: int, trials: int, z: float = CONFIDENCE_Z) -> tuple[float, float]:
    """Return the interval of a share (Wilson 1927)."""
    share, square = successes / trials, z * z / trials
    middle = (share + 0.5 * square) / (1.0 + square)
    width = z * np.sqrt(share * (1.0 - share) / trials + 0.25 * square / trials) / (1.0 + square)
    return max(0.0, min(share, float(middle - width))), min(1.0, max(share, float(middle + width)))
