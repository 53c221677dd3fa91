"""From pay to results, role by role: what a tenth of pay on output, on work served and on the line's GMV does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.state import State
from sim.language.terms import role_words
from sim.plan.compile import compile_plan
from sim.plan.records import Plan
from sim.results.probes.walk import walk
from sim.scenario.models import Scenario
from sim.studies.evidence.predict import Trial
from sim.studies.fragments import merged
from sim.vocabulary.channels import VOLUME

if TYPE_CHECKING:
    import pandas as pd

SHARE, DRAWS = 0.1, 40
#: Week in which the factors are read, and how many companies are read.
LOOK_WEEK, COMPANIES = 13, 4
METRICS = {"own output": "served", "work served": "served", "GMV of the lines": "gmv"}
METRICS_ZH = {"own output": "自己的产出", "work served": "完成的工作", "GMV of the lines": "产品线成交额"}
HEADINGS_ZH = {
    "role": "岗位", "pay for": "按什么计酬", "stake": "挂钩比例", "control": "可控程度", "pull": "边际薪酬",
    "effort": "努力", "output": "产出", "orders": "订单", "gmv": "成交额",
}  # fmt: skip
COLUMNS = ("stake", "control", "pull", "effort", "output", "orders", "gmv")


def chain_of(scenario: Scenario | str | os.PathLike[str]) -> pd.DataFrame:
    """Return what a tenth of pay does in every role, with the factors that lead there.

    Pay for the metric takes the place of a tenth of base pay at the level expected today; everything else stays.
    `own output` is the same people making what is sold; the other two are the scenario itself.

    Args:
        scenario: a scenario or the path of its file.

    Returns:
        One row per role and metric. stake: share of pay that follows the metric; control: what people believe 1 % more
        of their own work does to that pay per 1 % of the stake; pull: marginal pay of 1 % more work, % of pay; effort,
        output: change per head of the role, %; orders, gmv: change of the company's, %. Medians over draws.
    """
    import pandas as pd

    if isinstance(scenario, (str, os.PathLike)):
        from sim.scenario.loading import load

        scenario = load(Path(scenario))
    rows = [
        {"role": role, "pay for": name, **row} for role in scenario.company.roles for name, row in _rows(scenario, role)
    ]
    return pd.DataFrame(rows, columns=["role", "pay for", *COLUMNS])


def _rows(scenario: Scenario, role: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the rows of a role."""
    for name, metric in METRICS.items():
        base = _alone(scenario, role) if name == "own output" else scenario.model_dump(by_alias=True, mode="json")
        yield name, _row(_paid(base, role, metric), role)


def _alone(scenario: Scenario, role: str) -> dict[str, Any]:
    """Return a document in which the people of a role make what is sold, each their own."""
    company = scenario.company.model_dump(mode="json")
    kept = {"start", "weeks", "burn_in_weeks", "yearly_turnover", "hazard_by_tenure", "exit_season"}
    seats = {role: company["seats"][role]}
    return {
        "version": 1,
        "name": f"{scenario.name}, {role} alone",
        "company": {**{key: company[key] for key in kept}, "seats": seats, "ties": False},
        "lines": [
            {"name": "output", "made_per_week": 100.0, "basket_rmb": 100.0, "gross_margin": 0.5, "return_rate": 0.0}
        ],
        "policies": {"today": {"structure": {"kind": "teams", "size": 8}}},
        "baseline": "today",
        "behaviour": scenario.model_dump(mode="json")["behaviour"],
    }


def _paid(document: dict[str, Any], role: str, metric: str) -> Scenario:
    """Return the scenario with a policy `paid` beside the baseline, in which the metric pays a tenth of base pay."""
    baseline = document.get("baseline") or next(iter(document["policies"]))
    instrument = {"kind": "commission", "roles": role, "metric": metric, "rate": 1e-6}
    before = document["policies"][baseline].get("base_change", {})
    cut = (1.0 - SHARE) * (1.0 + before.get(role, before.get("all", 0.0))) - 1.0
    paid = {"extends": baseline, "base_change": {role: cut}, "pay": {"a tenth of pay": instrument}}
    trial = Scenario.model_validate({**document, "policies": {baseline: document["policies"][baseline], "paid": paid}})
    rate = 1e-6 * SHARE / _expected_share(trial, role, baseline)
    change = {"policies": {"paid": {"pay": {"a tenth of pay": {**instrument, "rate": rate}}}}}
    return Scenario.model_validate(merged(trial.model_dump(by_alias=True), change))


