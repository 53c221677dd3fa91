"""Compile a scenario and a policy into a plan of arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.plan.campaign_tables import campaign_tables
from sim.plan.contract_tables import contract_tables
from sim.plan.contracts import Contract
from sim.plan.facts import Facts, facts_of, parameters_of
from sim.plan.line_tables import line_records, role_records
from sim.plan.memo import Memo, Parts
from sim.plan.pay_tables import (
    claim_tables,
    contract_list,
    mark_paid,
    market_pay,
    value_appraisals,
    with_promotions,
    with_rivals,
)
from sim.plan.people_tables import contact_tables, placement_table, refuse_unpaid, seat_records
from sim.plan.records import Arrays, ContractName, Names, Plan, SeatName
from sim.plan.rollout_tables import departure_table, regime_table, review_table, trigger_table
from sim.plan.surrounding_tables import shock_tables
from sim.plan.weeks import tenure_push, week_table
from sim.plan.work_tables import edge_table, request_shares, unit_table, work_tables
from sim.plan.workforce import heads_of
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy
from sim.structures.seating import Arrangement
from sim.units import WEEKS_PER_MONTH

__all__ = ["compile_plan", "heads_of", "parameters_of", "plan_of"]


def compile_plan(
    scenario: Scenario,
    policy: str,
    *,
    base_factor: Mapping[str, float] | None = None,
    shadow: str | None = None,
    memo: Memo | None = None,
) -> Plan:
    """Return the plan of a policy.

    Args:
        scenario: the document.
        policy: name of the policy; weeks before its start run under the baseline.
        base_factor: role -> factor on base pay under the policy (for a pay-neutral twin).
        shadow: name of another policy whose instruments are accounted, but neither paid nor known to anybody.
        memo: parts of earlier plans; what no lever has moved is taken from there. Never changes a bit of the plan.

    Raises:
        SimError: the policy does not exist or cannot be arranged.
    """
    return plan_of(*facts_of(scenario, policy, memo or Memo(), base_factor=base_factor, shadow=shadow))


def plan_of(c: Facts, parts: Parts) -> Plan:
    """Return the plan that some facts make.

    Args:
        c: facts of a run.
        parts: of plans that have their layout in common.
    """
    contracts, layout, clock = contract_list(c), _layout_tables(c, parts), c.clock
    tables = layout | _pay_tables(c, contracts, layout, parts)
    arrays = Arrays(**{name: np.ascontiguousarray(tables[name]) for name in Arrays._fields})
    names = _names(c, contracts)
    return Plan(c.rollout.policy, arrays, names, clock.burn_in, clock.policy_start, clock.policy_announce)


def _layout_tables(c: Facts, parts: Parts) -> dict[str, Any]:
    """Return the tables that neither pay nor discretion touches, by name."""
    scenario, par, clock, workforce, business = c.scenario, c.parameters, c.clock, c.workforce, c.business
    once = parts.once
    return {
        "weeks": once("weeks", lambda: week_table(scenario, par, clock, c.rollout, business.season)),
        "tenure_push": once("tenure", lambda: tenure_push(scenario.company, par)),
        "lines": once("lines", lambda: line_records(scenario, par, clock, workforce.arrangements[0])),
        "roles": once("roles", lambda: role_records(scenario, par, business.requests)),
        "edges": once("edges", lambda: edge_table(business.requests)),
        "asks": once("asks", lambda: request_shares(business.requests)),
        "units": once("units", lambda: unit_table(workforce, par)),
        **once("work", lambda: work_tables(scenario, business, workforce)),
        **once("contacts", lambda: contact_tables(workforce, scenario.company.ties)),
        **once("campaigns", lambda: campaign_tables(scenario, clock, c.rollout, workforce)),
        "departures": departure_table(c.rollout, clock, workforce),
        **shock_tables(scenario, clock),
    }


def _pay_tables(c: Facts, contracts: list[Contract], layout: dict[str, Any], parts: Parts) -> dict[str, Any]:
    """Return the tables that pay or discretion touch, by name."""
    workforce, queues = c.workforce, layout["queues"].copy()
    seats = parts.once("seats", lambda: seat_records(c.scenario, c.parameters, workforce)).copy()
    weekly = c.base_pay / WEEKS_PER_MONTH
    claims, planned = claim_tables(c, contracts, weekly)
    seats["market_rmb"] = market_pay(c, planned)
    refuse_unpaid(f"{c.scenario.name}, policy {c.rollout.policy}", workforce, planned, seats["market_rmb"])
    value_appraisals(contracts, claims, seats["market_rmb"])
    mark_paid(queues, claims, contracts, workforce)
    placements = placement_table(c.rollout, workforce, layout["team_seats"], np.array([weekly, planned]))
    return {
        "seats": seats,
        "queues": queues,
        "claims": claims,
        "placements": with_promotions(with_rivals(placements, claims, contracts), contracts, seats),
        "regimes": regime_table(c.rollout, workforce.arrangements, c.scenario.company.shift),
        "triggers": trigger_table(c.rollout),
        "reviews": review_table(c.rollout),
        **contract_tables(c, contracts, parts),
    }


def _names(c: Facts, contracts: Sequence[Contract]) -> Names:
    """Return what stands behind the rows of a plan."""
    scenario, workforce = c.scenario, c.workforce
    arranged = list(zip(workforce.arrangements, c.rollout.policies, strict=True))
    made = tuple(
        ContractName(each.instrument, each.key.entry.kind, each.key.part, each.metric, each.part.scope)
        for each in contracts
    )
    return Names(
        tuple(SeatName(seat.name, seat.ordinal + 1) for seat in workforce.seats),
        tuple(line.name for line in scenario.lines),
        made,
        tuple(_on_paper(each, policy)[0] for each, policy in arranged),
        tuple(_on_paper(each, policy)[1] for each, policy in arranged),
    )


def _on_paper(arrangement: Arrangement, policy: Policy) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return what units are called, and role and home of every queue, by the chart where it has names of its own."""
    chart = policy.structure.on_paper
    queues = tuple((queue.role_name, chart.get(queue.role_name, queue.home)) for queue in arrangement.queues)
    homes = list(arrangement.homes)
    for unit in range(len(homes)):
        called = {name for queue, (_, name) in zip(arrangement.queues, queues, strict=True) if queue.unit == unit}
        homes[unit] = called.pop() if len(called) == 1 else homes[unit]
    return tuple(homes), queues
