"""Awards: books that balance every week, the three-stage bonus by rank, the innovation fund, titles and places."""

import numpy as np
import pytest

import sim
from sim.engine.batch import advance, run, start
from sim.engine.series import SERIES
from sim.engine.state import allocate
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.contests import place_gain, top_chance
from sim.rules.ventures import venture_margin, winning_chance, wish_to_propose
from sim.scenario.models import Scenario

FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}
AWARDS = {
    "dual": {
        "kind": "dual_appraisal",
        "roles": ["technology"],
        "post_value_rmb": 3000,
        "contribution": {"requests": 1},
    },
    "loyal": {"kind": "lifetime_award", "roles": ["operations", "service"], "award_rmb": 9000, "at": 1.0},
    "pot": {"kind": "milestone", "roles": ["operations", "design"], "campaign": "autumn", "pot_rmb": 200000},
    "stock": {
        "kind": "equity",
        "roles": "all",
        "grant_rmb": 200000,
        "conditions": {"repurchase": 1},
        "at": 0.95,
        "tiers": ["middle", "senior"],
    },
    "points": {"kind": "points", "roles": "all", "rmb_per_hour": 60},
    "stages": {"kind": "three_stage", "roles": ["operations"], "rate": 0.01, "loyalty_rmb": 900, "rank_at": 90},
    "list": {"kind": "leaderboard", "roles": ["operations"], "prizes_rmb": [1500, 800]},
    "title": {"kind": "honours", "roles": "all", "prize_rmb": 500},
    "grades": {"kind": "grades", "roles": "all"},
    "fund": {"kind": "development_fund", "roles": "all", "share": 0.3, "quarters": 2},
    "ladder": {"kind": "career_tree", "roles": "all", "places": 0.2},
    "autumn": {
        "kind": "performance_pay",
        "roles": ["design"],
        "weights": {"click_through": 0.6, "reuse": 0.4},
        "target_rmb": 1500,
        "shifts": [
            {
                "from": "2026-10-01",
                "until": "2026-12-31",
                "yearly": True,
                "weights": {"click_through": 0.2, "conversion": 0.8},
            }
        ],
    },
}
MONEY = ("rmb", "bonus", "stage")


def zeroed(instrument: dict) -> dict:
    """The instrument with all its amounts zero."""
    found = {}
    for key, value in instrument.items():
        if "rmb" in key:
            found[key] = tuple(0.0 for _ in value) if isinstance(value, list) else 0.0
        else:
            found[key] = value
    zero = {"three_stage": {"rate": 0.0, "profit_share": 0.0}, "career_tree": {"raise_share": 0.0, "places": 0.0}}
    zero["grades"] = {"rewards_rmb": [0, 0, 0, 0], "review_hours": 0.0}
    zero["honours"] = {"talk_hours": 0.0}
    zero["development_fund"], zero["leaderboard"] = {"amount_rmb": 0.0}, {"shown": False}
    return found | zero.get(instrument["kind"], {})


def shop(**policies) -> Scenario:
    """The flagship with policies that add instruments or change entries from the first week on."""
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = document["policies"]["today"]
    document["policies"] = {"today": today} | {name: {**today, **FIRST, **each} for name, each in policies.items()}
    return Scenario.model_validate(document)


def with_pay(scenario_pay: dict) -> dict:
    today = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)["policies"]["today"]["pay"]
    return {"pay": {**today, **scenario_pay}}


def series(scenario: Scenario, policy: str, seeds=8, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(seeds))


def test_rules_at_their_corners() -> None:
    record = parameters_of(shop()).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    assert place_gain(100.0, 500.0, 1.0) == (500.0, 0.0) and place_gain(-100.0, 500.0, 1.0) == (0.0, 0.0)
    assert place_gain(0.0, 500.0, 2.0)[0] == 250.0 and place_gain(0.0, 500.0, 1.0)[1] > place_gain(1.0, 500.0, 1.0)[1]
    slopes = [top_chance(0.0, rank, 10, par)[1] for rank in (11, 40, 300)]
    assert slopes[0] == pytest.approx(2.3, abs=0.15) and slopes[1] < 0.01 and slopes[2] < 0.01
    assert all(top_chance(0.0, rank, 1000, par)[1] < 0.01 for rank in (11, 40, 300))
    assert winning_chance(9.0, 1.0, par) == 1.0 and venture_margin(0.0, 1.0, par) == 0.0
    assert wish_to_propose(1.0, 1.0, 0.0, par) > wish_to_propose(1.0, 0.0, 0.0, par)


