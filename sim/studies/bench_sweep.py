"""How much a sweep costs beyond the engine's own time, and what it leaves on disk, measured by running it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sim.engine import batch
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario
from sim.studies.bench import Figure
from sim.studies.sweep import Sweep, sweep

ENGINE_CASES, MESA_RUNS, WORKERS = 2000, 200, 2
SHAPES = ((10_000, 10), (100, 1000), (100_000, 1))


def study(points: int, replicates: int) -> Sweep:
    """Return a sweep of numeric levers of pay, discretion and hours."""
    return Sweep.model_validate(
        {
            "version": 1,
            "name": "benchmark",
            "scenario": "-",
            "policies": ["quota_commission"],
            "levers": {
                "pay.gmv_quota.target_rmb": {"low": 500, "high": 6000},
                "pay.gmv_quota.ratchet": {"low": 0, "high": 1},
                "base_change.all": {"low": -0.2, "high": 0.2},
                "overtime_cap": {"low": 0, "high": 0.4},
            },
            "design": {"kind": "sobol", "points": points},
            "replicates": replicates,
        }
    )


def measure(scenario: Scenario, mesa_path: Path | None, share: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of large sweeps on two processes, beside the engine alone on two threads.

    Args:
        scenario: with a policy `quota_commission`.
        mesa_path: file of a toy model in Mesa to run by Mesa's own `batch_run`, None for none.
        share: of the points to run, for a quick look.
    """
    per_run = _engine_seconds(scenario)
    yield Figure("sweep", "engine alone, two threads", per_run * 1e3, "ms of wall time per run")
    for points, replicates in SHAPES:
        count = max(8, int(points * share))
        name = f"{count:,} points x {replicates:,}"
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            outcome = sweep((study(count, replicates), scenario), folder, workers=WORKERS)
            seconds = time.perf_counter() - began
            size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        runs = count * replicates
        yield Figure("sweep", f"{name}: wall time, start of processes included", seconds, "s")
        yield Figure("sweep", f"{name}: over the engine's own time", seconds / (runs * per_run), "times")
        yield Figure("sweep", f"{name}: failed points", outcome.failures, "points")
        yield Figure("sweep", f"{name}: on disk", size / runs, "bytes per run")
        for who, kind in (("parent", resource.RUSAGE_SELF), ("largest worker", resource.RUSAGE_CHILDREN)):
            yield Figure("sweep", f"{name}: memory so far, {who}", resource.getrusage(kind).ru_maxrss / 1024.0, "MB")
    if mesa_path:
        mesa = _mesa_seconds(mesa_path)
        yield Figure("sweep", f"Mesa's batch_run, toy model, {MESA_RUNS} runs", mesa * 1e3, "ms of wall time per run")
        yield Figure("sweep", "Mesa's batch_run over the engine", mesa / per_run, "times")


def _engine_seconds(scenario: Scenario) -> float:
    """Return seconds of wall time per run with two threads and one plan, best of three."""
    plan, values = compile_plan(scenario, "quota_commission"), parameters_of(scenario).record()
    seeds = np.arange(ENGINE_CASES)
    batch.run(plan, values, seeds[:20], threads=WORKERS)
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        batch.run(plan, values, seeds, threads=WORKERS, record=("gmv_paid",))
        taken.append(time.perf_counter() - began)
    return min(taken) / ENGINE_CASES


def _mesa_seconds(path: Path) -> float:
    """Return seconds of wall time per run of the toy model by Mesa's `batch_run`, in a process of its own."""
    code = (
        f"import time, mesa, {path.stem} as toy\n"
        "if __name__ == '__main__':\n"
        "    began = time.perf_counter()\n"
        f"    mesa.batch_run(toy.Toy, {{'staff': 60, 'seed': list(range({MESA_RUNS}))}}, number_processes={WORKERS},\n"
        "        max_steps=toy.WEEKS, data_collection_period=-1, display_progress=False)\n"
        "    print(time.perf_counter() - began)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "run_mesa.py"
        script.write_text(code, encoding="utf-8")
        known = {**os.environ, "PYTHONPATH": str(path.resolve().parent)}
        done = subprocess.run([sys.executable, script], env=known, check=True, capture_output=True, text=True)
    return float(done.stdout) / MESA_RUNS
