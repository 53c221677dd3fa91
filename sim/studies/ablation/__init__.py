"""The instrument rows of the catalogue: which rule carries each, its dose response, where it harms, what it brings."""

from sim.studies.ablation.document import Instrument, instruments
from sim.studies.ablation.study import study

__all__ = ["Instrument", "instruments", "study"]
