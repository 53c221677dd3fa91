"""Direct mode: a workplace whose output is measured without a market, as plans of the same engine.

Every mapping from an observed field to the model is here, fixed for all studies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.pay.instruments import Curve
from sim.plan.arrangement import Arrangement, QueueFacts, Seating
from sim.plan.compile import plan_of as compiled
from sim.plan.facts import facts_of, parameters_of
from sim.plan.memo import Memo, Parts
from sim.plan.records import Plan
from sim.plan.workforce import heads_of, seated_in
from sim.scenario.models import Scenario
from sim.studies.evidence.document import Scheme, Study
from sim.vocabulary.roles import ROLE_NAMES

USUAL_RMB = 10_000.0
PEOPLE = 48
BURN_IN_WEEKS = 52
OBSERVED, COLLEAGUES = "operations", "content"
ROLES = {name: ROLE_NAMES.index(name) for name in (OBSERVED, COLLEAGUES)}
#: Assumptions: the share of a week of requests, and the observability, at which the registry's values hold in full.
USUAL_REQUESTS, USUAL_OBSERVABILITY = 0.2, 0.5
FROZEN_LOG_HAZARD = -50.0


def scenario_of(study: Study) -> Scenario:
    """Return the scenario behind a study: seats and pay, no market, policies `before` and `after`."""
    place = study.workplace
    teams = max(1, round(PEOPLE / place.team_size.value))
    people = {OBSERVED: teams, COLLEAGUES: teams * (place.team_size.value - 1)}
    market = expected_share(study.scheme("before")) * USUAL_RMB / place.pay_to_market.value
    seats = {
        role: {
            "heads": heads, "base_rmb": USUAL_RMB, "market_rmb": market,
            "tenure_weeks": list(place.tenure_weeks.value),
        }
        for role, heads in people.items() if heads
    }  # fmt: skip
    line = dict(name="none", visits=1.0, conversion=0.5, basket_rmb=1.0, gross_margin=0.5, return_rate=0.0,
                repeat_weekly=0.0, churn_weekly=0.5)  # fmt: skip
    policies = {
        name: {"pay": instruments(study.scheme(name), study.shared(name)), "overtime_cap": 0.0}
        for name in ("before", "after")
    }
    return Scenario.model_validate(
        {
            "version": 1, "name": study.id, "lines": [line], "policies": policies, "baseline": "before",
            "company": {
                "start": "2024-01-01", "weeks": max(4, study.horizon_weeks.value), "burn_in_weeks": BURN_IN_WEEKS,
                "seats": seats, "utilisation": dict.fromkeys(seats, 1.0), "requests": {}, "ties": False,
                "yearly_turnover": place.yearly_turnover.value or None,
            },
        }
    )  # fmt: skip


def expected_share(scheme: Scheme) -> float:
    """Return pay at usual output as a share of usual pay."""
    bonus = scheme.bonus.share * Curve.payout(scheme.bonus.curve, 1.0 / scheme.bonus.target) if scheme.bonus else 0.0
    return scheme.fixed + scheme.piece + bonus


def instruments(scheme: Scheme, shared: bool) -> dict[str, Any]:
    """Return the pay instruments of a scheme beside its fixed part."""
    found: dict[str, Any] = {}
    if scheme.piece:
        rate = scheme.piece * USUAL_RMB * 12.0 / 52.0
        found["piece"] = {"kind": "commission", "roles": "all", "metric": "served", "rate": rate}
    if scheme.bonus:
        money = scheme.bonus.share * USUAL_RMB
        common = dict(roles="all", metric="served", period=scheme.bonus.period, curve=scheme.bonus.curve)
        if shared:
            found["bonus"] = {"kind": "team_bonus", "scope": "unit", "pot_rmb": money, **common}
        else:
            more = {"quota": scheme.bonus.target, "ratchet": scheme.bonus.ratchet}
            found["bonus"] = {"kind": "quota", "scope": "own", "target_rmb": money, **common, **more}
    return found


def seating(team_size: int, heads: dict[str, int], shared: bool) -> Arrangement:
    """Return teams of one observed member and colleagues; one queue a person, or one a team where output is shared."""
    seats: list[Seating] = []
    queues: list[QueueFacts] = []
    for role, index in ROLES.items():
        for ordinal in range(heads.get(role, 0)):
            team = ordinal if role == OBSERVED else ordinal // (team_size - 1)
            queue = team if shared else len(seats)
            seats.append(Seating(index, ordinal, team, queue))
    for queue in range(heads[OBSERVED] if shared else len(seats)):
        members = [seat for seat in seats if seat.queue == queue]
        queues.append(QueueFacts(members[0].role, "team", members[0].unit, (), len(members), 0.0))
    teams = heads[OBSERVED]
    return Arrangement(tuple(seats), tuple(queues), (-1,) * teams, (team_size,) * teams)


def plan_of(study: Study, policy: str) -> Plan:
    """Return the plan of `before` or `after`: work never runs out, nobody meets, what is seen is as observed."""
    place, scenario = study.workplace, scenario_of(study)
    facts, _ = facts_of(scenario, policy, Memo())
    names = ("before", "after")[: len(facts.rollout.regimes)]
    heads = heads_of(scenario, facts.rollout.policies[0])
    seated = tuple(seating(place.team_size.value, heads, study.shared(name)) for name in names)
    workforce = seated_in(scenario, facts.parameters, seated)
    base = np.array([[study.scheme(name).fixed * USUAL_RMB] * len(workforce.seats) for name in names])
    plan = compiled(replace(facts, workforce=workforce, base_pay=base), Parts())
    tables = plan.arrays._replace(
        **{name: getattr(plan.arrays, name).copy() for name in ("queues", "units", "roles", "seats")}
    )
    tables.queues["direct"], tables.units["meeting"] = 1, 0.0
    tables.roles["observability"] = place.observability.value
    colleagues = tables.seats["role"] == ROLES[COLLEAGUES]
    tables.seats["talent"][colleagues] *= 1.0 + study.scheme(policy).colleagues
    return replace(plan, arrays=tables)


def points(study: Study, values: np.ndarray) -> np.ndarray:
    """Return parameter records for a study: the draws as they stand, less what the workplace rules out.

    Without requests nobody helps; what nobody sees moves nobody; with frozen staffing nobody leaves.
    """
    place, values = study.workplace, values.copy()
    values["help_productivity"] *= min(1.0, place.requests.value / USUAL_REQUESTS)
    values["peer_norm"] *= min(1.0, place.observability.value / USUAL_OBSERVABILITY)
    if place.staffing.value == "frozen" or place.yearly_turnover.value == 0.0:
        values["quit_base"] = FROZEN_LOG_HAZARD
    return values


def draws_of(study: Study, count: int) -> np.ndarray:
    """Return `count` parameter records drawn from the priors as they stand."""
    from sim.parameters import draws

    return draws(parameters_of(scenario_of(study)), np.arange(count))
