"""Power agrees with the formula, a placebo alarms at the stated rate, and a finished pilot is read back."""

from io import StringIO

import numpy as np
import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from sim.cli import main
from sim.errors import InputError, SimError
from sim.plan.compile import compile_plan
from sim.results.statistics import share
from sim.scenario.loading import loads
from sim.studies.pilot import estimator, pilot, read_pilot
from sim.studies.pilot.trial import BEFORE, Spell, blocks, piloted, quiet_start

NAMES = ("tea", "cups", "lamps", "towels", "trays", "vases", "rugs", "bowls")
SHOP = f"""
version: 1
beliefs: prior
name: Eight lines
company:
  start: 2026-01-05
  weeks: 60
  burn_in_weeks: 12
  ties: false
  seats:
    operations: {{heads: 8, base_rmb: 9000}}
    service: {{heads: 3, base_rmb: 6000}}
lines:
{
    chr(10).join(
        f'''  - {{name: {name}, visits: 9000, conversion: 0.03, basket_rmb: 150, gross_margin: 0.4, return_rate: 0.1,
     repeat_weekly: 0.02, churn_weekly: 0.03}}'''
        for name in NAMES
    )
}
calendar: {{peaks: [{{name: spring sale, from: 2026-04-20, until: 2026-05-03, index: 1.6}}]}}
policies:
  today: {{}}
  commission:
    extends: today
    start: 2026-03-02
    pay: {{commission: {{kind: commission, roles: [operations], metric: gmv, scope: own, rate: 0.03}}}}
  squads: {{extends: today, structure: {{kind: squads}}}}
"""


@pytest.fixture(scope="module")
def shop():
    return loads(SHOP)


@pytest.fixture(scope="module")
def planned(shop):
    return pilot(shop, "commission", weeks=(4, 12), companies=24, measure="conversion")


@pytest.mark.parametrize("shift", [0.0, 1.2, 2.2])
def test_simulated_power_is_that_of_the_formula(shift) -> None:
    rng, companies, lines, treated = np.random.default_rng(1), 1500, 12, 6
    taking = np.zeros((companies, lines), bool)
    for row in taking:
        row[rng.choice(lines, treated, replace=False)] = True
    changes = rng.normal(0.0, 1.0, (companies, lines)) + shift * taking + rng.normal(0.0, 3.0, (companies, 1))
    value, low, high = share(estimator.p_values(changes, taking) <= 0.05)
    formula = estimator.formula_power(shift, 1.0, treated, lines - treated)
    assert low - 0.02 <= formula <= high + 0.02, (value, formula)  # a lot of 924 is a little less fine than t
    assert estimator.spread(changes, taking) == pytest.approx(1.0, abs=0.03)
    assert estimator.effect(changes, taking).mean() == pytest.approx(shift, abs=0.06)


def test_the_p_value_counts_the_lots_by_hand() -> None:
    # four lines, two take part: of six lots one is as extreme in the same way and one in the other
    changes, taking = np.array([[3.0, 4.0, 0.0, 1.0]]), np.array([[True, True, False, False]])
    assert estimator.p_values(changes, taking)[0] == pytest.approx(2 / 6)
    assert estimator.effect(changes, taking)[0] == 3.0


def test_a_pilot_pays_the_teams_of_its_lines_alone(shop) -> None:
    names = NAMES[2:5]
    plan = compile_plan(piloted(shop, "commission", names, Spell(20, 32)), "commission")
    claims, placements, queues = plan.arrays.claims["contract"], plan.arrays.placements[1], plan.arrays.queues[1]
    paid = np.flatnonzero((claims[1] >= 0).any(axis=-1))
    served = {plan.arrays.queue_lines[1][queues[placements["queue"][seat]]["first"]] for seat in paid}
    assert len(paid) == 3 and {plan.names.lines[k] for k in served} == set(names)
    assert not (claims[0] >= 0).any() and plan.start_week >= 32 + 20


