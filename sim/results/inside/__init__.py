"""Inside simulated companies: who is tied to whom, what is asked of whom, what an anonymous survey would say."""

from sim.results.inside.answers import survey
from sim.results.inside.life import Lives, lives
from sim.results.inside.networks import Network, network
from sim.results.inside.walk import Snapshot, walk

__all__ = ["Lives", "Network", "Snapshot", "lives", "network", "survey", "walk"]
