"""A refusal of pay that cannot be written names what comes nearest; the list of kinds is whole."""

import re

import pytest

from sim.conformance.pay_cases import scenario_of
from sim.pay.asked import ASKED, key_remedy, kind_remedy
from sim.pay.instruments.registry import INSTRUMENTS


@pytest.mark.parametrize(
    ("kind", "key", "named"),
    [
        ("commission", "tiers", "`steps` of a commission"),
        ("commission", "curve", "`curve` is an entry of dual_appraisal, performance_pay, quota, team_bonus"),
        ("commission", "deferred_share", "`withheld: {share"),
        ("commission", "minimum_rmb", "`floor: {rmb: 3000, months: 3}`"),
        ("quota", "gate", "`only_if: [{metric: returns, at_most: 0.15}]`"),
        ("quota", "collected_only", "`counts_after_weeks`"),
        ("quota", "pay_dellay_weeks", "did you mean 'pay_delay_weeks'?"),
        (
            "leaderboard",
            "xyz",
            "known: kind, roles, metric, prizes_rmb, basis, handicap, shown, period, only_if, pay_delay_weeks",
        ),
    ],
)
def test_an_unknown_key_names_the_nearest_thing(kind: str, key: str, named: str) -> None:
    assert named in key_remedy(key, INSTRUMENTS[kind], INSTRUMENTS).en


def test_the_list_of_kinds_is_whole() -> None:
    remedy = kind_remedy("xyz", INSTRUMENTS).en
    assert "…" not in remedy and all(kind in remedy for kind in INSTRUMENTS)
    assert kind_remedy("quotta", INSTRUMENTS).en == "did you mean 'quota'?"


def test_what_is_suggested_can_be_written() -> None:
    """Every entry that a hint puts in backquotes is one of some instrument, every kind one that there is."""
    entries = {name for model in INSTRUMENTS.values() for name in model.model_fields} | {"lumps", "lump_rmb", "kind"}
    for each in ASKED:
        for words in (each.write.en, each.write.zh):
            quoted = words.split("`")[1::2]
            assert {piece.partition(":")[0] for piece in quoted} <= entries, each
            assert {piece.split()[1] for piece in quoted if piece.startswith("kind:")} <= set(INSTRUMENTS), each
        assert re.search("[\u4e00-\u9fff]", each.write.zh)


@pytest.mark.parametrize(
    ("pay", "refused"),
    [
        ({"rate": 0.1, "steps": [{"above": 9, "rate": 0.2}, {"above": 9, "rate": 0.3}]}, "steps must rise"),
        ({"rate": 0.1, "steps_on": "whole", "steps": [{"above": 9, "rate": 0.05}]}, "pay less for more"),
        ({"rate": 0.1, "counts_after_weeks": 3, "pay_delay_weeks": 2}, "paid 5 weeks after a month"),
        ({"rate": 3, "metric": "served", "withheld": {"share": 0.5}}, "no `withheld`"),
    ],
)
def test_what_makes_no_sense_is_refused(pay: dict, refused: str) -> None:
    with pytest.raises(Exception, match=refused):
        scenario_of({"case": "x", "pay": {"it": {"kind": "commission", "roles": ["operations"], **pay}}})
