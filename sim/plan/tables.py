"""The tables of a plan that depend on its regimes: seats, queues, units, contracts, clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.documents.fields import ROLES
from sim.parameters import ROLE_NAMES, role_table
from sim.pay.kinds import APPRAISAL, CONTEST, FIXED
from sim.plan import contracts as pay
from sim.plan.arrangement import duplication, effective_lines, handoff_share
from sim.plan.campaign_tables import campaign_tables
from sim.plan.contract_tables import contract_tables
from sim.plan.habit_tables import fund_of, take_part
from sim.plan.people_tables import contact_tables, place_seats, refuse_unpaid, seats_by_regime
from sim.plan.records import CELL, CHAIR, CLAIM, EDGE, QUEUE, REGIME, UNIT, Arrays
from sim.plan.regimes import PayRules
from sim.plan.rollout_tables import review_table, rules_before, trigger_table, without_unchanged
from sim.plan.surrounding_tables import shock_tables
from sim.plan.weeks import week_table
from sim.plan.workload import made, requests

if TYPE_CHECKING:
    from sim.plan.compile import Compiler


def arrays(c: Compiler) -> Arrays:
    """Return the arrays of a compiler's plan."""
    queues, queue_lines, cells = c.once("work tables", lambda: work_tables(c))
    units = c.once("units", lambda: unit_table(c))
    queues, seats = queues.copy(), c.once("seat records", c.seat_records).copy()
    contracts = contract_list(c)
    weekly = np.array([c.base_pay(r) for r in range(len(c.policies))]) * pay.MONTHLY_TO_WEEKLY
    claims, planned = claim_tables(c, contracts, weekly)
    seats["market_rmb"] = market_pay(c, planned)
    refuse_unpaid(c, planned, seats["market_rmb"])
    value_appraisals(contracts, claims, seats["market_rmb"])
    mark_paid(queues, claims, contracts, seats_by_regime(c)[2])
    weeks, tenure_push = c.once("weeks", lambda: week_table(c))
    fields: dict[str, Any] = dict(
        weeks=weeks, tenure_push=tenure_push, lines=c.once("lines", c.line_records), seats=seats,
        roles=c.once("roles", c.role_records), claims=claims,
        chairs=with_rivals(chair_table(c, weekly, planned), claims, contracts),
        regimes=regime_table(c), queues=queues, queue_lines=queue_lines, cells=cells, units=units,
        edges=c.once("edges", lambda: edge_table(c)), **c.once("contacts", lambda: contact_tables(c)),
        **c.once("campaigns", lambda: campaign_tables(c)),
        **contract_tables(c, contracts), **shock_tables(c), triggers=trigger_table(c), reviews=review_table(c),
    )  # fmt: skip
    return Arrays(**{name: np.ascontiguousarray(fields[name]) for name in Arrays._fields})


def regime_table(c: Compiler) -> np.ndarray:
    """Return REGIME[R]."""
    regimes = np.zeros(len(c.policies), REGIME)
    for r, policy in enumerate(c.policies):
        fine = policy.discretion.audit_share * policy.discretion.fine_rmb
        graded, refused = (1.0, policy.grading.refused) if policy.grading else (0.0, 0.0)
        shift, familiar = c.scenario.company.shift, c.arrangements[r].familiar
        keeps = any(rules.who == "kept" for rules in c.regimes[r].rules)
        escalates, timing = policy.structure.escalates, policy.discretion.timing
        regimes[r] = (
            policy.overtime_cap, fine, shift, familiar, policy.remote_days, graded, refused, escalates, keeps, timing,
            *fund_of(policy), c.regimes[r].stage,
        )  # fmt: skip
    return regimes


