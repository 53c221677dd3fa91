"""Which metrics the work of a role can move, as the model has it (`sim.engine.phases.incentives`)."""

from __future__ import annotations

import numpy as np

from sim.documents.fields import covers
from sim.parameters import role_table
from sim.plan.line_tables import PUSH_ROLES
from sim.plan.workload import requests
from sim.scenario.models import Scenario
from sim.vocabulary.metrics import AMOUNTS, BY_NAME
from sim.vocabulary.roles import ROLE_NAMES

#: Metrics worth suggesting to a role, the closest to its work first.
CLOSEST = ("gmv_net", "satisfaction", "uptime", "requests", "response", "served")
#: Pull of those who may push or give a discount on what mainly others decide.
SLIGHT = 0.05


def pull(scenario: Scenario, role: str, metric: str) -> float:
    """How strongly a role's work moves a metric, as an elasticity of order one; 0 where it does not at all.

    Sales follow from the role's elasticity, from hard selling and, for the warehouse, from parcels sent in time;
    customers' opinion from care, or, weakly, from not pushing; a log of work is the role's own; requests count where
    another role sends any, readiness where a campaign has jobs for the role; some metrics belong to single roles.

    Args:
        scenario: who sits in the company and asks whom.
        role: name of the role.
        metric: name of the metric.
    """
    row, asked = role_table()[ROLE_NAMES.index(role)], requests(scenario)[:, ROLE_NAMES.index(role)]
    if movers := BY_NAME[metric].moved_by:
        return float(covers(movers, role))
    if metric == "requests":
        return float(np.any(asked > 0.0))
    if metric == "readiness":
        return float(any(job == role for each in scenario.campaigns for job in each.jobs))
    if metric == "basket":
        return SLIGHT if covers(scenario.discretion.roles, role) else 0.0
    if metric in (*AMOUNTS, "conversion"):
        ships = 0.2 if role == "warehouse" and metric not in ("conversion", "new_customers") else 0.0
        return max(float(row["elasticity"]), ships, 0.2 if role in PUSH_ROLES else 0.0)
    caring = row["care_weight"] > 0.0 or role == "warehouse"
    if metric == "complaints" and role == "service":
        return 1.0
    return float(caring) or (SLIGHT if role in PUSH_ROLES else 0.0)


def closest(scenario: Scenario, role: str, weak: float) -> str:
    """The metric nearest to a role's work among those it moves by more than `weak`."""
    own = [metric for metric in CLOSEST if pull(scenario, role, metric) >= weak]
    return own[0]
