"""Every risk of the catalogue: it emerges under its condition, shrinks under its remedy, is absent otherwise."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

import sim
from sim.cli import main
from sim.results.risks import RISKS, examine, risk
from sim.results.risks.signs import known, seen
from sim.studies.fragments import merged
from sim.studies.risks import risks
from sim.studies.risks.document import Change, Risks, Row
from sim.studies.risks.measure import Arms, Four, four
from sim.studies.risks.programmes import MEASURES, effects, programmes, wilson
from sim.studies.risks.table import page, weeks
from sim.studies.risks.words import say

ROOT = Path(__file__).parents[3]
FLAGSHIP = ROOT / "scenarios" / "flagship.yaml"
NAMES = [row.name for row in risks().rows]
PARTS = ("must_hold", "condition", "sign", "also", "remedies", "absence", "indifference", "catalogue")
REPLICATES, SURE = 40, 160
#: What makes weak effects plain with few pairs: people who choose what serves their pay more readily than the registry
#: says (K2, K4a), risk that hurts more (K8b). The page has the registry's numbers.
AMPLIFIED = {
    "K2": Change(scenario={"behaviour": {"self_serving_pick": 2}}),
    "K4a": Change(scenario={"behaviour": {"self_serving_pick": 2}}),
    "K8b": Change(scenario={"behaviour": {"risk_aversion": 4}}),
}
KINDS = {
    "onboarding",
    "mentoring",
    "training",
    "teardown",
    "user_stories",
    "rotation",
    "library",
    "ambassadors",
    "gatherings",
    "new_tools",
    "flexible_hours",
    "silent_day",
    "benefits",
    "innovation_fund",
    "internal_posts",
}
#: Exits are few, a campaign is short, and what customers remember is small: the check needs more pairs for these.
SURELY = dict.fromkeys(("K2", "K3a", "K8a", "K8b", "K9"), (pytest.mark.slow,))


@pytest.fixture(scope="module")
def shop():
    return sim.load(FLAGSHIP)


@cache
def kept() -> Arms:
    return Arms(sim.load(FLAGSHIP), REPLICATES)


@cache
def many() -> Arms:
    return Arms(sim.load(FLAGSHIP), SURE)


def plain(name: str) -> Row:
    """A row whose effect few pairs show."""
    row, more = risks().row(name), AMPLIFIED.get(name, Change())
    scenario, policy = merged(row.setting.scenario, more.scenario), merged(row.setting.policy, more.policy)
    return row.model_copy(update={"setting": Change(scenario=scenario, policy=policy)})


@cache
def measured(name: str) -> Four:
    return four(plain(name), many() if name == "K3a" else kept())


def test_every_risk_of_the_catalogue_has_a_row_and_an_entry() -> None:
    wanted = [f"K{number}" for number in range(1, 11)]
    assert list(dict.fromkeys(row.id for row in risks().rows)) == wanted
    assert [each.id for each in RISKS] == wanted
    assert all(row.id in row.catalogue for row in risks().rows)


def test_every_sign_exists_and_the_decisive_ones_are_known_to_the_check() -> None:
    assert all(known(name) for each in RISKS for name in each.measures)
    for row in risks().rows:
        assert all(known(sign.measure) for sign in row.signs)
        assert not risk(row.id).ways or {sign.measure for sign in row.signs} & set(risk(row.id).measures)


@pytest.mark.parametrize("part", PARTS)
def test_a_row_that_loses_a_part_is_refused(part: str) -> None:
    document = risks().model_dump()
    del document["rows"][2][part]
    with pytest.raises(ValidationError, match=part):
        Risks.model_validate(document)


def test_unknown_measures_risks_and_parameters_are_refused() -> None:
    document = risks().row("K1").model_dump()
    for change in ({"id": "K99"}, {"sign": {"measure": "no_such", "direction": "up"}}):
        with pytest.raises(ValidationError):
            Row.model_validate({**document, **change})
    with pytest.raises(ValidationError, match="unknown parameters"):
        Risks.model_validate({**risks().model_dump(), "indifferent": {"no_such": 0}})


@pytest.mark.parametrize("name", NAMES)
def test_every_fragment_makes_a_valid_scenario(name: str, shop) -> None:
    row, arms = risks().row(name), Arms(shop)
    for changes in (
        [row.setting],
        [row.setting, row.condition],
        *([row.setting, row.condition, each] for each in row.remedies),
        [row.setting, row.absence],
        [row.setting, row.indifference],
    ):
        arms.scenario(changes)


#: Risks that the repaired model does not show as their rows say: what was seen, without its cause being known. A repair
#: that brings one back fails here.
OPEN = {
    "K8b": "it emerges (unfair exits +19.1) and shrinks, but 7.8 (3.3 to 12.3) remain where it should be absent",
    "K9": "repurchase falls by 0.04 points (-0.20 to 0.11) only; its sign is not satisfaction, which falls by 0.31",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=pytest.mark.xfail(strict=True, reason=OPEN[each])) if each in OPEN else each
        for each in NAMES
    ],
)
def test_a_risk_emerges_shrinks_and_is_absent_where_it_should_be(name: str) -> None:
    found = measured(name)
    assert found.verdict in {"emerges", "small"}
    assert any(found.relief(number) == "shrinks" for number in range(len(found.remedies)))
    assert found.left(found.absence) in {"absent", "little"}
    assert found.left(found.indifference) in {"absent", "little"}


def test_staff_who_do_not_care_for_money_are_moved_by_no_pay_at_all() -> None:
    for row in risks().rows:
        if row.indifference.money and row.condition.policy and row.id != "K8":
            found = measured(row.name).indifference
            assert found.mean == found.low == found.high == 0.0, row.name


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=SURELY.get(name, ())) for name in NAMES if not name.startswith("K10")]
)
def test_the_check_knows_every_risk_again(name: str, shop) -> None:
    row, arms = plain(name), Arms(shop, SURE) if name in SURELY else kept()
    base, new = arms.record(row.setting), arms.record(row.setting, row.condition)
    emerged = {each.risk.id for each in examine("new", base, new) if each.emerged}
    assert row.id in emerged


def test_pay_for_response_time_does_not_leave_base_work_undone() -> None:
    """What the note of K2 says: the metric is read from the delay of one's own work."""
    row = risks().row("K2")
    terms = {"kind": "performance_pay", "roles": ["technology"], "weights": {"response": 1}, "target_rmb": 4000}
    response = Change(policy={"pay": {"it_kpi": None, "it_response": terms}})
    assert not seen(kept().record(row.setting), kept().record(row.setting, response), row.sign.sign).goes("down")


