"""Contests: rivals, groups that are too small for ranks, prizes for all, rises that stay; weights that never change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from sim.language.terms import PERIOD_WORDS, pick
from sim.linter.amounts import places
from sim.linter.case import Case, eligible, share_words
from sim.linter.chances import Attainment, attainment
from sim.linter.curves import chance_words
from sim.linter.design import metric_words
from sim.linter.rulebook import Hit
from sim.pay.clocks import holds
from sim.pay.kinds import AS_AMOUNT, CONTEST
from sim.pay.parts import CAREER_WEEKS
from sim.plan.contracts import Contract
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.metrics import AMOUNTS


def _boards(case: Case) -> Iterator[tuple[str, int, list[Contract]]]:
    """Contests between units with the number of these, and their contracts."""
    for name, contracts in case.each(lambda each: each.kind == CONTEST and each.part.scope != "person"):
        yield name, case.staffing.terms.competing(contracts[0]), contracts


def no_rivals(case: Case) -> Iterator[Hit]:
    """A leaderboard with a single unit on it."""
    for name, units, contracts in _boards(case):
        if units < 2:
            words = {"name": name, "who": case.people(case.roles_of(contracts))}
            yield Hit(case.path("pay", name, "roles"), ", ".join(case.policy.instruments[name].roles), words)


def last_dismissed(case: Case) -> Iterator[Hit]:
    """A ranking whose last are dismissed."""
    for name, contracts in case.each(lambda each: each.part.dismisses > 0.0):
        part, lang = contracts[0].part, case.setting.lang
        words = {"name": name, "who": case.people(case.roles_of(contracts)), "share": share_words(part.dismisses)}
        words["when"] = pick(PERIOD_WORDS[part.period], lang)
        yield Hit(case.path("pay", name, "dismissed_share"), f"{part.dismisses:g}", words)


def prizes_for_all(case: Case) -> Iterator[Hit]:
    """A leaderboard with as many prizes as units: the last one wins too."""
    for name, units, contracts in _boards(case):
        part = contracts[0].part
        paid = sum(prize > 0.0 for _, prize in part.prizes)
        if 2 <= units <= paid:
            words = {"name": name, "units": units, "prizes": paid}
            yield Hit(case.path("pay", name, part.entry), str(paid), words)


def same_winner(case: Case) -> Iterator[Hit]:
    """A leaderboard on amounts that the largest unit wins whatever the others do."""
    limit, staffing = case.limit("same_winner", "chance"), case.staffing
    for name, units, contracts in _boards(case):
        if units < 2 or contracts[0].part.basis != AS_AMOUNT or contracts[0].metric not in AMOUNTS:
            continue
        planned = [(staffing.terms.planned(each), each) for each in contracts]
        (first, one), (second, two) = sorted(planned, key=lambda pair: -pair[0])[:2]
        spread = [attainment(each, staffing.expected, staffing.parameters).sd for each in (one, two)]
        chance = Attainment(first - second, math.hypot(first * spread[0], second * spread[1])).chance(0.0)
        if chance > limit:
            words = {
                "name": name,
                "metric": metric_words(case, contracts[0].metric),
                "times": f"{first / max(second, 1e-9):.1f}",
                "chance": chance_words(case, chance),
            }
            yield Hit(case.path("pay", name, "basis"), "amount", words)


def small_group(case: Case) -> Iterator[Hit]:
    """Ranks within a role of so few people that a rank is mostly luck."""
    limit = case.limit("small_group", "people")
    for name, _ in case.each(lambda each: each.kind == CONTEST and each.part.scope == "person"):
        seated = eligible(case.policy.instruments[name], case.staffing.seated())
        sizes = {role: len(case.staffing.places(role)) for role in seated}
        small = [role for role, size in sizes.items() if size < limit]
        if small:
            most = max(sizes[role] for role in small)
            words = {"name": name, "who": case.people(small), "people": most, "limit": f"{limit:g}"}
            yield Hit(case.path("pay", name, "roles"), ", ".join(small), words)


def rises_stay(case: Case) -> Iterator[Hit]:
    """A career tree costs its rises for good, each year some more."""
    for name, contracts in case.each(lambda each: each.part.rises > 0.0):
        part = contracts[0].part
        rise, levels = part.rises, -part.streak
        yearly, most = float(case.staffing.pay(name).sum()), 0.0
        for each in contracts:
            base = sum(each.stakes) * WEEKS_PER_MONTH / CAREER_WEEKS / rise
            moved = places(each.part.prizes, each.part.ranks, case.staffing.terms.competing(each))[0]
            most += base * ((1.0 + rise) ** levels - 1.0) if moved else 0.0
        words = {"name": name, "yearly": case.money(yearly), "most": case.money(most), "levels": levels}
        yield Hit(case.path("pay", name, part.entry), f"{rise:g}", words)


def shift_idle(case: Case) -> Iterator[Hit]:
    """Weights of a season or a later date that never hold while the policy runs, or are the same as without it."""
    start, end = case.staffing.weeks
    first = case.staffing.terms.first_day
    days = [first + timedelta(weeks=week, days=3) for week in range(max(end - start, 1))]
    for name, instrument in case.policy.instruments.items():
        for number, shift in enumerate(getattr(instrument, "shifts", ())):
            held = any(holds(day, shift.from_, shift.until, shift.yearly) for day in days)
            usual = dict(instrument.weights)
            same = shift.moved(usual) == usual and number == 0
            if not held or same:
                where = case.path("pay", name, "shifts", str(number))
                yield Hit(where, shift.from_.isoformat(), {"name": name, "from": shift.from_.isoformat()})
