"""The lines of a plan, and how the work of each role arises and acts."""

from __future__ import annotations

import numpy as np

from sim.parameters import Parameters, role_table
from sim.plan.campaign_tables import listed_weeks
from sim.plan.clock import Clock
from sim.plan.expected import ads
from sim.plan.records import LINE, ROLE, filled
from sim.plan.surrounding_tables import channel_of
from sim.plan.workload import interdependence, units_made, utilisation
from sim.scenario.models import Company, Scenario
from sim.structures.seating import Arrangement
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.metrics import LOYAL_ORDERS
from sim.vocabulary.roles import ROLE_NAMES

#: A company that nobody leaves, share a year, where a logarithm is taken.
LEAST_TURNOVER = 1e-6

PUSH_ROLES = ("operations", "marketing", "service")
SERVICE = ROLE_NAMES.index("service")


def loyal_share(repeat_weekly: float) -> float:
    """Return the share of customers with five orders or more in a year, at a weekly rate of repeat orders (Poisson)."""
    from scipy.special import pdtrc

    return float(pdtrc(LOYAL_ORDERS - 1, WEEKS_PER_YEAR * repeat_weekly))


def line_records(scenario: Scenario, parameters: Parameters, clock: Clock, baseline: Arrangement) -> np.ndarray:
    """Return LINE[L].

    Args:
        scenario: the document.
        parameters: behavioural numbers.
        clock: of the run.
        baseline: who serves the lines today.
    """
    records = np.zeros(len(scenario.lines), LINE)
    ceiling, share = parameters.value("visit_ceiling"), scenario.budgets.ads_share_of_visits
    (opens, closes), spent, made = listed_weeks(scenario, clock), ads(scenario), units_made(scenario, parameters)
    for i, line in enumerate(scenario.lines):
        raw = -ceiling * line.visits * np.log(1.0 - 1.0 / ceiling)
        new = line.visits * line.conversion
        orders = new + line.active_customers * line.repeat_weekly + made
        records[i] = filled(
            LINE,
            visits=line.visits,
            conversion=line.conversion,
            basket=line.basket_rmb,
            gross_margin=line.gross_margin,
            return_rate=line.return_rate,
            repeat_weekly=line.repeat_weekly,
            churn_weekly=line.churn_weekly,
            customers=line.active_customers,
            organic=raw * (1.0 - share) * line.demand_index,
            ad_visits=raw * share,
            ads_rmb=spent[i],
            orders=orders,
            new_orders=new,
            gmv=orders * line.basket_rmb,
            discount=scenario.discretion.discount_now,
            reply_penalty=_reply_penalty(scenario, parameters, baseline, i),
            opens=opens[i],
            closes=closes[i],
            community=line.community,
            loyal=loyal_share(line.repeat_weekly),
            rank=line.rank,
            made=line.made_per_week or 0.0,
            pushable=line.pushable,
            returnable=line.returnable,
        )
    return records


def _reply_penalty(scenario: Scenario, parameters: Parameters, baseline: Arrangement, line: int) -> float:
    """Return the part of `reply_elasticity` that slow replies cost today; observed conversion contains it."""
    q = baseline.queue_of(SERVICE, line)
    if q < 0:
        return 0.0
    queue, row, calm = baseline.queues[q], role_table()[SERVICE], 0.0
    load, duty = min(utilisation(scenario)[SERVICE], 0.9), queue.members + 2.0 * queue.cover
    if queue.members:  # without people there is no work measured that could wait
        patience = np.sqrt(2.0 * (queue.members + 1.0)) - 1.0
        calm = row["block_weeks"] * load**patience / (queue.members * (1.0 - load))
    delay = calm + parameters.value("off_hours_share") * max(0.0, 1.0 - scenario.company.shift * duty)
    return float(1.0 - np.exp(-parameters.value("reply_curve") * delay))


def labour_market(records: np.ndarray, company: Company, parameters: Parameters) -> None:
    """Fill in what is known of turnover and of the labour market of each role.

    Args:
        records: ROLE[roles].
        company: of the scenario.
        parameters: behavioural numbers.
    """
    reference = parameters.value("turnover_reference")
    usual = reference if company.yearly_turnover is None else company.yearly_turnover
    for role, record in zip(ROLE_NAMES, records, strict=True):
        own = company.turnover_by_role.get(role)
        record["turnover"] = max(usual if own is None else own, LEAST_TURNOVER)
        record["turnover_apart"] = own is not None
        record["turnover_told"] = own is not None or company.yearly_turnover is not None
        record["exit_push"] = np.log(record["turnover"] / reference)
        record["tightness"] = np.log(company.tightness.get(role, company.tightness.get("all", 1.0)))


def role_records(scenario: Scenario, parameters: Parameters, requests: np.ndarray) -> np.ndarray:
    """Return ROLE[roles].

    Args:
        scenario: the document.
        parameters: behavioural numbers.
        requests: float64[roles, roles], person-weeks asked of the column role per person-week of the row role.
    """
    records, table = np.zeros(len(ROLE_NAMES), ROLE), role_table()
    seated = seated_roles(scenario.company)
    for name in set(records.dtype.names or ()) & set(table.dtype.names or ()):
        records[name] = table[name]
    for role, seen in scenario.company.observability.items():
        records["observability"][ROLE_NAMES.index(role)] = seen
    records["interdependence"] = interdependence(scenario)
    labour_market(records, scenario.company, parameters)
    records["absence"] = [scenario.company.away(role) for role in ROLE_NAMES]
    pushes = seated & np.isin(ROLE_NAMES, PUSH_ROLES)
    records["channel"], records["exists"] = channel_of(scenario.channel)[:, 0], seated
    records["push_weight"] = pushes / max(pushes.sum(), 1)
    records["utilisation"] = utilisation(scenario)
    records["request_work"] = np.maximum(requests.sum(axis=1), 1e-12)
    return records


def seated_roles(company: Company) -> np.ndarray:
    """Return bool[roles], whether the company has seats for a role."""
    return np.array([role in company.roles for role in ROLE_NAMES])
