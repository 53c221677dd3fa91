"""SIGKILL at random moments, of the whole process and of single workers, on this machine and on a cluster."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.studies.sweep import Store, sweep

STUDY = """version: 1
name: kills
scenario: shop.yaml
policies: [new]
levers:
  base_change.all: {low: -0.1, high: 0.2}
measures: [gmv, turnover]
design: {kind: sobol, points: 48, seed: 3}
replicates: 200
"""
WORKERS = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study of 48 chunks, about 0.1 s each, and the store of an uninterrupted run in `whole`."""
    path = tmp_path_factory.mktemp("kills")
    text = Path("scenarios/startup.yaml").read_text(encoding="utf-8")
    text += "\n  new:\n    extends: " + sim.load("scenarios/startup.yaml").baseline_name + "\n"
    (path / "shop.yaml").write_text(text, encoding="utf-8")
    (path / "study.yaml").write_text(STUDY, encoding="utf-8")
    sweep(path / "study.yaml", path / "whole", workers=1)
    return path


def contents(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((store / "chunks").iterdir())}


def children(pid: int) -> list[int]:
    """Worker processes below a process, the resource tracker left out."""
    found = []
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        parts = line.split(None, 2)
        if len(parts) == 3 and int(parts[1]) == pid:
            found += ([int(parts[0])] if "resource_tracker" not in parts[2] else []) + children(int(parts[0]))
    return found


def begin(folder: Path, store: Path, engine: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "sim",
            "sweep",
            str(folder / "study.yaml"),
            "--store",
            str(store),
            "--workers",
            str(WORKERS),
            "--engine",
            engine,
        ],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_often(folder: Path, engine: str, whole_process: bool, kills: int, seed: int) -> None:
    """Kill a sweep at random moments; what was stored stays, and the end is that of an uninterrupted sweep."""
    rng, store, done, run = np.random.default_rng(seed), folder / f"{engine}{whole_process}", 0, 0
    kept = Store(store)
    while done < kills:
        if run and (store / "study.json").exists() and len(kept.names()) == 48:
            store = folder / f"{engine}{whole_process}{run}"  # complete: begin a new one
            kept = Store(store)
        run += 1
        process = begin(folder, store, engine)
        while process.poll() is None and done < kills:
            time.sleep(float(rng.uniform(0.3, 5.0)))
            if process.poll() is not None:
                break
            workers = children(process.pid)
            if whole_process:
                os.killpg(process.pid, signal.SIGKILL)
            elif workers:
                os.kill(int(rng.choice(workers)), signal.SIGKILL)
            done += 1
            before = {name: path.stat().st_mtime for name, path in kept.names().items()}
        process.wait(timeout=240)
        assert process.returncode in ((-signal.SIGKILL,) if whole_process else (0, 2)) or process.returncode == 0
        after = kept.names()
        assert all(name in after for name in before)  # what was stored is never lost
    assert sweep(folder / "study.yaml", store, workers=1).reason == "complete"
    assert contents(store) == contents(folder / "whole")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "whole_process", "kills"),
    [("local", True, 15), ("local", False, 15), ("dask", True, 10), ("dask", False, 10)],
)
def test_a_sweep_survives_being_killed_at_random_moments(folder, engine, whole_process, kills) -> None:
    killed_often(folder, engine, whole_process, kills, kills)
