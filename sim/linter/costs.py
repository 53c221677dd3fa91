"""What each instrument costs at telling attainments, before anything is simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.linter.case import Case

ATTAINMENTS = (0.8, 1.0, 1.5)
TOTAL = "all instruments"


@dataclass(frozen=True)
class Cost:
    """What an instrument costs at an attainment of its own target.

    Attributes:
        policy, instrument: names; the last instrument of a policy, `all instruments`, is their sum.
        people: seats that hold it.
        attainment: result / target; pay that does not depend on results is the same at every attainment.
        rmb_month: RMB a month for all holders; yearly and quarterly pay spread evenly.
        share_of_base: the same as a share of the holders' base pay.
    """

    policy: str
    instrument: str
    people: int
    attainment: float
    rmb_month: float
    share_of_base: float


def costs_of(case: Case) -> Iterator[Cost]:
    """The cost of each instrument at 80, 100 and 150 % of its target, then of all together against all base pay."""
    staffing, payroll = case.staffing, float(case.staffing.base.sum())
    total = dict.fromkeys(ATTAINMENTS, 0.0)
    for name, contracts in staffing.contracts.items():
        places = sorted({place for contract in contracts for place in contract.seats})
        base = float(staffing.base[places].sum()) if places else 0.0
        for x in ATTAINMENTS:
            amount = float(staffing.pay(name, x).sum())
            total[x] += amount
            yield Cost(case.name, name, len(places), x, amount, amount / base if base else 0.0)
    for x, amount in total.items():
        yield Cost(case.name, TOTAL, len(staffing.seats), x, amount, amount / payroll if payroll else 0.0)
