"""Who is paid for what: weights, metrics that a role can move, instruments without people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario.lint.case import Case, eligible, share_words
from sim.scenario.lint.reach import closest, pull
from sim.scenario.lint.rulebook import Hit
from sim.scenario.plan import APPRAISAL, FIXED
from sim.scenario.terms import KIND_WORDS, METRIC_WORDS, joined, pick


def metric_words(case: Case, metric: str) -> str:
    """A metric in words; one without words by its name."""
    return pick(METRIC_WORDS.get(metric, (metric, metric)), case.setting.lang)


def no_seats(case: Case) -> Iterator[Hit]:
    """Instruments for roles in which nobody sits."""
    for name, instrument in case.policy.instruments.items():
        if not eligible(instrument, case.staffing.seated()):
            roles = list(getattr(instrument, "roles", ()))
            yield Hit(case.path("pay", name, "roles"), ", ".join(roles), {"name": name, "who": case.people(roles)})


def not_assessed(case: Case) -> Iterator[Hit]:
    """Instruments for people, without any contract on a metric."""
    for name, instrument in case.policy.instruments.items():
        if eligible(instrument, case.staffing.seated()) and not case.staffing.contracts.get(name):
            kind = str(getattr(instrument, "kind", type(instrument).__name__))
            words = {"name": name, "kind": pick(KIND_WORDS.get(kind, (kind, kind)), case.setting.lang)}
            yield Hit(case.path("pay", name), kind, words)


def _weighted(case: Case) -> Iterator[tuple[str, Mapping[str, float], float]]:
    """Name, weights and RMB a month at target per holder of every instrument with weights."""
    for name, instrument in case.policy.instruments.items():
        weights = getattr(instrument, "weights", None)
        if isinstance(weights, Mapping) and case.staffing.contracts.get(name):
            pay = case.staffing.pay(name)
            holders = max(int((pay > 0.0).sum()), 1)
            yield name, weights, float(pay.sum()) / holders


def weight_small(case: Case) -> Iterator[Hit]:
    """A weight too small to matter."""
    limit = case.limit("weight_small", "share")
    for name, weights, pay in _weighted(case):
        for metric, weight in weights.items():
            if weight < limit:
                words = {
                    "name": name, "metric": metric_words(case, metric), "weight": share_words(weight),
                    "amount": case.money(pay * weight), "limit": share_words(limit),
                }  # fmt: skip
                yield Hit(case.path("pay", name, "weights", metric), f"{weight:g}", words)


def weight_large(case: Case) -> Iterator[Hit]:
    """A weight that leaves nothing for the other tasks."""
    limit = case.limit("weight_large", "share")
    for name, weights, _ in _weighted(case):
        for metric, weight in weights.items():
            if weight > limit:
                words = {
                    "name": name, "metric": metric_words(case, metric), "weight": share_words(weight),
                    "limit": share_words(limit),
                }  # fmt: skip
                yield Hit(case.path("pay", name, "weights", metric), f"{weight:g}", words)


def many_metrics(case: Case) -> Iterator[Hit]:
    """More metrics than anybody keeps in mind."""
    limit = case.limit("many_metrics", "count")
    for name, weights, _ in _weighted(case):
        used = sum(weight > 0.0 for weight in weights.values())
        if used > limit:
            yield Hit(
                case.path("pay", name, "weights"), str(used), {"name": name, "count": used, "limit": f"{limit:g}"}
            )


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
            "name": name, "who": case.people(roles), "metric": metric_words(case, metric), "amount": case.money(amount),
            "instead": joined([metric_words(case, each) for each in instead], case.setting.lang),
        }  # fmt: skip
        weights = getattr(case.policy.instruments[name], "weights", None)
        keys = ("weights", metric) if isinstance(weights, Mapping) else ("metric",)
        yield Hit(case.path("pay", name, *keys), metric, words)


def metric_out_of_reach(case: Case) -> Iterator[Hit]:
    """Metrics that nothing in the work of a role moves."""
    yield from _out_of_reach(case, 0.0, 1e-9)


def metric_weak(case: Case) -> Iterator[Hit]:
    """Metrics that a role moves only a little."""
    yield from _out_of_reach(case, 1e-9, case.limit("metric_weak", "elasticity"))


def double_pay(case: Case) -> Iterator[Hit]:
    """One metric paid to a role by several instruments."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for name, contracts in case.each(lambda each: each.kind not in (FIXED, APPRAISAL)):
        for role in case.roles_of(contracts):
            paid = [
                case.staffing.monthly(contract, place, stake)
                for contract in contracts
                for place, stake in zip(contract.seats, contract.stakes, strict=True)
                if place in case.staffing.places(role)
            ]
            found.setdefault((role, contracts[0].metric), {})[name] = sum(paid) / len(paid)
    for (role, metric), names in found.items():
        if len(names) > 1:
            words = {
                "who": case.people([role]), "metric": metric_words(case, metric),
                "names": joined(list(names), case.setting.lang), "amount": case.money(sum(names.values())),
            }  # fmt: skip
            yield Hit(case.path("pay", list(names)[-1]), ", ".join(names), words)
