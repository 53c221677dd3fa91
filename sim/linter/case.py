"""One policy as the checks see it: who sits where, what each instrument pays at which attainment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np

from sim.documents.fields import ALL
from sim.language.terms import percent, rmb, role_words
from sim.linter.amounts import Terms
from sim.linter.rulebook import Setting
from sim.parameters import Parameters
from sim.plan.contract_making import contracts_of
from sim.plan.contracts import Contract
from sim.plan.expected import Expected
from sim.plan.facts import facts_of
from sim.plan.memo import Memo
from sim.plan.pay_tables import setting_of
from sim.plan.regimes import PayRules, Rollout
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy
from sim.structures.seating import Seating
from sim.vocabulary.roles import ROLE_NAMES


@dataclass(frozen=True)
class Staffing:
    """A policy's seats and contracts on the day it starts.

    Attributes:
        seats: who sits where, by role and ordinal.
        tiers: tier of each seat.
        base: float64[seats], base pay a month, RMB.
        contracts: name of an instrument -> its contracts; their seats are places in `seats`.
        terms: what the amounts of contracts depend on.
        weeks: (week in which the policy starts, weeks in all), burn-in counted.
        rollout: the regimes of its run.
        parameters: behavioural numbers at their values.
    """

    seats: tuple[Seating, ...]
    tiers: tuple[str, ...]
    base: np.ndarray
    contracts: dict[str, list[Contract]]
    terms: Terms
    weeks: tuple[int, int]
    rollout: Rollout
    parameters: Parameters

    @property
    def expected(self) -> Expected:
        """What the baseline is expected to bring."""
        return self.terms.expected

    def pay(self, name: str, attainment: float = 1.0) -> np.ndarray:
        """float64[seats], RMB a month of an instrument at an attainment of its own target."""
        out = np.zeros(len(self.seats))
        for contract in self.contracts.get(name, []):
            for place, stake in zip(contract.seats, contract.stakes, strict=True):
                out[place] += self.monthly(contract, place, stake, attainment)
        return out

    def monthly(self, contract: Contract, place: int, stake: float, attainment: float = 1.0) -> float:
        """RMB a month of one contract for the seat at a place, at an attainment of the target."""
        return self.terms.monthly(contract, stake, self.seats[place].role, attainment)

    @cached_property
    def bonus(self) -> np.ndarray:
        """float64[seats], RMB a month of all instruments at target."""
        return sum((self.pay(name) for name in self.contracts), np.zeros(len(self.seats)))

    @cached_property
    def roles(self) -> np.ndarray:
        """int64[seats], index of the role."""
        return np.array([seat.role for seat in self.seats], np.int64)

    def places(self, role: str) -> np.ndarray:
        """Places of the seats of a role."""
        return np.flatnonzero(self.roles == ROLE_NAMES.index(role))

    def seated(self) -> tuple[str, ...]:
        """Roles with at least one seat, in the fixed order."""
        return tuple(role for role in ROLE_NAMES if len(self.places(role)))


@dataclass(frozen=True)
class Case:
    """A policy under examination.

    Attributes:
        scenario: the document.
        name: of the policy.
        setting: what the checks compare with.
        staffing: under the policy, on the day it starts.
        today: under the baseline, in the first week.
    """

    scenario: Scenario
    name: str
    setting: Setting
    staffing: Staffing
    today: Staffing

    @cached_property
    def policy(self) -> Policy:
        """The policy without the instruments it removes."""
        return self.scenario.policy(self.name)

    @cached_property
    def baseline(self) -> Policy:
        """The policy that runs today."""
        return self.scenario.policy(self.scenario.baseline_name)

    def limit(self, rule: str, name: str) -> float:
        """A limit of a rule."""
        return self.setting.rules[rule].limits[name]

    def path(self, *keys: str) -> str:
        """Dotted path of an entry of the policy."""
        return ".".join(["policies", self.name, *keys])

    def money(self, amount: float, signed: bool = False) -> str:
        """An amount in words, to the RMB; with its sign where it is a change."""
        sign = "" if not signed or round(amount) == 0 else "+" if amount > 0.0 else "-"
        return sign + rmb(round(abs(amount) if signed else amount), self.setting.lang)

    def people(self, roles: Any) -> str:
        """Roles in words; all that have seats are everybody."""
        named = list(roles)
        whole = len(named) > 1 and set(named) >= set(self.staffing.seated())
        return role_words([ALL] if whole else named, self.setting.lang)

    def each(self, keep: Callable[[Contract], bool] = lambda _: True) -> Iterator[tuple[str, list[Contract]]]:
        """Instruments by name with the contracts of each of their parts apart, in the order of the file.

        Yields:
            (name, contracts of one part), for those contracts that `keep` lets through.
        """
        for name, contracts in self.staffing.contracts.items():
            for number in dict.fromkeys(contract.key.part for contract in contracts):
                found = [each for each in contracts if each.key.part == number and keep(each)]
                if found:
                    yield name, found

    def roles_of(self, contracts: list[Contract]) -> list[str]:
        """Roles that hold any of some contracts, in the fixed order."""
        held = {self.staffing.seats[place].role for contract in contracts for place in contract.seats}
        return [role for role in ROLE_NAMES if ROLE_NAMES.index(role) in held]


def share_words(share: float) -> str:
    """A share as per cent, to the point; small ones to a tenth."""
    return percent(round(share, 2) if abs(share) >= 0.01 else round(share, 3))


def eligible(instrument: Any, seated: tuple[str, ...]) -> list[str]:
    """Roles with seats that an instrument is for; an instrument without `roles` is for everybody."""
    roles = getattr(instrument, "roles", (ALL,))
    return [role for role in seated if ALL in roles or role in roles]


def staffing_of(scenario: Scenario, name: str, memo: Memo) -> Staffing:
    """Seats and contracts of a policy on the day it starts, as if everybody were paid by its rules in full.

    Args:
        scenario: the document.
        name: of the policy.
        memo: parts of plans made before.

    Raises:
        SimError: the policy does not exist or cannot be arranged.
    """
    c, _ = facts_of(scenario, name, memo)
    regime, place = c.rollout.first, c.workforce.places[c.rollout.first]
    policy, arrangement = c.rollout.policies[regime], c.workforce.arrangements[regime]
    tiers = tuple(c.workforce.tiers[i].name for i in place)
    contracts = {
        key: contracts_of(setting_of(c, regime, PayRules(policy.model_copy(update={"pay": {key: each}})), False))
        for key, each in policy.instruments.items()
    }
    rivals = Counter(each.group for found in contracts.values() for each in found if each.group)
    start = c.rollout.starts[regime]
    terms = Terms(c.business.expected, c.clock.first_day + timedelta(weeks=start), dict(rivals))
    base, weeks = c.base_pay[regime][place], (start, c.clock.weeks)
    return Staffing(arrangement.seats, tiers, base, contracts, terms, weeks, c.rollout, c.parameters)


def cases_of(scenario: Scenario, policies: list[str], setting: Setting) -> list[Case]:
    """The cases of some policies.

    Raises:
        SimError: a policy does not exist or cannot be arranged.
    """
    memo = Memo()
    today = staffing_of(scenario, scenario.baseline_name, memo)
    return [Case(scenario, name, setting, staffing_of(scenario, name, memo), today) for name in policies]
