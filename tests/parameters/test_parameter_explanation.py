"""A parameter as `sim explain` prints it."""

import pytest

from sim.cli.parameters import description, listing
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


def test_the_listing_has_them_all():
    """Every parameter stands on a line of its own."""
    assert all(name in listing() for name in registry().entries)
