"""The cells of awards and of weights by date as a clerk reads and writes them; no JSON anywhere."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sim.errors import InputError
from sim.pay.instruments.registry import INSTRUMENTS
from sim.spreadsheets import read_plan, write_plan
from sim.spreadsheets.columns import Layout
from sim.spreadsheets.legend import legend

ROLES = {"roles": ["operations"]}
SEASON = {"from": "2026-10-01", "until": "2026-12-31", "yearly": True, "weights": {"gmv": 0.5, "nps": 0.5}}
PRIVATE = {"from": "2027-01-04", "weights": {"private_domain": 0.6, "gmv": 0.4}}
RISE = {"from": "2027-03-01", "metric": "nps", "rises_by": 0.2}
SHIFTS = [SEASON, PRIVATE, RISE]
ENTRIES: dict[str, dict[str, Any]] = {
    "kpi": {
        "kind": "performance_pay",
        **ROLES,
        "weights": {"gmv": 0.3, "nps": 0.7},
        "target_rmb": 2000,
        "shifts": SHIFTS,
    },
    "stock": {
        "kind": "equity",
        **ROLES,
        "tiers": ["middle", "senior"],
        "grant_rmb": 90_000,
        "conditions": {"loyalty": 0.5, "repurchase": 0.5},
        "at": 1.1,
    },
    "post": {
        "kind": "dual_appraisal",
        "roles": ["technology"],
        "post_value_rmb": 3000,
        "contribution": {"tools": 0.4, "requests": 0.6},
    },
    "board": {"kind": "leaderboard", **ROLES, "prizes_rmb": [2000, 1000, 500]},
    "grades": {"kind": "grades", "roles": ["private_domain"], "shares": [0.1, 0.25, 0.95]},
}
PAY = {name: INSTRUMENTS[each["kind"]].model_validate(each) for name, each in ENTRIES.items()}
CELLS = {
    ("kpi", "shifts"): (
        "from 2026-10-01, until 2026-12-31, yearly yes, weights (gmv 50 % + nps 50 %); "
        "from 2027-01-04, weights (private_domain 60 % + gmv 40 %); from 2027-03-01, metric nps, rises by 20 %",
        "自 2026-10-01, 至 2026-12-31, 每年重复 是, 权重 (支付成交总额 50 % + 净推荐值 50 %); "
        "自 2027-01-04, 权重 (私域用户数 60 % + 支付成交总额 40 %); 自 2027-03-01, 指标 净推荐值, 提高 20 %",
    ),
    ("stock", "tiers"): ("middle, senior", "中级、高级"),
    ("stock", "conditions"): (
        "loyalty 50 % + repurchase 50 %",
        "复购 5 次以上客户占比 50 % + 复购率 50 %",
    ),
    ("post", "contribution"): ("tools 40 % + requests 60 %", "工具建设 40 % + 按时完成的协作需求 60 %"),
    ("board", "prizes_rmb"): ("2000, 1000, 500", "2000, 1000, 500"),
    ("grades", "shares"): ("10 %, 25 %, 95 %", "10 %, 25 %, 95 %"),
    ("grades", "rewards_rmb"): ("6000, 3000, 0, -1500", "6000, 3000, 0, -1500"),
    ("grades", "roles"): ("private_domain", "私域"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_cells_of_awards_can_be_read(tmp_path: Path, lang: str) -> None:
    write_plan(tmp_path / "plan.xlsx", PAY, lang)
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    titles = {column.title(lang): column.key for column in Layout(INSTRUMENTS.values()).columns()}
    keys = [titles[cell.value] for cell in sheet[1]]
    rows = {row[0]: dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    for (name, key), texts in CELLS.items():
        assert rows[name][key] == texts[lang == "zh"], (name, key)
    assert read_plan(tmp_path / "plan.xlsx").pay == PAY


def test_no_column_asks_for_json() -> None:
    layout = Layout(INSTRUMENTS.values())
    for lang in ("en", "zh"):
        rows = legend(layout, layout.columns(), lang)
        assert not [row[1] for row in rows if len(row) > 4 and "JSON" in row[4]]


def test_units_of_the_new_fields() -> None:
    shown = {
        column.key: column.title("en").rpartition(" (")[2].rstrip(")")
        for column in Layout(INSTRUMENTS.values()).columns()
    }
    units = {column.key: column.shape.unit for column in Layout(INSTRUMENTS.values()).columns()}
    assert {key for key, unit in units.items() if unit == "hours"} == {"talk_hours", "review_hours"}
    assert {
        "at",
        "base_at",
        "presale_at",
        "balance_at",
        "returns_at",
        "loyalty_at",
        "raise_share",
        "places",
        "share",
        "profit_share",
    } <= {key for key, unit in units.items() if unit == "percent"}
    assert {shown[key] for key in ("prizes_rmb", "rewards_rmb", "rmb_per_hour", "grant_rmb")} == {"RMB"}
    assert {units[key] for key in ("rank_at", "winners", "levels", "quarters")} == {""}


def written(tmp_path: Path, heading: str, cell: str) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(f'名称,类型,岗位,{heading}\n评级,绩效评级,运营,"{cell}"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "cell", ["6,000、3,000、0、-1,500", "6000;3000;0;-1500", "6000元, 3000元, 0, -1500元", "0.6万、0.3万、0、-0.15万"]
)
def test_rewards_as_a_clerk_writes_them(tmp_path: Path, cell: str) -> None:
    plan = read_plan(written(tmp_path, "等级奖惩", cell)).pay
    assert plan["评级"].rewards_rmb == (6000.0, 3000.0, 0.0, -1500.0)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("6000, 3000, 0", "needs 4 values and has 3"),
        ("6000, 3000, 0, -1500, -2000", "needs 4 values and has 5"),
        ("0, 3000, 0, -1500", "lower grade gets more"),
    ],
)
def test_rewards_that_are_too_few_too_many_or_out_of_order(tmp_path: Path, cell: str, message: str) -> None:
    with pytest.raises(InputError, match="D2") as error:
        read_plan(written(tmp_path, "等级奖惩", cell))
    assert message in str(error.value)
