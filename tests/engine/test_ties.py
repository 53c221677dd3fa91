"""Ties: invariants every week, known limits, who is asked, and what travels on them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engine.batch import advance, start
from sim.engine.state import allocate
from sim.parameters import default, draws
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.ties import embeddedness, faded_tie, friction, help_weight, used_tie
from sim.scenario.models import Scenario

KINDS = ("functional", "groups", "projects", "hybrid", "squads", "hierarchy")


def par(**changes):
    record = default().with_values(changes).record()
    return record.view(np.dtype((np.record, record.dtype)))[0]


def company(heads: dict[str, int], **changes) -> Scenario:
    """A small company with one policy a structure."""
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    seats = flagship["company"]["seats"]
    flagship["company"] |= {"weeks": 30, "burn_in_weeks": 20, **changes.pop("company", {})}
    flagship["company"]["seats"] = {
        role: {**seats.get(role, seats["design"]), "heads": n, "tiers": None} for role, n in heads.items()
    }
    flagship["campaigns"], flagship["lines"] = (), flagship["lines"][:4]
    today = {"pay": {}, "structure": {"kind": "functional"}}
    start_day = {"start": "2026-03-02"}
    flagship["policies"] = {"today": today} | {
        kind: {**today, **start_day, "structure": {"kind": kind}} for kind in KINDS if kind != "functional"
    }
    return Scenario.model_validate(flagship | {"baseline": "today"} | changes)


def weekly(scenario: Scenario, policy: str, seed: int = 1, values=None):
    """Yield (week, state) of one company."""
    plan = compile_plan(scenario, policy)
    record = draws(parameters_of(scenario), [seed]) if values is None else values
    record = record.view(np.dtype((np.record, record.dtype)))[0]
    state = allocate(plan)
    start(plan.arrays, record, state, (0, seed))
    for t in range(len(plan.arrays.weeks)):
        advance(plan.arrays, record, state, t, (0, seed))
        yield t, state


def check(state) -> None:
    """No tie to oneself, none twice, strengths in [0, 1), only people who are there."""
    held = state.partners >= 0
    rows, slots = np.nonzero(held)
    partner = state.partners[rows, slots]
    filled = state.staff["filled"] > 0
    strengths = state.strengths[rows, slots]
    assert (strengths > 0.0).all() and (strengths < 1.0).all()
    here = filled[rows]
    assert (rows != partner)[here].all()
    assert filled[partner[here]].all()
    assert (state.staff["occupant"][partner[here]] == state.identities[rows, slots][here]).all()
    for i in np.flatnonzero(filled):
        mine = state.partners[i][held[i]]
        assert len(set(mine.tolist())) == len(mine)
    assert np.isfinite(state.staff["received"]).all() and (state.staff["received"] >= 0.0).all()
    assert ((state.queues["friction"] >= 0.0) & (state.queues["friction"] <= 1.0)).all()


def random_companies(examples: int) -> None:
    roles = ("operations", "design", "service", "marketing", "warehouse", "technology", "data")

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None)
    @given(
        heads=st.dictionaries(st.sampled_from(roles), st.integers(1, 7), min_size=1),
        kind=st.sampled_from(KINDS),
        turnover=st.sampled_from([0.0, 0.3, 1.5]),
        seed=st.integers(0, 10**6),
    )
    def run(heads, kind, turnover, seed) -> None:
        if kind == "squads" and not {"operations", "design", "service"} <= set(heads):
            kind = "functional"
        scenario = company(heads, company={"yearly_turnover": turnover})
        for _, state in weekly(scenario, kind if kind != "functional" else "today", seed):
            check(state)

    run()


def test_invariants_hold_every_week_in_random_companies() -> None:
    random_companies(60)


@pytest.mark.slow
def test_invariants_hold_every_week_in_a_thousand_random_companies() -> None:
    random_companies(1000)


def test_a_pair_with_only_each_other_settles_where_use_and_fading_meet() -> None:
    """Two people who meet every week: s = (1 - d) s, then own use and the other's; the fixed point is known."""
    numbers = par()
    gain, back, left = numbers.tie_gain, numbers.tie_gain * numbers.tie_reciprocity, 1.0 - numbers.tie_decay
    # s' = 1 - (1 - left s)(1 - gain)(1 - back)
    keep = (1.0 - gain) * (1.0 - back)
    expected = (1.0 - keep) / (1.0 - left * keep)
    scenario = company({"design": 2}, company={"yearly_turnover": 0.0, "weeks": 60})
    *_, (_, state) = weekly(scenario, "today", values=parameters_of(scenario).record())
    assert state.strengths.max(axis=1) == pytest.approx([expected, expected], abs=1e-9)