def test_the_page_says_what_the_data_say() -> None:
    text = (ROOT / "sim" / "RISKS.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    for row in risks().rows:
        heads = f"| {row.name} {row.risk.en} |", f"| {row.name} |"
        mine = [line for line in lines if line.startswith(heads)]
        assert len(mine) == 2 + len(row.signs), f"{row.name}: write the page again with `sim risks --out sim/RISKS.md`"
        what, four_comparisons, *signs = mine
        assert all(each.en in what for each in (row.must_hold, row.condition, *row.remedies, row.absence))
        verdicts = ("emerges", "small", "none"), ("shrinks", "stays"), ("absent", "little", "remains")
        assert all(any(f"**{say(word, 'en')}**" in four_comparisons for word in words) for words in verdicts)
        assert all(weeks(sign, "en") in line for sign, line in zip(row.signs, signs, strict=True))
        assert row.note is None or f"- {row.name}: {row.note.en}" in lines
    for each in programmes():
        assert any(line.startswith(f"| {each.id} {each.name.en} |") and line.count("[") == 5 for line in lines)


def test_every_programme_is_there_and_its_words_are_in_both_languages(shop) -> None:
    assert {each.key for each in programmes()} == KINDS
    for each in programmes():
        kinds = {terms["kind"] for terms in each.policy.get("programmes", {}).values()}
        assert kinds == ({each.key} if each.key != "ambassadors" else set())
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.name.zh)
    few = [each for each in effects(shop, 6, 2) if each.programme.id in {"T9", "I18"}]
    assert all(0.0 <= each.chance_low <= each.chance <= each.chance_high <= 1.0 for each in few)
    assert all(low <= middle <= high for each in few for middle, low, high in (each.spread[name] for name in MEASURES))


def test_wilson_at_known_values() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)


def test_the_page_comes_in_both_languages() -> None:
    about = {"version": "0", "replicates": REPLICATES, "draws": 0, "seeds": 0}
    english, chinese = (page([measured("K1")], [], lang, about) for lang in ("en", "zh"))
    assert "**emerges**" in english and "**shrinks**" in english and "## Programmes" not in english
    assert "**出现**" in chinese and "页面点击率" in chinese


def test_the_command_measures_some_rows_and_refuses_unknown_ones() -> None:
    arguments = ["risks", "--flagship", str(FLAGSHIP), "--replicates", "8", "--only"]
    done = CliRunner().invoke(main, [*arguments, "K1", "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "四项对比" in done.output
    assert CliRunner().invoke(main, [*arguments, "K99"]).exit_code == 2


@pytest.mark.slow
def test_the_page_is_what_fewer_replicates_find() -> None:
    """The page is measured with more pairs, as the registry has it; fewer must come to the same verdicts."""
    text, arms = (ROOT / "sim" / "RISKS.md").read_text(encoding="utf-8"), Arms(sim.load(FLAGSHIP), SURE)
    for row in risks().rows:
        line = next(line for line in text.splitlines() if line.startswith(f"| {row.name} |") and "**" in line)
        found = four(row, arms)
        assert f"**{say(found.verdict, 'en')}**" in line, row.name
        assert f"**{say(found.relief(0), 'en')}**" in line, row.name
