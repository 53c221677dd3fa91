"""Risks K1 to K9: which of them a comparison shows, how strongly, by which sign first, and what to try."""

from sim.results.risks.check import Finding, check, examine, findings, sentences
from sim.results.risks.table import RISKS, Risk, risk

__all__ = ["RISKS", "Finding", "Risk", "check", "examine", "findings", "risk", "sentences"]
