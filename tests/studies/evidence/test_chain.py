"""The chain from pay to results: every factor is there, and pay for one's own output is pay for one's own work."""

import pytest

from sim.studies.evidence import chain
from sim.studies.evidence.chain import chain_of, printed
from sim.studies.questions import questions


def test_a_tenth_of_pay_is_followed_from_stake_to_sales(monkeypatch) -> None:
    from sim.scenario.models import Scenario

    monkeypatch.setattr(chain, "DRAWS", 10)
    monkeypatch.setattr(chain, "COMPANIES", 2)
    document = {**questions().bases["shop"]}
    seats = document["company"]["seats"]
    document["company"] = {
        **document["company"],
        "weeks": 26,
        "seats": {role: seats[role] for role in ("operations", "warehouse")},
    }
    table = chain_of(Scenario.model_validate(document)).set_index(["role", "pay for"])
    assert len(table) == 6
    own = table.xs("own output", level="pay for")
    assert own["control"].between(0.6, 1.4).all()  # all of what it pays hangs on one's own work
    assert (own["output"] > 0.5).all()
    assert own["orders"].mean() == pytest.approx(own["output"].mean(), abs=1.0)  # what is made is sold
    shared = table.xs("GMV of the lines", level="pay for")
    assert (shared["pull"] < own["pull"]).all()
    assert "operations" in printed(table.reset_index())
