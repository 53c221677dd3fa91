"""How fast the engine is, in one run: cost per agent-week, phases, scaling, threads, floor, memory, a Mesa yardstick.

Absolute times depend on the machine; the ratios within one run are what to compare.
"""

import importlib.util
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.engine import batch
from sim.engine.compiling import entries
from sim.engine.luck import WEEK, luck
from sim.engine.state import allocate
from sim.engine.week import SCHEDULE
from sim.plan.compile import compile_plan, parameters_of
from sim.plan.records import Plan
from sim.rules.jit import LANES, kernel
from sim.rules.normal import normal_quantile
from sim.scenario import Scenario

HEADLINE = ("gmv_paid", "gmv_placed", "gmv_net", "quits", "heads", "requests", "requests_good", "people_cost_rmb")
REPEATS = 3
COUNTING = ("x86_64", "amd64")
TRANSCENDENTALS = 12


class Figure(NamedTuple):
    """One measured figure: group, name, value and unit."""

    group: str
    name: str
    value: float
    unit: str


def resized(scenario: Scenario, staff: float = 1.0, lines: int | None = None, weeks: int | None = None) -> Scenario:
    """Return the scenario with staff multiplied, lines repeated or cut, and another horizon."""
    document = scenario.model_dump(by_alias=True)
    for seats in document["company"]["seats"].values():
        seats["heads"], seats["tiers"] = max(1, round(seats["heads"] * staff)), None
    if lines:
        known = document["lines"]
        document["lines"] = [{**known[k % len(known)], "name": f"line {k}"} for k in range(lines)]
    document["company"]["weeks"] = weeks or document["company"]["weeks"]
    name = scenario.baseline_name
    first = {"start": document["company"]["start"], "announce": document["company"]["start"]}
    document["policies"] = {name: {**document["policies"][name], **first}}
    document["baseline"] = name
    return Scenario.model_validate(document)


