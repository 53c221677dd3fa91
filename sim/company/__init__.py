"""How one looks inside: a Mesa model whose agents are views on the rows of one engine state."""

from sim.company.agents import Employee, Team
from sim.company.model import Company

__all__ = ["Company", "Employee", "Team"]
