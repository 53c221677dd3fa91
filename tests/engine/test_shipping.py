"""A wheel with machine code answers without compiling."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.rules.jit import cache

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Let there be shipped machine code of these sources, and an empty cache; return the folder of both."""
    code = tmp_path / "shipped" / cache.tools()
    (code / cache._directory(cache.PACKAGE / "engine" / "batch.py")).mkdir(parents=True)
    (code / "rules_pay-0").mkdir()
    monkeypatch.setattr(cache, "SHIPPED", tmp_path / "shipped")
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SIM_CODE", raising=False)
    for name in "CPU_NAME", "CPU_FEATURES":
        monkeypatch.setattr(cache.numba.core.config, name, getattr(cache.numba.core.config, name))
    return tmp_path


def test_shipped_code_is_used_where_none_has_been_compiled(shipped):
    found = cache._settle()
    assert found == shipped / "cache" / f"{cache.tools()}-generic"
    assert (found / "rules_pay-0").is_dir() and cache.numba.core.config.CPU_NAME == "generic"
    assert cache._settle() == found  # and again, from what has been unpacked


def test_code_for_this_processor_comes_first(shipped, monkeypatch):
    native = shipped / "cache" / cache.tools()
    (native / cache._directory(cache.PACKAGE / "engine" / "batch.py")).mkdir(parents=True)
    assert cache._settle() == native
    monkeypatch.setenv("SIM_CODE", "generic")
    assert cache._settle() != native


def test_code_of_other_sources_is_not_used(shipped, monkeypatch):
    monkeypatch.setattr(cache, "SHIPPED", shipped / "empty")
    assert cache._settle() == shipped / "cache" / cache.tools()


@pytest.mark.slow  # compiles everything once more, and needs the package `wheel`
def test_a_wheel_answers_without_compiling(tmp_path):
    pytest.importorskip("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True)
    from sim.engine.shipping import ship

    (plain,) = tmp_path.glob("*.whl")
    made = ship(plain)
    assert made.name.endswith(".whl") and "none-any" not in made.name
    target = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path / "there"), str(made)]
    subprocess.run(target, check=True)
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "there"), "SIM_CACHE_DIR": str(tmp_path / "cache")}
    code = (
        "import sys; sys.argv = ['sim', 'compare', 'scenarios/flagship.yaml', '--replicates', '2']\n"
        "import sim.engine.compiling as c; c._compile = lambda *_: sys.exit('it compiles')\n"
        "from sim.cli import main; main()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
