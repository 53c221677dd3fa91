"""A pay plan as the `pay:` section of a policy, alone or inside its scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.documents.faults import Fault, Faults
from sim.documents.inheritance import inherit
from sim.documents.reading import Document, dotted, read
from sim.documents.remedies import short
from sim.documents.writing import flow as written
from sim.errors import InputError, Problem, SimError
from sim.language.text import Text
from sim.scenario.checks import faults
from sim.scenario.loading import file_text, loads
from sim.scenario.messages import explain
from sim.scenario.models import Scenario
from sim.spreadsheets.reading import Plan
from sim.spreadsheets.splicing import with_pay


def section(pay: Mapping[str, Any], indent: int = 0) -> str:
    """The `pay:` section of a policy as YAML, what equals the default left out.

    Args:
        pay: name and instrument; None removes an inherited one.
        indent: spaces before every line.
    """
    if not pay:
        return " " * indent + "pay: {}"
    rows = ["pay:"]
    for name, instrument in pay.items():
        if instrument is None:
            rows.append(f"  {written(name)}: null")
            continue
        rows.append(f"  {written(name)}:")
        rows += [f"    {key}: {written(value)}" for key, value in _plain(instrument).items()]
    return "\n".join(" " * indent + row for row in rows)


def flow(pay: Mapping[str, Any]) -> str:
    """The instruments as a YAML mapping on one line."""
    return written({name: None if each is None else _plain(each) for name, each in pay.items()})


def _plain(instrument: BaseModel) -> dict[str, Any]:
    """An instrument as a document would have it."""
    return instrument.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def merged(plan: Plan, path: str | os.PathLike[str], policy: str) -> str:
    """The text of a scenario in which a policy pays by a plan; everything else stays as it is written.

    Args:
        plan: what was read from a spreadsheet.
        path: the scenario.
        policy: the policy to change.

    Raises:
        InputError: the scenario is wrong, or the plan does not fit it; then every problem has its cell.
        SimError: there is no such policy, or its section cannot be replaced in the text.
    """
    text, file = file_text(path), str(path)
    scenario = loads(text, file)
    scenario.policy(policy)
    parent = scenario.policies[policy].extends
    inherited = scenario.policies[parent].instruments if parent else {}
    pay = {**dict.fromkeys(name for name in inherited if name not in plan.pay), **plan.pay}
    expected = _changed(plan, read(text, file), policy, pay)
    try:
        changed = with_pay(text, policy, lambda indent: section(pay, indent), flow(pay))
        done = loads(changed, file) == expected
    except InputError:
        done = False
    if not done:
        remedy = Text(
            "Print the section with `sim spreadsheet read` alone and put it in by hand",
            "请单独用 `sim spreadsheet read` 打印该段,再手工放入",
        )
        raise SimError(
            "{0}: the pay of {1!r} is written in a way that cannot be replaced. {2}",
            "{0}:{1!r} 的薪酬写法无法替换。{2}",
            file,
            policy,
            remedy,
        )
    return changed


def _changed(plan: Plan, read_from: Document, policy: str, pay: Mapping[str, Any]) -> Scenario:
    """The scenario with the plan in the policy, validated."""
    document, file = read_from.data, read_from.file
    entries = {name: None if each is None else _plain(each) for name, each in pay.items()}
    policies = {**document["policies"], policy: {**(document["policies"][policy] or {}), "pay": entries}}
    data = inherit({**document, "policies": policies})
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        single = [each for each in explain(error, Scenario) if not isinstance(each.value, Faults)]
        problems = [_problem(plan, each, policy, file) for each in (*single, *faults(data))]
        raise InputError(dict.fromkeys(problems)) from None


def _problem(plan: Plan, fault: Fault, policy: str, file: str) -> Problem:
    """A fault of a scenario: at its cell where it is about an instrument of the plan."""
    path = fault.path
    if path[:3] == ("policies", policy, "pay") and len(path) > 3 and path[3] in plan.pay:
        return plan.problem(str(path[3]), Fault(path[4:], fault.message, fault.remedy, fault.value))
    return Problem(file, 0, dotted(path), fault.message, short(fault.value), fault.remedy)