def work_tables(c: Compiler) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return QUEUE[R, Q], int64[R, 9 L] lines by queue and CELL[R, 9, L]."""
    queues, queue_lines, cell_queue, repeated = queue_tables(c)
    place_seats(c, queues, np.zeros((len(queues), 1), UNIT))
    return queues, queue_lines, cell_table(c, cell_queue, repeated)


def usual_events(c: Compiler) -> np.ndarray:
    """Return float64[9, L], a cell's events in a week at season 1 under the baseline, in units of the role's mix."""
    table = role_table()
    returned = np.array([line.return_rate for line in c.scenario.lines])
    steady = table["mix_constant"] + table["mix_season"] + table["mix_orders"]
    return steady[:, None] + table["mix_returns"][:, None] * returned


def mark_paid(queues: np.ndarray, claims: np.ndarray, contracts: list[pay.Contract], seated: np.ndarray) -> None:
    """Mark, in place, queues whose members have a metric to gain by; `seated` is int64[R, S], queue of a seat."""
    counts = np.array([each.kind != FIXED and not each.shadow for each in contracts] or [False])
    held = claims["contract"]
    regime, seat, _ = np.nonzero((held >= 0) & counts[held])
    queues["paid"][regime, seated[regime, seat]] = 1


def chair_table(c: Compiler, base: np.ndarray, planned: np.ndarray) -> np.ndarray:
    """Return CHAIR[R, S]."""
    chairs = np.zeros(base.shape, CHAIR)
    chairs["active"], chairs["unit"], chairs["queue"] = seats_by_regime(c)
    teams = c.once("campaigns", lambda: campaign_tables(c))["team_seats"]
    for r, members in enumerate(teams):
        chairs["team"][r, members[members >= 0]] = (members >= 0).sum()
    for r, policy in enumerate(c.policies):
        for i, (role, ordinal) in enumerate(c.seats):
            chairs["ambassador"][r, i] = ordinal < policy.ambassadors.get(ROLES[role], 0)
            for programme in policy.running_programmes.values():
                take_part(chairs[r, i : i + 1], programme, ROLES[role])
            chairs["rotating"][r, i] = any((role, ordinal) == away[:2] for away in c.regimes[r].away)
        chairs["ability"][r] = [policy.ability_factor(ROLES[role]) for role, _ in c.seats]
    chairs["base_pay"], chairs["planned"], chairs["discount"] = base, planned, discount_limits(c)
    return chairs


def with_rivals(chairs: np.ndarray, claims: np.ndarray, contracts: list[pay.Contract]) -> np.ndarray:
    """Write into CHAIR[R, S] in which contest a seat takes part, on which side, for how large a prize; return it."""
    groups = {each.group: number for number, each in enumerate(contracts, 1) if each.group}
    contests = [k for k, each in enumerate(contracts) if each.kind == CONTEST and not each.shadow]
    for k in contests:
        part = contracts[k].part
        first = max((rmb for _, rmb in part.prizes), default=0.0)
        regime, seat, slot = np.nonzero(claims["contract"] == k)
        prize = claims["stake"][regime, seat, slot] * first / chairs["planned"][regime, seat]
        won = part.shown | (prize > 0.0)
        regime, seat, prize = regime[won], seat[won], np.minimum(prize[won], part.rises or np.inf)
        chairs["contest"][regime, seat], chairs["contestant"][regime, seat] = groups[contracts[k].group or ()], k
        chairs["prize"][regime, seat] = prize
    return chairs


def cell_table(c: Compiler, queue: np.ndarray, repeated: np.ndarray) -> np.ndarray:
    """Return CELL[R, 9, L]."""
    cells = np.zeros(queue.shape, CELL)
    cells["queue"], cells["work"], cells["care"] = queue, c.work, care_weights(c)
    shares = np.array([c.scenario.company.casual_requests.get(role, 0.0) for role in ROLES])
    cells["casual"] = c.work * shares[:, None]
    cells["per_event"] = c.work * repeated / usual_events(c)
    return cells


def queue_tables(c: Compiler) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return QUEUE[R, Q], int64[R, 9 L] lines by queue, int64[R, 9, L] queues, float64[R, 9, L] duplication."""
    n_lines, regimes = len(c.scenario.lines), len(c.policies)
    width = max(len(a.queues) for a in c.arrangements)
    queues = np.zeros((regimes, width), QUEUE)
    lines = np.zeros((regimes, len(ROLE_NAMES) * n_lines), np.int64)
    cell_queue = np.full((regimes, len(ROLE_NAMES), n_lines), -1, np.int64)
    repeated = np.ones((regimes, len(ROLE_NAMES), n_lines))
    asked, common = requests(c.scenario), role_table()["common_share"]
    usual, product = reference_lines(c), int(made(c.scenario))
    for r, arrangement in enumerate(c.arrangements):
        cell_queue[r] = arrangement.cells(n_lines)
        at = 0
        for q, queue in enumerate(arrangement.queues):
            wide = effective_lines(c.work[queue.role, list(queue.lines)])
            before = float(np.mean([usual[queue.role, i] for i in queue.lines])) if queue.lines else 1.0
            for i in queue.lines:
                lines[r, at] = i
                repeated[r, queue.role, i] = duplication(common[queue.role], wide, usual[queue.role, i])
                at += 1
            handoff = handoff_share(arrangement, queue, asked, c.work)
            queues[r, q] = (
                queue.role, queue.unit, at - len(queue.lines), at, 0, 0, 0, product, wide, before,
                queue.members + 2.0 * queue.cover, handoff, queue.cover, queue.members,
                arrangement.gate_levels,
            )  # fmt: skip
    return queues, lines, cell_queue, repeated


