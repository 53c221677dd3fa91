"""The company as a Mesa model over one engine state."""

from __future__ import annotations

import datetime
import os
from typing import Any

import mesa
import numpy as np

from sim.company.agents import Employee, Team
from sim.engine.batch import advance, start
from sim.engine.series import SERIES
from sim.engine.state import allocate
from sim.engine.variables import STAFF
from sim.errors import SimError
from sim.language.text import Text
from sim.parameters import Parameters
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario import Scenario, load
from sim.views import view


class Company(mesa.Model):
    """One company under one policy and one seed, to be stepped and looked into.

    It walks the same compiled week as a batch, so the totals equal those of `sim.engine.batch.run` bit for bit.

    Attributes:
        plan: the compiled scenario and policy.
        state: the engine's arrays.
        alumni: people who have left, in order.
        record: what was run, and whether the state was edited by hand.
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str],
        policy: str | None = None,
        seed: int = 0,
        *,
        parameters: Parameters | None = None,
        experiment: int = 0,
    ) -> None:
        """Build the company and run its burn-in.

        Args:
            scenario: a scenario or the path of its file.
            policy: name of the policy; default the baseline.
            seed: replicate number, the luck of this company.
            parameters: behavioural numbers; default the registry's with the scenario's overrides.
            experiment: another family of luck.
        """
        super().__init__(rng=seed)
        self.document = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.plan = compile_plan(self.document, policy or self.document.baseline_name)
        values = (parameters or parameters_of(self.document)).record()
        self._values = values.view(np.dtype((np.record, values.dtype)))[0]
        self._key, self._t = (experiment, seed), 0
        self.state = allocate(self.plan)
        self.alumni: list[Employee] = []
        self.record = {"policy": self.plan.name, "seed": seed, "plan": self.plan.fingerprint, "edited_by_hand": False}
        start(self.plan.arrays, self._values, self.state, self._key)
        for _ in range(self.plan.burn_in):
            self._advance()
        self._seated: dict[int, Employee] = {}
        self._remember()
        self.teams = [Team(self, row) for row in range(len(self.state.units))]
        self._notice_people()

    def _advance(self) -> None:
        """Advance the engine by one week."""
        advance(self.plan.arrays, self._values, self.state, self._t, self._key)
        self._t += 1

    def step(self) -> None:
        """Advance the company by one week.

        Raises:
            SimError: the scenario's last week has passed.
        """
        if self._t >= len(self.plan.arrays.weeks):
            raise SimError(
                "the scenario ends after {0} weeks: raise company.weeks to go on",
                "情景在 {0} 周后结束:如需继续,请调高 company.weeks",
                self.plan.weeks,
            )
        self._remember()
        self._advance()
        self._notice_people()

    def run(self, weeks: int | None = None) -> Company:
        """Step through `weeks` weeks, by default to the end; return the company."""
        for _ in range(self.plan.weeks - self.week if weeks is None else weeks):
            self.step()
        return self

    def _repr_html_(self) -> str:
        """Return where the company stands, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "company")(self)

    @property
    def week(self) -> int:
        """Weeks that have passed since week 0."""
        return self._t - self.plan.burn_in

    @property
    def date(self) -> datetime.date:
        """Monday of the week that comes next."""
        return self.document.company.start + datetime.timedelta(weeks=self.week)

    @property
    def series(self) -> dict[str, float]:
        """Totals of the last week by name (see `sim.engine.series.SERIES`)."""
        return {name: float(self.state.totals[k]) for k, name in enumerate(SERIES)}

    @property
    def employees(self) -> list[Employee]:
        """People employed now, in the order of seats."""
        return [self._seated[row] for row in sorted(self._seated)]

    def placement(self, row: int) -> Any:
        """Return where a seat is in the regime in force (see `sim.plan.records.PLACEMENT`)."""
        regime = self.state.calendar[max(self._t - 1, 0)].regime
        return self.plan.arrays.placements[regime, row]

    def intervene(self, employee: Employee, **changes: float) -> None:
        """Set variables of a person by hand, for an experiment; the record of the run says so from then on.

        Raises:
            SimError: the person has left or a variable does not exist.
        """
        unknown = sorted(set(changes) - set(STAFF))
        if unknown or employee.left_week is not None:
            raise SimError(
                "cannot set {0} of {1}",
                "无法设定 {1} 的 {0}",
                ", ".join(unknown) or Text("anything", "任何值"),
                employee.seat,
            )
        for name, value in changes.items():
            self.state.staff[employee.row][name] = value
        self.record["edited_by_hand"] = True

    def _remember(self) -> None:
        """Keep the values of people who have decided to leave, before their seat is emptied."""
        self._before = self.state.staff.copy()

    def _notice_people(self) -> None:
        """Let agents follow the seats: remove who left, add who came."""
        for row in range(len(self.state.staff)):
            person, seat = self._seated.get(row), self.state.staff[row]
            here = seat.filled > 0.0
            if person and (not here or seat.occupant != self._before[row].occupant):
                person.kept, person.left_week = self._before[row].copy(), self.week - 1
                self.alumni.append(self._seated.pop(row))
                person.remove()
                person = None
            if here and not person:
                self._seated[row] = Employee(self, row)
