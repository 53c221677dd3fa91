"""Worker processes: started from any kind of script, and gone when their parent is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim.errors import SimError
from sim.studies.sweep.store import ABANDONED_SECONDS, Store

NO_GUARD = """
import operator
from sim.studies.sweep.workers import Counter, crew
with crew("local", 2) as people:
    print("ended", people.run(operator.itemgetter(0), [((1, 0),)] * 4, None, Counter(4, 0, None)))
"""
WAITS = """
import time
from sim.studies.sweep.workers import crew
with crew("local", 2) as people:
    pool = people._make()
    waiting = [pool.submit(time.sleep, 120) for _ in range(2)]
    print(*pool._processes, flush=True)
    waiting[0].result()
"""


HERE = {**os.environ, "PYTHONPATH": str(Path(sim.__file__).parents[1])}


def run(arguments: list[str], text: str | None = None) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=HERE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_script_without_guard(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(NO_GUARD, encoding="utf-8")
    assert run([str(tmp_path / "run.py")]) == "ended complete\n"


def test_a_script_on_standard_input() -> None:
    assert run(["-"], NO_GUARD.replace('"local", 2', '"local", 1')) == "ended complete\n"


def alive(pid: int) -> bool:
    """Whether a process runs; a dead one nobody has asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")
def test_workers_end_with_their_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True, env=HERE)
    assert parent.stdout
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2 and all(map(alive, workers))
    time.sleep(1.0)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 30
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(alive, workers))


KNOWN = {"name": "a", "identity": "1", "points": [], "chunks": [], "measures": {}}


def test_two_sweeps_in_one_store_leave_each_other_alone(tmp_path: Path) -> None:
    Store(tmp_path).begin(KNOWN)
    fresh, old = (tmp_path / "chunks" / f"{name}.part" for name in ("fresh", "old"))
    for each in (fresh, old):
        each.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * ABANDONED_SECONDS,) * 2)
    Store(tmp_path).begin(KNOWN)
    assert fresh.exists() and not old.exists()


@pytest.mark.parametrize("text", ["[]", "3", "{}", '{"name": "x"}', "null", "{", ""])
def test_a_damaged_description_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "study.json").write_text(text, encoding="utf-8")
    with pytest.raises(SimError, match=r"no store|damaged"):
        Store(tmp_path).description()