def test_money_earned_is_paid_forfeited_or_owed_every_week_under_all_awards_at_once() -> None:
    scenario = shop(all=with_pay(AWARDS))
    found = series(scenario, "all")
    owed = found["bonus_owed_rmb"]
    change = np.diff(owed, axis=1)
    flow = found["bonus_earned_rmb"] - found["bonus_paid_rmb"] - found["bonus_forfeited_rmb"]
    assert np.abs(flow[:, 1:] - change).max() < 1e-6 * found["bonus_earned_rmb"].max()
    assert np.isfinite(found.series).all() and found["bonus_forfeited_rmb"].sum() > 0.0


@pytest.mark.parametrize("name", list(AWARDS))
def test_amounts_of_zero_change_no_cell(name) -> None:
    scenario = shop(zero=with_pay({name: zeroed(AWARDS[name])}))
    still = {"award_motivation": 0.0, "award_recognition": 0.0, "title_worth": 0.0}
    today, zero = series(scenario, "today", 4, **still), series(scenario, "zero", 4, **still)
    told = [
        k for k, each in enumerate(SERIES) if each not in ("contests", "won_again")
    ]  # that there are ranks, is told
    assert np.array_equal(today.series[:, :, told], zero.series[:, :, told])


def test_a_pure_raise_has_no_losers() -> None:
    scenario = shop(raised={"base_change": {"all": 0.1}})
    today, raised = series(scenario, "today"), series(scenario, "raised")
    for role in ("operations", "design", "service", "data"):
        pay = [each[f"pay_rmb@{role}"].sum() / each[f"heads@{role}"].sum() for each in (today, raised)]
        assert pay[1] > 1.05 * pay[0]
    assert raised["quits"].sum() < today["quits"].sum()


RANKS = (11, 40, 300)


def ranked(cut: int, share=0.05, scale=1.0) -> Scenario:
    """Three equal lines, each with an own squad, that rank 11, 40 and 300 today, under a share of profit."""
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    line = {**document["lines"][0], "visits": scale * 40000.0}
    document["lines"] = [{**line, "name": f"line {rank}", "rank": rank} for rank in RANKS]
    for seats in document["company"]["seats"].values():
        seats["tiers"] = None
    for role, heads in (("operations", 3), ("design", 3), ("service", 6)):
        document["company"]["seats"][role]["heads"] = heads
    document["campaigns"], document["calendar"] = (), {}
    pay = {
        "stages": {"kind": "three_stage", "roles": ["operations"], "rate": 0.0, "rank_at": cut, "profit_share": share}
    }
    squads = {"structure": {"kind": "squads"}}
    today = {**document["policies"]["today"], **squads, "pay": {}}
    document["policies"] = {"today": today, "shared": {**today, **FIRST, "pay": pay}}
    return Scenario.model_validate(document)


def efforts(scenario: Scenario, policy: str) -> np.ndarray:
    """Mean volume effort of the three people of operations over 20 weeks, float64[3], same luck."""
    total = np.zeros(3)
    for seed in range(6):
        company = sim.Company(scenario, policy=policy, seed=seed)
        company.run(30)
        for _ in range(20):
            company.step()
            total += np.array(company.state.staff["effort_volume"][:3])
    return total / 120.0


def test_only_who_stands_before_the_mark_reacts_to_a_share_of_profit_by_rank() -> None:
    near = efforts(ranked(10), "shared") - efforts(ranked(10), "today")
    assert near[0] > 0.01 and np.abs(near[1:]).max() < 0.2 * near[0]
    wide = efforts(ranked(1000), "shared") - efforts(ranked(1000), "today")
    # with the mark far behind everybody the share is a plain share; at the mark it is paid at times, and moves as much
    assert near[0] > 0.9 * wide[0]
    spread = wide.max() - wide.min()
    assert spread < 0.5 * abs(near[0] - near[1])  # all react alike


def test_the_payout_is_the_share_of_the_lines_profit_in_the_ledger() -> None:
    document = ranked(1000).model_dump(by_alias=True)
    document["behaviour"] = {"quit_base": -40.0}  # an empty seat gets no share
    company = sim.Company(Scenario.model_validate(document), policy="shared", seed=2)
    paid, profit = 0.0, np.zeros(3)
    for _ in range(52):
        company.step()
        week = company.state.week[0]
        paid += float(week["bonus_earned_rmb"])
        profit += np.array(company.state.lines["margin_rmb"])
    rate = paid / profit.sum()
    assert rate == pytest.approx(0.05, rel=0.02)  # the last month is reckoned by its chances


