"""Employees and teams: read-only views on rows of the engine's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import mesa

from sim.company.reasons import why
from sim.engine.state import State
from sim.engine.variables import STAFF, UNITS
from sim.plan.records import Plan
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES


class Workplace(Protocol):
    """What a view needs of its company: plan, state, people, and where a seat is."""

    plan: Plan
    state: State

    @property
    def employees(self) -> list[Employee]:
        """People employed now."""
        ...

    def placement(self, row: int) -> Any:
        """Return where a seat is in the regime in force."""
        ...


class Employee(mesa.Agent):
    """One occupant of one seat. Every variable of `sim.engine.variables.STAFF` is an attribute; assigning is refused.

    After leaving, the last values are kept and `left_week` is set.

    Attributes:
        row: place of the seat in the state.
        role: name of the role.
        seat: name of the seat, such as operations-03.
        left_week: week in which the person left, counted from week 0; None while employed.
    """

    model: Workplace
    remove: Callable[[], None]

    def __init__(self, model: Workplace, row: int) -> None:
        super().__init__(model)
        seat = model.plan.arrays.seats[row]
        self.row = row
        self.role = ROLE_NAMES[int(seat.role)]
        self.seat = f"{self.role}-{int(seat.luck) % (1 << 20) + 1:02d}"
        self.tier = TIER_NAMES[int(seat.tier)]
        self.left_week: int | None = None
        self.kept: Any = None

    def __getattr__(self, name: str) -> float:
        """Return a variable of the person.

        Raises:
            AttributeError: there is no such variable.
        """
        if name not in STAFF:
            raise AttributeError(f"an employee has no {name!r}; variables are {', '.join(STAFF)}")
        record = self.model.state.staff[self.row] if self.kept is None else self.kept
        return float(record[name])

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to write a variable of the engine.

        Raises:
            AttributeError: the name is a variable of the state.
        """
        if name in STAFF:
            raise AttributeError(f"{name} is read-only: change it with company.intervene(employee, {name}=...)")
        super().__setattr__(name, value)

    @property
    def team(self) -> int:
        """Number of the unit the seat belongs to."""
        return int(self.model.placement(self.row).unit)

    @property
    def base_pay_rmb(self) -> float:
        """Base pay, RMB a month."""
        return float(self.model.placement(self.row).base_pay * self.raised * self.pay_ratio) * WEEKS_PER_MONTH

    def why_left(self, lang: str = "en") -> str:
        """Return in words why the person decided to leave; `lang` is en or zh."""
        return why(self, lang)


class Team(mesa.Agent):
    """One unit. Every variable of `sim.engine.variables.UNITS` is an attribute."""

    model: Workplace

    def __init__(self, model: Workplace, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __getattr__(self, name: str) -> float:
        """Return a variable of the unit.

        Raises:
            AttributeError: there is no such variable.
        """
        if name not in UNITS:
            raise AttributeError(f"a team has no {name!r}; variables are {', '.join(UNITS)}")
        return float(self.model.state.units[self.row][name])

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to write a variable of the engine.

        Raises:
            AttributeError: the name is a variable of the state.
        """
        if name in UNITS:
            raise AttributeError(f"{name} is read-only")
        super().__setattr__(name, value)

    @property
    def employees(self) -> list[Employee]:
        """People in the team now."""
        return [person for person in self.model.employees if person.team == self.row]
