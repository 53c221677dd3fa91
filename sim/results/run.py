"""Runs: the recorded weeks of one policy over many replicates, and the functions of the layers below that make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.results.totals import Totals, trailing, window
from sim.units import WEEKS_PER_YEAR

PAY_NEUTRAL_SUFFIX = " (pay-neutral)"
EXITS_PER_SEAT_AND_YEAR, EXITS_AT_LEAST = 2.0, 20
REASONS = ("reason_pay", "reason_risk", "reason_fairness", "reason_effort", "reason_conditions", "reason_private")
#: One person who left: replicate, seat and occupant; role; week and tenure in weeks; reasons in log pay.
EXIT = np.dtype(
    [("case", np.int32), ("seat", np.int32), ("occupant", np.int32), ("role", np.int16), ("week", np.int16)]
    + [("tenure", np.float32), ("voluntary", np.int8)]
    + [(reason, np.float32) for reason in REASONS]
)


class Source(NamedTuple):
    """What a comparison needs from the layers below; tests hand in a synthetic one.

    Attributes:
        compile: (scenario, policy name) -> plan.
        pay_neutral: (scenario, policy name, baseline name) -> plan of the pay-neutral twin, or None.
        draw: (scenario, replicate numbers, experiment) -> parameter points, structured [replicates].
        simulate: (plan, parameter points, seeds, threads, experiment) -> recording with series, names and exits.
        together: the same of several plans, the first of which the others part from; without, one after the other.
    """

    compile: Callable[[Any, str], Any]
    pay_neutral: Callable[[Any, str, str], Any]
    draw: Callable[[Any, NDArray[np.int64], int], NDArray[np.void]]
    simulate: Callable[..., Any]
    together: Callable[..., list[Any]] | None = None

    def runs(self, plans: Sequence[Any], *cases: Any) -> list[Any]:
        """Return a recording of every plan for (parameter points, seeds, threads, experiment)."""
        if self.together is not None and len(plans) > 1:
            return self.together(plans, *cases)
        return [self.simulate(plan, *cases) for plan in plans]


@dataclass(frozen=True)
class Variant:
    """One column of the comparison: a policy, or the pay-neutral twin of one.

    Attributes:
        name: name shown.
        policy: policy of the scenario behind it.
        pay_neutral: whether it is the pay-neutral twin of that policy.
        plan: the compiled plan.
    """

    name: str
    policy: str
    pay_neutral: bool
    plan: Any


@dataclass(frozen=True)
class Run:
    """The replicates of one variant.

    Attributes:
        variant: what was run.
        weekly: float32 [replicates, weeks, series]; replicate r has seed r.
        names: name of each series.
        exits: EXIT [exits], everybody who left, in the order of the replicates.
        sums: first week of a window -> float64 [replicates, series], sums from that week to the end.
    """

    variant: Variant
    weekly: NDArray[np.float32]
    names: tuple[str, ...]
    exits: NDArray[np.void]
    sums: dict[int, NDArray[np.float64]]

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return len(self.weekly)

    @property
    def weeks(self) -> int:
        """Number of recorded weeks."""
        return self.weekly.shape[1]

    def totals(self, first: int) -> Totals:
        """Return totals over the window that starts in week `first`, with rates per year."""
        per_year = window(np.empty((0, self.weeks, len(self.names))), self.names, first)
        return Totals(self.sums[first], self.names, per_year.weeks, per_year.period_weeks)

    def between(self, first: int, after: int) -> Totals:
        """Return totals over the weeks from `first` to the one before `after`, with rates per year."""
        return window(self.weekly[:, :after].astype(np.float64), self.names, first)

    def trailing(self, length: int) -> Totals:
        """Return totals over the trailing weeks of every week, with rates per week."""
        return trailing(self.weekly, self.names, length)


class Growing:
    """The chunks of one variant while replicates are being added."""

    def __init__(self, variant: Variant, starts: Sequence[int]) -> None:
        """Start without replicates; `starts` are the first weeks of the windows that will be asked for."""
        self.variant = variant
        self.starts = tuple(sorted(set(starts)))
        self.names: tuple[str, ...] = ()
        self._weekly: list[NDArray[np.float32]] = []
        self._sums: dict[int, list[NDArray[np.float64]]] = {start: [] for start in self.starts}
        self._exits: list[NDArray[np.void]] = []

    def add(self, recording: Any, first_replicate: int) -> None:
        """Append the recording of consecutive replicates, the first of which has this number."""
        self.names = tuple(recording.names)
        self._weekly.append(recording.series.astype(np.float32))
        for start in self.starts:
            self._sums[start].append(recording.series[:, start:].sum(axis=1))
        exits = np.zeros(len(recording.exits), EXIT)
        for name in EXIT.names or ():
            exits[name] = recording.exits[name]
        exits["case"] += first_replicate
        self._exits.append(exits)

    def totals(self, first: int) -> Totals:
        """Return totals so far over the window that starts in week `first`."""
        weeks = self._weekly[0].shape[1]
        per_year = window(np.empty((0, weeks, len(self.names))), self.names, first)
        return Totals(np.concatenate(self._sums[first]), self.names, per_year.weeks, per_year.period_weeks)

    def so_far(self) -> Run:
        """Return the run as far as it is."""
        sums = {start: np.concatenate(chunks) for start, chunks in self._sums.items()}
        return Run(self.variant, np.concatenate(self._weekly), self.names, np.concatenate(self._exits), sums)

    def finish(self) -> Run:
        """Return the run and let the chunks go."""
        run = self.so_far()
        self._weekly = []
        return run


def _pay_neutral(scenario: Any, policy: str, baseline: str) -> Any:
    from sim.results.pay_neutral import neutral_plan

    return neutral_plan(scenario, policy, baseline)


def _compile(scenario: Any, policy: str) -> Any:
    from sim.plan.compile import compile_plan

    return compile_plan(scenario, policy)


def _draw(scenario: Any, replicates: NDArray[np.int64], experiment: int) -> NDArray[np.void]:
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    return draws(parameters_of(scenario), replicates, experiment)


def _simulate(
    plan: Any, values: NDArray[np.void], seeds: NDArray[np.uint32], threads: int | None, experiment: int
) -> Any:
    from sim.engine.batch import run

    return run(plan, values, seeds, threads=threads, experiment=experiment, exit_rows=_exit_rows(plan))


def _together(
    plans: Sequence[Any], values: NDArray[np.void], seeds: NDArray[np.uint32], threads: int | None, experiment: int
) -> list[Any]:
    from sim.engine.together import run_together

    rows = [_exit_rows(plan) for plan in plans]
    return list(run_together(plans, values, seeds, threads=threads, experiment=experiment, exit_rows=rows))


def _exit_rows(plan: Any) -> int:
    """Return how many exits are kept of every case."""
    seats, years = len(plan.arrays.seats), plan.weeks / WEEKS_PER_YEAR
    return int(EXITS_PER_SEAT_AND_YEAR * seats * years) + EXITS_AT_LEAST


ENGINE = Source(_compile, _pay_neutral, _draw, _simulate, _together)
