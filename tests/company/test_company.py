"""The Mesa view: same numbers as a batch, agents that follow the seats."""

import mesa
import numpy as np
import pytest

import sim
from sim.engine import batch
from sim.errors import SimError
from sim.plan.compile import compile_plan, parameters_of


@pytest.fixture(scope="module")
def shop():
    return sim.load("scenarios/startup.yaml")


@pytest.fixture(scope="module")
def walked(shop):
    company = sim.Company(shop, seed=3)
    collector = mesa.DataCollector(
        model_reporters={"quits": lambda m: m.series["quits"]},
        agent_reporters={"skill": lambda a: getattr(a, "skill", 0)},
    )
    rows = []
    while company.week < company.plan.weeks:
        company.step()
        rows.append(list(company.series.values()))
        if company.week <= 3:
            collector.collect(company)
    return company, np.array(rows), collector


def test_stepping_equals_the_batch_bit_for_bit(shop, walked):
    _, rows, _ = walked
    plan = compile_plan(shop, shop.baseline_name)
    recording = batch.run(plan, parameters_of(shop).record(), np.array([3]))
    assert np.array_equal(rows, recording.series[0])


def test_agents_follow_the_seats(walked):
    company, rows, _ = walked
    assert len(company.agents_by_type[sim.company.Employee]) == int(company.state.staff["filled"].sum())
    quits = rows[:, list(company.series).index("quits")].sum()
    assert len(company.alumni) == quits
    assert all(person.left_week is not None for person in company.alumni)


def test_agent_sets_select_and_collect(walked):
    company, _, collector = walked
    service = company.agents_by_type[sim.company.Employee].select(lambda a: a.role == "service")
    assert service
    assert {a.role for a in service} == {"service"}
    assert len(collector.get_model_vars_dataframe()) == 3


def test_people_say_why_they_left(walked):
    company, _, _ = walked
    person = company.alumni[0]
    assert "log pay" in person.why_left()
    assert "离职" in person.why_left("zh")
    staying = company.employees[0]
    if not staying.decided:
        assert "not decided" in staying.why_left()


def test_views_are_read_only_and_interventions_are_recorded(shop):
    company = sim.Company(shop, seed=4)
    person = company.employees[0]
    with pytest.raises(AttributeError, match="intervene"):
        person.skill = 2.0
    company.intervene(person, skill=0.5)
    assert person.skill == 0.5
    assert company.record["edited_by_hand"]
    with pytest.raises(SimError, match="cannot set"):
        company.intervene(person, charm=1.0)
