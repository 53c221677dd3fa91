"""`sim explain`: parameters, rows, rules, the week and policies, in both languages; wrong names end with one line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.cli.catalogue import PHASES_ZH
from sim.cli.explain import OVERVIEW
from sim.cli.labelled import LABELS
from sim.engine.week import PHASES
from sim.parameters import default, registry
from sim.results.measures import MEASURES
from sim.studies.catalogue import catalogue
from sim.studies.catalogue.code import PACKAGE, called, callers, functions

FLAGSHIP = "scenarios/flagship.yaml"


def explained(*words: str) -> str:
    done = CliRunner().invoke(main, ["explain", *words])
    assert done.exit_code == 0, done.output
    return done.output


def flat(text: str) -> str:
    return " ".join(text.split())


def test_without_a_name_it_says_what_there_is() -> None:
    for lang in OVERVIEW:
        text = explained("--lang", lang)
        assert all(word in text for word in ("parameters", "catalogue", "schedule"))
        assert all(name.text(lang) in text for name in catalogue().groups.values())


def test_a_parameter() -> None:
    assert "Lazear" in explained("incentive_gain")
    assert "来源" in explained("incentive_gain", "--lang", "zh")
    every = explained("parameters")
    assert all(name in every for name in registry().entries)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("row", catalogue().rows, ids=lambda row: row.id)
def test_every_row(row, lang: str) -> None:
    text = flat(explained(row.id.lower(), "--lang", lang))
    assert text.startswith(f"{row.id} {row.name.text(lang)}") and row.what.text(lang) in text
    assert all(part in text for part in (*row.keys, *row.rules, *row.tests, *row.metrics, *row.measures))
    assert all(entry.name in text for entry in row.parameters)
    assert (f"sim ablation {row.id}" in text) == (row.instrument is not None)


def test_a_part_of_the_catalogue_and_all_of_it() -> None:
    text = explained("E")
    assert "E.business" in text and "K1" not in text
    assert explained("catalogue").rstrip() == (PACKAGE / "CATALOGUE.md").read_text(encoding="utf-8").rstrip()


@pytest.mark.parametrize("name", ["departure_probability", "sim.rules.leaving.departure_probability", "choose_effort"])
def test_a_rule_or_phase(name: str) -> None:
    text, function = explained(name), functions()[name.rpartition(".")[2]]
    assert function.text in text and function.source in text and f"{function.file}:{function.line}" in text
    assert all(each in flat(text) for each in function.parameters)
    assert all(each.name in flat(text) for each in (*called(function.name), *callers(function.name)))


def test_measures_metrics_and_kinds() -> None:
    text = flat(explained("gmv"))
    assert "paid value of orders" in text and "RMB per year" in text and "R.operations" in text
    assert "元/年" in explained("gmv", "--lang", "zh") and "R.design" in explained("novelty")
    assert explained("milestone") == explained("I6") and explained("squads") == explained("O5")
    training = explained("training")
    assert "skill from training" in training and all(f"\n{name}  " in training for name in ("I15", "T3", "T6"))
    for measure in MEASURES:
        assert measure.formula in flat(explained(measure.name))
    for kind in catalogue().kinds:
        assert f"kind: {kind}" in explained(kind)


def test_what_is_known_of_functions() -> None:
    rule = functions()["departure_probability"]
    assert rule.parameters == ("depart_rate", "unpaid_retention") and rule.kind == "rule"
    assert rule.signature == "departure_probability(forfeit_months, par)" and '"""' not in rule.source
    assert rule.place == "sim.rules.leaving.departure_probability"
    assert {each.name for each in callers(rule.name)} == {"consider_leaving", "likely_to_go"}
    assert {name for each in functions().values() for name in each.parameters} <= set(default().names)
    names = [
        name
        for place in ("rules", "engine")
        for path in (PACKAGE / place).rglob("*.py")
        for name in re.findall(r"(?m)^@(?:rule|step|phase|kernel)\ndef (\w+)", path.read_text(encoding="utf-8"))
    ]
    assert sorted(names) == sorted(functions()), "every name must be unique, since it is explained by its name"


def test_the_week() -> None:
    text = explained("schedule")
    phases = re.findall(r"^\d+\. (\w+)", text, re.MULTILINE)
    assert phases == [phase.__name__ for phase in PHASES]
    assert all(f"{name}：{words}" in explained("schedule", "--lang", "zh") for name, words in PHASES_ZH.items())
    assert all(f"     {each.name}: " in text for phase in phases for each in called(phase))


def test_a_policy_in_words() -> None:
    text = explained(FLAGSHIP, "quota_commission")
    first, _, second = text.partition("What differs from today")
    assert "yearly_bonus" in first and "yearly_bonus" not in second and "Removes operations_kpi" in second
    assert "I1 " not in text and "O1 " in text
    assert "I1 " in explained(FLAGSHIP, "team_bonus")
    assert "与方案 today 的差异" in explained(FLAGSHIP, "squads", "--lang", "zh")
    assert "What differs" not in explained(FLAGSHIP, "today")
    every = explained(FLAGSHIP)
    assert "Policy squads" in every and "Policy pay_cut" in every


def test_the_text_goes_into_a_file(tmp_path: Path) -> None:
    assert explained("catalogue", "--lang", "zh", "--out", str(tmp_path / "page.md")) == ""
    assert "排行榜竞赛" in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["quit_bse"], "quit_base"),
        (["I99"], "I9"),
        (["departure_probabilty"], "departure_probability"),
        (["shedule"], "schedule"),
        (["€€€"], "says what there is"),
        ([FLAGSHIP, "sqads"], "squads"),
        (["nowhere.yaml", "today"], "nowhere.yaml"),
    ],
)
def test_a_wrong_name_ends_with_one_line_and_code_two(words: list[str], near: str) -> None:
    done = CliRunner().invoke(main, ["explain", *words])
    assert done.exit_code == 2 and near in done.output and len(done.output.splitlines()) == 1


def test_labels_are_chinese() -> None:
    assert all(re.search("[\u4e00-\u9fff]", label) for label in LABELS.values())
