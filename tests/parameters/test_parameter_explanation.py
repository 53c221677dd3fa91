"""`sim explain NAME`."""

import pytest
from click.testing import CliRunner

from sim.cli.parameters import description, explain
from sim.errors import SimError
from sim.parameters import default, registry


@pytest.mark.parametrize("name", ["incentive_gain", "quit_base", "learning_rate", "norm_help"])
def test_description_says_it_all(name):
    """Value, unit, prior, source and identification of each kind of prior are printed."""
    text, entry = description(default().entry(name)), default().entry(name)
    flat = " ".join(text.split())
    for part in (
        name,
        f"{entry.value:g}",
        entry.unit,
        entry.meaning,
        entry.source,
        entry.identified_by,
    ):
        assert part in flat
    assert max(map(len, text.splitlines())) <= 130


def test_command():
    """With a name one parameter, without one all of them."""
    one = CliRunner().invoke(explain, ["incentive_gain"])
    assert one.exit_code == 0 and "Lazear" in one.output
    every = CliRunner().invoke(explain, [])
    assert every.exit_code == 0 and all(name in every.output for name in registry().entries)


def test_misspelt_name():
    """A misspelt name is the user's error."""
    result = CliRunner().invoke(explain, ["quit_bse"])
    assert isinstance(result.exception, SimError) and "quit_base" in str(result.exception)
