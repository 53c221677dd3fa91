"""Which metrics the work of a role can move, as the model has it (`sim.engine.phases.incentives`)."""

from __future__ import annotations

import numpy as np

from sim.parameters import ROLE_NAMES, role_table
from sim.scenario.compile import PUSH_ROLES
from sim.scenario.contracts import AMOUNTS
from sim.scenario.models import Scenario
from sim.scenario.workload import requests

OWN_LOG = ("served", "response")
CUSTOMERS = ("repurchase", "nps", "satisfaction", "returns")
#: Metrics worth suggesting to a role, the closest to its work first.
CLOSEST = ("gmv_net", "satisfaction", "uptime", "requests", "response", "served")


def pull(scenario: Scenario, role: str, metric: str) -> float:
    """How strongly a role's work moves a metric, as an elasticity of order one; 0 where it does not at all.

    Sales follow from the role's elasticity, from hard selling and, for the warehouse, from parcels sent in time;
    customers' opinion from care, or, weakly, from not pushing; a log of work is the role's own; requests count where
    another role sends any; uptime belongs to technology.

    Args:
        scenario: who sits in the company and asks whom.
        role: name of the role.
        metric: name of the metric.
    """
    row, asked = role_table()[ROLE_NAMES.index(role)], requests(scenario)[:, ROLE_NAMES.index(role)]
    if metric in OWN_LOG:
        return 1.0
    if metric == "requests":
        return float(np.any(asked > 0.0))
    if metric == "uptime":
        return float(role == "technology")
    if metric in (*AMOUNTS, "conversion"):
        ships = 0.2 if role == "warehouse" and metric != "conversion" else 0.0
        return max(float(row["elasticity"]), ships, 0.2 if role in PUSH_ROLES else 0.0)
    if metric in CUSTOMERS:
        caring = row["care_weight"] > 0.0 or role == "warehouse"
        return 1.0 if caring else 0.05 if role in PUSH_ROLES else 0.0
    return 1.0


def closest(scenario: Scenario, role: str, weak: float) -> str:
    """The metric nearest to a role's work among those it moves by more than `weak`."""
    own = [metric for metric in CLOSEST if pull(scenario, role, metric) >= weak]
    return own[0]
