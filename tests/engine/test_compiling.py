"""Phases are compiled apart: by whoever is there, and found again."""

import io
import pickle
import subprocess
import sys

import numpy as np
import pytest

from sim.engine import compiling
from sim.engine.state import allocate
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.jit import COMPILED, cache, signature, waits

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled")


def test_a_helper_ends_when_whoever_started_it_has_gone():
    code = "from sim.engine.compiling import help_out; help_out()"
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, input=pickle.dumps(()), capture_output=True, timeout=60
    )
    assert ended.returncode == 0 and not ended.stderr


def test_what_a_helper_does_not_manage_is_left_to_this_process(monkeypatch):
    class Dead:
        def __init__(self, *_, **__):
            self.stdin, self.stdout = io.BytesIO(), io.BytesIO(b"\n")

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    asked = []
    monkeypatch.setattr(compiling.subprocess, "Popen", Dead)
    monkeypatch.setattr(compiling, "entry", lambda function, types: asked.append(function.__name__))
    monkeypatch.setattr(compiling.os, "cpu_count", lambda: 2)
    compiling.compile_all([0, 1, 2], ())
    assert len(asked) >= 2 and len(set(asked)) == len(asked)  # the one in the dead helper's hands is compiled when used
    assert compiling.now is None


def test_nothing_waits_once_it_is_compiled(startup):
    plan, record = compile_plan(startup, startup.baseline_name), parameters_of(startup).record()
    state, values = allocate(plan), record.view(np.dtype((np.record, record.dtype)))[0]
    where = compiling.entries(plan.arrays, values, state)
    types = signature(plan.arrays, values, state)
    assert len(set(where)) == len(compiling.SCHEDULE) and all(where)
    assert not any(waits(function, types) for function in compiling.SCHEDULE)


def test_code_is_named_by_all_that_it_is_made_from(tmp_path, monkeypatch):
    copy = tmp_path / "sim"
    (copy / "rules").mkdir(parents=True)
    (copy / "engine").mkdir()
    (copy / "rules" / "pay.py").write_text("RATE = 1.0\n")
    (copy / "rules" / "ties.py").write_text("GAIN = 1.0\n")
    (copy / "engine" / "payroll.py").write_text("from sim.rules.pay import RATE\n")
    monkeypatch.setattr(cache, "PACKAGE", copy)

    def version():
        cache._imported.cache_clear()
        cache.source_version.cache_clear()
        return cache.source_version(copy / "engine" / "payroll.py")

    before = version()
    (copy / "rules" / "ties.py").write_text("GAIN = 2.0\n")
    assert version() == before
    (copy / "rules" / "pay.py").write_text("RATE = 2.0\n")
    assert version() != before
