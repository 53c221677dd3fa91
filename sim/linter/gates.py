"""All or nothing: marks of slow levels, ranks of lines, dates that do not come while a policy runs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.language.terms import joined
from sim.linter.amounts import is_grant, poisson_tail
from sim.linter.case import Case, share_words
from sim.linter.curves import chance_words
from sim.linter.design import metric_words, seats_for
from sim.linter.marks import first_mark, is_gate
from sim.linter.rulebook import Hit
from sim.parameters import Parameters
from sim.pay.kinds import GATED
from sim.pay.parts import loyal_level
from sim.plan.contracts import Contract
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.metrics import LOYAL_ORDERS

MOST = 10.0


def needed_rise(case: Case, contract: Contract) -> float:
    """By how much of today a slow level has to rise for its gate; loyal customers by way of their repeat orders.

    The share of customers with five orders or more moves several times as fast as repeat orders (Poisson), so the rise
    is that of the orders behind it.
    """
    lines = list(contract.lines)
    repeat = float(case.staffing.expected.repeat[lines].mean())
    if contract.part.loyalty_at:
        return loyal_level(contract.part.loyalty_at, repeat) - 1.0
    mark = first_mark(contract)
    if contract.metric != "loyalty":
        return mark - 1.0
    orders = WEEKS_PER_YEAR * max(repeat, 1e-6)
    wanted, low, high = mark * poisson_tail(orders, LOYAL_ORDERS), 0.0, MOST
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if poisson_tail(orders * middle, LOYAL_ORDERS) < wanted else (low, middle)
    return high - 1.0


def _gates(case: Case) -> Iterator[tuple[str, Contract, float]]:
    """Instrument, contract and needed rise of every gate on a slow level; of several groups the hardest."""
    for name, contracts in case.each(is_gate):
        rises = [(needed_rise(case, contract), k) for k, contract in enumerate(contracts)]
        rise, k = max(rises)
        yield name, contracts[k], rise


def _gate_hit(case: Case, name: str, contract: Contract, rise: float) -> Hit:
    """One finding on a gate."""
    words = {"name": name, "metric": metric_words(case, contract.metric), "rise": share_words(abs(rise))}
    where = case.path("pay", name, contract.part.entry)
    return Hit(where, f"{rise:+.0%}", words, "note" if contract.part.safe else None)


def gate_far(case: Case) -> Iterator[Hit]:
    """A gate that lies too far above today for anybody to work towards it."""
    limit = case.limit("gate_far", "rise")
    for name, contract, rise in _gates(case):
        if rise > limit + 1e-9:
            yield _gate_hit(case, name, contract, rise)


def gate_open(case: Case) -> Iterator[Hit]:
    """A gate that today's level passes already; a note where it is meant to be safe."""
    slack = case.limit("gate_open", "slack")
    for name, contract, rise in _gates(case):
        if rise < -slack - 1e-9:
            yield _gate_hit(case, name, contract, rise)


def rank_chance(rank: float, wanted: float, parameters: Parameters) -> float:
    """Probability that a line at usual sales ranks `wanted` or better; see `sim.rules.contests.top_chance`."""
    z = -math.log(rank / wanted) / parameters.value("rank_elasticity") / parameters.value("rank_noise")
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _ranked(case: Case) -> Iterator[tuple[str, Contract, float, float]]:
    """Instrument, contract, rank today and chance of every share of profit that goes by rank."""
    for name, contracts in case.each(lambda each: each.kind == GATED):
        for contract in contracts:
            rank = case.staffing.terms.rank(contract)
            yield name, contract, rank, rank_chance(rank, contract.part.rank_at, case.staffing.parameters)


def _rank_hits(case: Case, hit: list[tuple[str, Contract, float, float]]) -> Iterator[Hit]:
    """One finding for each instrument with the lines in question."""
    for name in dict.fromkeys(each[0] for each in hit):
        mine = [each for each in hit if each[0] == name]
        lines = dict.fromkeys(case.scenario.lines[each[1].lines[0]].name for each in mine)
        rank, chance = max((each[2], each[3]) for each in mine)
        wanted = mine[0][1].part.rank_at
        more = math.exp(max(math.log(rank / wanted), 0.0) / case.staffing.parameters.value("rank_elasticity")) - 1.0
        words = {
            "name": name,
            "lines": joined(list(lines), case.setting.lang),
            "rank": f"{rank:g}",
            "wanted": wanted,
            "chance": chance_words(case, chance),
            "more": share_words(more),
        }
        yield Hit(case.path("pay", name, "rank_at"), str(wanted), words)


def rank_far(case: Case) -> Iterator[Hit]:
    """Lines whose rank today lies far from the one that their share of profit asks for."""
    limit = case.limit("rank_far", "chance")
    yield from _rank_hits(case, [each for each in _ranked(case) if each[3] < limit])


def rank_sure(case: Case) -> Iterator[Hit]:
    """Lines that hold the rank already which their share of profit asks for."""
    limit = case.limit("rank_sure", "chance")
    yield from _rank_hits(case, [each for each in _ranked(case) if each[3] > limit])


def campaign_absent(case: Case) -> Iterator[Hit]:
    """Pay by a campaign that does not come, with all weeks that count, while the policy runs."""
    start, end = case.staffing.weeks
    for name, instrument in case.policy.instruments.items():
        if hasattr(instrument, "campaign") and seats_for(instrument, case):
            parts = [each.part.windows for each in case.staffing.contracts.get(name, [])]
            if not parts or not all(any(start <= w[0] and w[1] <= end for w in windows) for windows in parts):
                words = {"name": name, "campaign": instrument.campaign}
                yield Hit(case.path("pay", name, "campaign"), instrument.campaign, words)


def vests_later(case: Case) -> Iterator[Hit]:
    """Stock of which nothing vests before the simulated time is over."""
    start, end = case.staffing.weeks
    for name, contracts in case.each(lambda each: is_grant(each.part)):
        first = min(until for each in contracts for _, until, _ in each.part.windows)
        if first > end and contracts[0].key.part == 0:
            words = {"name": name, "first": first - start, "simulated": end - start}
            yield Hit(case.path("pay", name, "cliff_weeks"), str(first - start), words)
