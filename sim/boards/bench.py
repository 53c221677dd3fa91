"""How quickly the board answers a move on this machine, and whether it stays as small as it was."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.boards.draft import State, Version
from sim.boards.levers import every_lever
from sim.boards.view import Board
from sim.studies.bench import Figure

if TYPE_CHECKING:
    from sim.scenario.models import Scenario

#: Kinds of knobs that a hand turns step by step.
TURNED = ("money", "share", "number", "whole", "week")
WARM_UP = 20


def measure(scenario: Scenario, moves: int) -> Iterator[Figure]:
    """Yield the time from a move to the first answer, drawn, and what many moves leave behind.

    Every knob of the first other policy is turned in turn, to another place each time, once the one before has its
    first answer; its refinement is given up then, as under a hand.

    Args:
        scenario: the document.
        moves: how many, after 20 that are not counted.
    """
    base = next(name for name in scenario.policies if name != scenario.baseline_name)
    board = Board(scenario, State(scenario.baseline_name, (Version(base),)))
    knobs = [each for each in every_lever(scenario, base).values() if each.kind in TURNED]
    rng, times, spent, drawn, sizes = np.random.default_rng(0), [], [], [], []
    board.wait()
    before, others = threading.active_count(), set(children())
    for k in range(WARM_UP + moves):
        knob = knobs[k % len(knobs)]
        place = rng.random()
        if knob.kind == "week":
            value: object = knob.options[int(place * len(knob.options))][0]
        else:
            steps = round((knob.high - knob.low) / knob.step)
            number = knob.low + knob.step * round(place * steps)
            value = int(number) if knob.kind == "whole" else float(number)
        board.history.clear()
        began, used = time.perf_counter(), time.process_time()
        board.go(State(scenario.baseline_name, (Version(base).moved(knob.path, value),)), began)
        if not board.first(60.0):  # the document refuses that place
            continue
        if k >= WARM_UP:
            times.append(time.perf_counter() - began)
            spent.append(time.process_time() - used)
            drawn.append(board.drawing)
            sizes.append(resident())
    board.close()
    time.sleep(1.0)
    yield Figure("board", "moves answered", len(times), "of those asked for")
    yield Figure("board", "first answer, median", 1000.0 * float(np.median(times)), "ms after the move")
    yield Figure("board", "first answer, 95 of 100 within", 1000.0 * float(np.quantile(times, 0.95)), "ms")
    yield Figure(
        "board", "processor time until then, median", 1000.0 * float(np.median(spent)), "ms, all cores together"
    )
    yield Figure("board", "drawing it, median", 1000.0 * float(np.median(drawn)), "ms of that")
    yield Figure("board", "memory after a quarter of the moves", sizes[len(sizes) // 4], "MB")
    yield Figure("board", "memory after all moves", sizes[-1], "MB")
    yield Figure("board", "threads left behind", threading.active_count() - before + 1, "of the board")
    yield Figure("board", "processes left behind", len(set(children()) - others), "of the board")


def resident() -> float:
    """Return the memory of this process now in MB; its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0


def children() -> list[str]:
    """Return the numbers of the processes that this one has started and that still run; empty where nothing tells."""
    return [each for task in Path("/proc/self/task").glob("*/children") for each in _read(task)]


def _read(path: Path) -> list[str]:
    """Return the words of a file; none where it is gone."""
    try:
        return path.read_text(encoding="ascii").split()
    except OSError:
        return []
