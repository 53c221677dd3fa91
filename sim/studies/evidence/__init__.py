"""Published experiments as scenarios, what the model predicts of them, and how often it is right."""

from sim.studies.evidence.document import Study, load_study
from sim.studies.evidence.score import Evidence, evidence

__all__ = ["Evidence", "Study", "evidence", "load_study"]
