"""What published experiments say about the behavioural numbers: one set of numbers for all of them."""

from sim.studies.calibration.run import Calibration, calibrate

__all__ = ["Calibration", "calibrate"]