def test_rules_at_their_corners() -> None:
    numbers = par(tie_friction_relief=0.6, tie_decay=0.1)
    assert used_tie(0.0, 0.3) == 0.3 and used_tie(1.0, 0.3) == 1.0
    assert faded_tie(0.5, numbers) == pytest.approx(0.45) and faded_tie(0.05, numbers) == 0.0
    assert friction(0.0, False, 0.0, numbers) == 1.0 and friction(1.0, False, 0.0, numbers) == pytest.approx(0.4)
    assert friction(0.0, True, 0.0, numbers) == numbers.friction_inside
    assert help_weight(1.0, True, numbers) == 1.0 and help_weight(0.0, False, numbers) == pytest.approx(0.25)
    assert embeddedness(5.0, 5.0, numbers) == 0.0 and embeddedness(0.0, 5.0, numbers) == -numbers.tie_embeddedness
    assert embeddedness(50.0, 5.0, numbers) == numbers.tie_embeddedness and embeddedness(3.0, 0.0, numbers) == 0.0


def test_without_relief_ties_do_not_ease_hand_offs_and_squads_meet_fewer_borders() -> None:
    roles = {"operations": 6, "design": 6, "service": 6, "technology": 3}
    scenario = company(roles, company={"weeks": 60, "burn_in_weeks": 52})
    record = parameters_of(scenario).with_values({"tie_friction_relief": 0.0}).record()

    def friction_of(policy, values):
        found = [
            s.week[0]["friction"] / s.week[0]["requests"] for t, s in weekly(scenario, policy, 3, values) if t > 90
        ]
        return float(np.mean(found))

    with_relief = parameters_of(scenario).record()
    assert friction_of("today", record) > friction_of("today", with_relief) + 0.05
    assert friction_of("squads", with_relief) < friction_of("today", with_relief) - 0.1


def test_a_newcomer_starts_without_ties_and_finds_some() -> None:
    scenario = company({"operations": 4, "design": 4, "service": 4}, company={"yearly_turnover": 1.0, "weeks": 100})
    ties_by_tenure: dict[int, list[float]] = {}
    for _, state in weekly(scenario, "today", 2):
        for row in state.staff[state.staff["filled"] > 0]:
            ties_by_tenure.setdefault(int(row["tenure"]), []).append(float(row["ties"]))
    early = np.mean(ties_by_tenure[1])
    assert early < 1.5 and np.mean(ties_by_tenure[26]) > 4.0


def test_ties_off_leave_their_columns_empty_and_change_with_nothing_of_theirs() -> None:
    scenario = company({"operations": 4, "design": 4, "service": 4}, company={"ties": False})
    plan = compile_plan(scenario, "today")
    assert allocate(plan).partners.shape[1] == 0
    changed = parameters_of(scenario).with_values({"tie_gain": 0.45, "tie_embeddedness": 0.4, "absorbed_requests": 0.0})
    one = [float(s.week[0]["gmv_paid"]) for _, s in weekly(scenario, "today", 5, parameters_of(scenario).record())]
    two = [float(s.week[0]["gmv_paid"]) for _, s in weekly(scenario, "today", 5, changed.record())]
    assert one == two and math.isfinite(sum(one))


def test_contagion_travels_on_ties_alone() -> None:
    """Exposure rises only for people who had a tie to somebody who has just left."""
    scenario = company({"operations": 6, "design": 6, "service": 6}, company={"yearly_turnover": 1.5})
    before, seen = None, 0
    for t, state in weekly(scenario, "today", 4):
        if before is not None and state.week[0]["quits"] > 0.0 and t < 20:
            exposure, partners = before
            gone = np.flatnonzero(
                state.staff["pending"] + (state.staff["vacancy"] == 0.0) * (state.staff["filled"] == 0.0)
            )
            raised = state.staff["exposure"] > exposure + 1e-12
            tied = np.isin(partners, gone).any(axis=1)
            new = np.isin(state.contacts["partner"].astype(int), gone)
            assert not (raised & ~tied & ~new & (state.staff["filled"] > 0)).any()
            seen += int(raised.sum())
        before = state.staff["exposure"].copy(), state.partners.copy()
    assert seen > 0
