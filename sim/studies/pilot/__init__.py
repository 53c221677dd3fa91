"""Pilots: what a part of the company would show, how surely, and what a finished pilot says."""

from sim.studies.pilot.plan import PilotPlan, pilot
from sim.studies.pilot.reading import ReadPilot, read_pilot

__all__ = ["PilotPlan", "ReadPilot", "pilot", "read_pilot"]
