"""What is loaded when: heavy libraries only where they are used, so that everything starts at once."""

import subprocess
import sys
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "numba", "mesa", "matplotlib", "seaborn", "scipy", "networkx", "IPython", "jupyterlab")
WITHOUT_COMPILER = """
import click.testing
from sim.cli import main
result = click.testing.CliRunner().invoke(main, {arguments!r})
assert result.exit_code == 0, result.output
"""


def loaded_by(code: str) -> set[str]:
    """Return which heavy libraries a new interpreter has loaded after running a piece of code."""
    report = f"import sys\n{code}\nprint('heavy:', *[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import sim") == set()


def test_loading_a_scenario_loads_nothing_heavy() -> None:
    assert loaded_by("import sim; sim.load('scenarios/flagship.yaml')") == set()


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["compare", "--help"], ["check", "scenarios/flagship.yaml"], ["lint", "scenarios/flagship.yaml"]],
)
def test_quick_commands_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(WITHOUT_COMPILER.format(arguments=arguments)) == set()


def test_importing_results_draws_nothing() -> None:
    assert not loaded_by("import sim.results") & {"matplotlib", "seaborn", "mesa"}


@pytest.mark.parametrize("name", sim.__all__)
def test_public_name_exists(name: str) -> None:
    assert getattr(sim, name) is not None


def test_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        sim.lode  # noqa: B018


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "sim", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "compare" in done.stdout
