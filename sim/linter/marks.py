"""The marks of contracts: from where anything is paid, and what the target is."""

from __future__ import annotations

from sim.pay.kinds import ATTAINMENT
from sim.plan.contracts import Contract
from sim.vocabulary.metrics import LEVEL_METRICS


def first_mark(contract: Contract) -> float:
    """The attainment from which anything is paid."""
    marks = [at for at, _ in (*contract.curve.kinks, *contract.curve.steps)]
    return min(marks, default=0.0)


def full_mark(contract: Contract) -> float:
    """The target: attainment 1, or of a curve of steps alone the last one up to 1."""
    if contract.curve.kinks and contract.curve.payout(1.0) > 0.0:
        return 1.0
    return max((at for at, _ in contract.curve.steps if at <= 1.0), default=first_mark(contract))


def is_gate(contract: Contract) -> bool:
    """Whether all or nothing is paid at one mark of a level that moves slowly, such as loyalty or returns."""
    if contract.kind != ATTAINMENT or contract.metric not in LEVEL_METRICS:
        return False
    return contract.part.loyalty_at > 0.0 or (not contract.curve.kinks and len(contract.curve.steps) == 1)
