"""How much is handed over at once: who hands it over must never be what a large cluster waits for."""

import heapq

import numpy as np
import pytest

from sim.studies.sweep.workers import AHEAD, at_once


def efficiency(workers: int, service: float, seconds: float, tasks: int) -> float:
    """Play a sweep through and return the part of the workers' time that is work.

    One hand gives out shares, one after the other, `service` seconds each, to workers that have at most AHEAD of them;
    the tasks of a share take lognormal times. The first shares are of one task, as nobody knows how long one takes.
    """
    luck = np.random.default_rng(3)
    known, left, now, work = 0.0, tasks, 0.0, 0.0
    free = [0.0] * workers  # when each worker has done all that it was given
    asking: list[tuple[float, int]] = [(0.0, k) for k in range(workers) for _ in range(AHEAD)]
    heapq.heapify(asking)
    while left:
        asked, worker = heapq.heappop(asking)
        size = min(left, at_once(workers, service, known, left))
        now = max(now, asked) + service
        took = float(luck.lognormal(np.log(seconds), 0.3, size).sum())
        begins = max(now, free[worker])
        free[worker], work, left = begins + took, work + took, left - size
        if begins > 5.0 * seconds:
            known = seconds
        heapq.heappush(asking, (begins + took, worker))
    return work / (workers * max(free))


@pytest.mark.parametrize("seconds", [0.02, 0.3, 4.0])
def test_a_thousand_workers_lose_less_than_a_tenth(seconds: float) -> None:
    # ten minutes of work for every worker
    assert efficiency(1000, 0.003, seconds, round(1000 * 600.0 / seconds)) > 0.9


def test_one_by_one_they_would_wait() -> None:
    luckless = 0.003 * 1000 / 0.3  # the hand is ten times as busy as it can be
    assert luckless > 1.0 and at_once(1000, 0.003, 0.3, 10**6) >= 3 * luckless


@pytest.mark.parametrize(("service", "seconds"), [(0.0, 1.0), (0.003, 0.0), (0.003, 100.0)])
def test_processes_of_one_machine_and_long_tasks_go_one_by_one(service: float, seconds: float) -> None:
    assert at_once(8, service, seconds, 1000) == 1


def test_every_worker_gets_several_shares_to_the_end() -> None:
    assert at_once(100, 0.003, 0.001, 800) == 2
    assert at_once(100, 0.003, 0.001, 50) == 1
