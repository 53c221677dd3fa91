"""People in a tidy frame: they are the ones behind the numbers, and can be followed before and after."""

import numpy as np
import pytest

from sim.results.compare import compare
from sim.results.probes.people import by, exits_by, followed, people
from sim.scenario.models import Scenario
from sim.units import WEEKS_PER_YEAR

MADE = {"name": "units", "made_per_week": 10, "basket_rmb": 100.0, "gross_margin": 0.5, "return_rate": 0.0}


@pytest.fixture(scope="module")
def result():
    pay = {"piece": {"kind": "commission", "roles": "operations", "metric": "served", "rate": 1000.0}}
    scenario = Scenario.model_validate(
        {
            "version": 1,
            "name": "x",
            "lines": [MADE],
            "company": {
                "start": "2026-01-05",
                "weeks": 26,
                "burn_in_weeks": 8,
                "yearly_turnover": 1.0,
                "ties": False,
                "seats": {
                    "operations": {"heads": 8, "base_rmb": 9000.0, "tiers": {"base": 2, "middle": 4, "senior": 2}},
                    "design": {"heads": 4, "base_rmb": 9000.0},
                },
            },
            "policies": {
                "today": {"structure": {"kind": "teams", "size": 4}},
                "paid": {"extends": "today", "base_change": {"operations": -0.4}, "pay": pay},
            },
        }
    )
    return compare(scenario, replicates=4, neutral=False, progress=False, fit=False)


def test_the_people_of_the_frame_are_those_behind_the_numbers(result) -> None:
    frame = people(result, [3, 25])
    for run in result.runs:
        mine = frame[frame.policy == run.variant.name]
        for week in (3, 25):
            heads = mine[mine.week == week].groupby("replicate").size()
            output = mine[mine.week == week].groupby("replicate")["output"].sum()
            assert heads.to_numpy() == pytest.approx(run.weekly[:, week, run.names.index("heads")])
            assert output.to_numpy() == pytest.approx(run.weekly[:, week, run.names.index("output")], rel=1e-5)


def test_groups_are_means_of_their_people(result) -> None:
    frame = people(result, [25])
    groups = by(frame, "role", "tier")
    assert set(groups.tier[groups.role == "operations"]) == {"base", "middle", "senior"}
    one = groups[(groups.policy == "paid") & (groups.role == "design")].iloc[0]
    mine = frame[(frame.policy == "paid") & (frame.role == "design")]
    assert one["output"] == pytest.approx(mine["output"].mean()) and one["heads"] == pytest.approx(len(mine) / 4)


def test_people_are_followed_before_and_after(result) -> None:
    frame = people(result, [-1, 12], policies=["paid"])
    key = ["replicate", "seat", "occupant"]
    both = frame[frame.week == -1].merge(frame[frame.week == 12], on=key, suffixes=("_before", "_after"))
    assert len(both) > 10
    assert both["tenure_after"].to_numpy() == pytest.approx(both["tenure_before"].to_numpy() + 13.0)
    assert np.all(both["bonus_before"] == 0.0) and np.any(both["bonus_after"] > 0.0)


def test_exits_by_role_add_up_to_all_exits(result) -> None:
    found = exits_by(result, "role")
    for run in result.runs:
        yearly = len(run.exits) * WEEKS_PER_YEAR / (run.replicates * run.weeks)
        assert found[found.policy == run.variant.name]["exits_per_year"].sum() == pytest.approx(yearly)


def test_lines_share_out_everybody_and_all_they_do(result) -> None:
    whole, parts = people(result, [25], replicates=2), people(result, [25], replicates=2, lines=True)
    key = ["policy", "replicate", "seat"]
    assert parts.groupby(key)["share"].sum().to_numpy() == pytest.approx(1.0)
    assert by(parts, "line")["heads"].sum() == pytest.approx(by(whole)["heads"].sum())
    assert by(parts)["output"].to_numpy() == pytest.approx(by(whole)["output"].to_numpy())


def test_lines_of_a_shop_get_the_work_that_is_done_for_them() -> None:
    import sim

    shop = sim.load("scenarios/flagship.yaml")
    found = compare(shop, ["today", "squads"], replicates=2, neutral=False, progress=False, fit=False)
    frame = people(found, [30], replicates=1, policies=["squads"], lines=True)
    operations = frame[frame.role == "operations"]
    assert operations.groupby("seat").size().max() < len(shop.lines)  # squads serve a line or two
    heads = by(frame, "line").set_index("line")["heads"]
    assert set(heads.index) == {line.name for line in shop.lines}
    assert heads["tea"] > heads["aprons"] and heads.sum() == pytest.approx(frame["share"].sum())


def test_who_is_followed_keeps_seat_and_name_and_changes_add_up(result) -> None:
    both = followed(people(result, [-1, 12], policies=["paid"]), -1, 12)
    stayed = both[both.stayed]
    assert 0 < len(stayed) <= len(both)
    assert stayed["tenure_change"].to_numpy() == pytest.approx(13.0)
    assert both[~both.stayed]["pay_after"].isna().all()
    assert (stayed["pay_after"] - stayed["pay_before"]).to_numpy() == pytest.approx(stayed["pay_change"].to_numpy())


def test_exits_are_told_by_unit_and_seat(result) -> None:
    whole, units, seats = (exits_by(result, *keys)["exits_per_year"].sum() for keys in (["role"], ["unit"], ["seat"]))
    assert units == pytest.approx(whole) and seats == pytest.approx(whole)
