"""The payslip of any person and week against the books of the engine, and the words it is written in."""

import re
from decimal import Decimal

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.cli import main
from sim.engine.batch import run
from sim.errors import SimError
from sim.parameters import draws
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.results.pay import payslip, payslip_text
from sim.results.pay.ledger import before, payslip_of
from sim.results.pay.money import fen, rounding
from sim.results.probes import walk
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES

#: A replicate in which the seat that a policy closes is taken.
LUCK = 1

RICH = {
    "plan": {"kind": "quota", "roles": ["operations"], "target_rmb": 2000, "ratchet": 0.3, "curve": {"cap": 1.5}},
    "mix": {
        "kind": "performance_pay",
        "roles": ["design", "service"],
        "scope": "unit",
        "period": "quarter",
        "weights": {"gmv": 0.5, "nps": 0.5},
        "target_rmb": 1500,
    },
    "piece": {"kind": "commission", "roles": ["service"], "metric": "served", "rate": 200},
    "year": {"kind": "annual_bonus", "roles": "all", "months": 1, "month": 3},
    "stock": {
        "kind": "equity",
        "roles": "all",
        "tiers": ["middle"],
        "grant_rmb": 20000,
        "conditions": {"nps": 1.0},
        "cliff_weeks": 13,
        "vest_weeks": 52,
    },
    "help": {"kind": "points", "roles": ["design"], "rmb_per_hour": 40},
    "off": {"kind": "points", "roles": ["marketing"], "rmb_per_hour": 40, "exchange": "leave"},
    "grade": {"kind": "grades", "roles": "all"},
    "fund": {"kind": "development_fund", "roles": "all", "quarters": 2},
    "track": {"kind": "career_tree", "roles": "all"},
}


@pytest.fixture(scope="module")
def shop() -> Scenario:
    """The start-up with many leavers, every sort of account, and a change of rules in the middle."""
    document = sim.load("scenarios/startup.yaml").model_dump(by_alias=True)
    document["company"] |= {"yearly_turnover": 1.2, "weeks": 40, "burn_in_weeks": 4}
    first = {"start": "2026-01-05", "announce": "2026-01-05"}
    document["policies"] = {
        "today": {**document["policies"]["fixed_pay"], **first, "pay": RICH},
        "new": {
            "extends": "today",
            "start": "2026-05-11",
            "announce": "2026-04-06",
            "headcount": {"service": -1},
            "pay": {"plan": None, "mix": {**RICH["mix"], "target_rmb": 1000}},
        },
        "kept": {"extends": "new", "keep_old_pay": True},
        "gradual": {"extends": "new", "transition_weeks": 8, "pilot": {"from": "2026-04-13", "share": 0.5}},
        "posts": {"extends": "today", "programmes": {"posts": {"kind": "internal_posts", "trial_weeks": 4}}},
    }
    document |= {"behaviour": {"post_wish": 0.8}, "beliefs": "prior"}  # places and weeks below are those of this luck
    return Scenario.model_validate(document)


def place_of(shop: Scenario, role: str, ordinal: int) -> int:
    """The place of a seat among all seats."""
    seats = compile_plan(shop, "new").arrays.seats
    return int(np.flatnonzero(seats["role"] == ROLE_NAMES.index(role))[ordinal])


@pytest.mark.parametrize("policy", ["new", "kept", "gradual", "posts"])
def test_slips_of_all_people_add_up_to_the_books_in_every_week(shop, policy):
    """Base, overtime, earned, paid, forfeited and owed, through quits, layoffs, newcomers, trials and new rules."""
    from sim.engine.batch import advance, start
    from sim.engine.state import allocate

    plan, record = compile_plan(shop, policy), draws(parameters_of(shop), [LUCK])
    values, state = record.view(np.dtype((np.record, record.dtype)))[0], allocate(plan)
    start(plan.arrays, values, state, (0, LUCK))
    batch = run(plan, record, np.array([LUCK])).series[0]
    seen = dict.fromkeys(("quits", "layoffs", "hires", "posts", "bonus_forfeited_rmb"), 0.0)
    for t in range(len(plan.arrays.weeks)):
        was = before(state)
        advance(plan.arrays, values, state, t, (0, LUCK))
        assert t < plan.burn_in or np.array_equal(batch[t - plan.burn_in], state.totals)  # the company of any run
        slips = [payslip_of(plan, values, t, was, state, i) for i in range(len(plan.arrays.seats))]
        slips, week = [slip for slip in slips if slip], state.week[0]
        for what in ("base", "overtime"):
            assert sum(getattr(slip, what) for slip in slips) == pytest.approx(week[f"{what}_rmb"], rel=1e-9, abs=1e-9)
        for what in ("earned", "paid", "forfeited", "owed"):
            found = sum(getattr(entry, what) for slip in slips for entry in slip.entries)
            assert found == pytest.approx(week[f"bonus_{what}_rmb"], rel=1e-9, abs=1e-9), (t, what)
        seen = {name: value + week[name] for name, value in seen.items()}
    assert min(seen["quits"], seen["hires"]) > 2 and seen["bonus_forfeited_rmb"] != 0.0  # else nothing would be tested
    assert (seen["posts"] > 1) == (policy == "posts") and (seen["layoffs"] == 0) == (policy == "posts")


def test_a_payslip_is_of_the_company_of_any_run(shop):
    """The frame's amounts in a week are those of the batch loop with the same luck, over all who are there."""
    found = run(compile_plan(shop, "new"), draws(parameters_of(shop), [3]), np.array([3]))
    there, paid = 0, 0.0
    for role, number in compile_plan(shop, "new").names.seats:
        try:
            frame = payslip(shop, "new", f"{role} {number}", 30, replicate=3).set_index("item")
        except SimError:
            continue
        there, paid = there + 1, paid + frame.loc["total", "paid_rmb"]
    assert there == found["heads"][0, 30] + found["quits"][0, 30]
    books = sum(found[name][0, 30] for name in ("base_rmb", "overtime_rmb", "bonus_paid_rmb"))
    assert paid == pytest.approx(books, rel=1e-9)


