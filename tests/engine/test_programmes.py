"""Mentoring (T2), rotation (T7), what people see of colleagues, and dropping a line (W2)."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.results.probes.walk import walk
from sim.rules.development import next_skill, next_understanding
from sim.scenario.models import Scenario

FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}
MENTORS = {"mentors": {"kind": "mentoring", "weeks": 8}}
ROTATION = {"round": {"kind": "rotation", "from": "technology", "to": "operations", "begin": "2026-03-02", "seats": 2}}


def shop(campaigns=(), **programmes) -> Scenario:
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = flagship["policies"]["today"]
    flagship["policies"] = {"today": today} | {
        name: {**today, **FIRST, "programmes": each} for name, each in programmes.items()
    }
    flagship["campaigns"] = campaigns
    return Scenario.model_validate(flagship)


def series(scenario: Scenario, policy: str, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(16))


def test_rules_at_their_corners() -> None:
    record = parameters_of(shop()).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    assert next_skill(0.6, 1.0, par.help_reference, 1.0, par) > next_skill(0.6, 1.0, par.help_reference, 0.0, par)
    calm = next_understanding(0.4, 0.0, 0.0, par)
    assert calm < 0.4 < next_understanding(0.4, 1.0, 0.0, par) < next_understanding(0.4, 1.0, 1.0, par)
    assert next_understanding(1.0, 1.0, 1.0, par) == 1.0 - par.understanding_fading


def test_a_mentor_costs_hours_and_speeds_up_learning() -> None:
    scenario = shop(mentors=MENTORS)
    alone, cared = (series(scenario, name, mentoring_gain=1.0) for name in ("today", "mentors"))
    assert cared["skill"].mean() > alone["skill"].mean()
    # without a gain in learning the mentors' hours are a cost, and skill hardly differs
    idle = series(scenario, "mentors", mentoring_gain=0.0)
    assert idle["output"].mean() < series(scenario, "today", mentoring_gain=0.0)["output"].mean()
    assert abs(idle["skill"].mean() - alone["skill"].mean()) < 0.3 * (cared["skill"].mean() - alone["skill"].mean())


def test_newcomers_with_a_mentor_know_one_colleague_well_from_the_first_weeks() -> None:
    """Whom they turn to instead of others; five ties come no sooner, as what goes to the mentor goes to nobody else."""
    strengths = {}
    scenario = shop(mentors=MENTORS)
    for policy in ("today", "mentors"):
        found = [each for number in range(6) for each in walk(scenario, policy, number, range(4, 100, 8))]
        new = [each.strength[i].max() for each in found for i in np.flatnonzero(is_new(each.staff))]
        strengths[policy] = np.mean(new)
        assert len(new) > 20
    assert strengths["mentors"] > strengths["today"] + 0.1


def is_new(staff) -> np.ndarray:
    return (staff["filled"] > 0) & (staff["tenure"] >= 3) & (staff["tenure"] <= 8)


def test_mentoring_changes_nothing_where_nobody_is_hired() -> None:
    scenario = shop(mentors=MENTORS)
    stay = {"quit_base": -40.0}
    assert np.array_equal(series(scenario, "today", **stay).series, series(scenario, "mentors", **stay).series)


def test_a_rotation_takes_people_from_their_seat_and_teaches_what_others_need() -> None:
    scenario = shop(away=ROTATION)
    plan = compile_plan(scenario, "away")
    placements, seats = plan.arrays.placements, plan.arrays.seats
    away = np.flatnonzero(placements["rotating"][2])
    assert len(away) == 2 and (seats["role"][away] == 7).all() and placements["rotating"][[0, 1, 3]].sum() == 0
    assert (placements["unit"][2, away] != placements["unit"][1, away]).all()
    home, gone = (series(scenario, name) for name in ("today", "away"))
    during = slice(8, 21)
    assert np.array_equal(home.series[:, :8], gone.series[:, :8])
    assert gone["understanding"][:, during].mean() > home["understanding"][:, during].mean()
    assert gone["understanding"][:, 40:].mean() > home["understanding"][:, 40:].mean()
    still = [series(scenario, name, understanding_gain=0.0)["understanding"] for name in ("today", "away")]
    assert still[0][:, -1].mean() == pytest.approx(still[1][:, -1].mean(), abs=2e-3)


def test_people_on_rotation_keep_ties_at_the_seat_they_left() -> None:
    snapshots = walk(shop(away=ROTATION), "away", 3, [7, 20, 30])
    role = snapshots[0].role
    across = [each.strength[np.ix_(role == 7, role == 0)][:2].sum() for each in snapshots]
    assert across[1] > across[0] and across[2] > across[0]


def test_pay_is_compared_with_colleagues_one_turns_to() -> None:
    """The same colleagues are seen whatever the mean of the role; without ties everybody sees the mean."""
    company = sim.Company(shop(), seed=4)
    company.run(30)
    seen = np.array(company.state.staff["seen_pay"])
    filled = np.array(company.state.staff["filled"]) > 0
    assert seen[filled].std() > 0.0 and abs(seen[filled].mean()) < 0.1
    document = shop().model_dump(by_alias=True)
    document["company"]["ties"] = False
    strangers = sim.Company(Scenario.model_validate(document), seed=4)
    strangers.run(30)
    assert (np.array(strangers.state.staff["seen_pay"]) == 0.0).all()


DROP = {"name": "no more aprons", "closes": "aprons", "day": "2026-06-01", "jobs": {"operations": 2, "design": 1}}


def test_a_dropped_line_sells_nothing_more_and_costs_what_was_not_sold_off() -> None:
    company = sim.Company(shop((DROP,)), seed=1)
    line = company.state.lines[11]
    company.run(21)
    assert line["orders"] > 0.0
    company.run(4)
    assert line["orders"] == 0.0 and line["visits"] == 0.0 and line["paid_rmb"] == 0.0 and line["refund_rmb"] == 0.0
    late = {**DROP, "begin_weeks": 2, "jobs": {"design": 400}}
    ready, unready = (series(shop((each,)), "today")["margin_rmb"] for each in (DROP, late))
    loss = (ready - unready)[:, 21].mean()
    plan = compile_plan(shop((late,)), "today")
    stock = 4.0 * plan.arrays.lines["gmv"][11] * (1.0 - plan.arrays.lines["gross_margin"][11])
    assert 0.7 * stock < loss < 1.3 * stock
    assert (compile_plan(shop((DROP,)), "today").arrays.terms["target"] > 0.0).any()
