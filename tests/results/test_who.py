"""Paired people: the same ones under both policies, differences worked out by hand, groups that lose what was taken."""

from io import StringIO

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

import sim
from sim.results.compare import compare
from sim.results.probes.people import people
from sim.results.who import COMPARED, GROUPINGS, band_name, order_of
from sim.scenario.models import Scenario
from sim.units import WEEKS_PER_MONTH

LINE = {
    "name": "tea",
    "visits": 20000,
    "conversion": 0.03,
    "basket_rmb": 180.0,
    "gross_margin": 0.45,
    "return_rate": 0.12,
    "repeat_weekly": 0.018,
    "churn_weekly": 0.022,
}


@pytest.fixture(scope="module")
def result():
    scenario = Scenario.model_validate(
        {
            "version": 1,
            "name": "x",
            "lines": [LINE],
            "company": {
                "start": "2026-01-05",
                "weeks": 40,
                "burn_in_weeks": 8,
                "yearly_turnover": 0.2,
                "seats": {
                    "operations": {"heads": 8, "base_rmb": 9000.0, "tiers": {"base": 2, "middle": 4, "senior": 2}},
                    "service": {"heads": 6, "base_rmb": 6000.0},
                },
            },
            "policies": {
                "today": {},
                "same": {"extends": "today"},
                "raised": {"extends": "today", "start": "2026-02-02", "base_change": {"service": 0.2}},
            },
        }
    )
    return compare(scenario, replicates=5, neutral=False, progress=False, fit=False)


@pytest.fixture(scope="module")
def found(result):
    return result.who(replicates=5)


def rows(found, **wanted):
    frame = found.frame
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    return frame


def test_a_policy_that_changes_nothing_moves_nobody(found) -> None:
    mine = found.persons[found.persons.policy == "same"]
    assert len(mine) and (mine[list(COMPARED)].fillna(0.0) == 0.0).all(axis=None)
    assert not mine.gains.any() and not mine.loses.any()
    assert found.inequality["same"] == found.inequality["today"]


def test_who_gains_pay_is_who_it_was_given_to(found) -> None:
    pay = {row.group: row for row in rows(found, policy="raised", by="role", measure="pay").itertuples()}
    assert pay["service"].low > 0.0 and pay["service"].gains == 1.0
    assert abs(pay["operations"].estimate) < 0.15 * pay["service"].estimate
    leave = {row.group: row for row in rows(found, policy="raised", by="role", measure="leaves").itertuples()}
    assert leave["service"].estimate <= min(0.0, leave["operations"].estimate)
    assert "customer service gains most" in found.sentences()[-2]


def test_a_persons_difference_is_that_of_their_pay_slips(result, found) -> None:
    """By hand: mean of weekly pay at the looks after the announcement, under one policy less under the other."""
    one = found.persons[(found.persons.policy == "raised") & found.persons.stays].iloc[3]
    since = max(0, result.runs[2].variant.plan.announce_week)
    frame = people(result, range(since + 3, 40, 4), replicates=5, policies=["today", "raised"])
    mine = frame[(frame.replicate == one.replicate) & (frame.seat == one.seat) & (frame.occupant == one.occupant)]
    means = mine.groupby("policy")["pay"].mean()
    assert one.pay == pytest.approx(WEEKS_PER_MONTH * (means["raised"] - means["today"]))


def test_groups_are_whole_and_bands_are_fifths(result, found) -> None:
    mine = found.persons[found.persons.policy == "raised"]
    since = result.runs[2].variant.plan.announce_week
    heads = result.runs[0].weekly[:, since - 1, result.runs[0].names.index("heads")]
    assert len(mine) == heads.sum()  # everybody employed at the announcement
    sizes = mine.ability_band.value_counts()
    assert sizes.max() - sizes.min() <= 1 and set(sizes.index) == {1, 2, 3, 4, 5}
    assert set(found.frame["by"]) <= set(GROUPINGS)
    for by in ("role", "ability_band", "key"):
        assert rows(found, policy="raised", by=by, measure="pay").people.sum() * 5 == pytest.approx(len(mine))


def test_tenure_bands_are_in_order() -> None:
    names = [band_name(k) for k in range(5)]
    assert order_of("tenure_band", names[::-1]) == names == ["0-26", "26-52", "52-104", "104-260", "260+"]


def test_the_median_person_can_be_followed(result, found) -> None:
    replicate, role, number = found.median("raised")
    lives = sim.trajectories(result.scenario, "raised", f"{role} {number}", replicate=replicate, weeks=range(0, 40, 10))
    assert lives.weekly["pay"].notna().any()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_fit_and_speak(found, lang) -> None:
    console = Console(width=80, file=StringIO(), highlight=False)
    console.print(found.table(lang))
    lines = console.file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 80 and not any("…" in line for line in lines)
    assert len(found.sentences(lang)) >= 4
    assert np.all([("运营" if lang == "zh" else "operations") in console.file.getvalue()])
    sim.set_language(lang)
    assert "<table>" in found._repr_html_()
    sim.set_language("en")
