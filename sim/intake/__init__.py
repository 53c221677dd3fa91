"""Intake: a company's own order and staff exports become aggregates and a scenario document."""

from sim.intake.intake import NO_WORDS, Intake, Sources, Words, intake
from sim.intake.summary import summary

__all__ = ["NO_WORDS", "Intake", "Sources", "Words", "intake", "summary"]
