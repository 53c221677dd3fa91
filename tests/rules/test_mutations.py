"""Breaking a rule is noticed: each is made wrong in a copy, and the tests of rules must fail there."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Rules that carry answers: file -> rules. `rules` of tests are plain functions without the compiler, so this is quick.
BROKEN = {
    "contests.py": ["status_gain", "top_chance", "rivalry"],
    "effort.py": ["saturated", "effort_costs", "effort_cost", "pressed", "peer_pressure_share"],
}


def mutated(text: str, name: str) -> str:
    """Return a file in which a rule returns a quarter more than it should, and a bit."""
    tree = ast.parse(text)
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    for each in _returns(function):
        wrong = ast.parse(f"({ast.unparse(each.value)}) * 1.25 + 0.05", mode="eval").body
        each.value = wrong
    return ast.unparse(ast.fix_missing_locations(tree))


def _returns(function: ast.FunctionDef) -> list[ast.Return]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    home = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "sim", home / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "rules", home / "tests" / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    (home / "tests" / "rules" / "test_mutations.py").unlink()
    return home


def survives(home: Path) -> bool:
    """Return whether the tests of rules pass in a copy, without the compiler."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/rules"]
    plain = {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(home), "SIM_CACHE_DIR": str(home / "cache")}
    environment = {**os.environ, **plain}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_the_copy_itself_passes(copy) -> None:
    assert survives(copy)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "name"), [(file, name) for file, names in BROKEN.items() for name in names])
def test_a_broken_rule_is_noticed(copy, file: str, name: str) -> None:
    path = copy / "sim" / "rules" / file
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutated(text, name), encoding="utf-8")
        assert not survives(copy)
    finally:
        path.write_text(text, encoding="utf-8")
