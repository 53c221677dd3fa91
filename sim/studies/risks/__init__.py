"""Risks K1 to K10: condition, remedy, absence and null of each; and what programmes may fail to bring."""

from sim.studies.risks.document import risks
from sim.studies.risks.study import study

__all__ = ["risks", "study"]
