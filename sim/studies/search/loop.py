"""Search: propose, evaluate with as many replicates as it takes, and confirm the winner with luck of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.studies.search.judge import Estimate, estimate, in_play, undominated
from sim.studies.search.propose import proposer
from sim.studies.sweep.document import Sweep, Value
from sim.studies.sweep.goals import Goals
from sim.studies.sweep.points import Point
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
FRESH, LAST = 1, 2  # families of luck of the finalists and of the winner's report


class Evaluate(Protocol):
    """Returns float64[2, replicates, measures] (policy and baseline) of points, under a family of luck."""

    def __call__(self, points: dict[int, Point], replicates: range, experiment: int) -> list[Floats]:
        """Evaluate points by their numbers, side by side where there are workers."""
        ...


class Stopped(Exception):  # noqa: N818  not an error: the budget is spent or somebody wants it to end
    """The evaluation was ended from outside."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        candidates: a row per policy tried: levers, objectives (difference from the baseline) with standard errors,
            replicates, whether every constraint is met and whether no other beats it.
        finalists: the best of them, run again with fresh luck: estimate of the search, fresh estimate with its 95 %
            interval, what of the former was luck of selection, and by how much a constraint is overstepped at most (in
            its unit; 0 where all are met).
        winner: the best finalist, whose numbers come from luck that chose nothing; None where no policy meets the
            constraints.
        reason: complete, budget or interrupted.
    """

    candidates: pd.DataFrame
    finalists: pd.DataFrame
    winner: dict[str, Any] | None
    reason: str

    def _repr_html_(self) -> str:
        """Return finalists and candidates, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(self.reason, self.finalists, self.candidates)


def look(document: Sweep, goals: Goals, evaluate: Evaluate) -> Found:
    """Run a search with any evaluation; the same answers lead to the same search."""
    tried = _Tried(document, goals, evaluate)
    reason = "complete"
    try:
        for policy in document.policies:
            tried.explore(policy)
        finalists = tried.finalists()
        winner = tried.winner(finalists)
    except Stopped as end:
        reason, finalists, winner = str(end), [], None
    return Found(tried.frame(), _finalist_frame(tried, finalists), winner, reason)


