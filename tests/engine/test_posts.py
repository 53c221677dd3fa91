"""Posts lost and won: the last of a ranking go, the best of a tier have the posts above."""

from typing import Any

import numpy as np

from sim.conformance.shop import shop, weeks_of
from sim.engine.series import SERIES
from sim.scenario import Scenario


def paid_by(instrument: dict[str, Any]) -> dict[str, np.ndarray]:
    """Series of a company whose policy pays by an instrument, sum over the weeks, by replicate."""
    document = shop({"pay": {"it": instrument}}).model_dump(by_alias=True)
    for seats in document["company"]["seats"].values():
        seats["tiers"] = {"base": 0, "middle": 2, "senior": 1}
    weeks = weeks_of(Scenario.model_validate(document), "new")
    return {
        name: weeks[..., SERIES.index(name)].sum(axis=1)
        for name in ("departures", "severance_rmb", "quits", "posts", "seats", "heads")
    }


def test_the_last_are_dismissed_with_severance_and_others_leave_before() -> None:
    ranks = {"kind": "grades", "roles": "all", "rewards_rmb": [0, 0, 0, 0]}
    kept, lost = paid_by(ranks), paid_by({**ranks, "dismissed_share": 0.3})
    assert (kept["departures"] == 0.0).all() and (lost["departures"] > 0.0).all()
    assert (lost["severance_rmb"] > 0.0).all()
    assert lost["quits"].mean() > kept["quits"].mean()


def test_vacant_posts_of_the_tier_above_go_to_the_best() -> None:
    none, some = (
        paid_by({"kind": "points", "roles": "all", "rmb_per_hour": 0}),
        paid_by({"kind": "promotion", "roles": "all", "period": "month"}),
    )
    assert (none["posts"] == 0.0).all() and some["posts"].sum() > 0.0


def test_a_guarantee_for_newcomers_fills_vacant_seats_sooner() -> None:
    share = {"kind": "commission", "roles": "all", "scope": "company", "rate": 0.001, "pay_delay_weeks": 1}
    bare, held = paid_by(share), paid_by({**share, "floor": {"rmb": 6000, "months": 6}})
    assert (held["seats"] == bare["seats"]).all()
    empty_for = [(each["seats"].sum() - each["heads"].sum()) / each["quits"].sum() for each in (bare, held)]
    assert empty_for[1] < 0.99 * empty_for[0]  # weeks of an empty seat for every exit
