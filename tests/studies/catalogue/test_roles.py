"""Every role can move what its row of the catalogue says it may be measured by."""

import sim
from sim.scenario import Scenario
from sim.studies.catalogue import catalogue

#: Named by the catalogue, though nobody in the role gains anything by more effort, as their rows say.
UNMOVED = {("operations", "visits")}
ROLES = {row.id[2:]: row.metrics for row in catalogue().part("R") if row.id not in ("R.tiers", "R.everybody")}
NAMED = {(role, metric) for role, metrics in ROLES.items() for metric in metrics}


def test_every_role_moves_what_it_may_be_measured_by() -> None:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    for role in ROLES.keys() - document["company"]["seats"].keys():
        document["company"]["seats"][role] = {"heads": 3, "base_rmb": 8000}
    pay = {
        f"{role}_{metric}": {
            "kind": "performance_pay",
            "roles": [role],
            "weights": {metric: 1.0},
            "target_rmb": 3000,
        }
        for role, metric in NAMED
    }
    none = {"operations_kpi": None, "yearly_bonus": None}
    policy = {"extends": "today", "start": "2026-01-05", "announce": "2026-01-05", "pay": none | pay}
    shop = Scenario.model_validate(document).with_policies({"all": policy})
    moving: set[str] = set()
    for replicate in range(4):  # in some companies a role moves nothing: the priors of its part reach zero
        found = sim.marginal_pay(shop, "all", weeks=range(40, 46), replicate=replicate)
        moving |= set(found.loc[found["rmb"] != 0.0, "instrument"])
    assert {(role, metric) for role, metric in NAMED if f"{role}_{metric}" not in moving} == UNMOVED
