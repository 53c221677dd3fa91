"""Labour rules on pay as it stands: minimum wage, fines, overtime."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.documents.fields import covers
from sim.language.terms import joined, pick
from sim.linter.case import Case, eligible, share_words
from sim.linter.rulebook import Hit, Severity
from sim.pay.kinds import CONTEST
from sim.plan.contracts import Contract
from sim.units import HOURS_PER_PERSON_WEEK, WEEKS_PER_MONTH

HOURS_A_MONTH = HOURS_PER_PERSON_WEEK * WEEKS_PER_MONTH


def _base_path(case: Case, role: str) -> str:
    """Where the base pay of a role comes from: the policy's change, else the company's seats."""
    for key in (role, "all"):
        if key in case.policy.base_change:
            return case.path("base_change", key)
    return f"company.seats.{role}.base_rmb"


def _is_monthly(contract: Contract) -> bool:
    """Whether a contract pays in an ordinary month: not by quarter, campaign or date, and not only the best."""
    return contract.part.period == "month" and not contract.part.windows and contract.kind != CONTEST


def _lowest(case: Case) -> Iterator[tuple[str, float, float]]:
    """Role, base pay a month and pay of an ordinary month of the lowest paid; bonuses paid every month count."""
    staffing = case.staffing
    monthly = np.zeros(len(staffing.seats))
    for name, contracts in staffing.contracts.items():
        if all(_is_monthly(contract) for contract in contracts):
            monthly += staffing.pay(name)
    for role in staffing.seated():
        places = staffing.places(role)
        yield role, float(staffing.base[places].min()), float((staffing.base + monthly)[places].min())


def _below(case: Case, pay: float, severity: Severity) -> tuple[bool, Severity]:
    """Whether pay lies below the minimum wage, and how bad that is: without the company's own figure a warning."""
    floor = case.setting.floor
    if floor is None or pay >= floor.rmb:
        return False, severity
    sure = floor.own or pay < case.setting.lowest
    return True, severity if sure else "warning"


def _floor_words(case: Case) -> dict[str, object]:
    """Minimum wage and place in words."""
    floor = case.setting.floor
    if floor is None:
        return {}
    return {"minimum": case.money(floor.rmb), "place": floor.place.say(case.setting.lang, {})}


def minimum_wage(case: Case) -> Iterator[Hit]:
    """Base pay and monthly bonus at target below the minimum wage."""
    for role, _, pay in _lowest(case):
        below, severity = _below(case, pay, "forbidden")
        if below:
            words = {"who": case.people([role]), "pay": case.money(pay), **_floor_words(case)}
            yield Hit(_base_path(case, role), case.money(pay), words, severity)


def minimum_wage_zero_bonus(case: Case) -> Iterator[Hit]:
    """Base pay below the minimum wage where only a bonus lifts pay above it."""
    for role, base, pay in _lowest(case):
        if _below(case, base, "warning")[0] and not _below(case, pay, "warning")[0]:
            words = {"who": case.people([role]), "pay": case.money(base), **_floor_words(case)}
            yield Hit(_base_path(case, role), case.money(base), words)


class Deduction(NamedTuple):
    """What may be taken from pay at once: path, what it is, RMB, and by role the base pay of the lowest paid."""

    where: str
    what: tuple[str, str]
    rmb: float
    base: dict[str, float]


def deductions(case: Case) -> Iterator[Deduction]:
    """The fine for a breach of the limit of discounts, and the penalty of the lowest grade of every grading."""
    rules, lowest = case.policy.discretion, {role: base for role, base, _ in _lowest(case)}
    if rules.discount_limit > 0.0 and rules.audit_share > 0.0 and rules.fine_rmb > 0.0:
        common = rules == case.scenario.discretion
        where = "discretion.fine_rmb" if common else case.path("discretion.fine_rmb")
        held = {role: base for role, base in lowest.items() if covers(rules.roles, role)}
        yield Deduction(where, ("one fine", "一次罚款"), rules.fine_rmb, held)
    for name, each in case.policy.instruments.items():
        worst, entry = _penalty(case.staffing.contracts.get(name, []))
        if worst < 0.0:
            held = {role: lowest[role] for role in eligible(each, tuple(lowest))}
            what = f"the penalty of {name} for the lowest grade", f"{name} 的末级处罚"
            yield Deduction(case.path("pay", name, entry), what, -worst, held)


