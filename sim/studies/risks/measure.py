"""The four comparisons of a risk: with its condition, with a remedy, where it is absent, where nobody minds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.results.risks.signs import Direction, Record, Seen, Sign, seen
from sim.scenario.models import Scenario
from sim.studies.fragments import merged
from sim.studies.risks.document import Change, Row, risks
from sim.units import WEEKS_PER_YEAR

REPLICATES = 240
POLICY = "arm"
#: Rows of the exit log per seat and year.
EXITS_PER_SEAT = 2.0
#: Difference in % of the level below which a risk is called small.
SMALL = 1.0
#: Part of the effect that may be left for a risk to count as nearly absent.
LITTLE = 0.25


@dataclass(frozen=True)
class Four:
    """What was found of a row; every entry is a paired difference.

    Attributes:
        row: the row.
        emerges: of the sign that decides and of the others, with the condition against without it.
        remedies: of the sign that decides, with each remedy against the condition alone.
        absence: of the sign that decides, with against without the condition, where it lacks what it needs.
        indifference: likewise, where staff do not care for money or under the other null.
    """

    row: Row
    emerges: tuple[Seen, ...]
    remedies: tuple[Seen, ...]
    absence: Seen
    indifference: Seen

    @property
    def verdict(self) -> str:
        """`emerges`, `small` where it does by less than one per cent of the level, or `none`."""
        if not self.emerges[0].goes(self.row.sign.direction):
            return "none"
        return "small" if abs(self.emerges[0].percent) < SMALL else "emerges"

    def relief(self, number: int) -> str:
        """`shrinks` or `stays`, for one of the remedies."""
        back: Direction = "down" if self.row.sign.direction == "up" else "up"
        return "shrinks" if self.remedies[number].goes(back) else "stays"

    def taken_back(self, number: int) -> float:
        """Return the part of the effect, in %, that one of the remedies takes back."""
        return -100.0 * self.remedies[number].mean / self.emerges[0].mean if self.emerges[0].mean else float("nan")

    def left(self, found: Seen) -> str:
        """Return `absent`, `little` or `remains` for one of the two nulls."""
        if not found.goes(self.row.sign.direction):
            return "absent"
        return "little" if abs(found.mean) <= LITTLE * abs(self.emerges[0].mean) else "remains"

    @property
    def first(self) -> tuple[Sign, int] | None:
        """The sign that is seen first and its week; None where no week stands out."""
        pairs = [(s, e.first) for s, e in zip(self.row.signs, self.emerges, strict=True) if e.first]
        return min(pairs, key=lambda pair: pair[1]) if pairs else None


class Arms:
    """Simulated arms of one scenario, each run once for the same replicates."""

    def __init__(self, scenario: Scenario, replicates: int = REPLICATES) -> None:
        """Keep the scenario that all arms change."""
        self.document = scenario.model_dump(by_alias=True)
        self.replicates = replicates
        self._kept: dict[str, Record] = {}

    def scenario(self, changes: Sequence[Change]) -> Scenario:
        """Return the scenario with all changes, and one policy beside today's that has them from the first day."""
        document: Any = dict(self.document)
        name = document["baseline"] or next(iter(document["policies"]))
        today = document["policies"][name]
        start = document["company"]["start"]
        policy = {**today, "start": start, "announce": start}
        for change in changes:
            document, policy = merged(document, change.scenario), merged(policy, change.policy)
        return Scenario.model_validate({**document, "policies": {name: today, POLICY: policy}, "baseline": name})

    def record(self, *changes: Change) -> Record:
        """Return the recorded weeks of the policy with all changes, parameters drawn with every replicate."""
        key = json.dumps([[each.scenario, each.policy] for each in changes], sort_keys=True)
        if key not in self._kept:
            scenario = self.scenario(changes)
            plan, numbers = compile_plan(scenario, POLICY), np.arange(self.replicates)
            rows = int(EXITS_PER_SEAT * len(plan.arrays.seats) * plan.weeks / WEEKS_PER_YEAR) + 20
            found = batch.run(plan, draws(parameters_of(scenario), numbers), numbers, exit_rows=rows)
            self._kept[key] = Record(found.series, found.names, found.exits)
        return self._kept[key]


def four(row: Row, arms: Arms) -> Four:
    """Return the four comparisons of a row; `arms` hold the scenario that it changes and the number of pairs."""
    base, bad = arms.record(row.setting), arms.record(row.setting, row.condition)
    remedies = (arms.record(row.setting, row.condition, each) for each in row.remedies)
    sign, null = row.sign.sign, null_of(row)
    if row.absence.instead:
        calm = base, arms.record(row.setting, row.absence)
    else:
        calm = arms.record(row.setting, row.absence), arms.record(row.setting, row.condition, row.absence)
    cold = arms.record(row.setting, null), arms.record(row.setting, row.condition, null)
    return Four(
        row,
        tuple(seen(base, bad, each) for each in row.signs),
        tuple(seen(bad, each, sign) for each in remedies),
        seen(*calm, sign),
        seen(*cold, sign),
    )


def null_of(row: Row) -> Change:
    """Return the null of a row: its own, with the behaviour of staff who do not care for money where that is meant."""
    own = row.indifference
    if not own.money:
        return Change(scenario=own.scenario, policy=own.policy)
    behaviour = {"behaviour": dict(risks().indifferent)}
    return Change(scenario=merged(behaviour, own.scenario), policy=own.policy)
