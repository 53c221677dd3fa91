"""Every kind of programme: what lies in this package is there, and what others register; nothing else lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.documents.kinds import Registry, any_of, kinds_in
from sim.habits.programme import Programme

PROGRAMMES: Registry[Programme] = Registry("programme", kinds_in("sim.habits", Programme))

if TYPE_CHECKING:  # a type checker sees what all kinds have
    AnyProgramme = Programme
else:
    AnyProgramme = any_of(PROGRAMMES)
