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


def test_priors_grades_groups_and_usual_units_are_told_in_chinese_too() -> None:
    told = description(registry().entries["incentive_gain"], "zh")
    assert "以概率 0.1 恰为 0" in told and "占比" in told and "努力与动机" in told and "已读来源" in told
    assert "effort and motivation" not in told
    lines = [line for line in listing("zh").splitlines() if line.startswith("  ")]
    assert len(lines) == len(registry().entries) and not any("normal around" in line for line in lines)
