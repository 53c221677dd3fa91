"""Whose result an instrument pays for: groups of seats, the log they are read from, the lines they serve."""

from __future__ import annotations

from collections.abc import Iterator

from sim.pay.kinds import FIXED
from sim.pay.parts import Part
from sim.structures.seating import Arrangement
from sim.vocabulary.metrics import QUEUE_METRICS

#: Queues whose log a contract reads: the first, and how many stand next to each other.
Log = tuple[int, int]
NO_LOG: Log = (-1, 0)


def scopes(part: Part, arrangement: Arrangement, seats: list[int]) -> Iterator[tuple[Log, tuple[int, ...], list[int]]]:
    """Yield (log, lines, seats) of every group of seats that shares one result."""
    everything = tuple(sorted({line for queue in arrangement.queues for line in queue.lines})) or (0,)
    if part.kind == FIXED or (part.scope == "company" and part.metric not in QUEUE_METRICS):
        if seats:
            yield NO_LOG, everything, seats
        return
    if arrangement.makes:
        yield from ((log, everything, group) for log, group in _makers(part, arrangement, seats))
        return
    if part.scope == "person":
        for seat in seats:
            queue = arrangement.seats[seat].queue
            yield (queue, 1), arrangement.queues[queue].lines or everything, [seat]
        return
    groups: dict[int, list[int]] = {}
    own = part.scope in ("own", "line") or part.metric in QUEUE_METRICS
    for seat in seats:
        seating = arrangement.seats[seat]
        groups.setdefault(seating.queue if own else seating.unit, []).append(seat)
    for key, group in groups.items():
        served = {arrangement.seats[seat].queue for seat in group}
        lines = tuple(sorted({line for queue in served for line in arrangement.queues[queue].lines})) or everything
        for some in [(line,) for line in lines] if part.scope == "line" else [lines]:
            yield ((key, 1) if own else NO_LOG), some, group


def _makers(part: Part, arrangement: Arrangement, seats: list[int]) -> Iterator[tuple[Log, list[int]]]:
    """Yield (log, seats) where the company sells what its people make: one's own output, the team's, everybody's."""
    if part.scope in ("own", "line", "person"):
        yield from (((arrangement.seats[seat].queue, 1), [seat]) for seat in seats)
        return
    if part.scope == "company":
        if seats:
            yield (0, len(arrangement.queues)), seats
        return
    for unit in range(len(arrangement.sizes)):
        group = [seat for seat in seats if arrangement.seats[seat].unit == unit]
        logs = [queue for queue, facts in enumerate(arrangement.queues) if facts.unit == unit]
        if group:
            yield (logs[0], len(logs)), group
