"""Intake: a company's own order and staff exports become aggregates and a scenario document."""

from sim.studies.intake.intake import NO_WORDS, Intake, Sources, Words, intake
from sim.studies.intake.summary import summary

__all__ = ["NO_WORDS", "Intake", "Sources", "Words", "intake", "summary"]
