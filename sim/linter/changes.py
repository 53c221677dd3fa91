"""Labour rules on what a policy changes: pay cuts, procedure, closing of seats, bonuses that are lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from sim.language.terms import MONTHS, count, day, pick
from sim.linter.case import Case, Staffing, share_words
from sim.linter.rulebook import Hit
from sim.pay.kinds import FIXED
from sim.plan.contracts import Contract
from sim.plan.workforce import heads_of
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.roles import ROLE_NAMES

HALF_YEAR = WEEKS_PER_YEAR / 2.0


def base_pay_cut(case: Case) -> Iterator[Hit]:
    """Base pay of a role below today's."""
    found: dict[str, list[str]] = {}
    for role in case.staffing.seated():
        if case.policy.base_factor(role) < case.baseline.base_factor(role) - 1e-9:
            found.setdefault(role if role in case.policy.base_change else "all", []).append(role)
    for key, roles in found.items():
        saving = 0.0
        for role in roles:
            places = case.staffing.places(role)
            ratio = case.baseline.base_factor(role) / case.policy.base_factor(role)
            saving += float(case.staffing.base[places].sum()) * (ratio - 1.0)
        cut = 1.0 - case.policy.base_factor(roles[0]) / case.baseline.base_factor(roles[0])
        words = {"who": case.people(roles), "cut": share_words(cut), "saving": case.money(saving)}
        yield Hit(case.path("base_change", key), f"-{share_words(cut)}", words)


def _by_person(staffing: Staffing, pay: np.ndarray) -> dict[tuple[int, int], float]:
    """Pay by (role, ordinal), which names a seat across policies."""
    return {(seat.role, seat.ordinal): float(pay[i]) for i, seat in enumerate(staffing.seats)}


def bonus_cut(case: Case) -> Iterator[Hit]:
    """An instrument of today that is removed or brings its holders less at target; months of a lower base pay apart."""
    now, today = case.staffing, case.today
    all_now, all_today = (_by_person(each, each.base + each.bonus) for each in (now, today))
    if case.policy.keep_old_pay:
        return
    for name, old in case.baseline.instruments.items():
        if case.policy.instruments.get(name) == old and all(each.kind == FIXED for each in today.contracts[name]):
            continue
        before, after = _by_person(today, today.pay(name)), _by_person(now, now.pay(name))
        people = [who for who, amount in before.items() if who in after and after[who] < amount - 0.5]
        if not people:
            continue
        was, left = (float(np.mean([pay[who] for who in people])) for pay in (before, after))
        net = float(np.mean([all_now[who] - all_today[who] for who in people]))
        held = {role for role, _ in people}
        words = {
            "name": name,
            "who": case.people([r for r in ROLE_NAMES if ROLE_NAMES.index(r) in held]),
            "was": case.money(was),
            "now": case.money(left),
            "net": case.money(net, signed=True),
        }
        change = case.money(left - was, signed=True)
        yield Hit(case.path("pay", name), change, words, "warning" if net < -0.5 else "note")


def pay_rules_procedure(case: Case) -> Iterator[Hit]:
    """Rules of pay that change on the day they are announced."""
    policy, before = case.policy, case.baseline
    changed = policy.pay != before.pay or policy.base_change != before.base_change
    if changed and policy.announce >= policy.start and case.name != case.scenario.baseline_name:
        start = day(policy.start, case.setting.lang)
        yield Hit(case.path("announce"), policy.announce.isoformat(), {"start": start})


class Closing(NamedTuple):
    """Seats that close on a day.

    Attributes:
        where: path of the entry that closes them.
        day: on which they close.
        notice: days since the announcement.
        cut: role -> seats closed.
        before: seats by role before.
    """

    where: str
    day: date
    notice: int
    cut: dict[str, int]
    before: dict[str, int]

    @property
    def seats(self) -> int:
        """Seats closed in all."""
        return sum(self.cut.values())

    @property
    def share(self) -> float:
        """Seats closed as a share of all seats before."""
        return self.seats / max(sum(self.before.values()), 1)


def closings(case: Case) -> list[Closing]:
    """Every day on which a policy closes seats: its start, against the baseline, steps of growth and dated stages."""
    start, rollout = case.scenario.company.start, case.staffing.rollout
    first, regimes = rollout.first, [each for each in rollout.regimes if not each.row and not each.cancelled]
    found = []
    for number in range(max(first, 1), len(regimes)):
        before, after = (heads_of(case.scenario, regimes[k].policy) for k in (number - 1, number))
        cut = {role: before[role] - after.get(role, 0) for role in before if after.get(role, 0) < before[role]}
        if cut:
            when = start + timedelta(weeks=regimes[number].week)
            staged = regimes[number].stage != regimes[number - 1].stage
            where = case.path("headcount" if number == first else "stages" if staged else "growth")
            notice = 7 * regimes[number].announce_weeks if staged else (when - case.policy.announce).days
            found.append(Closing(where, when, notice, cut, before))
    return found


