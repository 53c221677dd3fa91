"""The document as a value: inheritance, round trips, cross-checks, hostile values at every place."""

import copy
import itertools
import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from sim.documents.inheritance import inherit
from sim.errors import InputError, SimError
from sim.pay.curves import Accelerator, Curve, Lump
from sim.scenario import Scenario, load, loads
from sim.scenario.checks import faults

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(SCENARIOS.glob("*.yaml"))


def plain(text: str) -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_scenarios_load_and_survive_a_round_trip(file: Path) -> None:
    scenario = load(file)
    for mode in ("python", "json"):
        assert Scenario.model_validate(scenario.model_dump(by_alias=True, mode=mode)) == scenario


def test_flagship_is_the_company_it_says() -> None:
    shop = load(SCENARIOS / "flagship.yaml")
    heads = {role: seats.heads for role, seats in shop.company.seats.items()}
    assert heads == {
        "operations": 12,
        "design": 12,
        "service": 12,
        "marketing": 8,
        "warehouse": 8,
        "technology": 5,
        "data": 3,
    }
    gmv = [line.weekly_gmv_rmb for line in shop.lines]
    assert len(gmv) == 12
    assert gmv[0] / gmv[-1] == pytest.approx(2.2, rel=0.02)
    ratios = [before / after for before, after in itertools.pairwise(gmv)]
    assert ratios == pytest.approx([2.2 ** (1 / 11)] * 11, rel=0.02)
    assert sum(gmv) == pytest.approx(1.25e6, rel=0.01)
    assert sum(shop.calendar.season) / 53 == pytest.approx(1.0, abs=0.01)
    assert list(shop.policies) == ["today", "quota_commission", "squads", "team_bonus", "pay_cut", "season_shift"]
    assert (shop.policy("pay_cut").start - shop.policy("pay_cut").announce).days == 12 * 7


def test_a_policy_inherits_changes_and_removes(small_text: str) -> None:
    text = small_text + (
        "  third:\n    extends: quota\n    base_change: {operations: -0.1}\n    pay:\n      quota: {target_rmb: 10}\n"
        "  fourth:\n    extends: third\n    start: 2026-05-04\n    base_change: {operations: null, service: 0.2}\n"
    )
    scenario = loads(text)
    today, quota, third, fourth = (scenario.policy(name) for name in ("today", "quota", "third", "fourth"))
    assert list(today.pay) == ["kpi"]
    assert list(quota.pay) == ["quota"]
    assert (today.start, today.announce) == (date(2026, 1, 5), date(2026, 1, 5))
    assert (third.start, third.announce) == (date(2026, 4, 6), date(2026, 4, 6))
    assert third.pay["quota"] == quota.pay["quota"].model_copy(update={"target_rmb": 10.0})
    assert (fourth.start, fourth.announce) == (date(2026, 5, 4), date(2026, 5, 4))
    assert [third.base_factor(role) for role in ("operations", "service")] == [0.9, 1.0]
    assert [fourth.base_factor(role) for role in ("operations", "service")] == [1.0, 1.2]
    assert Scenario.model_validate(scenario.model_dump(by_alias=True)) == scenario


def test_discretion_falls_back_on_the_company(small_text: str) -> None:
    text = small_text.replace("policies:", "discretion: {discount_limit: 0.1, audit_share: 0.3}\npolicies:")
    text += "  strict:\n    extends: today\n    discretion: {discount_limit: 0.0}\n"
    scenario = loads(text)
    assert scenario.policy("today").discretion == scenario.discretion
    assert scenario.policy("strict").discretion.discount_limit == 0.0
    assert scenario.policy("strict").discretion.audit_share == 0.3


def test_policies_can_be_added(small_text: str) -> None:
    scenario = loads(small_text).with_policies({"cut": {"extends": "today", "base_change": {"all": -0.1}}})
    assert scenario.policy("cut").base_factor("service") == 0.9
    assert list(scenario.policy("cut").pay) == ["kpi"]
    with pytest.raises(ValidationError, match="no policy is called"):
        scenario.with_policies({"cut": {"extends": "toady"}})


def test_an_unknown_policy_is_refused(small_text: str) -> None:
    with pytest.raises(SimError, match="did you mean 'today'"):
        loads(small_text).policy("tody")


