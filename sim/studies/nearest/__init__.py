"""The nearest acceptable plan: fewest edits of today's scheme that keep the guardrails at equal budget."""

from sim.studies.nearest.find import Nearest, nearest

__all__ = ["Nearest", "nearest"]
