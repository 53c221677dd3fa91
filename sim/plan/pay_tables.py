"""Who holds which contract, what it is worth to them, and who competes with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.pay.instruments.instrument import Dates
from sim.pay.kinds import APPRAISAL, CONTEST, FIXED, PAYS
from sim.plan import contracts as pay
from sim.plan.campaign_tables import campaign_spans
from sim.plan.contract_making import contracts_of
from sim.plan.contract_outlook import counted_of, expected_weekly_pay, reach_of
from sim.plan.facts import Facts
from sim.plan.records import CLAIM, filled
from sim.plan.regimes import PayRules
from sim.plan.workforce import Workforce
from sim.scenario.policy import Policy
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.tiers import TIER_NAMES


def setting_of(c: Facts, regime: int, rules: PayRules, shadow: bool) -> pay.Setting:
    """Return what the contracts of a policy are made from in a regime; seats as in the regime's arrangement.

    Args:
        c: facts of the run.
        regime: its number.
        rules: whose instruments, for whom.
        shadow: whether the contracts are reckoned only.
    """
    place = c.workforce.places[regime]
    tiers = [c.workforce.tiers[i] for i in place]
    return pay.Setting(
        policy=rules.policy,
        arrangement=c.workforce.arrangements[regime],
        regime=regime,
        base=c.base_pay[regime][place],
        tier=np.array([tier.pay for tier in tiers]),
        tiers=[tier.name for tier in tiers],
        expected=c.business.expected,
        dates=Dates(
            spans=lambda name: campaign_spans(c.scenario, c.clock, name),
            start=c.rollout.starts[c.rollout.first if regime >= c.rollout.first else 0],
        ),
        shadow=shadow,
        chosen=_chosen(c, rules.who, place, regime),
        targets=tuple(_planned(c, rules.policy)),
    )


def _planned(c: Facts, policy: Policy) -> Iterator[pay.Planned]:
    """Yield what a policy plans for lines beside what is expected, in the order of the file."""
    for each in policy.targets.values():
        lines = tuple(k for k, line in enumerate(c.scenario.lines) if line.name in each.lines or not each.lines)
        yield pay.Planned(lines, each.from_, each.until, each.factor)


def _chosen(c: Facts, who: str, place: np.ndarray, regime: int) -> np.ndarray:
    """Return bool[seats], who is paid by some rules: in a pilot some lines' teams or every n-th seat of a role."""
    pilot = c.rollout.pilot
    if who not in ("pilot", "rest") or pilot is None:
        return np.ones(len(place), bool)
    if pilot.lines:
        tried = {k for k, line in enumerate(c.scenario.lines) if line.name in pilot.lines}
        queues, queue = c.workforce.arrangements[regime].queues, c.workforce.seated[2][regime]
        chosen = np.array([bool(lines := set(queues[queue[i]].lines)) and lines <= tried for i in place])
    else:
        step = max(round(1.0 / pilot.share), 1)
        chosen = np.array([c.workforce.seats[i].ordinal % step == 0 for i in place])
    return chosen if who == "pilot" else ~chosen


def contract_list(c: Facts) -> list[pay.Contract]:
    """Return the contracts of all regimes, seats numbered in the union of seats.

    An instrument that a policy leaves as it is goes on: its contract is one, with its period and accounts running
    through the change.
    """
    found: list[pay.Contract] = []
    rollout = c.rollout
    for r, regime in enumerate(rollout.regimes):
        sets = [(rules, False) for rules in regime.pay]
        sets += [(PayRules(rollout.shadow), True)] if rollout.shadow and r >= rollout.first else []
        for rules, shadow in sets:
            for contract in contracts_of(setting_of(c, r, rules.without_unchanged(regime.policy), shadow)):
                _go_on(c, r, rules, contract, found)
    return sorted(found, key=lambda each: each.order)  # rivals stand side by side, and all that belongs together


def _go_on(c: Facts, r: int, rules: PayRules, contract: pay.Contract, found: list[pay.Contract]) -> None:
    """Add a contract of a regime to those found, or let one of them go on, in place."""
    contract.seats = [int(c.workforce.places[r][seat]) for seat in contract.seats]
    going_on = (old for old in found if old.until == r - 1 and old.key == contract.key)
    kept = next(going_on, contract)
    kept.until = r
    if rules.fade and kept.part.counts == PAYS:
        begin, weeks = c.rollout.regimes[r].ramp
        new, old = c.rollout.regimes[r].policy.instruments, c.rollout.instruments_before(r)
        changed = new.get(kept.instrument) != old.get(kept.instrument)
        kept.fade = (rules.fade * changed, c.clock.burn_in + begin, weeks)
    if rules.who != "kept":
        claims = zip(contract.seats, contract.stakes, strict=True)
        kept.claims += [pay.Claim(r, seat, stake) for seat, stake in claims]
    if kept is contract:
        found.append(contract)