def least(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Return the least CPU seconds of a few runs."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def agent_weeks(plan: Plan, replicates: int) -> int:
    """Return how many seats x weeks x replicates a batch walks, burn-in included."""
    return len(plan.arrays.seats) * len(plan.arrays.weeks) * replicates


@contextmanager
def walking(lanes: bool) -> Iterator[None]:
    """Let replicates be walked side by side, or each alone."""
    before = os.environ.get("SIM_LANES")
    os.environ["SIM_LANES"] = "always" if lanes else "never"
    try:
        yield
    finally:
        os.environ.pop("SIM_LANES")
        if before is not None:
            os.environ["SIM_LANES"] = before


def cost(scenario: Scenario, replicates: int, lanes: bool = False) -> float:
    """Return CPU nanoseconds per agent-week of a batch on one thread, replicates alone or side by side (`lanes`)."""
    plan, values = compile_plan(scenario, scenario.baseline_name), parameters_of(scenario).record()
    with walking(lanes):
        batch.run(plan, values, np.arange(LANES), threads=1)
        seconds = least(lambda: batch.run(plan, values, np.arange(replicates), threads=1))
    return seconds * 1e9 / agent_weeks(plan, replicates)


def phases(scenario: Scenario, replicates: int = 40) -> Iterator[Figure]:
    """Yield what every phase costs per agent-week in real weeks, by the processor's counter; nothing without one."""
    if platform.machine().lower() not in COUNTING:
        return
    from sim.studies.bench_phases import cycles

    plan, record = compile_plan(scenario, scenario.baseline_name), parameters_of(scenario).record()
    values = np.array(record).view(np.dtype((np.record, record.dtype)))
    state, counts = allocate(plan), np.zeros(len(SCHEDULE), np.int64)
    where = entries(plan.arrays, values[0], state)
    cycles(where, plan.arrays, values[0], 1, state, counts)
    counts[:] = 0
    began = time.process_time()
    cycles(where, plan.arrays, values[0], replicates, state, counts)
    each = (time.process_time() - began) * 1e9 / counts.sum() / agent_weeks(plan, replicates)
    for function, count in zip(SCHEDULE, counts, strict=True):
        yield Figure("phase", function.__name__, count * each, "ns per agent-week")


@kernel
def _floor(n, key):  # type: ignore[no-untyped-def]
    """Return a sum over what every agent-week cannot do without: one keyed draw, two quantiles, a dozen exp and log."""
    total = 0.0
    for i in range(n):
        u, v, w, x = luck(i & 0xFFFF, 0, i >> 16, WEEK, 0, key)
        total += normal_quantile(u) + normal_quantile(v)
        for _ in range(TRANSCENDENTALS // 2):
            total += math.exp(-w) + math.log(x)
    return total


@kernel
def _arithmetic(n):  # type: ignore[no-untyped-def]
    """Return a sum that keeps one processor busy."""
    total = 0.0
    for i in range(n):
        total += math.exp(-i / n)
    return total


def thread_gain(work: Callable[[], Any], together: Callable[[], Any]) -> float:
    """Return wall seconds of two pieces of work one after the other, over those of both at once."""

    def wall(run: Callable[[], Any]) -> float:
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            run()
            times.append(time.perf_counter() - began)
        return min(times)

    return wall(work) / wall(together)


def threads(scenario: Scenario, replicates: int) -> Iterator[Figure]:
    """Yield the gain of two threads for the engine and for a kernel that only computes."""
    plan, values = compile_plan(scenario, scenario.baseline_name), parameters_of(scenario).record()
    _arithmetic(10)

    def pure(workers: int) -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(_arithmetic, [10_000_000] * 4))

    def engine(workers: int) -> None:
        batch.run(plan, values, np.arange(replicates), threads=workers)

    yield Figure("threads", "engine, two threads", thread_gain(lambda: engine(1), lambda: engine(2)), "times")
    yield Figure("threads", "pure arithmetic, two threads", thread_gain(lambda: pure(1), lambda: pure(2)), "times")


def processes(scenario_path: str) -> Iterator[Figure]:
    """Yield start-up, compilation and memory, each in a process of its own."""

    def seconds(arguments: list[str], **environment: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env={**os.environ, **environment})
        return time.perf_counter() - began

    bare = min(seconds(["-c", "pass"]) for _ in range(REPEATS))
    yield Figure("start-up", "Python alone", bare, "s")
    yield Figure("start-up", "import sim", min(seconds(["-c", "import sim"]) for _ in range(REPEATS)), "s")
    yield Figure("start-up", "sim --help", min(seconds(["-m", "sim", "--help"]) for _ in range(REPEATS)), "s")
    one = ["-m", "sim", "compare", scenario_path, "--replicates", "2", "--no-neutral"]
    with tempfile.TemporaryDirectory() as cache:
        yield Figure("start-up", "first comparison, compiling", seconds(one, SIM_CACHE_DIR=cache), "s")
        yield Figure("start-up", "same comparison again", seconds(one, SIM_CACHE_DIR=cache), "s")
    code = f"from sim.studies import bench; print(bench.memory({scenario_path!r}, 2000))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    yield Figure("memory", "2,000 replicates, headline series", float(done.stdout), "MB at the peak")


def memory(scenario_path: str, replicates: int) -> float:
    """Return this process's peak resident memory in MB after a batch that records the headline series."""
    from sim.scenario import load

    scenario = load(scenario_path)
    plan, values = compile_plan(scenario, scenario.baseline_name), parameters_of(scenario).record()
    batch.run(plan, values, np.arange(replicates), record=HEADLINE)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def yardstick(path: Path) -> float:
    """Return CPU nanoseconds per agent-week of a toy staff model in Mesa, from a file with `cpu_ns_per_agent_week`."""
    found = importlib.util.spec_from_file_location("yardstick", path)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    module.cpu_ns_per_agent_week(60, 1)
    return min(module.cpu_ns_per_agent_week(60, 5) for _ in range(REPEATS))


def measure(scenario_path: str, yardstick_path: Path | None, quick: bool) -> Iterator[Figure]:
    """Yield every figure, cheap ones first; `quick` leaves out large companies and other processes."""
    from sim.scenario import load

    scenario = resized(load(scenario_path))
    replicates = 20 if quick else 200
    base = cost(scenario, replicates)
    yield Figure("engine", "60 staff x 12 lines, one by one", base, "ns per agent-week")
    beside = cost(scenario, 24 if quick else 200, lanes=True)
    yield Figure("engine", "60 staff x 12 lines, eight side by side", beside, "ns per agent-week")
    yield Figure("engine", "one by one over side by side", base / beside, "times")
    n = 200_000
    _floor(10, (0, 1))
    floor = least(lambda: _floor(n, (0, 1))) * 1e9 / n
    yield Figure("engine", "floor: draws and transcendental calls alone", floor, "ns per agent-week")
    yield Figure("engine", "side by side over floor", beside / floor, "times")
    if yardstick_path:
        mesa = yardstick(yardstick_path)
        yield Figure("yardstick", "toy model in Mesa", mesa, "ns per agent-week")
        yield Figure("yardstick", "Mesa over engine, eight side by side", mesa / beside, "times")
    yield from phases(scenario)
    yield from threads(scenario, replicates)
    sizes: list[tuple[str, Scenario, int]] = [
        ("1 line", resized(scenario, lines=1), 20),
        ("48 lines", resized(scenario, lines=48), 10),
        ("26 weeks", resized(scenario, weeks=26), 20),
        ("312 weeks", resized(scenario, weeks=312), 10),
    ]
    if not quick:
        sizes += [("600 staff", resized(scenario, staff=10), 10), ("6,000 staff", resized(scenario, staff=100), 2)]
    for name, other, runs in sizes:
        yield Figure("scaling", name, cost(other, runs) / base, "times the base cost per agent-week")
    if not quick:
        yield from processes(scenario_path)


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "numba": version("numba")}


def write(figures: list[Figure], path: str) -> None:
    """Write figures and machine as JSON."""
    content = {"machine": machine(), "figures": [figure._asdict() for figure in figures]}
    Path(path).write_text(json.dumps(content, indent=1), encoding="utf-8")
