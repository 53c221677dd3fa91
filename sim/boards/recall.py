"""What a board has computed already: plans and replicates, kept while there is room; a move costs only itself."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.plan.memo import Memo
from sim.results.precision import FEWEST_REPLICATES
from sim.results.run import ENGINE, Source

#: Replicates of the first answer, computed in one go; replicates computed together later; bytes of them that are kept.
FIRST, BLOCK, ROOM = FEWEST_REPLICATES, 5, 250_000_000
MOST_PLANS, MOST_DRAWS = 8, 40


class Cancelled(Exception):  # noqa: N818  it ends work, it is no error
    """The knob has moved on, so nobody waits for this answer any more."""


class Recorded(NamedTuple):
    """Some replicates of a plan, as `sim.engine.batch.Recording` holds them."""

    names: tuple[str, ...]
    series: NDArray[np.float64]
    exits: NDArray[np.void]


class Recall:
    """Plans and replicates of one scenario computed so far, its policies aside. For one thread at a time.

    Replicate r of a plan is the same whenever and with whomever it is computed, so what is kept never changes a number.
    """

    def __init__(self, source: Source = ENGINE) -> None:
        """Begin with nothing; tests hand in a synthetic source."""
        self._source, self._memo = source, Memo()
        self._plans: list[tuple[str, Any, Any]] = []
        self._draws: OrderedDict[Any, Any] = OrderedDict()
        self._blocks: OrderedDict[tuple[Any, ...], Recorded] = OrderedDict()
        self._bytes = 0

    def source(self, cancelled: threading.Event) -> Source:
        """Return a source that remembers, and gives up once `cancelled` is set."""

        def simulate(plan: Any, values: Any, seeds: Any, threads: int | None, experiment: int) -> Recorded:
            return self._simulate(plan, (values, seeds), threads, experiment, cancelled)

        return Source(self._compile, self._source.pay_neutral, self._draw, simulate)

    def _compile(self, scenario: Any, policy: str) -> Any:
        """Return the plan of a policy; only what its knobs have changed is compiled again."""
        from sim.plan.compile import compile_plan

        involved = _involved(scenario, policy)
        for name, known, plan in self._plans:
            if name == policy and known == involved:
                return plan
        if self._source is not ENGINE:
            return self._source.compile(scenario, policy)
        plan = compile_plan(scenario, policy, memo=self._memo)
        self._plans = [*self._plans[1 - MOST_PLANS :], (policy, involved, plan)]
        return plan

    def _draw(self, scenario: Any, replicates: NDArray[np.int64], experiment: int) -> Any:
        """Return parameter points, drawn once for each set of overrides."""
        key = (str(scenario.behaviour), experiment, int(replicates[0]), int(replicates[-1]))
        return _kept(self._draws, key, lambda: self._source.draw(scenario, replicates, experiment), MOST_DRAWS)

    def _simulate(
        self, plan: Any, cases: tuple[Any, Any], threads: int | None, experiment: int, cancelled: threading.Event
    ) -> Recorded:
        """Return the recording of consecutive replicates, block by block, those known already from memory."""
        values, seeds = cases
        first, last, parts = int(seeds[0]), int(seeds[-1]) + 1, []
        at = first
        while at < last:
            if cancelled.is_set():
                raise Cancelled
            until = min(last, FIRST if at < FIRST else (at // BLOCK + 1) * BLOCK)
            key, mine = (plan.fingerprint, experiment, at, until), slice(at - first, until - first)
            if key in self._blocks:
                self._blocks.move_to_end(key)
            else:
                spare = threads if at < FIRST else _all_but_one(threads)
                self._keep(key, self._source.simulate(plan, values[mine], seeds[mine], spare, experiment))
            parts.append((at - first, self._blocks[key]))
            at = until
        return _joined(parts)

    def _keep(self, key: tuple[Any, ...], recording: Any) -> None:
        """Keep a block, and forget those not asked for longest where there is no room."""
        block = Recorded(tuple(recording.names), recording.series, recording.exits)
        self._blocks[key] = block
        self._bytes += block.series.nbytes + block.exits.nbytes
        while self._bytes > ROOM and len(self._blocks) > 1:
            _, old = self._blocks.popitem(last=False)
            self._bytes -= old.series.nbytes + old.exits.nbytes


def _all_but_one(threads: int | None) -> int:
    """Return one thread fewer, at least one: what refines an answer leaves room for the reader's next move."""
    return max(1, (threads or os.cpu_count() or 1) - 1)


def _involved(scenario: Any, policy: str) -> dict[str, Any]:
    """Return the policies on which the plan of one depends: itself, the baseline, and those that take over later."""
    names, seen = [scenario.baseline_name, policy], dict[str, Any]()
    while names:
        name = names.pop()
        if name not in seen and name in scenario.policies:
            seen[name] = scenario.policies[name]
            names += [stage.policy for stage in seen[name].stages]
    return seen


def _kept(known: OrderedDict[Any, Any], key: Any, make: Callable[[], Any], most: int) -> Any:
    """Return what is known under a key, made when it is asked for first; the oldest goes where there are many."""
    if key not in known:
        known[key] = make()
        if len(known) > most:
            known.popitem(last=False)
    known.move_to_end(key)
    return known[key]


def _joined(parts: list[tuple[int, Recorded]]) -> Recorded:
    """Return blocks as one recording; each stands with the number of its first case."""
    exits = [block.exits.copy() for _, block in parts]
    for (first, _), rows in zip(parts, exits, strict=True):
        rows["case"] += first
    series = np.concatenate([block.series for _, block in parts])
    return Recorded(parts[0][1].names, series, np.concatenate(exits))