def claim_tables(c: Facts, contracts: list[pay.Contract], weekly_base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return CLAIM[R, S, K] and float64[R, S], pay at attainment 1."""
    regimes, n = weekly_base.shape
    held: list[list[list[tuple[int, ...]]]] = [[[] for _ in range(n)] for _ in range(regimes)]
    slots: list[dict[int, int]] = [{} for _ in range(n)]
    planned, expected = weekly_base.copy(), c.business.expected
    queue = c.workforce.seated[2]
    for r, arrangement in enumerate(c.workforce.arrangements):
        for index, contract in enumerate(contracts):
            for _, seat, stake in (claim for claim in contract.claims if claim.regime == r):
                slot = slots[seat].setdefault(index, len(slots[seat]))
                lines = arrangement.queues[queue[r, seat]].lines
                shares = {
                    "reach": reach_of(contract, lines, expected),
                    "counted": counted_of(contract, lines, expected),
                }
                held[r][seat].append(filled(CLAIM, contract=index, slot=slot, stake=stake, **shares))
                if not contract.shadow:
                    role = c.workforce.seats[seat].role
                    planned[r, seat] += expected_weekly_pay(contract, stake, expected, role)
    claims = np.zeros((regimes, n, max(1, *(len(each) for regime in held for each in regime))), CLAIM)
    claims["contract"] = -1
    for r in range(regimes):
        for i in range(n):
            for k, claim in enumerate(held[r][i]):
                claims[r, i, k] = claim
    return claims, planned


def value_appraisals(contracts: Sequence[pay.Contract], claims: np.ndarray, market: np.ndarray) -> None:
    """Turn the weights of unpaid appraisals into RMB of reference pay, in place."""
    appraised = np.array([each.kind == APPRAISAL for each in contracts] or [False])
    held = claims["contract"]
    regime, seat, slot = np.nonzero((held >= 0) & appraised[held])
    claims["stake"][regime, seat, slot] *= market[seat]


def market_pay(c: Facts, planned: np.ndarray) -> np.ndarray:
    """Return float64[S], weekly reference pay: the scenario's, else expected pay under the baseline."""
    active, seats = c.workforce.seated[0, 0], c.workforce.seats
    out = np.zeros(len(seats))
    for i, seat in enumerate(seats):
        given = c.scenario.company.seats[seat.name].market_rmb
        if given is not None:
            out[i] = given * c.workforce.tiers[i].pay / WEEKS_PER_MONTH
        elif active[i]:
            out[i] = planned[0, i]
        else:
            out[i] = np.mean(planned[0][[j for j, other in enumerate(seats) if other.role == seat.role]])
    return out


def mark_paid(queues: np.ndarray, claims: np.ndarray, contracts: Sequence[pay.Contract], workforce: Workforce) -> None:
    """Mark, in place, queues whose members, or whose members' lead, have a metric to gain by."""
    counts = np.array([each.kind != FIXED and not each.shadow for each in contracts] or [False])
    held = claims["contract"]
    regime, seat, _ = np.nonzero((held >= 0) & counts[held])
    _, units, seated = workforce.seated
    queues["paid"][regime, seated[regime, seat]] = 1
    for r, arrangement in enumerate(workforce.arrangements):
        paid = {int(i) for i in seat[regime == r]}
        for u, lead in enumerate(arrangement.leads):
            if lead >= 0 and workforce.places[r][lead] in paid:
                queues["paid"][r, seated[r, (units[r] == u) & (seated[r] >= 0)]] = 1


def with_promotions(placements: np.ndarray, contracts: Sequence[pay.Contract], seats: np.ndarray) -> np.ndarray:
    """Write into PLACEMENT[R, S] from which tier a vacant seat is filled by promotion; return it."""
    placements["from_tier"] = -1
    for each in (each for each in contracts if each.part.promotes and not each.shadow):
        above = TIER_NAMES.index(each.part.promotes)
        below = TIER_NAMES.index(each.part.tiers[0])
        higher = np.flatnonzero((seats["role"] == each.key.role) & (seats["tier"] == above))
        placements["from_tier"][each.since : each.until + 1, higher] = below
    return placements


def with_rivals(placements: np.ndarray, claims: np.ndarray, contracts: Sequence[pay.Contract]) -> np.ndarray:
    """Write into PLACEMENT[R, S] which contest a seat takes part in, on which side, for how much; return it."""
    groups = {each.group: number for number, each in enumerate(contracts, 1) if each.group}
    contests = [k for k, each in enumerate(contracts) if each.kind == CONTEST and not each.shadow]
    for k in contests:
        part, group = contracts[k].part, contracts[k].group
        first = max((rmb for _, rmb in part.prizes), default=0.0)
        regime, seat, slot = np.nonzero(claims["contract"] == k)
        prize = claims["stake"][regime, seat, slot] * first / placements["planned"][regime, seat]
        won = part.shown | (prize > 0.0)
        regime, seat, prize = regime[won], seat[won], np.minimum(prize[won], part.rises or np.inf)
        placements["contest"][regime, seat], placements["contestant"][regime, seat] = groups[group] if group else 0, k
        placements["prize"][regime, seat] = prize
    return placements