def reference_lines(c: Compiler) -> np.ndarray:
    """Return float64[9, L], the effective number of lines of the baseline queue that serves each cell."""
    table = np.ones(c.work.shape)
    for queue in c.arrangements[0].queues:
        table[queue.role, list(queue.lines)] = effective_lines(c.work[queue.role, list(queue.lines)])
    return table


def unit_table(c: Compiler) -> np.ndarray:
    """Return UNIT[R, U]."""
    width = max(len(a.leads) for a in c.arrangements)
    units = np.zeros((len(c.policies), width), UNIT)
    units["lead"] = -1
    load, intensity = c.parameters.value("meeting_load"), c.parameters.value("meeting_intensity")
    for r, arrangement in enumerate(c.arrangements):
        place = c.place(r)
        for u, (lead, size) in enumerate(zip(arrangement.leads, arrangement.sizes, strict=True)):
            units[r, u] = (place[lead] if lead >= 0 else -1, 0, 0, size, load * intensity * np.log10(max(size, 1)))
    place_seats(c, np.zeros((len(units), 1), QUEUE), units)
    return units


def care_weights(c: Compiler) -> np.ndarray:
    """Return float64[9, L], weight of each cell in the care a line receives; sums to 1 over roles."""
    weights = c.work * role_table()["care_weight"][:, None]
    return weights / np.maximum(weights.sum(axis=0), 1e-12)


def discount_limits(c: Compiler) -> np.ndarray:
    """Return float64[R, S], the extra discount each seat may grant."""
    out = np.zeros((len(c.policies), len(c.seats)))
    for r, policy in enumerate(c.policies):
        for i, (role, _) in enumerate(c.seats):
            allowed = "all" in policy.discretion.roles or ROLE_NAMES[role] in policy.discretion.roles
            out[r, i] = policy.discretion.discount_limit if allowed else 0.0
    return out


def edge_table(c: Compiler) -> np.ndarray:
    """Return EDGE[E], the role pairs that ask each other and how much."""
    matrix = requests(c.scenario)
    pairs = np.argwhere(matrix > 0.0)
    edges = np.zeros(len(pairs), EDGE)
    edges["asking"], edges["asked"], edges["share"] = pairs[:, 0], pairs[:, 1], matrix[pairs[:, 0], pairs[:, 1]]
    return edges


