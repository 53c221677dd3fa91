"""What people are taught (T1, T4, T5, T8, T10, T11): onboarding, teardowns, stories, library, gatherings, new ways."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules import development as rules
from sim.scenario.models import Scenario

FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}


def shop(channel=None, **programmes) -> Scenario:
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = flagship["policies"]["today"]
    flagship["policies"] = {"today": today} | {
        name: {**today, **FIRST, "programmes": {"it": each}} for name, each in programmes.items()
    }
    return Scenario.model_validate(flagship | {"channel": channel})


def series(scenario: Scenario, policy: str = "today", **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(12))


def same(one, other) -> bool:
    return np.array_equal(np.delete(one.series, cost(one), 2), np.delete(other.series, cost(other), 2))


def cost(recording) -> list[int]:
    return [recording.names.index(name) for name in ("programmes_rmb", "people_cost_rmb")]


@pytest.fixture(scope="module")
def par():
    record = parameters_of(shop()).record()
    return record.view(np.dtype((np.record, record.dtype)))[0]


def test_rules_at_their_corners(par) -> None:
    assert rules.dosed(0.0) == 0.0 and rules.dosed(1.0) == pytest.approx(1.0)
    assert rules.dosed(4.0) < 2.0  # four times the usual does less than twice as much
    assert rules.skill_after_onboarding(0.0, par) == par.skill_start
    assert par.skill_start < rules.skill_after_onboarding(0.5, par) < rules.skill_after_onboarding(5.0, par) < 1.0
    assert rules.next_lesson(0.0, 0.0, 8.0) == 0.0 and 0.0 < rules.next_lesson(0.0, 0.02, 8.0) < 0.02
    assert rules.next_new_skill(0.5, 0.0, 0.0, par) < 0.5 < rules.next_new_skill(0.5, 0.5, 0.0, par)
    assert rules.next_library(0.0, 0.0, par) == 0.0 < rules.next_library(0.0, 0.05, par)


def test_onboarding_lifts_skill_costs_hours_and_fees_and_does_nothing_where_nobody_is_hired() -> None:
    terms = {"kind": "onboarding", "fee_rmb": 2000.0, "weeks": 4}
    scenario = shop(shown=terms)
    plain, shown = series(scenario), series(scenario, "shown", onboarding_share=0.2)
    assert shown["skill"].mean() > plain["skill"].mean()
    assert shown["programmes_rmb"].sum() == pytest.approx(2000.0 * shown["hires"].sum())
    idle = series(scenario, "shown", onboarding_share=0.0)
    assert idle["output"].sum() < series(scenario, onboarding_share=0.0)["output"].sum()
    assert same(series(scenario, quit_base=-40.0), series(scenario, "shown", quit_base=-40.0))


def test_stories_at_the_entrance_make_newcomers_share_the_culture() -> None:
    scenario = shop(plain={"kind": "onboarding"}, told={"kind": "onboarding", "stories": True})
    assert series(scenario, "told")["culture"].mean() > series(scenario, "plain")["culture"].mean()
    frozen = {"onboarding_culture": 0.0}
    assert same(series(scenario, "told", **frozen), series(scenario, "plain", **frozen))


def test_teardowns_lift_the_output_of_the_front_and_leave_the_warehouse_alone() -> None:
    roles = {"kind": "teardown", "roles": ["operations", "marketing"], "hours_share": 0.0375}
    scenario = shop(front=roles, back={**roles, "roles": ["warehouse"]})
    plain, front = series(scenario, teardown_gain=0.06), series(scenario, "front", teardown_gain=0.06)
    assert front["output@operations"].mean() > plain["output@operations"].mean()
    idle = series(scenario, "front", teardown_gain=0.0)
    assert idle["output@operations"].mean() < plain["output@operations"].mean()
    assert same(series(scenario, "back", teardown_gain=0.0), series(scenario, "back", teardown_gain=0.06))


def test_stories_lift_care_as_far_as_there_are_complaints() -> None:
    scenario = shop(told={"kind": "user_stories"})
    gain = {"stories_gain": 0.06}
    told = series(scenario, "told", **gain)
    assert told["effort_care"].mean() > series(scenario, **gain)["effort_care"].mean()
    assert told["satisfaction"][:, -26:].mean() > series(scenario, **gain)["satisfaction"][:, -26:].mean()
    deaf = series(scenario, "told", stories_trouble=1e6, **gain)  # no complaints to speak of
    assert deaf["effort_care"].mean() == pytest.approx(series(scenario, "told", stories_gain=0.0)["effort_care"].mean())


def test_a_library_spares_requests_and_makes_pages_alike() -> None:
    scenario = shop(kept={"kind": "library", "roles": ["data"]})
    nobody = {"practice_written": 0.0}  # output that is taken over from it is another matter
    plain, kept = series(scenario), series(scenario, "kept", **nobody)
    assert 0.3 < kept["library"][:, -1].mean() < 1.0 and plain["library"].sum() == 0.0
    assert kept["requests"].mean() < 0.95 * plain["requests"].mean()
    assert kept["similarity"].mean() > plain["similarity"].mean()
    empty = series(scenario, "kept", library_saving=0.0, library_sameness=0.0, **nobody)
    assert abs(empty["requests"].mean() / plain["requests"].mean() - 1.0) < 0.02


def test_gatherings_bring_chance_meetings_and_cost_hours() -> None:
    scenario = shop(often={"kind": "gatherings", "hours_share": 0.05})
    plain, often = series(scenario, gathering_contact=0.2), series(scenario, "often", gathering_contact=0.2)
    share = often["cross_ties"].sum() / often["ties_seen"].sum()
    assert share > plain["cross_ties"].sum() / plain["ties_seen"].sum()
    frozen = {"gathering_contact": 0.0}
    idle, calm = series(scenario, "often", **frozen), series(scenario, **frozen)
    assert idle["output"].sum() < calm["output"].sum()


def test_a_new_channel_makes_old_skill_worth_less_until_it_is_learned() -> None:
    channel = {"name": "live commerce", "share": 0.5, "begin": "2026-01-05", "weeks": 26, "roles": ["operations"]}
    teach = {"kind": "training", "subject": "new_channel", "roles": ["operations"], "hours_share": 0.06}
    scenario = shop(channel, taught=teach)
    calm, hit, taught = series(shop()), series(scenario), series(scenario, "taught", new_skill_training=0.05)
    assert hit["output@operations"][:, 26:].mean() < 0.95 * calm["output@operations"][:, 26:].mean()
    assert taught["new_skill"][:, -1].mean() > hit["new_skill"][:, -1].mean()
    assert taught["output@operations"][:, -26:].mean() > hit["output@operations"][:, -26:].mean()
    early = slice(0, 1)
    assert hit["gmv_paid"][:, early].mean() == pytest.approx(calm["gmv_paid"][:, early].mean(), rel=0.02)


def test_a_channel_of_no_share_or_fully_mastered_changes_nothing() -> None:
    plain = series(shop())
    nothing = {"name": "live commerce", "share": 0.0}
    assert np.array_equal(series(shop(nothing)).series, plain.series)
    known = {
        "name": "live commerce",
        "share": 0.5,
        "known": dict.fromkeys(["operations"], 1.0),
        "roles": ["operations"],
    }
    held = {"new_skill_fading": 0.0, "new_skill_newcomer": 1.0, "new_skill_general": 0.0}
    assert np.allclose(series(shop(known), **held)["gmv_paid"], series(shop(), **held)["gmv_paid"])


def test_tools_teach_nothing_of_a_channel() -> None:
    channel = {"name": "live", "share": 0.4, "roles": ["operations"], "known": {"operations": 0.3}}
    scenario = shop(channel, tools={"kind": "new_tools", "roles": ["operations"], "fee_rmb": 0.0})
    assert same(series(scenario, tool_gain=0.0), series(scenario, "tools", tool_gain=0.0))


@pytest.mark.parametrize("kind", ["teardown", "user_stories", "library", "gatherings"])
def test_a_programme_without_hours_and_gain_changes_nothing(kind) -> None:
    terms = {"kind": kind, "hours_share": 0.0, **({"roles": ["data"]} if kind == "library" else {})}
    scenario = shop(it=terms)
    none = {"teardown_gain": 0.0, "stories_gain": 0.0, "library_filling": 0.0, "gathering_contact": 0.0}
    assert same(series(scenario, **none), series(scenario, "it", **none))


def test_colleagues_of_other_roles_share_the_time_for_a_newcomer() -> None:
    welcome = {"kind": "onboarding", "roles": ["service"], "weeks": 8, "trainer_share": 0.5, "hours_share": 0.0}
    document = shop(in_squads=welcome).model_dump(by_alias=True)
    squads = {"structure": {"kind": "squads"}}
    document["policies"] = {name: {**each, **squads} for name, each in document["policies"].items()}
    scenario = Scenario.model_validate(document)
    calm, costly = series(scenario), series(scenario, "in_squads", onboarding_share=0.0)
    assert costly["output@operations"].sum() < calm["output@operations"].sum()


def test_new_tools_help_those_who_have_learned_them() -> None:
    scenario = shop(tools={"kind": "new_tools", "roles": ["operations"], "fee_rmb": 100.0})
    plain, tools = series(scenario), series(scenario, "tools")
    assert tools["output@operations"][:, -26:].mean() > plain["output@operations"][:, -26:].mean()
    assert same(
        series(scenario, tool_gain=0.0, new_skill_practice=0.0, new_skill_fading=0.0),
        series(scenario, "tools", tool_gain=0.0, new_skill_practice=0.0, new_skill_fading=0.0),
    )
    assert tools["programmes_rmb"].sum() > 0.0
