"""Scenario documents: validated YAML about a company, its market, its calendar and its policies."""

from sim.scenario.loading import load, loads
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy

__all__ = ["Policy", "Scenario", "load", "loads"]
