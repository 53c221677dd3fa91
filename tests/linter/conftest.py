"""A small shop, and what is found in one policy of it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from sim.linter import examine, setting_of
from sim.scenario import Scenario

LINE = {
    "visits": 20000,
    "conversion": 0.03,
    "basket_rmb": 150,
    "gross_margin": 0.4,
    "return_rate": 0.1,
    "repeat_weekly": 0.02,
    "churn_weekly": 0.03,
}
SHOP = {
    "version": 1,
    "name": "Shop",
    "company": {
        "start": "2026-01-05",
        "weeks": 52,
        "seats": {
            "operations": {"heads": 6, "base_rmb": 8000},
            "service": {"heads": 30, "base_rmb": 6000, "tenure_weeks": [10, 60, 130]},
            "technology": {"heads": 4, "base_rmb": 12000},
            "data": {"heads": 0, "base_rmb": 9000},
        },
    },
    "lines": [{"name": name, **LINE} for name in ("tea", "cups", "pots")],
    "calendar": {"peaks": [{"name": "618", "from": "2026-06-12", "until": "2026-06-20", "index": 1.7}]},
    "campaigns": [{"name": "mid-year", "peak": "618", "jobs": {"operations": 5}}],
    "behaviour": {"overtime_premium": 2.0},
    "policies": {
        "today": {
            "pay": {
                "kpi": {
                    "kind": "quota",
                    "roles": "operations",
                    "metric": "gmv_net",
                    "target_rmb": 2000,
                    "curve": {"threshold": 0.8, "excess_only": True, "cap": 1.5},
                }
            }
        }
    },
}
DATES = {"announce": "2026-03-02", "start": "2026-04-06"}


@pytest.fixture
def shop_document() -> dict[str, Any]:
    """A document of its own for each test."""
    return deepcopy(SHOP)


@pytest.fixture
def found() -> Callable[..., dict[str, list[Any]]]:
    """Findings of one policy by rule."""
    return _found


def _found(edits: dict[str, Any], lang: str = "en", **asked: Any) -> dict[str, list[Any]]:
    """Findings of one policy by rule; edits replace its entries, `seats` and `behaviour` those of the company."""
    document: dict[str, Any] = deepcopy(SHOP)
    edits = dict(edits)
    for role, entry in edits.pop("seats", {}).items():
        document["company"]["seats"][role] |= entry
    document["behaviour"] |= edits.pop("behaviour", {})
    if "instrument" in edits:
        edits["pay"] = {"kpi": None, "plan": edits.pop("instrument")}
    document["policies"]["new"] = {"extends": "today", **DATES, **edits}
    rows, _ = examine(Scenario.model_validate(document), ["new"], setting_of(lang=lang, **asked))
    by_rule: dict[str, list[Any]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, []).append(row)
    return by_rule
