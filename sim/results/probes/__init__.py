"""Inside simulated companies: who is tied to whom, what is asked of whom, what an anonymous survey would say."""

from sim.renamed import renamed
from sim.results.probes.answers import survey
from sim.results.probes.networks import Network, network
from sim.results.probes.paired_trajectories import PairedTrajectories, trajectories
from sim.results.probes.walk import Snapshot, walk

__all__ = ["Network", "PairedTrajectories", "Snapshot", "network", "survey", "trajectories", "walk"]

__getattr__ = renamed(__name__, {"Lives": "PairedTrajectories", "lives": "trajectories"})