def test_a_frame_names_every_instrument_and_its_total_is_the_sum(shop):
    ratio = walk(shop, "new", 3, [12])[0].staff["pay_ratio"][place_of(shop, "design", 1)]
    frame = payslip(shop, "new", "design 2", 12, replicate=3)
    assert set(frame["item"]) == {"base", "overtime", "mix", "year", "stock", "help", "grade", "fund", "track", "total"}
    lines = frame.iloc[:-1]
    for name in ("earned_rmb", "paid_rmb", "awaiting_rmb", "forfeited_rmb"):
        assert frame.iloc[-1][name] == pytest.approx(lines[name].sum(), rel=1e-12)
    mix = frame[frame["item"] == "mix"].set_index("metric")
    assert mix.loc["gmv", "attainment"] == pytest.approx(mix.loc["gmv", "result"] / mix.loc["gmv", "target"])
    assert mix.loc["nps", "target"] == 1.0 and mix.loc["nps", "due"] == "2026-04-06"  # two weeks after the quarter
    assert mix.loc["nps", "attainment"] == mix.loc["nps", "result"]
    stock = frame[frame["item"] == "stock"].iloc[0]
    assert stock["unvested_rmb"] == pytest.approx(20000 * 39 / 52)  # a quarter of the year has vested in week 12
    track, base = (frame[frame["item"] == item].iloc[0] for item in ("track", "base"))
    assert (track["level"], track["raise_share"]) == (1.0, pytest.approx(0.12))  # promoted at the end of last year
    assert base["paid_rmb"] == pytest.approx(8000 / 5 * 1.12 * ratio)  # April 2026 has five weeks
    assert payslip(shop, "new", "marketing 1", 12, replicate=3).set_index("item").loc["off", "time_off_hours"] > 0.0


def test_a_leaver_is_settled_on_the_slip_of_the_last_week(shop):
    frame = payslip(shop, "new", "design 1", 12, replicate=3).set_index("item")
    assert frame.attrs["leaving"] and "leaves at the end of this week" in payslip_text(
        payslip(shop, "new", "design 1", 12, replicate=3)
    )
    assert (frame["awaiting_rmb"].dropna() == 0.0).all() and (
        frame.loc["mix", "paid_rmb"] > frame.loc["mix", "earned_rmb"]
    ).all()
    assert frame.loc["year", "forfeited_rmb"] > 0.0 and frame.loc["year", "paid_rmb"] == 0.0
    assert (
        frame.loc["stock", "unvested_rmb"] == 0.0
        and frame.loc["stock", "forfeited_rmb"] == frame.loc["stock", "period_rmb"]
    )
    with pytest.raises(SimError, match="nobody sits in design 1 in week 13"):
        payslip(shop, "new", "design 1", 13, replicate=3)


@pytest.mark.parametrize(
    ("seat", "week", "words"),
    [
        ("operations 9", 3, "no seat 'operations 9'; there are operations 1 to 4"),
        ("pilot 1", 3, "no seat 'pilot 1'"),
        ("operations", 3, "no seat 'operations'"),
        ("operations 1", -1, "week -1 is not reported; there are 0 to 39"),
        ("operations 1", 40, "week 40 is not reported"),
        ("service 4", 30, "nobody sits in service 4 in week 30 (policy new, replicate 0)"),
    ],
)
def test_what_there_is_no_slip_of_is_said_in_one_line(shop, seat, week, words):
    with pytest.raises(SimError, match=re.escape(words)) as error:
        payslip(shop, "new", seat, week)
    assert "\n" not in str(error.value)


def test_text_reconciles_to_the_fen_in_both_languages(shop):
    frame = payslip(shop, "new", "运营 1", 12, replicate=3)
    for lang, base, total in (("en", "base pay", "total, rounded once"), ("zh", "基本工资", "合计(只舍入一次)")):
        lines = payslip_text(frame, lang).splitlines()
        table = [line for line in lines[5:] if not line.startswith("    ")]
        assert table[0].startswith(base) and table[-1].startswith(total)
        earned = [Decimal(re.search(r"-?[\d,]+\.\d\d", line).group().replace(",", "")) for line in table]
        assert sum(earned[:-1]) == earned[-1]
    with pytest.raises(SimError, match="language"):
        payslip_text(frame, "fr")


def test_command_writes_a_slip_and_refuses_without_a_traceback():
    asked = ["payslip", "scenarios/startup.yaml", "commission", "--seat", "operations 3", "--week", "20"]
    found = CliRunner().invoke(main, [*asked, "--lang", "zh"])
    assert found.exit_code == 0 and "share_of_gmv(提成)" in found.output and "不得用于评价个人" in found.output
    refused = CliRunner().invoke(main, [*asked[:-1], "99"])
    assert refused.exit_code == 2 and "Traceback" not in refused.output


@given(st.lists(st.floats(-1e6, 1e6), max_size=12))
def test_rounding_makes_lines_and_total_agree(amounts):
    assert sum((fen(each) for each in amounts), rounding(amounts)) == fen(sum(amounts))
    assert abs(rounding(amounts)) <= Decimal("0.005") * (len(amounts) + 1)


@pytest.mark.parametrize(
    ("amount", "written"), [(0.005, "0.01"), (2.675, "2.68"), (-0.005, "-0.01"), (-0.001, "0.00"), (1.0049999, "1.00")]
)
def test_half_a_fen_goes_up(amount, written):
    assert str(fen(amount)) == written
