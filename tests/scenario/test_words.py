"""Scenarios in words, the template, the schema and their commands."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import COMMANDS, main
from sim.documents.reading import read
from sim.language.terms import rmb
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario import Scenario, load, loads
from sim.scenario.schema import schema
from sim.scenario.template import template
from sim.scenario.words import compared, describe, describe_policy, whole

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_policy_is_told(file: Path, lang: str) -> None:
    scenario = load(file)
    text = describe(scenario, lang)
    assert all(name in text for name in scenario.policies)
    assert "{" not in text


def test_who_gets_what_at_which_attainment() -> None:
    shop = load(SCENARIOS / "flagship.yaml")
    english = describe_policy(shop, "quota_commission")
    for words in (
        "Removes operations_kpi",
        "operations and marketing",
        "nothing below 80 %",
        "RMB 2,400 at 80 %",
        "RMB 3,000 at 100 %",
        "RMB 4,200 at 120 %",
        "RMB 6,000 at 150 %",
        "no more above 150 %",
        "6 April 2026",
        "announced on 2 March 2026",
    ):
        assert words in english
    chinese = describe_policy(shop, "quota_commission", "zh")
    for words in ("取消 operations_kpi", "运营、市场", "达成 150 % 得 6,000 元", "2026年3月2日宣布"):
        assert words in chinese
    assert "target_rmb 1000, was 2000" in describe_policy(shop, "team_bonus")
    assert "everybody -10 %" in describe_policy(shop, "pay_cut")


ROLLED_OUT = {
    "extends": "today",
    "announce": "2026-03-02",
    "start": "2026-04-06",
    "transition_weeks": 8,
    "keep_old_pay": True,
    "pilot": {"from": "2026-03-16", "share": 0.25},
    "review": {"instrument": "operations_kpi", "metric": "nps"},
    "stages": [
        {"policy": "today", "from": "2027-01-04"},
        {"policy": "squads", "age_years": 3, "announce_weeks": 4},
        {"policy": "today", "when": {"measure": "heads", "above": 200, "below": 90, "weeks": 6}},
    ],
}


def test_how_a_policy_is_rolled_out() -> None:
    document = load(SCENARIOS / "flagship.yaml").model_dump(by_alias=True)
    document["company"]["founded"] = date(2024, 1, 1)
    shop = Scenario.model_validate(document)
    shop = shop.with_policies({"new": ROLLED_OUT, "off": {**ROLLED_OUT, "stages": [], "cancel": "2026-03-30"}})
    english, chinese = (whole(shop, "new", lang) for lang in ("en", "zh"))
    for words in (
        "Pilot from 16 March 2026 on: 25 %",
        "within 8 weeks",
        "keeps the old pay rules",
        "today takes over from 4 January 2027 on",
        "squads takes over once the company turns 3, announced 4",
        "once staff stays above 200 for 6 weeks, until it falls below 90",
        "net promoter score (NPS) in",
        "Overtime: at most 20 %",
        "10 % of it is audited",
    ):
        assert words in english
    for words in (
        "自2026年3月16日起试点",
        "8 周内逐步过渡",
        "保留原薪酬规则",
        "满 3 年时,由方案 squads 接替,提前 4 周宣布",
        "员工数连续 6 周高于 200时(低于 90 则退回)",
        "每 13 周复盘",
        "加班",
    ):
        assert words in chinese
    assert "2026年3月30日取消" in whole(shop, "off", "zh")
    assert "Pilot" in compared(shop, "new", "today") and compared(shop, "today", "today").endswith("Nothing.")


def test_weights_that_change_by_date() -> None:
    shop = load(SCENARIOS / "flagship.yaml")
    assert "Weights from 10-01 to 12-31 every year: paid GMV 60 %" in compared(shop, "season_shift", "today")
    assert "每年 10-01 至 12-31 期间权重:支付成交总额 60 %" in compared(shop, "season_shift", "today", "zh")
    shifts = [
        {"from": "2026-06-01", "weights": {"gmv": 1.0}},
        {"from": "2026-02-02", "until": "2026-03-01", "metric": "nps", "rises_by": 0.1},
    ]
    shop = shop.with_policies({"new": {"extends": "today", "pay": {"operations_kpi": {"shifts": shifts}}}})
    text = describe_policy(shop, "new")
    assert "from 1 June 2026 on: paid GMV 100 %" in text and "from 2 February 2026 to 1 March 2026" in text


def test_money() -> None:
    assert [rmb(amount, "en") for amount in (0.5, 1234.56, 1.25e6)] == ["RMB 0.5", "RMB 1,235", "RMB 1.25 million"]
    assert [rmb(amount, "zh") for amount in (600, 1.25e6)] == ["600 元", "125 万元"]


@pytest.mark.parametrize("name", ["Tea shop", 'Ann\'s "best": shop #1', "小店", "- x", "12", "null"])
@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2027, 12, 31)])
def test_the_template_is_valid(name: str, day: date) -> None:
    scenario = loads(template(name, day))
    assert scenario.name == name
    assert describe(scenario)
    chinese = template(name, day, "zh")
    assert loads(chinese) == scenario
    for text, foreign in ((template("shop", day), "[\u4e00-\u9fff¦]"), (chinese, "# [a-z][a-z]+ [a-z]+ [a-z]+ |¦")):
        assert not re.search(foreign, text)


def test_new_check_and_schema(tmp_path: Path) -> None:
    run = CliRunner()
    file = tmp_path / "shop.yaml"
    assert run.invoke(main, ["new", "Shop", "--out", str(file)]).exit_code == 0
    again = run.invoke(main, ["new", "Shop", "--out", str(file)])
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    checked = run.invoke(main, ["check", str(file), "--lang", "zh"])
    assert (checked.exit_code, "方案 today" in checked.stdout) == (0, True)
    assert run.invoke(main, ["new", "Shop", "--out", str(tmp_path / "no" / "x.yaml")]).exit_code == 2
    assert run.invoke(main, ["new", " "]).exit_code == 2
    target = tmp_path / "schema.json"
    assert run.invoke(main, ["schema", "--out", str(target)]).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8")) == schema()
    assert json.loads(run.invoke(main, ["schema"]).stdout) == schema()
    beside = tmp_path / "scenario.schema.json"
    assert f"$schema={beside.name}\n" in file.read_text(encoding="utf-8") and json.loads(beside.read_text()) == schema()


def test_every_listed_command_exists() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert all(name in result.stdout for name in COMMANDS)
    for name in COMMANDS:
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_every_key_is_told_in_both_languages_where_an_editor_shows_it() -> None:
    known = schema()
    for name, part in {"Scenario": known, **known["$defs"]}.items():
        for key, entry in part.get("properties", {}).items():
            assert re.search("[一-鿿]", entry.get("description", "")), f"{name}.{key}"


def test_the_schema_knows_what_documents_may_leave_out() -> None:
    known = schema()
    policy = known["$defs"]["Policy"]
    assert "required" not in policy
    assert "from" in known["$defs"]["Peak"]["properties"]
    (pay,) = policy["properties"]["pay"]["patternProperties"].values()
    whole, changes, nothing = pay["anyOf"]
    assert len(whole["oneOf"]) == len(INSTRUMENTS)
    assert {"target_rmb", "weights", "ratchet", "months"} <= set(changes["properties"])
    assert "kind" not in changes["properties"]
    assert nothing == {"type": "null"}


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_schema_accepts_what_loads_and_refuses_a_misspelt_key(file: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    checker = jsonschema.Draft202012Validator(schema())
    text = file.read_text(encoding="utf-8")
    assert list(checker.iter_errors(read(text, file.name).data)) == []
    misspelt = text.replace("kind: team_bonus", "kind: team_bouns").replace("kind: annual_bonus", "kind: anual_bonus")
    assert list(checker.iter_errors(read(misspelt, file.name).data))
    assert list(checker.iter_errors(read(text.replace("conversion:", "converson:"), file.name).data))
