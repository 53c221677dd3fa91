"""Loopholes: what staff would do who look for the best exploit, what it costs, and the cheapest patch."""

from sim.studies.loopholes.find import Loopholes, loopholes

__all__ = ["Loopholes", "loopholes"]
