"""LANES cases of a plan at once: phases that are written for one company run on eight side by side, bit for bit alike.

`sim.rules.jit.spreading` rewrites the text of a phase; what of it looks at different places in different companies is
run company by company. Companies whose regimes may come in different weeks, or whose people may keep different rules,
are walked one by one.
"""

import functools
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.engine import compiling
from sim.engine.compiling import Entries, entries, types_of
from sim.engine.layout import points_of_lanes
from sim.engine.state import State, allocate_lanes
from sim.engine.week import SCHEDULE
from sim.plan.records import Plan
from sim.rules import elementary
from sim.rules.jit import (
    COMPILED,
    GENERIC,
    LANES,
    call_at,
    entry,
    kernel,
    phase,
    shared,
    step,
    waits,
)
from sim.rules.jit.bits import parts, scaled
from sim.rules.jit.lanes import book_in, is_record, is_wide, kinds_of_lanes, run_in_lanes, words_in
from sim.rules.jit.spreading import APART, NUMBER, VECTOR, WHOLE, Spreader, array_of, tuple_of
from sim.rules.jit.vectors import floor_of_lanes, uniforms_of_lanes
from sim.rules.philox import uniforms

#: Fewer cases than these are walked one by one.
FEWEST = 4
#: Phases in which companies go different ways most of the time: cheaper one by one, as measured.
ONE_BY_ONE = ("open_week", "meet_colleagues", "turn_over")
#: Agent-weeks walked in one process from which it pays to read the code for lanes, or to compile it.
WORTH_READING, WORTH_COMPILING = 3e6, 6e7

_lock = threading.Lock()
_known: dict[Any, np.ndarray] = {}
_walked = 0.0


def wanted(plans: Sequence[Plan], cases: int) -> bool:
    """Return whether cases are walked LANES at once: where all plans let them, and it pays.

    SIM_LANES=never walks every case alone, SIM_LANES=always none that has company. Results are the same bits.
    """
    how = os.environ.get("SIM_LANES", "")
    fit = all(not len(p.arrays.triggers) and not p.arrays.regimes["keeps"].any() for p in plans)
    if not COMPILED or not fit or how == "never":
        return False
    if how == "always" or _known:
        return True
    global _walked  # noqa: PLW0603  one process decides once
    _walked += cases * sum(len(p.arrays.seats) * len(p.arrays.weeks) for p in plans)
    return not GENERIC and _walked >= (WORTH_READING if _compiled() else WORTH_COMPILING)


def _compiled() -> bool:
    """Return whether code of every phase for lanes has been kept."""
    rest = [function for function in SCHEDULE if function.__name__ not in ONE_BY_ONE]
    return all(any(Path(f._cache.cache_path).glob(f"*{f.__name__}_of_lanes*.nbc")) for f in rest)  # noqa: SLF001


@functools.cache
def in_lanes(kind: Any) -> tuple[Any, ...]:
    """Return every phase for lanes, None for one that is run company by company; `kind` is the book of a state.

    Raises:
        UnfitError: a phase cannot be written for lanes; the message says what of it.
    """
    fields = {}
    for name, array in kind.arrays:
        fields[name] = array_of(array.ndim, is_record(array)) if is_wide(array) else APART
    fields["calendar"] = NUMBER
    special = {
        uniforms: (uniforms_of_lanes, tuple_of([VECTOR] * 4)),
        parts: (parts, tuple_of([VECTOR] * 2)),
        scaled: (scaled, VECTOR),
        elementary.sqrt: (elementary.sqrt, VECTOR),
        elementary.floor: (floor_of_lanes, WHOLE),
    }
    spreader = Spreader(fields, special, lambda f, of: shared(f) if of.__module__ == elementary.__name__ else step(f))
    out: list[Any] = []
    for function in SCHEDULE:
        one_by_one = function.__name__ in ONE_BY_ONE
        out.append(None if one_by_one else phase(spreader.phase(function)))
    return tuple(out)


