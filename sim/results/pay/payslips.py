"""The payslip of an invented person: every instrument of one week, in the engine's own amounts.

People in a simulation are invented; a payslip shows how the rules work and is not for rating individuals.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.errors import SimError
from sim.parameters import draws
from sim.pay.kinds import APPRAISAL, AS_IT_STANDS, ATTAINMENT, CONTEST, FIXED, LINEAR, PAYS, POINTS, SAVES, SHARE
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.plan.records import Plan
from sim.results.pay.ledger import Before, Entry, Payslip, before, payslip_of
from sim.results.pay.names import place_of
from sim.results.pay.words import written_payslip
from sim.scenario.models import Scenario
from sim.units import HOURS_PER_PERSON_WEEK
from sim.vocabulary.metrics import AMOUNTS, HELP

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.state import State

COLUMNS = (
    "item",
    "kind",
    "metric",
    "scope",
    "result",
    "target",
    "attainment",
    "payout_share",
    "earned_rmb",
    "period_rmb",
    "awaiting_rmb",
    "due",
    "paid_rmb",
    "forfeited_rmb",
    "unvested_rmb",
    "time_off_hours",
    "level",
    "raise_share",
    "streak",
)
MONEY = ("earned_rmb", "period_rmb", "awaiting_rmb", "paid_rmb", "forfeited_rmb")


class Walked(NamedTuple):
    """A company just after the week of a payslip.

    Attributes:
        plan: of the policy; values: its behavioural numbers.
        place: of the seat in the plan.
        t: the week, burn-in counted; was: copies from its beginning; state: after it.
    """

    plan: Plan
    values: Any
    place: int
    t: int
    was: Before
    state: State


def payslip(scenario: Scenario, policy: str, seat: str, week: int, *, replicate: int = 0) -> pd.DataFrame:
    """Return the payslip of whoever sits in a seat in a week; people are invented, and nobody is rated by it.

    Args:
        scenario: the document.
        policy: name of the policy.
        seat: role and number, such as `operations 3`; in one's own language or as documents write it.
        week: from 0, the first reported week.
        replicate: whose luck, and whose draw of the uncertain numbers.

    Returns:
        Tidy frame, a row each for base pay, overtime, every part of an instrument, and the total: item, kind, metric,
        scope, result and target of the period so far and in all, attainment, payout_share (expected until the period
        ends), earned_rmb this week, period_rmb so far, awaiting_rmb with its due date, paid_rmb and forfeited_rmb this
        week, unvested_rmb of stock, time_off_hours, level and raise_share of a career, streak of quarters. Amounts are
        the engine's; NaN where a column does not apply. `frame.attrs` holds who, when and under which policy.

    Raises:
        SimError: an unknown policy or seat, a week that is not simulated, or an empty seat.
    """
    import pandas as pd

    last = scenario.company.weeks - 1
    if not 0 <= week <= last:
        raise SimError("week {0} is not reported; there are 0 to {1}", "第 {0} 周未报告;可用 0 至 {1}", week, last)
    plan = compile_plan(scenario, policy)
    place = place_of(seat, plan.names.seats)
    walked = _walk(scenario, plan, place, replicate, plan.burn_in + week)
    slip = payslip_of(plan, walked.values, walked.t, walked.was, walked.state, place)
    role, number = plan.names.seats[place]
    if slip is None:
        raise SimError(
            "nobody sits in {0} {1} in week {2} (policy {3}, replicate {4})",
            "第 {2} 周 {0} {1} 无人在岗(方案 {3},第 {4} 次重复)",
            role,
            number,
            week,
            policy,
            replicate,
        )
    day = scenario.company.start + timedelta(weeks=week)
    frame = pd.DataFrame(_rows(walked, slip, scenario), columns=list(COLUMNS))
    frame.attrs |= {
        "policy": policy,
        "replicate": replicate,
        "role": role,
        "number": number,
        "week": week,
        "day": day.isoformat(),
        "weeks_in_the_job": float(slip.person.tenure) + 1.0 if slip.present else None,
        "leaving": bool(slip.leaving),
        "present": bool(slip.present),
    }
    return frame


def payslip_text(frame: pd.DataFrame, lang: str = "en") -> str:
    """Return a payslip as text, amounts to the fen.

    Args:
        frame: of `payslip`.
        lang: en or zh.
    """
    return written_payslip(frame, lang)


def _walk(scenario: Scenario, plan: Plan, place: int, replicate: int, t: int) -> Walked:
    """Walk a company to the end of simulated week t."""
    from sim.engine.batch import advance, start
    from sim.engine.state import allocate

    record, arrays = draws(parameters_of(scenario), [replicate]), plan.arrays
    values, key, state = record.view(np.dtype((np.record, record.dtype)))[0], (0, replicate), allocate(plan)
    start(arrays, values, state, key)
    for earlier in range(t):
        advance(arrays, values, state, earlier, key)
    was = before(state)
    advance(arrays, values, state, t, key)
    return Walked(plan, values, place, t, was, state)


def _rows(walked: Walked, slip: Payslip, scenario: Scenario) -> list[dict[str, Any]]:
    """Return the rows of a frame."""
    rows = [
        _plain(item) | {"earned_rmb": rmb, "paid_rmb": rmb}
        for item, rmb in (("base", slip.base), ("overtime", slip.overtime))
    ]
    shown = [entry for entry in slip.entries if walked.plan.arrays.contracts[entry.contract].counts != SAVES]
    rows += [_row(walked, slip, entry, scenario) for entry in shown]
    return [*rows, _plain("total") | {name: float(np.nansum([row[name] for row in rows])) for name in MONEY}]


def _plain(item: str) -> dict[str, Any]:
    """Return an empty row of what is no instrument."""
    return dict.fromkeys(COLUMNS, np.nan) | {"item": item, "kind": item, "metric": None, "scope": None, "due": None}


def _row(walked: Walked, slip: Payslip, entry: Entry, scenario: Scenario) -> dict[str, Any]:
    """Return the row of one part of an instrument."""
    c, arrays = entry.contract, walked.plan.arrays
    contract, term, named = arrays.contracts[c], arrays.terms[c, walked.t], walked.plan.names.contracts[c]
    state = walked.state.contracts[c]
    row: dict[str, Any] = dict.fromkeys(COLUMNS, np.nan) | {
        "item": named.instrument,
        "kind": named.kind,
        "metric": named.metric,
        "scope": named.scope,
        "due": None,
        "earned_rmb": entry.earned,
        "period_rmb": entry.accrued,
        "awaiting_rmb": entry.awaiting,
        "paid_rmb": entry.paid,
        "forfeited_rmb": entry.forfeited,
    }
    row |= _measured(walked, slip, entry)
    if contract.counts != PAYS:  # paid through the instrument that it belongs to
        return row | dict.fromkeys(MONEY, np.nan) | {"payout_share": float(state.payout)}
    if contract.kind not in (LINEAR, APPRAISAL) and contract.to_date != AS_IT_STANDS:
        row["payout_share"] = float(state.payout)
    if entry.awaiting:
        row["due"] = _due(walked, c, scenario)
    if contract.forfeits == 2:
        left = float(term.ahead) + (float(term.weight) * float(term.length) if term.left > 0 else 0.0)
        row["unvested_rmb"] = entry.stake * left if slip.present and not slip.leaving else 0.0
    if contract.leave == 1:
        row["time_off_hours"] = HOURS_PER_PERSON_WEEK * entry.time_off
    if contract.rises > 0.0:
        row["level"], row["raise_share"] = float(slip.person.level), float(slip.person.raised) - 1.0
    if contract.streak > 0:
        row["streak"] = float(state.streak) if state.holder == slip.person.occupant else 0.0
    return row


def _measured(walked: Walked, slip: Payslip, entry: Entry) -> dict[str, Any]:
    """Return result, target and attainment of a contract: sums of amounts, means of levels over the weeks so far."""
    arrays, c = walked.plan.arrays, entry.contract
    contract, term = arrays.contracts[c], arrays.terms[c, walked.t]
    if contract.kind == FIXED:
        return {"metric": None}
    held = arrays.claims["contract"][int(slip.person.terms), walked.place]
    if not slip.present or c not in held:  # rules that have ended, only settled
        return {}
    state, was = walked.state.contracts[c], walked.was.contracts[c]
    if contract.scored:
        points = range(c + 1, int(contract.after))
        weighted = [
            float(arrays.terms["weight"][k, walked.t])
            * float(walked.state.contracts[k].factor * walked.state.contracts[k].payout)
            for k in points
            if arrays.contracts[k].counts == POINTS and arrays.contracts[k].after == k + 1
        ]
        return {"metric": None, "result": sum(weighted)}
    if contract.metric == HELP:
        return {"result": float(slip.person.gave) * HOURS_PER_PERSON_WEEK}
    if contract.kind == LINEAR:
        return {"result": entry.earned / entry.stake if entry.stake else 0.0}
    if contract.kind in (APPRAISAL, CONTEST, SHARE):
        return {"result": float(state.value if contract.kind == APPRAISAL else state.score)}
    over = term.left == 0  # a new period has begun in the books
    result = float(was.result) + float(state.value) if over else float(state.result)
    total = float(term.total) * (float((was if over else state).scale) if contract.kind == ATTAINMENT else 1.0)
    summed = contract.metric < len(AMOUNTS)
    weeks = 1.0 if summed else float(term.length - term.left)
    if contract.to_date == AS_IT_STANDS:  # a rate has no target
        return {"result": result / weeks}
    target = total if summed else total / float(term.length)
    return {"result": result / weeks, "target": target, "attainment": result / weeks / target}


def _due(walked: Walked, c: int, scenario: Scenario) -> str:
    """Return the Monday of the week in which what is awaited is paid; it may lie behind the end of the run."""
    arrays = walked.plan.arrays
    ended = int(np.flatnonzero(arrays.terms["left"][c, : walked.t + 1] == 0)[-1])
    ahead = np.flatnonzero(arrays.terms["pays"][c, walked.t + 1 :])
    due = walked.t + 1 + int(ahead[0]) if len(ahead) else ended + int(arrays.contracts[c].delay)
    week = due - walked.plan.burn_in
    return (scenario.company.start + timedelta(weeks=week)).isoformat()
