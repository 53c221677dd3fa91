"""Intake: a company's own order and staff exports become aggregates and a scenario document."""

from sim.intake.answers import ANSWERS, NO_WORDS, Words
from sim.intake.document import Intake, Sources
from sim.intake.intake import intake
from sim.intake.reconciliation import Reconciliation
from sim.intake.summary import summary

__all__ = ["ANSWERS", "NO_WORDS", "Intake", "Reconciliation", "Sources", "Words", "intake", "summary"]