def _penalty(contracts: list[Contract]) -> tuple[float, str]:
    """RMB of the worst prize of an instrument, and the entry that holds it; 0 where none takes anything away."""
    prizes = [(rmb, each.part.entry) for each in contracts for _, rmb in each.part.prizes]
    return min([(0.0, ""), *prizes])


def _deducted(case: Case) -> Iterator[tuple[Deduction, str, float, dict[str, object]]]:
    """Every deduction with each role it may hit, the base pay of the lowest paid, and words."""
    for each in deductions(case):
        for role, base in each.base.items():
            what = pick(each.what, case.setting.lang)
            yield each, role, base, {"who": case.people([role]), "what": what, "fine": case.money(each.rmb)}


def minimum_wage_fines(case: Case) -> Iterator[Hit]:
    """One fine or penalty in a month without bonus takes pay below the minimum wage."""
    for each, _, base, words in _deducted(case):
        if _below(case, base - each.rmb, "warning")[0] and not _below(case, base, "warning")[0]:
            left = case.money(base - each.rmb)
            yield Hit(each.where, left, {**words, "pay": left, **_floor_words(case)})


def fine_over_fifth(case: Case) -> Iterator[Hit]:
    """One fine or penalty above the share of a month's wage that may be deducted."""
    limit = case.limit("fine_over_fifth", "share")
    for each, _, base, words in _deducted(case):
        if base and each.rmb > limit * base:  # of people without base pay no share can be told
            more = {
                "share": share_words(each.rmb / base),
                "base": case.money(base),
                "limit": share_words(limit),
                "most": case.money(limit * base),
            }
            yield Hit(each.where, case.money(each.rmb), {**words, **more})


def fine_basis(case: Case) -> Iterator[Hit]:
    """Fines and penalties at all: there is no general power to fine."""
    limit = case.limit("fine_basis", "share")
    for each in deductions(case):
        if each.base:
            words = {
                "who": case.people(list(each.base)),
                "fine": case.money(each.rmb),
                "limit": share_words(limit),
                "what": pick(each.what, case.setting.lang),
                "count": math.floor(limit * min(each.base.values()) / each.rmb),
            }
            yield Hit(each.where, case.money(each.rmb), words)


def overtime_hours(case: Case) -> Iterator[Hit]:
    """More overtime a month than the law allows."""
    cap, limit = case.policy.overtime_cap, case.limit("overtime_hours", "hours")
    hours = cap * HOURS_A_MONTH
    if hours > limit + 1e-9:
        most = math.floor(1000.0 * limit / HOURS_A_MONTH) / 1000.0
        words = {"cap": share_words(cap), "hours": f"{hours:.0f}", "limit": f"{limit:g}", "most": f"{most:g}"}
        yield Hit(case.path("overtime_cap"), f"{cap:g}", words)


def _premium(case: Case) -> float | None:
    """Pay of an hour of overtime as a multiple of a normal hour; None where nobody works any."""
    return case.staffing.parameters.value("overtime_premium") if case.policy.overtime_cap > 0.0 else None


def overtime_premium(case: Case) -> Iterator[Hit]:
    """Overtime paid below what is due on working days."""
    premium, limit = _premium(case), case.limit("overtime_premium", "factor")
    if premium is not None and premium < limit:
        words = {"value": share_words(premium), "limit": share_words(limit)}
        yield Hit("behaviour.overtime_premium", f"{premium:g}", words)


def overtime_rest_days(case: Case) -> Iterator[Hit]:
    """Overtime costed as on working days though the peaks hold days of rest."""
    premium, limit = _premium(case), case.limit("overtime_rest_days", "factor")
    busy = [peak.name for peak in case.scenario.calendar.peaks if peak.index > 1.0]
    if premium is not None and busy and premium < limit:
        words = {"value": share_words(premium), "peaks": joined(busy, case.setting.lang)}
        yield Hit("behaviour.overtime_premium", f"{premium:g}", words)
