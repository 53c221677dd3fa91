"""A plan becomes the pay of a policy: the rest of the scenario stays as it is written."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sim.cli import main
from sim.errors import InputError
from sim.scenario.loading import load, loads
from sim.spreadsheets import merged, read_plan, write_plan
from sim.spreadsheets.merging import section

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "scenarios" / "flagship.yaml"


def plan_of(tmp_path: Path, pay: dict[str, Any]) -> Any:
    write_plan(tmp_path / "plan.xlsx", pay, "zh")
    return read_plan(tmp_path / "plan.xlsx")


@pytest.mark.parametrize("policy", load(FLAGSHIP).policies)
@pytest.mark.parametrize("source", ["today", "quota_commission", "squads"])
def test_only_the_pay_of_one_policy_changes(tmp_path: Path, policy: str, source: str) -> None:
    before, pay = FLAGSHIP.read_text(encoding="utf-8"), load(FLAGSHIP).policy(source).instruments
    if (policy, source) == ("today", "quota_commission"):  # another policy changes an instrument that would be gone
        with pytest.raises(InputError, match=r"flagship\.yaml: policies\.team_bonus\.pay\.operations_kpi: "):
            merged(plan_of(tmp_path, pay), FLAGSHIP, policy)
        return
    after = merged(plan_of(tmp_path, pay), FLAGSHIP, policy)
    assert loads(after).policy(policy).instruments == pay
    kept = [row for row in before.splitlines() if "#" in row or row.startswith(("company", "lines"))]
    assert [row for row in kept if row not in after] == []
    others = set(load(FLAGSHIP).policies) - {policy}
    untouched = [name for name in others if load(FLAGSHIP).policies[name].extends != policy]
    assert all(loads(after).policies[name] == load(FLAGSHIP).policies[name] for name in untouched)


def shop_with(policies: str, tmp_path: Path) -> Path:
    head = FLAGSHIP.read_text(encoding="utf-8").partition("\npolicies:")[0].replace("baseline:", "# baseline:")
    (tmp_path / "shop.yaml").write_text(f"{head}\npolicies:{policies}", encoding="utf-8", newline="")
    return tmp_path / "shop.yaml"


@pytest.mark.parametrize(
    "policies",
    [
        "\n  a:\n  b: {}\n",
        "\n  a: {}   # nothing yet\n  b:\n    note: x\n",
        "\n  a: null\n",
        "\n  a: {note: x}\n  b: {extends: a}\n",
        "\n  a: {pay: {}, note: x}\n",
        "\n  a:\n    note: x   # why\n\n  # the next\n  b: {}\n",
        "\n  a:\n    note: |\n      long\n      text\n  b: {}\n",
        "\n  a:\n    pay:\n      z: {kind: annual_bonus, roles: all, months: 2}   # gone\n    # kept\n    note: x\n",
        "\r\n  a:\r\n    pay: {}\r\n    note: x\r\n",
    ],
)
def test_every_way_to_write_a_policy(tmp_path: Path, policies: str) -> None:
    pay = load(FLAGSHIP).policy("quota_commission").instruments
    path = shop_with(policies, tmp_path)
    old = load(path)
    new = loads(merged(plan_of(tmp_path, pay), path, "a"))
    assert new.policy("a").instruments == pay
    assert new.policies["a"].note == old.policies["a"].note
    assert list(new.policies) == list(old.policies)


def test_an_alias_is_not_followed(tmp_path: Path) -> None:
    path = shop_with(
        "\n  a:\n    pay: &p {z: {kind: annual_bonus, roles: all, months: 2}}\n  b:\n    pay: *p\n", tmp_path
    )
    with pytest.raises(Exception, match="written in a way that cannot be replaced"):
        merged(plan_of(tmp_path, load(FLAGSHIP).policy("today").instruments), path, "b")


def test_what_does_not_fit_the_scenario_has_its_cell(tmp_path: Path) -> None:
    rows = "名称,类型,岗位,月薪个数\n甲,年终奖,数据分析、内容,1\n"
    (tmp_path / "plan.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        merged(read_plan(tmp_path / "plan.csv"), FLAGSHIP, "today")
    told = str(caught.value)
    assert f"{tmp_path / 'plan.csv'}: C2: " in told
    assert "the company has no seats for 'content'" in told


def test_the_section_is_a_policy_a_person_could_have_written(tmp_path: Path) -> None:
    pay = load(FLAGSHIP).policy("quota_commission").instruments
    assert section({"x": pay["gmv_quota"], "2024": None}, 2) == (
        "  pay:\n"
        "    x:\n"
        "      kind: quota\n"
        "      roles: [operations, marketing]\n"
        "      target_rmb: 3000\n"
        "      curve: {threshold: 0.8, accelerators: [{above: 1, multiple: 2}], cap: 1.5}\n"
        "      ratchet: 0.3\n"
        '    "2024": null'
    )


def sim(*words: Any) -> Result:
    return CliRunner().invoke(main, ["spreadsheet", *map(str, words)])


def test_the_commands(tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.xlsx", tmp_path / "shop.yaml"
    done = sim("write", FLAGSHIP, "quota_commission", plan, "--lang", "zh")
    assert (done.exit_code, "2 个激励工具" in done.output) == (0, True)
    again = sim("write", FLAGSHIP, "quota_commission", plan)
    assert (again.exit_code, "exists already" in again.output) == (2, True)
    assert sim("read", plan).output == section(load(FLAGSHIP).policy("quota_commission").instruments) + "\n"
    fit = ("--scenario", FLAGSHIP, "--policy", "squads")
    assert sim("read", plan, *fit, "--write", out).exit_code == 0
    assert load(out).policy("squads").instruments == load(FLAGSHIP).policy("quota_commission").instruments
    assert sim("read", plan, *fit, "--write", out).exit_code == 2
    assert sim("read", plan, *fit, "--write", out, "--replace").exit_code == 0
    alone = sim("read", plan, "--policy", "squads")
    assert (alone.exit_code, "belong together" in alone.output) == (2, True)
    lost = sim("read", plan, "--scenario", FLAGSHIP, "--policy", "squad")
    assert (lost.exit_code, "did you mean 'squads'?" in lost.output) == (2, True)
