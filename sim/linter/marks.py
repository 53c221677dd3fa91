"""The marks of contracts: from where anything is paid, what the target is, which entry of the file sets it."""

from __future__ import annotations

from typing import Any

from sim.pay import awards
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


def entry(instrument: Any, contract: Contract) -> str:
    """Name of the entry of an instrument that sets the mark of one of its contracts."""
    if isinstance(instrument, awards.Milestone):
        return milestone_side(instrument, contract) + "_at"
    if isinstance(instrument, awards.ThreeStage):
        return {"repurchase": "loyalty_at", "margin": "rank_at"}.get(contract.metric, "quota")
    if isinstance(instrument, awards.DualAppraisal):
        return "base_at" if contract.key.part == 0 else "curve"
    if isinstance(instrument, awards.LifetimeAward | awards.Equity):
        return "at"
    return "quota" if hasattr(instrument, "quota") else "curve"


def milestone_side(instrument: awards.Milestone, contract: Contract) -> str:
    """Which of its parts a milestone's contract is: presale, balance or returns."""
    if contract.metric == "returns":
        return "returns"
    return "presale" if contract.key.part == 0 and instrument.presale_share > 0.0 else "balance"
