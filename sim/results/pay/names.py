"""Names behind a plan: which instrument a contract is a part of, which seat a person sits in."""

from __future__ import annotations

from typing import NamedTuple

from sim.errors import SimError
from sim.plan.compile import Compiler, compile_plan
from sim.plan.contracts import Contract
from sim.plan.memo import Memo
from sim.plan.records import Plan
from sim.plan.tables import contract_list
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES, ROLES


class Named(NamedTuple):
    """A plan and the names of what is in it.

    Attributes:
        plan: compiled scenario and policy.
        contracts: what its contracts were made of, in the order of the plan.
        seats: (role, ordinal from 1) of every seat.
    """

    plan: Plan
    contracts: tuple[Contract, ...]
    seats: tuple[tuple[str, int], ...]

    def instrument(self, contract: int) -> str:
        """Return the name of the instrument that a contract is a part of."""
        return str(self.contracts[contract].key[0])

    def kind(self, contract: int) -> str:
        """Return the kind of that instrument, as documents call it."""
        instrument = self.contracts[contract].key[2]
        return str(getattr(instrument, "kind", ""))


def named(scenario: Scenario, policy: str) -> Named:
    """Return the plan of a policy with its names.

    Raises:
        SimError: the policy does not exist.
    """
    memo = Memo()
    compiler = Compiler(scenario, policy, {}, None, memo)
    seats = tuple((ROLE_NAMES[role], ordinal + 1) for role, ordinal in compiler.seats)
    return Named(compile_plan(scenario, policy, memo=memo), tuple(contract_list(compiler)), seats)


def place_of(seat: str, seats: tuple[tuple[str, int], ...]) -> int:
    """Return the place of a seat written as `operations 3` or `运营 3`.

    Raises:
        SimError: there is no such seat.
    """
    word, _, number = seat.strip().rpartition(" ")
    roles = [role.name for role in ROLES if word.lower() in (role.name, role.en.lower(), role.zh)]
    wanted = (roles[0], int(number)) if roles and number.isdecimal() else None
    if wanted in seats:
        return seats.index(wanted)
    counts = {role: sum(other == role for other, _ in seats) for role, _ in seats}
    known = ", ".join(f"{role} 1 to {n}" if n > 1 else f"{role} 1" for role, n in counts.items())
    raise SimError(f"there is no seat {seat!r}; there are {known}")
