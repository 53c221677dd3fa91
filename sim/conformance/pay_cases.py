"""Pay worked out by hand: the files a payroll clerk can read, and the company that each case states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.scenario import Scenario
from sim.units import YEAR_WEEKS

FIRST_DAY, WEEKS = "2027-01-04", YEAR_WEEKS


def cases_of(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return (name of its file, case) of every case in a folder of YAML files."""
    from ruamel.yaml import YAML

    files = sorted(folder.glob("*.yaml"))
    reader = YAML(typ="safe")
    return [(file.stem, case) for file in files for case in reader.load(file.read_text(encoding="utf-8"))]


def instruments_of(case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and entries of every instrument that a case pays by, first or after its change."""
    for name, each in (*case["pay"].items(), *case.get("change", {}).get("pay", {}).items()):
        if each:
            yield name, each


def scenario_of(case: dict[str, Any]) -> Scenario:
    """Return a company with the seats, lines and pay of a case and nothing else."""
    seats = {}
    for role, each in case.get("seats", {"operations": 1}).items():
        given = each if isinstance(each, dict) else {"heads": each}
        seats[role] = {"heads": 1, "base_rmb": 8000, "tenure_weeks": [100], **given}
    lines = [_line(name, **facts) for name, facts in case.get("lines", {"shop": {}}).items()]
    policies = {"today": {"pay": case["pay"], "structure": case.get("structure", {"kind": "functional"})}}
    policies["today"] |= {key: case[key] for key in ("sick_pay", "targets") if key in case}
    if "change" in case:
        policies["new"] = {"extends": "today", "announce": case["change"]["start"], **case["change"]}
    company = {"start": FIRST_DAY, "weeks": WEEKS, "burn_in_weeks": 0, "ties": False}
    company |= {"seats": seats, **case.get("company", {})}
    document = {"version": 1, "name": case["case"], "company": company, "lines": lines, "policies": policies}
    return Scenario.model_validate({**document, **{k: case[k] for k in ("calendar", "campaigns") if k in case}})


def _line(name: str, plan: float = 100_000.0, **facts: Any) -> dict[str, Any]:
    """Return a line that is planned to sell `plan` RMB a week, half of it to customers it knows."""
    return {
        "name": name,
        "visits": plan / 10,
        "conversion": 0.1,
        "basket_rmb": 50,
        "gross_margin": 0.5,
        "return_rate": 0.1,
        "repeat_weekly": 0.02,
        "churn_weekly": 0.01,
        "customers": plan / 2,
        **facts,
    }
