"""Many cases in one call: plans x parameter points x seeds, in parallel, bit-identical for any number of threads."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np

from sim.engine.compiling import entries
from sim.engine.finite import require_finite
from sim.engine.lanes import FEWEST, Group, wanted
from sim.engine.series import SERIES
from sim.engine.state import EXIT_DTYPE, State, allocate
from sim.errors import SimError
from sim.plan.records import Arrays, Plan
from sim.rules.jit import LANES, call_at, kernel

CHUNK_AGENT_WEEKS = 200_000
NEVER_RECORDED = 1 << 30


@dataclass(frozen=True)
class Recording:
    """What a batch of cases left behind.

    Attributes:
        names: the recorded series, see `sim.engine.series.SERIES`.
        series: float64[cases, weeks, series], company totals by week, burn-in excluded.
        exits: record array of people who left after burn-in: `case` and the fields of `EXIT_FIELDS`, week from 0.
    """

    names: tuple[str, ...]
    series: np.ndarray
    exits: np.ndarray

    def __getitem__(self, name: str) -> np.ndarray:
        """Return float64[cases, weeks] of one series."""
        return self.series[:, :, self.names.index(name)]

    def _ipython_key_completions_(self) -> list[str]:
        """Return the names that a notebook completes between the brackets."""
        return list(self.names)


@kernel
def run_cases(phases, plan, values, seeds, experiment, span, columns, s, out, exit_log, exit_counts):
    """Run cases one after the other in one state; whoever walks a company week by week runs one case, a week at a time.

    Args:
        phases: where the opening and the phases of the week are to be called (`sim.engine.compiling.entries`).
        plan: arrays of the plan.
        values: parameter records [n].
        seeds: int64[n] replicate numbers.
        experiment: int, first half of the key.
        span: first week, week after the last, 1 to set the state to the start before, first week that is recorded.
        columns: int64[m] series to record.
        s: state to work in.
        out: float64[n, weeks, m], filled.
        exit_log: exit records [n, rows], filled; exit_counts: int64[n], filled.
    """
    for case in range(seeds.shape[0]):
        par, key, recorded = values[case], (experiment, seeds[case]), span[3]
        if span[2] == 1:
            call_at(phases[0], plan, par, s, 0, key)
        for t in range(span[0], span[1]):
            if t == recorded:
                s.firm[0].exits = 0.0
            for k in range(1, len(phases)):
                call_at(phases[k], plan, par, s, t, key)
            if t >= recorded:
                for k in range(columns.shape[0]):
                    out[case, t - recorded, k] = s.totals[columns[k]]
        kept = min(int(s.firm[0].exits), exit_log.shape[1])
        exit_counts[case] = kept
        for row in range(kept):
            exit_log[case, row] = s.exits[row]


@kernel
def run_phase(entry, plan, par, s, t, key):
    """Run one phase of week t, or the opening, at its address; whoever writes a week by hand runs some of them."""
    call_at(entry, plan, par, s, t, key)


def run(
    plan: Plan,
    values: np.ndarray,
    seeds: np.ndarray,
    *,
    threads: int | None = None,
    experiment: int = 0,
    record: Sequence[str] = SERIES,
    exit_rows: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Recording:
    """Run one plan for every (parameter point, seed) pair.

    Args:
        plan: compiled scenario and policy.
        values: parameter records [n] (`sim.parameters.DTYPE`); one row means the same point for every seed.
        seeds: integers [n], replicate numbers in [0, 2^32).
        threads: at most this many; default all processors. Never changes a bit of the result.
        experiment: another family of luck.
        record: names of the series to keep; memory grows with these, never with staff.
        exit_rows: exits kept per case, 0 for none.
        progress: called with the number of cases that have just ended.

    Raises:
        ValueError: an unknown series, or lengths that do not fit.
        SimError: a series is not finite; the message names policy, replicate, week and variable.
    """
    seeds = np.asarray(seeds, np.int64)
    tape = Tape(plan, points(values, seeds), seeds, record, exit_rows)
    whole = (0, len(plan.arrays.weeks), 1, plan.burn_in)
    lanes = wanted([plan], len(seeds))

    def work(first: int, last: int) -> int:
        walkers = Walkers(tape, experiment, lanes)
        for part in parts(first, last, lanes, last - first):
            walkers.run(part, whole)
        return last - first

    for ended in spread(work, len(seeds), plan, threads or os.cpu_count() or 1):
        if progress:
            progress(ended)
    return tape.recording(experiment)


class Tape:
    """What is being recorded of the cases of a plan."""

    def __init__(
        self, plan: Plan, values: np.ndarray, seeds: np.ndarray, record: Sequence[str], exit_rows: int
    ) -> None:
        """Make room.

        Args:
            plan: that is run.
            values: parameter records [n]; seeds: int64[n].
            record: names of the series to keep; exit_rows: exits kept per case.

        Raises:
            ValueError: an unknown series.
        """
        unknown = [name for name in record if name not in SERIES]
        if unknown:
            raise ValueError(f"unknown series {', '.join(unknown)}; known: {', '.join(SERIES)}")
        self.plan, self.values, self.seeds, self.names = plan, values, seeds, tuple(record)
        self.columns = np.array([SERIES.index(name) for name in record], np.int64)
        self.out = np.zeros((len(seeds), plan.weeks, len(self.columns)))
        self.log = np.zeros((len(seeds), exit_rows), EXIT_DTYPE)
        self.counts = np.zeros(len(seeds), np.int64)

    def recording(self, experiment: int) -> Recording:
        """Return what was recorded.

        Raises:
            SimError: a series is not finite; the message names policy, replicate, week and variable.
        """
        if not np.isfinite(self.out.sum()):
            _refuse(self.plan, self.values, self.seeds, experiment, self.out)
        return Recording(self.names, self.out, _exits(self.log, self.counts, self.plan.burn_in))


def parts(first: int, last: int, lanes: bool, most: int) -> Iterator[slice]:
    """Yield parts of the cases from `first` to `last` - 1: LANES as long as there are some, then `most` at once."""
    while first < last:
        size = min(LANES if lanes and last - first >= FEWEST else most, last - first)
        yield slice(first, first + size)
        first += size


class Walkers:
    """The states in which the cases of a tape are walked: one by one, or several side by side."""

    def __init__(self, tape: "Tape", experiment: int, lanes: bool) -> None:
        """Make room for cases of `tape`; for LANES at once where `lanes` says so."""
        self.tape, self.experiment, self.lanes = tape, experiment, lanes
        arrays, rows = tape.plan.arrays, tape.log.shape[1]
        self.one = allocate(tape.plan, rows)
        self.phases = entries(arrays, tape.values[0], self.one)
        self.group = Group(tape.plan, rows, tape.values[0]) if lanes else None

    def states(self, part: slice) -> list[State]:
        """Return the states of the cases of a part."""
        return self.group.states if self.group and part.stop - part.start >= FEWEST else [self.one]

    def run(self, part: slice, span: tuple[int, ...]) -> None:
        """Walk some weeks of the cases of a part (`run_cases`)."""
        tape = self.tape
        given = tape.values[part], tape.seeds[part], self.experiment, span, tape.columns
        out = tape.out[part], tape.log[part], tape.counts[part]
        if self.group and part.stop - part.start >= FEWEST:
            self.group.run(*given, *out)
        else:
            run_cases(self.phases, tape.plan.arrays, *given, self.one, *out)


def points(values: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """Return a parameter record for every seed."""
    values = np.broadcast_to(values, seeds.shape) if len(values) == 1 else values
    if len(values) != len(seeds):
        raise ValueError(f"{len(values)} parameter points for {len(seeds)} seeds: give one row or one per seed")
    return np.array(values).view(np.dtype((np.record, values.dtype)))


def _refuse(plan: Plan, values: np.ndarray, seeds: np.ndarray, experiment: int, out: np.ndarray) -> None:
    """Walk the first case that is not finite once more, and say where it ceases to be."""
    wrong = np.argwhere(~np.isfinite(out))
    if not len(wrong):  # all finite, their sum alone is not
        return
    case, state = int(wrong[0][0]), allocate(plan)
    key = experiment, int(seeds[case])
    try:
        start(plan.arrays, values[case], state, key)
        for t in range(len(plan.arrays.weeks)):
            advance(plan.arrays, values[case], state, t, key)
    except SimError as error:
        raise SimError("policy {0}: {1}", "方案 {0}:{1}", plan.name, error.words) from None
    raise SimError(
        "policy {0}: replicate {1} is no finite number in week {2}",
        "方案 {0}:第 {1} 次重复在第 {2} 周得到的不是有限数",
        plan.name,
        key[1],
        int(wrong[0][1]),
    )


def start(arrays: Arrays, values: np.void, state: State, key: tuple[int, int]) -> None:
    """Set the state to the start of a company, for whoever walks it week by week.

    Args:
        arrays: of a plan.
        values: one parameter record.
        state: overwritten.
        key: experiment and replicate.
    """
    _walk(arrays, values, state, (0, 0, 1, NEVER_RECORDED), key)


def advance(arrays: Arrays, values: np.void, state: State, t: int, key: tuple[int, int]) -> None:
    """Advance one company by week t (0 = first simulated week); arguments as in `start`.

    Raises:
        SimError: a total of the week is not finite.
    """
    _walk(arrays, values, state, (int(t), int(t) + 1, 0, NEVER_RECORDED), key)
    require_finite(state, int(t), key)


def _walk(arrays: Arrays, values: np.void, state: State, span: tuple[int, ...], key: tuple[int, int]) -> None:
    """Run some weeks of one case in the compiled code that batches use, without recording."""
    seeds, counts = np.array([int(key[1])], np.int64), np.zeros(1, np.int64)
    log, out, columns = np.zeros((1, 0), EXIT_DTYPE), np.zeros((1, 0, 0)), np.zeros(0, np.int64)
    points = np.array(values)[None].view(np.dtype((np.record, values.dtype)))
    phases = entries(arrays, points[0], state)
    run_cases(phases, arrays, points, seeds, int(key[0]), span, columns, state, out, log, counts)


def spread(work: Callable[[int, int], int], cases: int, plan: Plan, threads: int):
    """Yield the number of cases ended, chunk by chunk, over threads; chunks are large enough to hide overhead."""
    per_case = max(1, len(plan.arrays.seats) * len(plan.arrays.weeks))
    size = max(1, min(CHUNK_AGENT_WEEKS // per_case, -(-cases // threads)))
    size = size // LANES * LANES or size  # so that companies side by side fill all lanes
    bounds = [(first, min(first + size, cases)) for first in range(0, cases, size)]
    if threads == 1 or len(bounds) == 1:
        for first, last in bounds:
            yield work(first, last)
        return
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(work, first, last) for first, last in bounds]
        for job in as_completed(jobs):
            yield job.result()


def _exits(log: np.ndarray, counts: np.ndarray, burn_in: int) -> np.ndarray:
    """Return one flat record array of exits with the case they belong to and weeks counted from week 0."""
    dtype = np.dtype([("case", np.int64), *((name, np.float64) for name in EXIT_DTYPE.names or ())])
    flat = np.zeros(int(counts.sum()), dtype)
    at = 0
    for case, count in enumerate(counts):
        rows = log[case, :count]
        flat["case"][at : at + count] = case
        for name in EXIT_DTYPE.names or ():
            flat[name][at : at + count] = rows[name]
        at += count
    flat["week"] -= burn_in
    return flat
