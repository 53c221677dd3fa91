"""Rollout (S6), stages (S1 to S3), reviews (S5) and orders moved in time."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario

RICH = {"kind": "commission", "roles": ["operations", "marketing"], "rate": 0.03, "metric": "gmv", "scope": "own"}
LATER = {"start": "2027-01-04", "announce": "2026-10-12"}  # weeks 52 and 40
FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}


@pytest.fixture(scope="module")
def shop() -> Scenario:
    """The flagship living on a commission that a policy halves in week 52, rolled out in several ways."""
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = document["policies"]["today"]
    today = {**today, "pay": {"commission": RICH, "yearly_bonus": today["pay"]["yearly_bonus"]}}
    half = {**today["pay"], "commission": {**RICH, "rate": 0.015}}
    cut = {**today, **LATER, "pay": half}
    document["policies"] = {
        "today": today,
        "cut": cut,
        "at once": {**cut, "announce": LATER["start"]},
        "cancelled": {**cut, "cancel": "2026-12-21"},
        "pilot": {**cut, "pilot": {"from": "2026-11-09", "share": 0.25}},
        "ramp": {**cut, "transition_weeks": 26},
        "kept": {**cut, "keep_old_pay": True},
        "staged": {
            **today,
            **FIRST,
            "stages": [
                {"policy": "cut", "from": "2026-06-01", "announce_weeks": 4},
                {"policy": "today", "age_years": 3},
            ],
        },
        "triggered": {
            **today,
            **FIRST,
            "stages": [{"policy": "cut", "when": {"measure": "heads", "above": 62, "below": 58, "weeks": 3}}],
            "growth": [{"from": "2026-03-02", "headcount": {"service": 6}}],
        },
    }
    document["company"]["founded"] = "2024-06-03"
    return Scenario.model_validate(document)


@pytest.fixture(scope="module")
def found(shop):
    """Return a function that runs a policy, remembering what it has run."""
    done = {}

    def series(policy, **changes):
        key = policy, tuple(sorted(changes.items()))
        if key not in done:
            values = parameters_of(shop).with_values(changes).record()
            done[key] = run(compile_plan(shop, policy), values, np.arange(24))
        return done[key]

    return series


def first_difference(one, two) -> int:
    """The first week in which anything differs."""
    return int(np.argmax((one.series != two.series).any(axis=(0, 2))))


def test_orders_and_exits_move_from_the_announcement_on_and_never_before(found) -> None:
    today, cut, at_once = found("today"), found("cut"), found("at once")
    assert first_difference(today, cut) == 40 and first_difference(today, at_once) == 52
    assert cut["orders_moved"][:, 51].mean() > 50.0  # pulled forward while the rate is still high
    assert np.array_equal(at_once["orders_moved"][:, :52], today["orders_moved"][:, :52])
    gone = [each["quits"][:, 40:52].sum() for each in (today, cut)]
    assert gone[1] > gone[0]
    best = [each["key_quits"][:, 40:60].sum() for each in (today, cut)]
    assert best[1] >= best[0]


def test_nobody_reacts_before_the_start_where_nobody_looks_ahead(found) -> None:
    blind = {"forward_looking_share": 0.0}
    assert first_difference(found("today", **blind), found("cut", **blind)) == 52


def test_a_cancelled_policy_leaves_traces_and_never_starts(found) -> None:
    today, cancelled, cut = found("today"), found("cancelled"), found("cut")
    assert first_difference(today, cancelled) == 40
    assert np.array_equal(cancelled.series[:, :50], cut.series[:, :50])
    change = cancelled["bonus_earned_rmb"][:, 60:].mean() / today["bonus_earned_rmb"][:, 60:].mean()
    assert change == pytest.approx(1.0, abs=0.02)
    assert not np.array_equal(cancelled["gmv_paid"][:, 70:], today["gmv_paid"][:, 70:])


def test_a_pilot_pays_some_earlier_and_all_from_the_start(shop, found) -> None:
    plan = compile_plan(shop, "pilot").arrays
    claims, placements = plan.claims["contract"], plan.seats["role"] <= 1
    before, during, after = (claims[r][placements] for r in range(3))
    changed = (during != before).any(axis=1)
    assert 0.2 <= changed.mean() <= 0.35 and (after != before).any(axis=1).all()
    bonus = [found(name)["bonus_earned_rmb"][:, 45:51].mean() for name in ("today", "pilot", "cut")]
    assert bonus[1] < 0.97 * bonus[0] and bonus[2] == pytest.approx(bonus[0], rel=0.03)
    late = [found(name) for name in ("pilot", "cut")]
    rate = [each["bonus_earned_rmb"][:, 60:].sum() / each["gmv_paid"][:, 60:].sum() for each in late]
    # the same rates; who is below plan for longer, and has more empty seats, earns a little less of them
    assert rate[1] * 0.97 < rate[0] < rate[1]
    # who was cut while colleagues were spared went sooner and tried less, and that takes time to mend
    assert late[0]["heads"][:, 52:].mean() < late[1]["heads"][:, 52:].mean()


def test_a_transition_fades_from_the_old_pay_to_the_new(found) -> None:
    share = (found("ramp")["bonus_earned_rmb"] / found("today")["bonus_earned_rmb"]).mean(axis=0)
    half = (found("cut")["bonus_earned_rmb"] / found("today")["bonus_earned_rmb"]).mean(axis=0)
    assert share[52:58].mean() > share[62:68].mean() > share[72:77].mean() > share[85:].mean() - 0.02
    # sales and people that a halved bonus has cost come back slowly, and it pays by them: the slower cut is behind
    assert half[90:].mean() - 0.02 < share[90:].mean() < share[72:77].mean()


def test_those_who_keep_their_pay_lose_nothing_and_newcomers_get_the_new(shop, found) -> None:
    today, kept, cut = found("today"), found("kept"), found("cut")
    share = [each["bonus_earned_rmb"][:, 54:].mean() / today["bonus_earned_rmb"][:, 54:].mean() for each in (kept, cut)]
    assert share[1] < 0.65 and 0.8 < share[0] < 1.0  # some leave, and who comes is paid by the new rules
    early = [each["bonus_earned_rmb"][:, 54:60].sum() for each in (kept, today)]
    late = [each["bonus_earned_rmb"][:, 98:].sum() for each in (kept, today)]
    assert late[0] / late[1] < early[0] / early[1]
    stay = {"quit_base": -40.0, "order_shift": 0.0}
    still = [found(name, **stay)["bonus_earned_rmb"] for name in ("today", "kept")]
    assert np.array_equal(*still)


def test_stages_follow_dates_and_the_age_of_the_company(found) -> None:
    stage = found("staged")["stage"]
    assert (stage[:, :21] == 0).all() and (stage[:, 21:74] == 1).all() and (stage[:, 75:] == 2).all()
    assert first_difference(found("staged"), found("today")) == 17  # announced four weeks before


def test_a_stage_waits_for_its_trigger_and_ends_below_its_lower_mark(found) -> None:
    stage = found("triggered")["stage"]
    heads = found("triggered")["heads"]
    assert (stage[:, :8] == 0).all()
    for case in range(len(stage)):
        begins = np.flatnonzero(np.diff(stage[case]) > 0)
        ends = np.flatnonzero(np.diff(stage[case]) < 0)
        assert all((heads[case, week - 2 : week + 1] >= 62).all() for week in begins if week > 2)
        assert all((heads[case, week - 2 : week + 1] < 58).all() for week in ends)
    assert (stage.max(axis=1) == 1).any()


def test_moved_orders_are_settled_and_balance(shop) -> None:
    company = sim.Company(shop, policy="cut", seed=5)
    values = parameters_of(shop)
    back, lost = values.value("shift_return"), values.value("shift_loss")
    moved = np.array(company.state.lines["moved"])
    for _ in range(60):
        company.step()
        line = company.state.lines
        change = line["moved"] - moved * (1.0 - back)
        now = np.where(change < 0.0, change / (1.0 - lost), change)  # some of those held back are lost
        wanted = line["orders"] - now + back * moved  # what comes is what was wanted, plus moved, less settled
        assert np.allclose(now, np.maximum(line["shift"] * wanted, back * moved - 0.5 * wanted), atol=1e-6)
        assert np.allclose(line["orders"] * line["advanced"], np.maximum(now, 0.0), atol=1e-6)
        moved = np.array(line["moved"])


def test_nothing_is_moved_where_nobody_may_choose_or_nothing_is_to_gain(found, shop) -> None:
    assert (found("cut", order_shift=0.0)["orders_moved"] == 0.0).all()
    document = shop.model_dump(by_alias=True)
    for policy in document["policies"].values():
        policy["discretion"]["timing"] = 0.0
    fixed = Scenario.model_validate(document)
    assert (run(compile_plan(fixed, "cut"), parameters_of(fixed).record(), np.arange(4))["orders_moved"] == 0.0).all()
    assert (found("today")["orders_moved"] == 0.0).all()  # a steady rate moves nothing


def test_a_quota_by_the_month_moves_orders_over_its_end_and_people_beyond_their_goal_wait(shop) -> None:
    document = shop.model_dump(by_alias=True)
    quota = {"kind": "quota", "roles": ["operations"], "target_rmb": 4000, "curve": {"threshold": 0.9, "cap": 1.0}}
    document["policies"] = {"today": {**document["policies"]["today"], "pay": {"quota": quota}}}
    scenario = Scenario.model_validate(document)
    moved = run(compile_plan(scenario, "today"), parameters_of(scenario).record(), np.arange(24))["orders_moved"]
    assert moved.min() < 0.0 < moved.max()


@pytest.mark.parametrize(("mark", "pulled"), [(1.12, True), (1.0, False)])
def test_a_lump_for_the_quarter_is_reached_for_with_later_orders_and_saved_up_for_once_reached(shop, mark, pulled):
    document = shop.model_dump(by_alias=True)
    today = document["policies"]["today"]
    curve = {"linear": False, "lumps": [{"at": mark, "share": 1.0}]}
    lump = {"kind": "quota", "roles": ["operations"], "target_rmb": 4000, "period": "quarter", "curve": curve}
    document["policies"] = {"today": {**today, "pay": {}}, "lump": {**today, "pay": {"lump": lump}}}
    orders = []
    for timing in (0.0, 1.0):
        for policy in document["policies"].values():
            policy["discretion"] = {"timing": timing}
        scenario = Scenario.model_validate(document)
        plan, values = compile_plan(scenario, "lump"), parameters_of(scenario).record()
        orders.append(run(plan, values, np.arange(40))["orders"].mean(axis=0))
    moved = orders[1] / orders[0] - 1.0  # weeks 22 to 24 end a quarter
    if pulled:
        assert moved[22:25].mean() > 0.004 and moved[22:25].mean() > moved[25:28].mean() + 0.003
    else:
        assert moved[22:25].mean() < -0.002 and moved[25:28].mean() > 0.001


def test_a_review_moves_the_weight_towards_what_falls_short() -> None:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = document["policies"]["today"]
    rule = {"instrument": "operations_kpi", "metric": "nps", "goal": 1.2, "gain": 2.0, "every_weeks": 13}
    document["policies"] = {"today": today, "reviewed": {**today, **FIRST, "review": rule}}
    scenario = Scenario.model_validate(document)
    assert (compile_plan(scenario, "reviewed").arrays.contracts["review"] >= 0).any()
    company = sim.Company(scenario, policy="reviewed", seed=3)
    company.run(60)
    plan, contracts = company.plan.arrays.contracts, company.state.contracts
    own = (plan["review"] >= 0) & (plan["reviewed"] == 1)
    others = (plan["review"] >= 0) & (plan["reviewed"] == 0)
    weight = 0.3 * contracts["factor"][own]
    assert (weight > 0.4).all() and (weight <= 0.6 + 1e-9).all()  # the goal is hardly in reach
    assert np.allclose(contracts["factor"][others], (1.0 - weight[0]) / 0.7)