def contract_list(c: Compiler) -> list[pay.Contract]:
    """Return the contracts of all regimes, seats numbered in the union of seats.

    An instrument that a policy leaves as it is goes on: its contract is one, with its period and accounts running
    through the change.
    """
    found: list[pay.Contract] = []
    for r, policy in enumerate(c.policies):
        place = c.place(r)
        sets = [(rules, False) for rules in c.regimes[r].pay]
        sets += [(PayRules(c.shadow), True)] if c.shadow and r >= c.first else []
        for rules, shadow in sets:
            for contract in pay.contracts_of(c.setting(r, without_unchanged(rules, c.regimes[r]), shadow)):
                contract.seats = [int(place[seat]) for seat in contract.seats]
                going_on = (old for old in found if old.until == r - 1 and old.key == contract.key)
                kept = next(going_on, contract)
                kept.until = r
                if rules.fade:
                    begin, weeks = c.regimes[r].ramp
                    changed = policy.instruments.get(kept.instrument) != rules_before(c, r).get(kept.instrument)
                    kept.fade = (rules.fade * changed, c.burn_in + begin, weeks)
                if rules.who != "kept":
                    claims = zip(contract.seats, contract.stakes, strict=True)
                    kept.claims += [(r, seat, stake) for seat, stake in claims]
                if kept is contract:
                    found.append(contract)
    return sorted(found, key=lambda each: str(each.group) if each.group else "")  # rivals stand side by side


def claim_tables(c: Compiler, contracts: list[pay.Contract], weekly_base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return CLAIM[R, S, K] and float64[R, S], pay at attainment 1."""
    regimes, n = weekly_base.shape
    held: list[list[list[tuple[int, int, float, float]]]] = [[[] for _ in range(n)] for _ in range(regimes)]
    slots: list[dict[int, int]] = [{} for _ in range(n)]
    planned = weekly_base.copy()
    for r, arrangement in enumerate(c.arrangements):
        seating = {int(p): seat for p, seat in zip(c.place(r), arrangement.seats, strict=True)}
        for index, contract in enumerate(contracts):
            for seat, stake in ((seat, stake) for regime, seat, stake in contract.claims if regime == r):
                slot = slots[seat].setdefault(index, len(slots[seat]))
                reach = pay.reach_of(contract, arrangement.queues[seating[seat].queue].lines, c.expected)
                held[r][seat].append((index, slot, stake, reach))
                if not contract.shadow:
                    role = seating[seat].role
                    planned[r, seat] += pay.expected_weekly_pay(contract, stake, c.expected, role)
    claims = np.zeros((regimes, n, max(1, *(len(each) for regime in held for each in regime))), CLAIM)
    claims["contract"] = -1
    for r in range(regimes):
        for i in range(n):
            for k, claim in enumerate(held[r][i]):
                claims[r, i, k] = claim
    return claims, planned


def value_appraisals(contracts: list[pay.Contract], claims: np.ndarray, market: np.ndarray) -> None:
    """Turn the weights of unpaid appraisals into RMB of reference pay, in place."""
    appraised = np.array([each.kind == APPRAISAL for each in contracts] or [False])
    held = claims["contract"]
    regime, seat, slot = np.nonzero((held >= 0) & appraised[held])
    claims["stake"][regime, seat, slot] *= market[seat]


def market_pay(c: Compiler, planned: np.ndarray) -> np.ndarray:
    """Return float64[S], weekly reference pay: the scenario's, else expected pay under the baseline."""
    active = seats_by_regime(c)[0]
    out = np.zeros(len(c.seats))
    for i, (role, ordinal) in enumerate(c.seats):
        given = c.seats_of(role).market_rmb
        if given is not None:
            tier = ("base", "middle", "senior")[c.tier(role, ordinal)]
            out[i] = given * c.parameters.value(f"tier_pay_{tier}") * pay.MONTHLY_TO_WEEKLY
        else:
            out[i] = (
                planned[0, i]
                if active[0, i]
                else np.mean(planned[0][[j for j, s in enumerate(c.seats) if s[0] == role]])
            )
    return out
