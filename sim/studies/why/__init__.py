"""Why two policies differ: the difference split by the channels it goes through."""

from sim.studies.why.split import Why, why

__all__ = ["Why", "why"]
