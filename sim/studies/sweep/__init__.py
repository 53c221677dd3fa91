"""Sweeps: many points of a policy and of uncertain parameters, kept in a store that survives anything."""

from sim.studies.sweep.document import Sweep, changed, load_sweep
from sim.studies.sweep.run import sweep
from sim.studies.sweep.sensitivity import convergence, sensitivity
from sim.studies.sweep.store import Store

__all__ = ["Store", "Sweep", "changed", "convergence", "load_sweep", "sensitivity", "sweep"]
