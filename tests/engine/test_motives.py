"""Motives beside money and what colleagues do to each other: pace, methods, leads, ranks, titles, goals in common."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.parameters import default
from sim.plan.compile import compile_plan, parameters_of
from sim.rules import contests, development, effort, leading, ties
from sim.scenario.models import Scenario

FRONT = {"heads": 6, "base_rmb": 10_000.0, "tenure_weeks": [52.0, 104.0, 208.0]}


@pytest.fixture(scope="module")
def par():
    record = default().record()
    return record.view(np.dtype((np.record, record.dtype)))[0]


def floor(company=None, seats=None, **policies) -> Scenario:
    """A floor of people who make what is sold, in teams of six, nobody leaving unless `company` says so."""
    today = {"structure": {"kind": "teams", "size": 6}}
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "floor",
            "baseline": "today",
            "company": {
                "start": "2026-01-05",
                "weeks": 39,
                "burn_in_weeks": 26,
                "yearly_turnover": 0.0,
                "ties": False,
                "seats": seats or {"operations": {**FRONT, "heads": 24}},
                **(company or {}),
            },
            "lines": [
                {"name": "units", "made_per_week": 100, "basket_rmb": 50.0, "gross_margin": 0.6, "return_rate": 0.0}
            ],
            "policies": {"today": today} | {name: {"extends": "today", **each} for name, each in policies.items()},
        }
    )


def played(scenario: Scenario, policy: str = "today", seeds: int = 12, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(seeds), threads=1)


def gain(scenario: Scenario, policy: str, name: str = "output", against: str = "today", **changes) -> float:
    """Return the relative change of a series by a policy, mean over seeds."""
    after, before = (played(scenario, each, **changes)[name].sum(axis=1) for each in (policy, against))
    return float(np.mean(after / before - 1.0))


def test_rules_at_their_corners(par) -> None:
    assert effort.pressed(0.0, 0.0, par) == 1.0 and effort.pressed(1.0, 0.0, par) == 0.0
    assert effort.pressed(1.0, 1.0, par) == -par.rival_norm < 0.0
    assert development.knowledge_lead(0.0, 0.0, 0.3, 0.0, par) == 0.0  # nobody knows better
    assert development.knowledge_lead(0.3, 0.0, 0.0, 0.0, par) == pytest.approx(0.3 * par.practice_open)
    assert development.knowledge_lead(0.0, 0.3, 0.0, 5.0, par) == pytest.approx(0.0, abs=1e-9)  # all taken over
    assert development.next_practice(0.2, 0.0, 0.0, 0.0, par) < 0.2 < development.next_practice(0.2, 0.1, 0.1, 0.0, par)
    assert contests.status_gain(1.0, 1.0, 0.0, 0.05) > contests.status_gain(1.0, 1.0, 0.04, 0.05)  # closer, steeper
    assert contests.status_gain(2.0, 1.0, 0.0, 0.05) == 0.0  # a settled order moves nobody
    assert ties.friction(0.0, False, 0.0, par) == 1.0 > ties.friction(0.0, False, 1.0, par)
    assert (
        ties.friction(0.0, True, -1.0, par) > ties.friction(0.0, True, 0.0, par)
        and ties.friction(0.0, False, -1.0, par) <= 1.0
    )


def test_a_lead_in_knowledge_is_the_mean_lead_of_a_normal_colleague(par) -> None:
    others = np.random.default_rng(1).normal(0.1, 0.3, 400_000)
    seen = np.maximum(0.0, par.practice_open * (others - 0.2) - 0.05).mean()
    assert development.knowledge_lead(0.1, 0.3, 0.2, 0.05, par) == pytest.approx(seen, rel=0.02)


ABLE = {"ability_change": {"content": 0.3}}
SIDE = {"operations": {**FRONT, "heads": 6}, "content": {**FRONT, "heads": 18}}


def follow(**changes) -> float:
    """Return by how much six people work more once three quarters of their colleagues are 30 % abler."""
    pay = changes.pop("pay", {})
    company = {"observability": {"operations": changes.pop("seen", 1.0), "content": 1.0}, "interdependence": 0.0}
    scenario = floor(company, SIDE, usual={"pay": pay}, able={"pay": pay, **ABLE})
    return gain(scenario, "able", "output@operations", "usual", **{"practice_shown": 0.0, **changes})


def test_faster_colleagues_are_followed_as_far_as_they_are_seen() -> None:
    """An elasticity of .05 to .25 as in 34 studies (Herbst and Mas 2015); nothing out of sight."""
    seen, half = follow(), follow(seen=0.5)
    assert 0.05 < seen / (0.75 * np.log(1.3)) < 0.25
    assert 0.3 * seen < half < 0.7 * seen
    assert abs(follow(seen=0.0)) < 1e-3 and abs(follow(peer_norm=0.0)) < 1e-3


def test_whether_an_able_colleague_spurs_or_discourages_depends_on_the_pay() -> None:
    own = {"pay": {"kind": "commission", "roles": "all", "rate": 0.46}}
    made = {"pay": {**own["pay"], "metric": "served", "rate": 2300.0}}
    sold = {"pay": {**own["pay"], "metric": "gmv"}}
    team = {"pay": {"kind": "team_bonus", "roles": "all", "metric": "gmv", "pot_rmb": 10_000.0}}
    assert follow(pay=team) > 0.01
    assert abs(follow(pay=made)) < 0.35 * follow(pay=team)  # each for oneself, and nobody takes what is another's
    assert follow(pay=sold) < -0.002
    assert abs(follow(pay=sold, rival_norm=0.0)) < 0.35 * follow(pay=team)


POT = {"pot": {"kind": "team_bonus", "roles": "all", "metric": "served", "pot_rmb": 3000.0}}


def test_a_shared_pot_moves_who_is_seen_and_nobody_else() -> None:
    """Kandel and Lazear 1992: without sight every team free-rides; in sight six go most of the way to one."""
    effect = {
        seen: gain(floor({"observability": {"operations": seen}, "interdependence": 0.0}, pot={"pay": POT}), "pot")
        for seen in (0.0, 1.0)
    }
    own = {"piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 0.3 * 10_000 * 12 / 52}}
    alone = gain(floor({"interdependence": 0.0}, own={"pay": own}), "own")
    assert effect[0.0] < 0.35 * alone
    assert 0.5 * alone < effect[1.0] < 1.2 * alone


def test_a_firm_wide_pot_works_through_small_groups_that_watch_each_other() -> None:
    """Knez and Simester 2001; in one large team whom nobody can watch the same pot does less."""
    wide = {"pot": {**POT["pot"], "scope": "company"}}
    small = floor({"observability": {"operations": 1.0}}, wide={"pay": wide})
    unseen = floor({"observability": {"operations": 0.0}}, wide={"pay": wide})
    assert gain(small, "wide") > gain(unseen, "wide") + 0.001


ADVICE = {"programmes": {"it": {"kind": "advice"}}}


def test_advice_lifts_the_weak_towards_the_strong_and_lasts() -> None:
    """Sandvik et al. 2020: about a fifth more within weeks, most of it there five months later; it needs somebody who
    knows better.
    """
    brief = {**ADVICE, "stages": [{"policy": "today", "from": "2026-02-02"}]}
    scenario = floor(brief=brief, always=ADVICE)
    before, after = played(scenario), played(scenario, "brief")
    change = after["output"].mean(axis=0) / before["output"].mean(axis=0) - 1.0
    assert change[0] < 0.0  # a meeting takes time before it teaches
    assert 0.04 < change[5:12].mean() < 0.35
    assert 0.5 * change[5] < change[-1] < change[5]
    alike = {"ability_sd": 1e-9}
    assert gain(scenario, "always", **alike) < 0.0
    assert gain(scenario, "always", practice_open=0.0) < 0.0


def test_rivals_in_a_contest_keep_their_methods_to_themselves() -> None:
    board = {"board": {"kind": "leaderboard", "roles": "all", "metric": "served", "prizes_rmb": [3000.0]}}
    scenario = floor(board={"pay": board}, both={"pay": board, **ADVICE}, advice=ADVICE)
    secretive = {"rival_help": 0.3, "rival_prize": 40.0}
    assert gain(scenario, "both", against="board", **secretive) < 0.5 * gain(scenario, "advice", **secretive)


def test_methods_are_shown_where_colleagues_work_counts_for_oneself() -> None:
    """Hamilton et al. 2003: nothing under pay for own work, growing under pay by the team."""
    own = {"piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 2307.7}}
    pot = {"pot": {**POT["pot"], "pot_rmb": 10_000.0}}
    scenario = floor(own={"pay": own}, team={"pay": pot})
    taught = {name: played(scenario, name, practice_shown=0.12)["output"] for name in ("own", "team")}
    plain = {name: played(scenario, name, practice_shown=0.0)["output"] for name in ("own", "team")}
    np.testing.assert_array_equal(taught["own"], plain["own"])
    growth = taught["team"].mean(axis=0) / plain["team"].mean(axis=0) - 1.0
    assert growth[-1] > 1.5 * growth[8] > 0.0 and 0.01 < growth[-1] < 0.15
    alone = floor({"interdependence": 0.0}, team={"pay": pot})
    np.testing.assert_array_equal(*(played(alone, "team", practice_shown=x)["output"] for x in (0.0, 0.12)))


LED = {"operations": {**FRONT, "heads": 42}, "category": {**FRONT, "heads": 6}}
TALKS = {"programmes": {"it": {"kind": "leader_talks"}}}


def test_talks_of_the_lead_keep_people_where_there_is_a_lead() -> None:
    """Friebel, Heinz and Zubanov 2022: quits -20 to -25 % at 80 % a year, sales unchanged."""

    def quits(lead, **changes) -> tuple[float, float]:
        structure = {"structure": {"kind": "teams", "size": 8, "lead": lead}}
        scenario = floor({"yearly_turnover": 0.8}, LED, led=structure, talks={**structure, **TALKS})
        after, before = (played(scenario, name, 48, **changes) for name in ("talks", "led"))
        return tuple(float(after[n].sum() / before[n].sum() - 1.0) for n in ("quits", "output"))

    gone, output = quits("category")
    assert -0.35 < gone < -0.05 and abs(output) < 0.02
    assert quits("category", lead_attention=0.0)[0] == pytest.approx(0.0, abs=0.03)
    assert quits(None) == (0.0, 0.0)


def test_pay_of_the_lead_for_the_team_s_output_reaches_it_by_help() -> None:
    lead = {"structure": {"kind": "teams", "size": 8, "lead": "category"}}
    bonus = {"bonus": {"kind": "commission", "roles": "category", "metric": "served", "scope": "unit", "rate": 300.0}}
    scenario = floor(None, LED, led=lead, paid={**lead, "pay": bonus})
    helps = {"lead_management": 0.0}
    reach = [gain(scenario, "paid", "output@operations", "led", lead_help=hands, **helps) for hands in (1.0, 6.0)]
    assert reach[1] > reach[0] + 1e-4  # small: a lead is one of nine, and help is a fifth of what a person needs


def test_a_lead_paid_for_the_team_s_output_sees_to_it_and_to_the_able_first() -> None:
    """Bandiera, Barankay and Rasul 2007: +21 % and a wider spread; nothing without pay, a lead or a belief in it."""
    lead = {"structure": {"kind": "teams", "size": 8, "lead": "category"}}
    rate = 10_000 * 12 / 52
    bonus = {"bonus": {"kind": "commission", "roles": "category", "metric": "served", "scope": "unit", "rate": rate}}
    none = {"bonus": {**bonus["bonus"], "rate": 0.0}}
    scenario = floor(None, LED, led=lead, paid={**lead, "pay": bonus}, zero={**lead, "pay": none})
    strong, off = {"lead_management": 0.3, "peer_norm": 0.0}, {"lead_management": 0.0, "peer_norm": 0.0}
    found = gain(scenario, "paid", "output@operations", "led", **strong)
    assert 0.1 < found < 0.4
    assert gain(scenario, "paid", "output@operations", "led", **off) < 0.03 * found + 0.005
    assert gain(scenario, "zero", "output@operations", "led", **strong) == 0.0
    record = default().with_values({"lead_targeting": 1.0}).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    assert leading.led(0.5, 0.3, par) > leading.led(0.5, 0.0, par) > leading.led(0.5, -0.3, par) >= 1.0
    assert leading.led(0.0, 0.3, par) == 1.0 and leading.lead_drive(0.0, par) == 0.0


COACHED = {"programmes": {"it": {"kind": "coaching"}}}


def test_coaching_raises_output_over_months_and_fades_over_years() -> None:
    """Bloom et al. 2013 (+17 % in a year) and 2020 (half of it gone in years); hours are lost at once."""
    brief = {**COACHED, "stages": [{"policy": "today", "from": "2026-07-06"}]}
    scenario = floor(brief=brief, always=COACHED)
    strong = {"coaching_gain": 0.18, "coaching_weeks": 12.0, "coaching_half_life": 104.0, "peer_norm": 0.0}
    before, after = (played(scenario, name, **strong)["output"].mean(axis=0) for name in ("today", "brief"))
    change = after / before - 1.0
    assert change[0] < 0.0 < change[8] < change[25] < 0.2
    assert change[26] > change[25] and 0.8 * change[26] < change[-1] < change[26]  # hours are back, little has faded
    assert -0.035 < gain(scenario, "always", **{**strong, "coaching_gain": 0.0}) < -0.015


LIST = {"pay": {"list": {"kind": "leaderboard", "roles": "all", "metric": "served", "period": "quarter"}}}


def test_a_list_without_prizes_lowers_output_where_places_are_settled_and_can_raise_it_where_they_are_open() -> None:
    """Bandiera et al. 2013 (-14 %) and Barankay 2012 against Blanes i Vidal and Nossol 2011 (+7 %)."""
    alone = {"structure": {"kind": "teams", "size": 1}}
    scenario = floor(None, None, alone=alone, ranked={**alone, **LIST})
    hurt = {"rank_discouragement": 1.6, "status_worth": 0.0}
    assert -0.2 < gain(scenario, "ranked", against="alone", **hurt) < -0.03
    pull = {"rank_discouragement": 0.0, "status_worth": 0.06}
    close = gain(scenario, "ranked", against="alone", ability_sd=0.05, match_output=0.0, mood_output=0.0, **pull)
    far = gain(scenario, "ranked", against="alone", ability_sd=0.4, **pull)
    assert 0.002 < close < 0.15 and far < 0.7 * close
    nothing = {"rank_discouragement": 0.0, "status_worth": 0.0, "rival_help": 0.0}
    assert gain(scenario, "ranked", against="alone", **nothing) == pytest.approx(0.0, abs=1e-12)


def test_a_title_pulls_who_can_win_it() -> None:
    title = {"pay": {"title": {"kind": "honours", "roles": "all", "talk_hours": 0.0}}}
    scenario = floor(title=title)
    worth = {"award_motivation": 0.0, "award_recognition": 0.0, "practice_shared": 0.0}
    assert gain(scenario, "title", title_worth=0.16, **worth) > 0.002
    assert gain(scenario, "title", title_worth=0.0, **worth) == pytest.approx(0.0, abs=1e-12)


def departments(**changes) -> dict[str, float]:
    """Return relative changes in a company of departments by a bonus for all on one result."""
    base = sim.load("scenarios/startup.yaml").model_dump(by_alias=True, mode="json")
    base["company"].update(weeks=39, burn_in_weeks=39)
    today = base["baseline"] or next(iter(base["policies"]))
    bonus = {"kind": "team_bonus", "roles": "all", "metric": "gmv", "scope": "company", "pot_rmb": 20_000}
    base["policies"] = {today: base["policies"][today], "common": {"extends": today, "pay": {"common": bonus}}}
    base["baseline"] = today
    scenario = Scenario.model_validate(base)
    after, before = (played(scenario, name, **changes) for name in ("common", today))
    names = ("friction", "cycle_weeks", "requests_good")  # all of them sums over requests
    return {
        n: float(after[n].sum() / after["requests"].sum() / (before[n].sum() / before["requests"].sum()) - 1.0)
        for n in names
    }


def test_a_goal_in_common_eases_hand_offs_and_nothing_else_carries_it() -> None:
    found = departments(goal_relief=0.5)
    assert -0.6 < found["friction"] < -0.03 and found["cycle_weeks"] < 0.0 < found["requests_good"]
    without = departments(goal_relief=0.0)
    assert abs(without["friction"]) < 0.3 * abs(found["friction"])


def test_a_goal_in_common_does_nothing_where_nobody_asks_anybody() -> None:
    pot = {"pot": {"kind": "team_bonus", "roles": "all", "metric": "served", "scope": "company", "pot_rmb": 2000.0}}
    scenario = floor({"interdependence": 0.0}, common={"pay": pot})
    np.testing.assert_array_equal(*(played(scenario, "common", goal_relief=x)["output"] for x in (0.0, 0.6)))


def test_a_title_spurs_all_who_may_win_it_unless_everybody_gets_it() -> None:
    """Kosfeld and Neckermann 2011 (+12 % over all); status is scarce (Besley and Ghatak 2008)."""
    title = {"kind": "honours", "roles": "all", "talk_hours": 0.0}
    scenario = floor(few={"pay": {"t": title}}, all={"pay": {"t": {**title, "winners": 20}}})
    noticed = {"award_motivation": 0.0, "title_worth": 0.0, "award_recognition": 0.15}
    few, many = (gain(scenario, name, **noticed) for name in ("few", "all"))
    assert 0.02 < few < 0.15 and many < 0.3 * few
    assert gain(scenario, "few", **{**noticed, "award_recognition": 0.0}) == pytest.approx(0.0, abs=1e-12)


def test_prizes_move_teams_whose_members_see_each_other_and_nobody_in_a_settled_race() -> None:
    prize = {"pay": {"list": {**LIST["pay"]["list"], "prizes_rmb": [6000.0], "shown": False}}}
    scenario = floor(prize=prize)
    close = {"ability_sd": 0.1, "match_output": 0.0, "mood_output": 0.0}
    seen, blind = (gain(scenario, "prize", peer_pressure=level, **close) for level in (0.9, 0.0))
    assert seen > 1.5 * blind > 0.0
    assert gain(scenario, "prize", ability_sd=0.9) < 0.5 * seen


def test_orders_are_pulled_into_a_year_that_pays_and_are_missing_after_it() -> None:
    """Oyer 1998: sales peak at the end of a fiscal year and dip at the start of the next."""
    curve = {"threshold": 0.9, "accelerators": [{"above": 1.0, "multiple": 2.0}]}
    quota = {"kind": "quota", "roles": "operations", "metric": "gmv", "target_rmb": 3500.0, "period": "year"}
    line = {"name": "goods", "visits": 4000.0, "conversion": 0.02, "basket_rmb": 5000.0, "gross_margin": 0.4}
    sold = {}
    for timing in (0.0, 1.0):
        document = floor({"weeks": 65, "utilisation": {"operations": 0.9}}, {"operations": FRONT}).model_dump(
            by_alias=True, mode="json", exclude_unset=True
        )
        document["lines"] = [{**line, "return_rate": 0.0, "repeat_weekly": 0.01, "churn_weekly": 0.01}]
        document["discretion"] = {"timing": timing}
        document["policies"] = {"today": {}, "year": {"extends": "today", "pay": {"quota": {**quota, "curve": curve}}}}
        sold[timing] = played(Scenario.model_validate(document), "year")["gmv_paid"].mean(axis=0)
    change = sold[1.0] / sold[0.0] - 1.0
    assert change[50:52].mean() > 0.003 and change[52:56].mean() < -0.001
    assert abs(change[:26].mean()) < 0.002


def test_who_hopes_runs_on_in_a_race_that_is_nearly_settled_and_wins_no_more_for_it() -> None:
    """Camerer and Lovallo 1999: people take more places for open than are; what is paid goes by the places alone."""
    prize = {"pay": {"list": {**LIST["pay"]["list"], "prizes_rmb": [6000.0], "shown": False}}}
    scenario = floor(prize=prize)
    hopeful, sober = ({"contest_hope": hope, "ability_sd": 0.4} for hope in (0.2, 1e-9))
    assert gain(scenario, "prize", **hopeful) > 1.3 * gain(scenario, "prize", **sober) > 0.0
    idle = {"incentive_gain": 0.0, "rival_help": 0.0}
    np.testing.assert_array_equal(
        *(played(scenario, "prize", **idle, **each)["pay_rmb@operations"] for each in (hopeful, sober))
    )


def test_days_at_home_help_who_works_alone_and_cost_who_needs_others() -> None:
    """Bloom et al. 2015 (+13 %), Bloom et al. 2024 (two days, none), Gibbs et al. 2023 (all days, -)."""
    alone, office = {"interdependence": 0.0}, {"interdependence": 0.2}
    days = {f"d{n}": {"programmes": {"home": {"kind": "flexible_hours", "home_share": n / 5}}} for n in (0, 2, 5)}
    apart, together = floor(alone, **days), floor(office, **days)
    assert gain(apart, "d0") == 0.0 and gain(together, "d0") == 0.0
    assert 0.07 < gain(apart, "d5") < 0.15
    assert -0.03 < gain(together, "d2") < 0.0 and -0.12 < gain(together, "d5") < -0.05
    assert gain(floor(alone, away={"remote_days": 1.0}), "away") == pytest.approx(gain(apart, "d5"))


def test_an_appraisal_that_nobody_minds_changes_nothing_not_even_who_applies() -> None:
    appraised = {"pay": {"a": {"kind": "appraisal", "roles": "all", "weights": {"served": 1.0}}}}
    scenario = floor({"yearly_turnover": 0.6}, appraised=appraised)
    assert gain(scenario, "appraised", appraisal_stake=0.0) == 0.0


def test_a_place_that_may_be_won_is_no_risk_of_this_quarters_pay() -> None:
    seats = {"operations": {**FRONT, "heads": 24, "tiers": {"middle": 20, "senior": 4}}}
    career = {"pay": {"up": {"kind": "promotion", "roles": "all", "from_tier": "middle", "to_tier": "senior"}}}
    scenario = floor({"yearly_turnover": 0.3}, seats, career=career)
    after, before = (played(scenario, each)["quits"].sum() for each in ("career", "today"))
    assert after < 1.1 * before


def test_who_looks_ahead_does_not_count_a_guarantee_that_ends_as_pay_to_get_used_to() -> None:
    piece = {"kind": "commission", "roles": "all", "metric": "gmv", "rate": 0.06}
    pays = {"pay": {"piece": {**piece, "floor": {"rmb": 6000.0, "months": 6}}}}
    scenario = floor({"yearly_turnover": 0.6, "weeks": 78}, topped=pays)
    ahead, behind = (
        played(scenario, "topped", forward_looking_share=share, past_pay_loss=3.0)["quits"].sum()
        for share in (1.0, 0.0)
    )
    assert ahead < behind