def lane_entries(plan: Any, values: Any, state: State) -> np.ndarray:
    """Return where the phases for lanes are to be called, 0 for one that is run company by company."""
    types = types_of(plan, values, state)
    with _lock:
        if types not in _known:
            functions, kinds = in_lanes(types[2]), kinds_of_lanes(types)
            missing = [k for k, each in enumerate(functions) if each is not None and waits(each, kinds)]
            if missing:
                compiling.compile_all(missing, kinds, functions, __name__, types)
            found = [0 if each is None else entry(each, kinds) for each in functions]
            _known[types] = np.array(found, np.int64)
        return _known[types]


def help_out() -> None:
    """Compile phases for lanes that are asked for on standard input; run by a helping process."""
    compiling.help_out(lambda types: (in_lanes(types[2]), kinds_of_lanes(types)))


@step
def run_side_by_side(phases, alone, k, plan, point, values, seeds, experiment, words, s, t):
    """Run one phase of week t in all lanes; arguments as in `run_lanes`."""
    if phases[k] != 0:
        run_in_lanes(phases[k], plan, point, values[0], words, s, t, experiment)
    else:
        for lane in range(LANES):
            call_at(alone[k], plan, values[lane], book_in(words, s, lane), t, (experiment, seeds[lane]))


@kernel
def run_lanes(phases, alone, plan, point, values, seeds, experiment, span, columns, words, s, out):
    """Run LANES cases side by side.

    Args:
        phases: where phases for lanes are to be called, 0 for none; alone: where those of one company are.
        plan: arrays of the plan.
        point: parameters and replicates as lanes take them; values: parameter records [LANES]; seeds: int64[LANES].
        experiment: int, first half of the key.
        span: first week, week after the last, 1 to set the states to the start before, first week that is recorded.
        columns: int64[m] series to record.
        words: books of the states; s: the first of them.
        out: float64[n, weeks, m], filled for the first n lanes.
    """
    if span[2] == 1:
        run_side_by_side(phases, alone, 0, plan, point, values, seeds, experiment, words, s, 0)
    for t in range(span[0], span[1]):
        if t == span[3]:
            for lane in range(LANES):
                firm = book_in(words, s, lane).firm[0]
                firm.exits = 0.0
        for k in range(1, len(phases)):
            run_side_by_side(phases, alone, k, plan, point, values, seeds, experiment, words, s, t)
        if t >= span[3]:
            for lane in range(out.shape[0]):
                for k in range(columns.shape[0]):
                    out[lane, t - span[3], k] = book_in(words, s, lane).totals[columns[k]]


class Group:
    """States in which up to LANES cases of a plan are walked side by side."""

    def __init__(self, plan: Plan, exit_rows: int, values: np.void) -> None:
        """Make room; `values` is one parameter record, as all are."""
        self.plan, self.states = plan, allocate_lanes(plan, exit_rows)
        kind = types_of(plan.arrays, values, self.states[0])[2]
        self.words = np.array([words_in(kind, state) for state in self.states], np.int64)
        self.alone: Entries = entries(plan.arrays, values, self.states[0])
        self.phases = lane_entries(plan.arrays, values, self.states[0])

    def run(
        self,
        values: np.ndarray,
        seeds: np.ndarray,
        experiment: int,
        span: tuple[int, ...],
        columns: np.ndarray,
        out: np.ndarray,
        log: np.ndarray,
        counts: np.ndarray,
    ) -> None:
        """Walk cases; arguments as `sim.engine.batch.run_cases` takes them. Lanes that are left walk the last case."""
        used = len(seeds)
        each = np.minimum(np.arange(LANES), used - 1)
        values, seeds = values[each], seeds[each]
        given = self.plan.arrays, points_of_lanes(values, seeds), values, seeds, experiment, span, columns
        run_lanes(self.phases, self.alone, *given, self.words, self.states[0], out)
        for lane in range(used):
            kept = min(int(self.states[lane].firm[0].exits), log.shape[1])
            counts[lane] = kept
            log[lane, :kept] = self.states[lane].exits[:kept]
