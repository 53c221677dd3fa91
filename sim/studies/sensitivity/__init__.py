"""What would change the answer: assumptions, tipping points, shocks, market futures, nearest published studies."""

from sim.studies.sensitivity.find import Sensitivity, sensitivity

__all__ = ["Sensitivity", "sensitivity"]
