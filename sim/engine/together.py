"""Nothing is simulated twice: policies of one company walk the weeks before they part together.

Until a policy is announced, its company is the baseline's, to the last bit. The weeks before are walked once for every
case; the state is then copied, and each policy goes on from there. Whether two plans do share those weeks is not taken
on trust: the first case of a pair is run both ways, and a pair that differs in one bit is run apart.
"""

import os
from collections.abc import Callable, Sequence

import numpy as np

from sim.engine.batch import NEVER_RECORDED, Recording, Tape, Walkers, parts, points, run, spread
from sim.engine.lanes import wanted
from sim.engine.layout import as_numbers
from sim.engine.series import SERIES
from sim.engine.state import State
from sim.plan.records import Plan

#: Fewer weeks in common are not worth the copying.
FEWEST_WEEKS = 8
#: Arrays of the state that lie in the memory of others, or that follow the policy: where its regimes begin.
NOT_COPIED = ("numbers", "totals", "calendar")
#: Arrays with a row for every contract, and one for none where a policy has none.
PER_CONTRACT = ("contracts", "outlooks")
MOST_REMEMBERED = 4096
_shares: dict[tuple[str, str, int], bool] = {}


def run_together(
    plans: Sequence[Plan],
    values: np.ndarray,
    seeds: np.ndarray,
    *,
    threads: int | None = None,
    experiment: int = 0,
    record: Sequence[str] = SERIES,
    exit_rows: Sequence[int] = (),
) -> list[Recording]:
    """Run plans of one company for every (parameter point, seed) pair; the same bits as `sim.engine.batch.run` of each.

    Args:
        plans: the first is the one that the others part from.
        values: parameter records [n], or one row for every seed.
        seeds: integers [n], replicate numbers.
        threads: at most this many; default all processors.
        experiment: another family of luck.
        record: names of the series to keep.
        exit_rows: exits kept per case, by plan; none by default.

    Raises:
        ValueError: as `sim.engine.batch.run`.
        SimError: as `sim.engine.batch.run`.
    """
    rows = list(exit_rows) or [0] * len(plans)
    seeds = np.asarray(seeds, np.int64)
    values = points(values, seeds)

    def alone(k: int) -> Recording:
        return run(plans[k], values, seeds, threads=threads, experiment=experiment, record=record, exit_rows=rows[k])

    weeks = {k: shared_weeks(plans[0], plan) for k, plan in enumerate(plans) if k}
    partners = [k for k, shared in weeks.items() if shared >= FEWEST_WEEKS and len(seeds) > 1]
    if partners:
        first = values[:1], seeds[:1], experiment
        partners = [k for k in partners if _share(plans[0], plans[k], weeks[k], *first)]
    if not partners:
        return [alone(k) for k in range(len(plans))]
    shared = min(weeks[k] for k in partners)
    chosen = [plans[k] for k in (0, *partners)]
    tapes = [Tape(plan, values, seeds, record, rows[k]) for k, plan in zip((0, *partners), chosen, strict=True)]
    walk = _walk(tapes, shared, experiment, wanted(chosen, len(seeds)))
    for _ in spread(walk, len(seeds), plans[0], threads or os.cpu_count() or 1):
        pass
    together = dict(zip((0, *partners), (tape.recording(experiment) for tape in tapes), strict=True))
    return [together[k] if k in together else alone(k) for k in range(len(plans))]


def shared_weeks(base: Plan, plan: Plan) -> int:
    """Return how many simulated weeks two plans may have in common: those before the first that their calendars tell
    apart; 0 where the companies differ or something else than a date may change a regime.
    """
    a, b = base.arrays, plan.arrays
    if len(a.triggers) or len(b.triggers) or base.burn_in != plan.burn_in or a.weeks.shape != b.weeks.shape:
        return 0
    for name in ("lines", "roles", "seats", "tie_slots", "shocks", "campaigns", "jobs"):
        mine, theirs = getattr(a, name), getattr(b, name)
        if mine.shape != theirs.shape or mine.tobytes() != theirs.tobytes():
            return 0
    if plan.names.contracts[: len(base.names.contracts)] != base.names.contracts:
        return 0
    apart = np.flatnonzero(a.weeks != b.weeks)
    return int(apart[0]) if len(apart) else len(a.weeks)


def _share(base: Plan, other: Plan, shared: int, values: np.ndarray, seeds: np.ndarray, experiment: int) -> bool:
    """Return whether a first case comes out the same, to the last bit, together and alone."""
    key = base.fingerprint, other.fingerprint, shared
    if key not in _shares:
        rows = len(other.arrays.seats)
        tapes = [Tape(each, values, seeds, SERIES, rows) for each in (base, other)]
        _walk(tapes, shared, experiment, False)(0, 1)
        made = tapes[1].recording(experiment)
        alone = run(other, values, seeds, threads=1, experiment=experiment, exit_rows=rows)
        while len(_shares) >= MOST_REMEMBERED:
            _shares.pop(next(iter(_shares)))
        _shares[key] = made.series.tobytes() == alone.series.tobytes() and made.exits.tobytes() == alone.exits.tobytes()
    return _shares[key]


def _walk(tapes: Sequence[Tape], shared: int, experiment: int, lanes: bool) -> Callable[[int, int], int]:
    """Return a function that walks cases first..last-1 of the plans of all tapes, the shared weeks once."""
    base = tapes[0].plan
    contracts, recorded = len(base.names.contracts), max(shared - base.burn_in, 0)

    def work(first: int, last: int) -> int:
        walkers = [Walkers(tape, experiment, lanes) for tape in tapes]
        copies: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {}
        for part in parts(first, last, lanes, 1):
            walkers[0].run(part, (0, shared, 1, base.burn_in))
            for each in walkers[1:]:
                each.run(part, (0, 0, 1, NEVER_RECORDED))
                for theirs, mine in zip(walkers[0].states(part), each.states(part), strict=True):
                    if id(mine) not in copies:
                        copies[id(mine)] = _copies(theirs, mine, shared, contracts)
                    for to, come in copies[id(mine)]:
                        to[...] = come
                each.tape.out[part, :recorded] = tapes[0].out[part, :recorded]
            for each in walkers:
                plan = each.tape.plan
                each.run(part, (shared, len(plan.arrays.weeks), 0, plan.burn_in))
        return last - first

    return work


def _copies(base: State, state: State, shared: int, contracts: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return what is copied from the baseline's state when a policy parts from it: (to, from), views of equal shapes.

    What a policy adds (contracts, units, queues) comes behind what was there; nothing has happened to it yet.
    """
    pairs = []
    for name in State._fields:
        if name not in NOT_COPIED:
            mine, theirs = getattr(state, name), getattr(base, name)
            ends = [min(pair) for pair in zip(mine.shape, theirs.shape, strict=True)]
            if name in PER_CONTRACT:
                ends[0] = min(ends[0], contracts)
            both = tuple(slice(0, end) for end in ends)
            pairs.append((as_numbers(mine)[both], as_numbers(theirs)[both]))
    pairs.append((state.calendar[:shared], base.calendar[:shared]))
    return pairs