def test_points_are_paid_for_help_that_reaches_other_units_only() -> None:
    scenario = shop(points=with_pay({"points": AWARDS["points"]}))
    today, points = series(scenario, "today"), series(scenario, "points")
    assert points["effort_help"].mean() > 1.03 * today["effort_help"].mean()
    document = shop(points=with_pay({"points": AWARDS["points"]})).model_dump(by_alias=True)
    document["company"]["ties"] = False  # nobody is known to have come from elsewhere
    alone = Scenario.model_validate(document)
    assert series(alone, "points")["bonus_earned_rmb"].sum() == series(alone, "today")["bonus_earned_rmb"].sum()


FUND = {"trials": {"kind": "innovation_fund", "budget_rmb": 1_200_000, "grant_rmb": 150_000, "tolerance": 0.5}}


def test_a_fund_that_cannot_win_costs_and_returns_nothing() -> None:
    scenario = shop(fund={"programmes": FUND})
    today, fund = (series(scenario, name, 24, venture_chance=0.0) for name in ("today", "fund"))
    assert fund["venture_rmb"].sum() == 0.0 and fund["programmes_rmb"].sum() > 0.0
    assert fund["gmv_paid"].sum() < today["gmv_paid"].sum()
    contribution = [each["margin_rmb"].sum() - each["people_cost_rmb"].sum() for each in (today, fund)]
    assert contribution[1] < contribution[0]


def test_twice_the_money_finds_hardly_more_ideas_and_payoffs_are_skewed() -> None:
    twice = {"trials": {**FUND["trials"], "budget_rmb": 4_800_000}}
    scenario = shop(
        fund={"programmes": {"trials": {**FUND["trials"], "budget_rmb": 2_400_000}}}, twice={"programmes": twice}
    )
    fund, more = series(scenario, "fund", 96), series(scenario, "twice", 96)
    assert more["ventures_won"].sum() < 1.35 * fund["ventures_won"].sum()
    payoff = fund["venture_rmb"].sum(axis=1)
    assert payoff.mean() > 1.5 * np.median(payoff)


def test_titles_move_motivation_by_their_number_and_places_raise_pay_for_good() -> None:
    scenario = shop(
        title=with_pay({"title": {**AWARDS["title"], "prize_rmb": 0.0, "talk_hours": 0.0}}),
        ladder=with_pay({"ladder": AWARDS["ladder"]}),
    )
    none, some = (series(scenario, "title", award_motivation=value, award_others=1.0) for value in (0.0, 0.05))
    assert some["effort_volume"].mean() > 1.005 * none["effort_volume"].mean()
    ladder, today = (series(scenario, name, quit_base=-40.0) for name in ("ladder", "today"))
    growth = ladder["base_rmb"] / ladder["heads"] / (today["base_rmb"] / today["heads"])
    assert np.allclose(growth[:, :44], 1.0) and growth[:, 60:].mean() > 1.01


def test_rivals_keep_help_from_each_other_and_squad_mates_do_not() -> None:
    """I20: help over the border of squads falls under a leaderboard, within them it does not."""
    board = {"board": {"kind": "leaderboard", "roles": "all", "prizes_rmb": [9000.0], "period": "month"}}
    squads = {**with_pay(board), "structure": {"kind": "squads"}}
    scenario = shop(board=squads, none={**with_pay({}), "structure": {"kind": "squads"}})
    firm, free = {"rival_help": 0.3}, {"rival_help": 0.0}
    given = {}
    for name, values in (("rival", firm), ("calm", free)):
        record = parameters_of(scenario).with_values({**values, "incentive_gain": 0.0}).record()
        state, plan = allocate(compile_plan(scenario, "board")), compile_plan(scenario, "board")
        one, crossing = record.view(np.dtype((np.record, record.dtype)))[0], []
        start(plan.arrays, one, state, (0, 1))
        for t in range(60):
            advance(plan.arrays, one, state, t, (0, 1))
            met = (state.staff["filled"] > 0) & (state.contacts["partner"] >= 0)
            across = met & (state.contacts["inside"] == 0)
            crossing.append((state.contacts["weight"][across].mean(), state.contacts["weight"][met & ~across].mean()))
        given[name] = np.array(crossing).mean(axis=0)
    assert given["rival"][0] < 0.9 * given["calm"][0]  # over the border of squads
    assert given["rival"][1] == pytest.approx(given["calm"][1], rel=0.02)  # within them
    none = [series(scenario, "none", 4, **each).series for each in (firm, free)]
    assert np.array_equal(*none)
    placements = compile_plan(scenario, "board").arrays.placements
    assert len(set(placements["contestant"][-1])) == len(set(placements["unit"][-1]))  # a side is a squad
    for unit in set(placements["unit"][-1]):
        assert len(set(placements["contestant"][-1][placements["unit"][-1] == unit])) == 1
