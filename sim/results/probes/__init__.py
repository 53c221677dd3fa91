"""Inside simulated companies: who is tied to whom, what is asked of whom, what an anonymous survey would say."""

from sim.results.probes.answers import survey
from sim.results.probes.networks import Network, network
from sim.results.probes.trajectories import Lives, lives
from sim.results.probes.walk import Snapshot, walk

__all__ = ["Lives", "Network", "Snapshot", "lives", "network", "survey", "walk"]