def _pay_of_closed(case: Case, closing: Closing) -> list[tuple[float, float]]:
    """Weeks of tenure and pay a month at target of those who sit on the seats that close, the last of each role."""
    today, company = case.today, case.scenario.company
    pay = _by_person(today, today.base + today.bonus)
    found = []
    for role, closed in closing.cut.items():
        seats = next(each for name, each in company.seats.items() if name == role)
        for ordinal in range(closing.before[role] - closed, closing.before[role]):
            tenure = seats.tenure_weeks[ordinal % len(seats.tenure_weeks)]
            found.append((tenure, pay.get((ROLE_NAMES.index(role), ordinal), seats.base_rmb)))
    return found


def _is_mass_layoff(case: Case, closing: Closing) -> bool:
    """Whether so many seats close at once that the rules of mass lay-offs hold."""
    rule = "mass_layoff"
    if rule not in case.setting.rules:
        return False
    return closing.seats >= case.limit(rule, "people") or closing.share >= case.limit(rule, "share") - 1e-9


def dismissal_notice(case: Case) -> Iterator[Hit]:
    """Seats that close sooner after the announcement than notice takes."""
    limit = case.limit("dismissal_notice", "days")
    for closing in closings(case):
        if closing.notice < limit and not _is_mass_layoff(case, closing):
            month = sum(pay for _, pay in _pay_of_closed(case, closing))
            words = {"count": closing.seats, "days": closing.notice, "limit": f"{limit:g}", "cost": case.money(month)}
            yield Hit(closing.where, f"-{closing.seats}", words)


def severance(case: Case) -> Iterator[Hit]:
    """What closing seats costs in severance: a month's pay per year; from half a year on a year, else half a month."""
    for closing in closings(case):
        cost = 0.0
        for tenure, pay in _pay_of_closed(case, closing):
            years, rest = divmod(tenure, WEEKS_PER_YEAR)
            cost += pay * (years + (1.0 if rest >= HALF_YEAR else 0.5 if rest > 0.0 else 0.0))
        words = {"count": closing.seats, "who": case.people(list(closing.cut)), "cost": case.money(cost)}
        yield Hit(closing.where, case.money(cost), words)


def mass_layoff(case: Case) -> Iterator[Hit]:
    """So many seats at once that the rules of mass lay-offs hold; forbidden without the time they take."""
    limit = case.limit("mass_layoff", "days")
    for closing in closings(case):
        if _is_mass_layoff(case, closing):
            words = {
                "count": closing.seats,
                "staff": count(sum(closing.before.values())),
                "days": closing.notice,
                "share": share_words(closing.share),
                "limit": f"{limit:g}",
            }
            yield Hit(closing.where, f"-{closing.seats}", words, "forbidden" if closing.notice < limit else None)


def is_yearly(contract: Contract) -> bool:
    """Whether a contract is a fixed bonus paid in one month of the year."""
    return contract.kind == FIXED and contract.part.pay_month > 0


def withheld_forfeit(case: Case) -> Iterator[Hit]:
    """A part of what was earned that is kept back and lost by who leaves."""
    lang = case.setting.lang
    for name, contracts in case.each(lambda each: each.part.held > 0 and each.part.forfeits > 0):
        month = pick((MONTHS[contracts[0].part.held - 1], f"{contracts[0].part.held} 月"), lang)
        kept = getattr(case.policy.instruments[name], "withheld", None)
        share = share_words(kept.share if kept else 0.0)
        words = {"name": name, "who": case.people(case.roles_of(contracts)), "share": share, "month": month}
        yield Hit(case.path("pay", name, "withheld"), "forfeit: true", words)


def pay_taken_back(case: Case) -> Iterator[Hit]:
    """A commission that is taken back once customers are gone."""
    for name, contracts in case.each(lambda each: each.part.back > 0):
        part = contracts[0].part
        words = {"name": name, "who": case.people(case.roles_of(contracts)), "share": share_words(part.back_share)}
        yield Hit(case.path("pay", name, "taken_back"), f"{part.back_share:g}", {**words, "weeks": part.back})


def bonus_forfeit(case: Case) -> Iterator[Hit]:
    """A yearly bonus that leavers lose."""
    for name, contracts in case.each(lambda each: is_yearly(each) and each.part.forfeits > 0):
        months = float(getattr(case.policy.instruments[name], "months", 0.0))
        month = pick((MONTHS[contracts[0].part.pay_month - 1], f"{contracts[0].part.pay_month} 月"), case.setting.lang)
        words = {"who": case.people(case.roles_of(contracts)), "months": f"{months:g}", "month": month}
        yield Hit(case.path("pay", name, "forfeit"), "true", words)