class _Tried:
    """The policies tried so far with what is known of each."""

    def __init__(self, document: Sweep, goals: Goals, evaluate: Evaluate) -> None:
        self.document, self.goals, self.evaluate = document, goals, evaluate
        self.points: list[Point] = []
        self.found: list[Floats] = []
        self.estimates: list[Estimate | None] = []

    def explore(self, policy: str) -> None:
        """Try the policies that the optimiser proposes, batch by batch."""
        goals = self.goals
        optimiser = proposer(self.document.levers, len(goals.objectives), goals.seed, goals.batch)
        share = goals.evaluations // len(self.document.policies)
        for done in range(0, share, goals.batch):
            asked = optimiser.ask(min(goals.batch, share - done))
            numbers = self.add([Point(policy, tuple(values.items())) for _, values in asked])
            for (token, _), number in zip(asked, numbers, strict=True):
                optimiser.tell(token, self.estimates[number])

    def add(self, points: list[Point]) -> list[int]:
        """Evaluate points with as many replicates as each is worth; return their numbers."""
        first, count = len(self.points), self.document.replicates
        numbers = list(range(first, first + len(points)))
        found = self.evaluate(dict(zip(numbers, points, strict=True)), range(count), 0)
        self.points += points
        self.found += found
        self.estimates += [self._estimate(each) for each in found]
        while count < self.document.most and (left := in_play(self.estimates, numbers)):
            more = min(2 * count, self.document.most)
            again = self.evaluate(self._of(left), range(count, more), 0)
            for number, extra in zip(left, again, strict=True):
                self.found[number] = np.concatenate([self.found[number], extra], axis=1)
                self.estimates[number] = self._estimate(self.found[number])
            numbers, count = left, more
        return list(range(first, first + len(points)))

    def _of(self, numbers: Sequence[int]) -> dict[int, Point]:
        return {number: self.points[number] for number in numbers}

    def _estimate(self, found: Floats) -> Estimate | None:
        return estimate(self.goals, self.document.measures, found)

    def finalists(self) -> list[tuple[int, Estimate]]:
        """Return the numbers of the best policies and their estimates under fresh luck, best first."""
        front = undominated(self.estimates)
        if len(self.goals.objectives) == 1:
            able = [i for i, each in enumerate(self.estimates) if each is not None and each.feasible]
            front = sorted(able, key=lambda i: -self._first(self.estimates[i]))
            # at the border of a constraint half of those that seem to meet it do not: prefer some distance
            front.sort(key=lambda i: not self._safe(i))
        elif len(front) > self.goals.finalists:
            ordered = sorted(front, key=lambda i: self._first(self.estimates[i]))
            front = [ordered[round(k)] for k in np.linspace(0, len(ordered) - 1, self.goals.finalists)]
        chosen = list(dict.fromkeys(front))[: self.goals.finalists]
        again = zip(chosen, self._again(chosen, FRESH), strict=True)
        return sorted([(i, each) for i, each in again if each is not None], key=lambda pair: -self._first(pair[1]))

    def _safe(self, number: int) -> bool:
        found = self.estimates[number]
        return found is not None and found.safely_feasible

    @staticmethod
    def _first(found: Estimate | None) -> float:
        return -np.inf if found is None else float(found.objectives[0])

    def _again(self, numbers: Sequence[int], experiment: int) -> list[Estimate | None]:
        """Return the estimates of policies under another family of luck."""
        replicates = range(self.goals.confirm_replicates)
        return [self._estimate(each) for each in self.evaluate(self._of(numbers), replicates, experiment)]

    def winner(self, finalists: Sequence[tuple[int, Estimate]]) -> dict[str, Any] | None:
        """Return the best finalist that meets the constraints with numbers from luck that chose nothing."""
        best = next((i for i, each in finalists if each.feasible), None)
        last = None if best is None else self._again([best], LAST)[0]
        if best is None or last is None:
            return None
        point = self.points[best]
        return {
            "policy": point.policy,
            **dict(point.values),
            **_numbers(self.goals, last),
            "feasible": last.feasible,
            "overstepped": float(last.violations.max(initial=0.0)),
        }

    def frame(self) -> pd.DataFrame:
        """Return a row per policy tried."""
        import pandas as pd

        front = set(undominated(self.estimates))
        return pd.DataFrame(
            [
                {
                    "candidate": i,
                    "policy": point.policy,
                    **dict(point.values),
                    **(_numbers(self.goals, each) if each else {}),
                    "replicates": each.replicates if each else 0,
                    "feasible": bool(each and each.feasible),
                    "undominated": i in front,
                }
                for i, (point, each) in enumerate(zip(self.points, self.estimates, strict=True))
            ]
        )


def _numbers(goals: Goals, found: Estimate) -> dict[str, float]:
    """Return difference and standard error of every objective, in the measure's own direction."""
    named: dict[str, float] = {}
    for objective, value, error in zip(goals.objectives, found.objectives, found.objective_errors, strict=True):
        named[objective.measure] = objective.sign * float(value)
        named[f"{objective.measure} error"] = float(error)
    return named


def _finalist_frame(tried: _Tried, finalists: Sequence[tuple[int, Estimate]]) -> pd.DataFrame:
    """Return a row per finalist and objective."""
    import pandas as pd

    rows: list[dict[str, Value]] = []
    for number, fresh in finalists:
        before = tried.estimates[number]
        assert before is not None
        for k, objective in enumerate(tried.goals.objectives):
            now, error = objective.sign * float(fresh.objectives[k]), float(fresh.objective_errors[k])
            then = objective.sign * float(before.objectives[k])
            rows.append(
                {
                    "candidate": number,
                    **dict(tried.points[number].values),
                    "measure": objective.measure,
                    "searched": then,
                    "fresh": now,
                    "low": now - 1.96 * error,
                    "high": now + 1.96 * error,
                    "selection_luck": then - now,
                    "feasible": fresh.feasible,
                    "overstepped": float(fresh.violations.max(initial=0.0)),
                }
            )
    return pd.DataFrame(rows)