def test_values_are_frozen(small_text: str) -> None:
    with pytest.raises(ValidationError):
        loads(small_text).company.weeks = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("start: 2026-01-05", "start: 2026-01-06", "Tuesday"),
        ("start: 2026-04-06", "start: 2026-12-28\n    announce: 2027-01-04", "after it starts"),
        ("start: 2026-04-06", "start: 2027-02-01", "never run"),
        ("start: 2026-04-06", "start: 2025-12-29", "before the company's start"),
        ("start: 2026-04-06", "headcount: {service: -3}", "3 of 2 seats"),
        ("start: 2026-04-06", "headcount: {data: 1}", "no seats for 'data'"),
        ("start: 2026-04-06", "structure: {cover: 0.3}", "belongs to squads"),
        ("start: 2026-04-06", "overtime_cap: 0.7", "at most 0.5"),
        ("target_rmb: 2500", "target_rmb: 2500, curve: {cap: 0.5, threshold: 0.8}", "below the threshold"),
        ("target_rmb: 2500", "target_rmb: 2500, curve: {linear: false}", "nothing is paid"),
        ("kind: quota,", "", "no instrument of this name is inherited"),
        ("kind: quota,", "kind: quotas,", "quotas is no kind"),
        ("policies:", "calendar: {season: [1, 1]}\npolicies:", "53 numbers"),
        ("policies:", "behaviour: {incentive_gian: 0.2}\npolicies:", "incentive_gain"),
        ("policies:", "behaviour: {incentive_gain: {value: 0.2, low: 0.3, high: 0.4}}\npolicies:", "outside"),
        ("weeks: 52", "weeks: 52\n  utilisation: {data: 0.8}", "no seats for 'data'"),
        ("weeks: 52", "weeks: 52\n  requests: {service: {service: 0.1}}", "to itself"),
        ("weeks: 52", "weeks: 52\n  exit_season: [1, 1]", "12 numbers"),
        ("weeks: 52", "weeks: 5.5", "whole number"),
        ("version: 1", "version: 2", "Known: 1"),
        ("    start: 2026-04-06", "    strat: 2026-04-06", "'start'"),
    ],
)
def test_parts_that_do_not_fit(small_text: str, old: str, new: str, words: str) -> None:
    assert old in small_text
    with pytest.raises(InputError, match=words):
        loads(small_text.replace(old, new))


@pytest.mark.parametrize(
    ("days", "yearly", "fits"),
    [
        ("2026-06-01 2026-06-10 2027-06-05 2027-06-06", True, False),
        ("2026-06-01 2026-06-10 2027-06-05 2027-06-06", False, True),
        ("2025-12-28 2026-01-03 2026-01-03 2026-01-04", True, False),
        ("2025-12-28 2026-01-03 2027-01-03 2027-01-04", True, False),
        ("2026-06-01 2026-06-10 2028-06-11 2028-06-12", True, True),
        ("2026-06-10 2026-06-01 2026-07-01 2026-07-02", True, False),
    ],
)
def test_peaks_keep_apart(small_text: str, days: str, yearly: bool, fits: bool) -> None:
    first, last, other_first, other_last = days.split()
    index = f"index: 2, yearly: {str(yearly).lower()}"
    peaks = [
        f"{{name: a, from: {first}, until: {last}, {index}}}",
        f"{{name: b, from: {other_first}, until: {other_last}, {index}}}",
    ]
    text = small_text.replace("policies:", f"calendar: {{peaks: [{', '.join(peaks)}]}}\npolicies:")
    if fits:
        loads(text)
        return
    with pytest.raises(InputError, match=r"calendar\.peaks"):
        loads(text)


def test_inherited_faults_are_told_where_they_were_written(small_text: str) -> None:
    text = small_text.replace("target_rmb: 2000", "target_rmb: -1").replace("      kpi: null\n", "")
    with pytest.raises(InputError) as caught:
        loads(text)
    assert [problem.path for problem in caught.value.problems] == ["policies.today.pay.kpi.target_rmb"]


def test_filling_in_twice_changes_nothing(small_text: str) -> None:
    once = inherit(plain(small_text))
    assert inherit(once) == once


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of everything below a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [deeper for key, item in items for deeper in ((*path, key), *places(item, (*path, key)))]


HOSTILE = st.one_of(
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from([None, True, [], {}, [[]], {"": None}, "all", "2026-02-29", {"extends": {}}, [1, "a"]]),
)


@settings(max_examples=25)
@given(st.data())
def test_hostile_values_are_refused_in_words(small_text: str, data: st.DataObject) -> None:
    document = plain(small_text)
    document["calendar"] = {"peaks": [{"name": "p", "from": "2026-06-01", "until": "2026-06-02", "index": 2.0}]}
    document["behaviour"] = {"incentive_gain": 0.2}
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        target = document
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = copy.deepcopy(data.draw(HOSTILE))
    faults(inherit(document))
    with suppress(ValidationError):
        Scenario.model_validate(document)
    with suppress(InputError):
        loads(json.dumps(document, default=str))


def test_loading_and_validating_agree(small_text: str) -> None:
    assert loads(small_text) == Scenario.model_validate(plain(small_text))


LUMPS = st.lists(st.tuples(st.floats(0, 2), st.floats(0, 1)), max_size=3)


@given(st.floats(0, 1), st.floats(1, 1.3), st.floats(0, 4), st.floats(1.3, 3), LUMPS)
def test_payout_is_the_curve_by_pieces(
    threshold: float, mark: float, multiple: float, cap: float, lumps: list[tuple[float, float]]
) -> None:
    curve = Curve(
        threshold=threshold,
        accelerators=(Accelerator(above=mark, multiple=multiple),) if mark < cap else (),
        cap=cap,
        lumps=tuple(Lump(at=at, share=share) for at, share in lumps),
    )
    for attainment in (0.0, threshold / 2, threshold, 0.9, 1.0, 1.1, 1.5, 5.0):
        reached = min(attainment, cap)
        slope = multiple if mark < cap else 1.0
        linear = 0.0 if attainment < threshold else min(reached, mark) + slope * max(0.0, reached - mark)
        steps = sum(share for at, share in lumps if attainment >= at)
        assert curve.payout(attainment) == pytest.approx(linear + steps)
