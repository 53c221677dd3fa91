"""Who is paid for what: weights, metrics that a role can move, instruments without people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.documents.fields import covers
from sim.language.terms import TIER_WORDS, joined, metric_word, pick
from sim.language.text import say
from sim.linter.case import Case, eligible, share_words
from sim.linter.reach import closest, pull
from sim.linter.rulebook import Hit
from sim.pay.instruments.registry import title_of
from sim.pay.kinds import APPRAISAL, FIXED
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES

#: Entries that hold weights of metrics.
WEIGHTS = ("weights", "contribution", "conditions")


def metric_words(case: Case, metric: str) -> str:
    """A metric in words."""
    return metric_word(metric, case.setting.lang)


def no_seats(case: Case) -> Iterator[Hit]:
    """Instruments for roles, or tiers of roles, in which nobody sits."""
    for name, instrument in case.policy.instruments.items():
        roles = list(getattr(instrument, "roles", ()))
        if not eligible(instrument, case.staffing.seated()):
            yield Hit(case.path("pay", name, "roles"), ", ".join(roles), {"name": name, "who": case.people(roles)})
        elif not seats_for(instrument, case):
            tiers = list(instrument.tiers)
            named = joined([pick(TIER_WORDS[tier], case.setting.lang) for tier in tiers], case.setting.lang)
            who = pick(("{0} ({1})", "{0}({1})"), case.setting.lang).format(case.people(roles), named)
            yield Hit(case.path("pay", name, "tiers"), ", ".join(tiers), {"name": name, "who": who})


def seats_for(instrument: Any, case: Case) -> list[int]:
    """Places of the seats that an instrument is for."""
    tiers = getattr(instrument, "tiers", TIER_NAMES)
    seats = enumerate(zip(case.staffing.seats, case.staffing.tiers, strict=True))
    return [i for i, (seat, tier) in seats if covers(instrument.roles, ROLE_NAMES[seat.role]) and tier in tiers]


def not_assessed(case: Case) -> Iterator[Hit]:
    """Instruments for people whose cost cannot be foreseen: without a contract on a metric, or paid for help given."""
    for name, instrument in case.policy.instruments.items():
        if hasattr(instrument, "campaign"):  # without a date: see `campaign_absent`
            continue
        read = [each for each in case.staffing.contracts.get(name, []) if each.metric != "help"]
        if not read and seats_for(instrument, case):
            words = {"name": name, "kind": say(title_of(instrument.kind), case.setting.lang)}
            yield Hit(case.path("pay", name), instrument.kind, words)


class Weighting(NamedTuple):
    """One set of weights: instrument, keys of its entry, metric -> weight, RMB a month of a holder at target."""

    name: str
    keys: tuple[str, ...]
    weights: Mapping[str, float]
    pay: float

    def at(self, case: Case, metric: str) -> str:
        """Path of the weight of a metric; where it rises by a share, of that share."""
        inner = () if self.keys[-1] == "rises_by" else (metric,)
        return case.path("pay", self.name, *self.keys, *inner)


def _weighted(case: Case) -> Iterator[Weighting]:
    """Every set of weights, those of seasons and later dates too."""
    for name, instrument in case.policy.instruments.items():
        if not case.staffing.contracts.get(name):
            continue
        paid = case.staffing.pay(name)
        pay = float(paid.sum()) / max(int((paid > 0.0).sum()), 1)
        for key in WEIGHTS:
            if isinstance(getattr(instrument, key, None), Mapping):
                yield Weighting(name, (key,), getattr(instrument, key), pay)
        for number, shift in enumerate(getattr(instrument, "shifts", ())):
            key = "weights" if shift.weights is not None else "rises_by"
            yield Weighting(name, ("shifts", str(number), key), shift.moved(instrument.weights), pay)


def weight_small(case: Case) -> Iterator[Hit]:
    """A weight too small to matter."""
    limit = case.limit("weight_small", "share")
    for each in _weighted(case):
        for metric, weight in each.weights.items():
            if weight < limit:
                words = {
                    "name": each.name,
                    "metric": metric_words(case, metric),
                    "weight": share_words(weight),
                    "amount": case.money(each.pay * weight),
                    "limit": share_words(limit),
                }
                yield Hit(each.at(case, metric), f"{weight:g}", words)


def weight_large(case: Case) -> Iterator[Hit]:
    """A weight that leaves nothing for the other tasks; conditions of stock stand beside pay for them."""
    limit = case.limit("weight_large", "share")
    for each in _weighted(case):
        for metric, weight in each.weights.items():
            if weight > limit and each.keys != ("conditions",):
                words = {
                    "name": each.name,
                    "metric": metric_words(case, metric),
                    "weight": share_words(weight),
                    "limit": share_words(limit),
                }
                yield Hit(each.at(case, metric), f"{weight:g}", words)


def many_metrics(case: Case) -> Iterator[Hit]:
    """More metrics than anybody keeps in mind."""
    limit = case.limit("many_metrics", "count")
    for each in _weighted(case):
        used = sum(weight > 0.0 for weight in each.weights.values())
        if used > limit:
            words = {"name": each.name, "count": used, "limit": f"{limit:g}"}
            yield Hit(case.path("pay", each.name, *each.keys), str(used), words)


def _pulls(case: Case, low: float, high: float) -> Iterator[tuple[str, str, list[str], float]]:
    """Instrument, metric, its roles that move it by low <= pull < high, and RMB a month at target per person."""
    for name, contracts in case.each(lambda each: each.kind != FIXED):
        metric = contracts[0].metric
        roles = [r for r in case.roles_of(contracts) if low <= pull(case.scenario, r, metric) < high]
        if roles:
            paid = [
                case.staffing.monthly(contract, place, stake)
                for contract in contracts
                for place, stake in zip(contract.seats, contract.stakes, strict=True)
            ]
            yield name, metric, roles, sum(paid) / len(paid)


def _out_of_reach(case: Case, low: float, high: float) -> Iterator[Hit]:
    """Metrics that roles move by low <= pull < high, with a metric nearer to their work."""
    weak = case.limit("metric_weak", "elasticity")
    for name, metric, roles, amount in _pulls(case, low, high):
        instead = list(dict.fromkeys(closest(case.scenario, role, weak) for role in roles))
        words = {
            "name": name,
            "who": case.people(roles),
            "metric": metric_words(case, metric),
            "amount": case.money(amount),
            "instead": joined([metric_words(case, each) for each in instead], case.setting.lang),
        }
        yield Hit(case.path("pay", name, *_entry_of(case.policy.instruments[name], metric)), metric, words)


def _entry_of(instrument: Any, metric: str) -> tuple[str, ...]:
    """Keys of the entry that brings a metric into an instrument; none where its kind does."""
    if metric == getattr(instrument, "base_metric", None):
        return ("base_metric",)
    for key in WEIGHTS:
        if isinstance(getattr(instrument, key, None), Mapping):
            if metric in getattr(instrument, key):
                return key, metric
            return ("shifts",)  # a metric that only a later date brings
    return ("metric",) if hasattr(instrument, "metric") else ()


def metric_out_of_reach(case: Case) -> Iterator[Hit]:
    """Metrics that nothing in the work of a role moves."""
    yield from _out_of_reach(case, 0.0, 1e-9)


def metric_weak(case: Case) -> Iterator[Hit]:
    """Metrics that a role moves only a little."""
    yield from _out_of_reach(case, 1e-9, case.limit("metric_weak", "elasticity"))


def double_pay(case: Case) -> Iterator[Hit]:
    """One metric paid to a role by several instruments."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for name, contracts in case.each(lambda each: each.kind not in (FIXED, APPRAISAL) and each.metric != "merit"):
        for role in case.roles_of(contracts):
            paid = [
                case.staffing.monthly(contract, place, stake)
                for contract in contracts
                for place, stake in zip(contract.seats, contract.stakes, strict=True)
                if place in case.staffing.places(role)
            ]
            found.setdefault((role, contracts[0].metric), {}).setdefault(name, 0.0)
            found[role, contracts[0].metric][name] += sum(paid) / len(paid)
    for (role, metric), names in found.items():
        if len(names) > 1:
            words = {
                "who": case.people([role]),
                "metric": metric_words(case, metric),
                "names": joined(list(names), case.setting.lang),
                "amount": case.money(sum(names.values())),
            }
            yield Hit(case.path("pay", list(names)[-1]), ", ".join(names), words)
