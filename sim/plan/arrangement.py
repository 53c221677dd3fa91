"""What follows from an arrangement: breadth of work, hand-offs between homes, common parts done twice."""

from __future__ import annotations

import numpy as np

from sim.structures.seating import Arrangement, QueueFacts
from sim.vocabulary.roles import ROLE_NAMES


def effective_lines(work: np.ndarray) -> float:
    """Return the effective number of lines of a queue, (sum)^2 / sum of squares of their work; 1 without work."""
    square = float(np.sum(work * work))
    return float(np.sum(work)) ** 2 / square if square > 0.0 else 1.0


def handoff_share(arrangement: Arrangement, queue: QueueFacts, requests: np.ndarray, work: np.ndarray) -> float:
    """Return the share of a queue's incoming requests that comes from another department or squad."""
    crossing, total = 0.0, 0.0
    for role in range(len(ROLE_NAMES)):
        share = requests[role, queue.role]
        if share <= 0.0:
            continue
        for line in queue.lines:
            asking = arrangement.queue_of(role, line)
            if asking >= 0:
                amount = share * work[role, line]
                total += amount
                crossing += amount * (arrangement.queues[asking].home != queue.home)
    return crossing / total if total > 0.0 else 0.0


def duplication(common: float, lines: float, reference: float) -> float:
    """Return how much more work a queue has because common parts are redone per queue, relative to the baseline."""
    return (1.0 - common * (1.0 - 1.0 / lines)) / (1.0 - common * (1.0 - 1.0 / reference))
