"""Old names of commands and public functions keep working for one release, with a note that names the new one."""

import importlib

import pytest
from click.testing import CliRunner

import sim
from sim.cli import COMMANDS, RENAMED, main


@pytest.mark.parametrize("old", RENAMED)
def test_an_old_command_runs_and_names_the_new_one(old: str) -> None:
    done = CliRunner().invoke(main, [old, "--help"])
    assert done.exit_code == 0
    assert f"`sim {old}` is now called `sim {RENAMED[old]}`" in done.stderr
    new = CliRunner().invoke(main, [RENAMED[old], "--help"])
    assert not new.stderr
    assert done.stdout.partition("\n")[2] == new.stdout.partition("\n")[2]


def test_old_commands_are_not_listed() -> None:
    assert not set(RENAMED) & set(COMMANDS)
    assert set(RENAMED.values()) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("sim", "lives", "trajectories"),
        ("sim.results.probes", "lives", "trajectories"),
        ("sim.results.probes", "Lives", "PairedTrajectories"),
        ("sim.studies.tipping_points", "turning", "tipping_point"),
        ("sim.studies.tipping_points", "Turning", "TippingPoint"),
    ],
)
def test_an_old_public_name_is_the_new_one_and_says_so(module: str, old: str, new: str) -> None:
    home = importlib.import_module(module)
    with pytest.warns(DeprecationWarning, match=rf"{module}\.{old} is now called {module}\.{new}") as notes:
        found = getattr(home, old)
    assert found is getattr(home, new)
    assert notes[0].filename == __file__


def test_a_name_that_never_was_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'livs'"):
        importlib.import_module("sim.results.probes").livs  # noqa: B018
    assert "lives" not in dir(sim)