def test_a_line_that_is_not_there_is_refused_with_its_place() -> None:
    text = SHOP.replace(
        "    start: 2026-03-02", "    start: 2026-03-02\n    pilot: {from: 2026-02-02, lines: [tea, lamp]}"
    )
    with pytest.raises(InputError, match=r"pilot.lines\[1\]: no line has this name.*lamps"):
        loads(text)


def test_lines_with_teams_take_part_in_a_quiet_time(shop) -> None:
    assert blocks(shop, "commission") == [(k,) for k in range(8)]
    assert quiet_start(shop, 8, 0) == 17 + BEFORE  # the sale is over before the weeks that it is compared with
    with pytest.raises(SimError, match="changes none"):
        pilot(shop, "squads")
    with pytest.raises(SimError, match="no measure"):
        pilot(shop, "commission", measure="joy")


def test_a_plan_tells_power_alarms_spill_and_when_to_stop(planned) -> None:
    frame = planned.frame
    assert set(frame["treated"]) == {2, 4} and set(frame["weeks"]) == {4, 12} and not planned.peaks
    alarms = frame[(frame["treated"] == 4)]
    assert (alarms["false_alarms_low"] <= 0.05).all()  # where nothing is tried, never surely more than stated
    assert planned.best.shown.estimate > 0.0 and planned.spill.everywhere.low > 0.0
    assert abs(planned.spill.outside.estimate) < planned.spill.inside.estimate
    assert planned.stop.false_alarms.low <= 0.05 and len(planned.chosen) == planned.best.treated
    for lang, word in (("en", "drawn by lot"), ("zh", "抽签")):
        console = Console(width=80, file=StringIO(), highlight=False)
        console.print(planned.table(lang))
        assert word in console.file.getvalue()
        assert max(map(cell_len, console.file.getvalue().splitlines())) <= 80
    assert "<table>" in planned._repr_html_()


def observed(path, rise: float):
    """Write a finished pilot in which three lines sell more than the others by some per cent, to the point."""
    rng, rows = np.random.default_rng(5), ["week_start,line,pilot,gmv"]
    for week in range(20):
        day = np.datetime64("2026-05-04") + 7 * week
        for k, name in enumerate(NAMES):
            on = week >= 12 and k < 3
            value = 1e5 * np.exp(0.01 * rng.normal() + 0.1 * np.sin(week) + 0.01 * rise * on)
            rows.append(f"{day},{name},{int(on)},{value:.2f}")
    path.write_text("\n".join(rows))
    return path


def test_a_finished_pilot_is_read_back_and_moves_the_forecast(shop, tmp_path) -> None:
    found = {
        rise: read_pilot(shop, "commission", observed(tmp_path / f"{rise}.csv", rise), companies=40)
        for rise in (-5.0, 15.0)
    }
    for rise, read in found.items():
        assert read.estimate.low < rise < read.estimate.high and read.told and read.p == pytest.approx(1 / 56, abs=0.02)
        assert 1.0 <= read.worth <= 40.0 and read.treated == ("cups", "lamps", "tea")
    assert found[15.0].after.gain > found[-5.0].after.gain  # who saw more expects more
    assert found[15.0].before.gain == found[-5.0].before.gain
    done = CliRunner()
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "bad.csv").write_text("week_start,line,pilot,gmv\n2026-05-04,sofas,0,5\n")
    said = done.invoke(main, ["pilot", str(tmp_path / "shop.yaml"), "commission", "--read", str(tmp_path / "bad.csv")])
    assert said.exit_code == 2 and "bad.csv:2: line: the scenario has no such line" in said.output
    with pytest.raises(InputError, match="cannot be read"):
        read_pilot(shop, "commission", tmp_path / "none.csv")
    assert "before the pilot" in found[15.0]._repr_html_() and "试点前的结论" in found[15.0].sentences("zh")[2]
