"""Where a ranking turns."""

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.errors import SimError
from sim.studies.tipping_points import TippingPoint, _interval, crossing, tipping_point


def test_crossing_of_known_lines() -> None:
    values = np.linspace(0.0, 10.0, 6)
    assert crossing(values, values - 3.0) == pytest.approx(3.0)
    assert crossing(values, np.ones(6)) is None and crossing(values, values) == 0.0
    gaps = (values - 3.0)[:, None] + np.random.default_rng(0).normal(size=(1, 400)) * 2.0
    low, high = _interval(values, gaps)
    # the turning point has standard error 2 / sqrt(400) = 0.1
    assert low == pytest.approx(3.0 - 0.196, abs=0.12) and high == pytest.approx(3.0 + 0.196, abs=0.12)
    assert all(np.isnan(end) for end in _interval(values, np.ones((6, 50))))


def test_a_dearer_base_pay_turns_what_it_costs() -> None:
    """The policy changes nothing but base pay: its cost beats today's exactly where the change is zero."""
    scenario = sim.load("scenarios/startup.yaml")
    today = scenario.baseline_name
    scenario = scenario.with_policies({"new": {"extends": today, "base_change": {"all": 0.1}}})
    found = tipping_point(
        scenario, "new", today, "base_change.all", (-0.1, 0.2), measure="payroll", points=4, replicates=8
    )
    assert found.at == pytest.approx(0.0, abs=0.01) and found.low <= found.at <= found.high
    assert "changes hands at base_change.all" in found.words() and "反转" in found.words("zh")
    assert len(found.plot("zh")._repr_png_()) > 5000
    never = tipping_point(
        scenario, "new", today, "base_change.all", (0.1, 0.2), measure="payroll", points=3, replicates=8
    )
    assert never.at is None and "for every base_change.all from 0.1 to 0.2" in never.words()
    assert isinstance(never, TippingPoint) and "之间时" in never.words("zh")
    with pytest.raises(SimError, match="low below high"):
        tipping_point(scenario, "new", today, "base_change.all", (0.2, 0.1))
    with pytest.raises(SimError, match="no such measure"):
        tipping_point(scenario, "new", today, "base_change.all", (0.1, 0.2), measure="gmw")


def test_the_command_says_it() -> None:
    arguments = ["tipping-points", "scenarios/structures.yaml", "squads", "today", "company.shift", "0.4", "1.0"]
    done = CliRunner().invoke(main, [*arguments, "--replicates", "4"])
    assert done.exit_code == 0 and "company.shift" in done.output