def _expected_share(scenario: Scenario, role: str, baseline: str) -> float:
    """Return the pay expected from the instrument as a share of the role's base pay today."""
    from sim.vocabulary.roles import ROLE_NAMES

    plan, today = compile_plan(scenario, "paid"), compile_plan(scenario, baseline)
    mine = plan.arrays.seats["role"] == ROLE_NAMES.index(role)
    base = today.arrays.placements["base_pay"][0][mine].sum()
    bare = scenario.with_policies({"bare": {**_bare(scenario), "extends": baseline}})
    usual = compile_plan(bare, "bare").arrays.placements["planned"][-1][mine].sum()
    return float((plan.arrays.placements["planned"][-1][mine].sum() - usual) / base)


def _bare(scenario: Scenario) -> dict[str, Any]:
    """Return the policy `paid` without its instrument."""
    return {"base_change": scenario.policies["paid"].model_dump()["base_change"]}


def _row(scenario: Scenario, role: str) -> dict[str, float]:
    """Return the factors and the responses of a role."""
    names = (f"output@{role}", f"heads@{role}", "effort_volume", "heads", "orders", "gmv_paid")
    trial = Trial(scenario, names, DRAWS)
    after, before = (
        {name: values.sum(axis=1) for name, values in trial.weekly(policy).items()}
        for policy in ("paid", scenario.baseline_name)
    )

    def change(top: str, bottom: str | None = None) -> float:
        ratio = after[top] / before[top] * (before[bottom] / after[bottom] if bottom else 1.0)
        return float(100.0 * (np.median(ratio) - 1.0))

    part = np.median(before[f"heads@{role}"] / before["heads"])
    pull = float(np.mean([_pull(scenario, role, number) for number in range(COMPANIES)]))
    return {
        "stake": SHARE,
        "control": pull / SHARE,
        "pull": pull,
        "effort": change("effort_volume") / float(part),
        "output": change(f"output@{role}", f"heads@{role}"),
        "orders": change("orders"),
        "gmv": change("gmv_paid"),
    }


def _pull(scenario: Scenario, role: str, replicate: int) -> float:
    """Return the marginal pay of 1 % more work of a role's people, % of pay, as they see it in one company."""
    from sim.vocabulary.roles import ROLE_NAMES

    found: list[float] = []

    def look(state: State, plan: Plan) -> None:
        regime = int(state.calendar[plan.burn_in + LOOK_WEEK - 1].regime)
        for i in np.flatnonzero((plan.arrays.seats["role"] == ROLE_NAMES.index(role)) & (state.staff["filled"] > 0)):
            pay, q = 0.0, plan.arrays.placements["queue"][regime, i]
            for claim in plan.arrays.claims[regime, i]:
                if claim["contract"] >= 0:
                    contract = plan.arrays.contracts[claim["contract"]]
                    slope = state.contracts["slope"][claim["contract"]]
                    pay += claim["stake"] * slope * state.gradient[contract["metric"], q, VOLUME]
            found.append(pay * state.staff["output"][i] / plan.arrays.seats["market_rmb"][i])

    walk(scenario, "paid", replicate, [LOOK_WEEK], (LOOK_WEEK, look))
    return float(np.mean(found)) if found else 0.0


def printed(frame: pd.DataFrame, lang: str = "en") -> str:
    """Return the table as text, in per cent but for the stake and its control.

    Args:
        frame: of `chain_of`.
        lang: en or zh.
    """
    shown = frame.copy()
    for name in COLUMNS:
        shown[name] = shown[name].map(lambda value: f"{value:.3g}" if value >= 0 else f"{value:+.3g}")
    if lang == "zh":
        shown["role"] = [role_words([role], "zh") for role in shown["role"]]
        shown["pay for"] = shown["pay for"].map(METRICS_ZH)
        shown = shown.rename(columns=HEADINGS_ZH)
    return str(shown.to_string(index=False))
