"""The same store from a Dask cluster of processes on loopback, one of which is killed on the way."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.studies.sweep import sweep

distributed = pytest.importorskip("distributed")
STUDY = """version: 1
name: cluster
scenario: SCENARIO
policies: [pay_cut]
levers:
  base_change.all: {low: -0.2, high: 0.0}
measures: [gmv, turnover]
design: {kind: sobol, points: 8, seed: 3}
replicates: 60
"""


def files(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((store / "chunks").iterdir())}


@pytest.fixture
def study(tmp_path) -> Path:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.replace("SCENARIO", str(Path("scenarios/flagship.yaml").resolve())), encoding="utf-8")
    return path


def test_a_cluster_with_a_killed_worker_gives_the_same_store(study, tmp_path) -> None:
    assert sweep(study, tmp_path / "one", workers=1).reason == "complete"
    with distributed.LocalCluster(3, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        victims = [worker.pid for worker in cluster.workers.values()]

        def kill() -> None:
            while not list((tmp_path / "many").glob("chunks/*.npz")):
                time.sleep(0.02)
            os.kill(victims[0], signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        outcome = sweep(study, tmp_path / "many", engine=cluster.scheduler_address)
        killer.join(5)
    assert outcome.reason == "complete" and outcome.done == 8
    assert files(tmp_path / "many") == files(tmp_path / "one")


def test_a_scheduler_that_does_not_answer_is_one_clear_line(study, tmp_path, monkeypatch) -> None:
    real = distributed.Client
    monkeypatch.setattr(distributed, "Client", lambda address, **more: real(address, **{**more, "timeout": 1}))
    with pytest.raises(SimError, match="does not answer"):
        sweep(study, tmp_path / "store", engine="tcp://127.0.0.1:9")
