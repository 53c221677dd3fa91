"""What a stored sweep says, without running it again: what moves a measure, where, and which policies hold up."""

from sim.studies.discovery.boxes import Box, boxes
from sim.studies.discovery.charts import chart
from sim.studies.discovery.front import front
from sim.studies.discovery.robustness import robustness
from sim.studies.discovery.scores import scores

__all__ = ["Box", "boxes", "chart", "front", "robustness", "scores"]
