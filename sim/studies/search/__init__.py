"""Search for good policies, and choosing the best of a list with a stated probability."""

from sim.studies.search.loop import Found
from sim.studies.search.run import search
from sim.studies.search.selection import Selection, select

__all__ = ["Found", "Selection", "search", "select"]
