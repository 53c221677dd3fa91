"""The tables of a plan that say who sits where, what holds for a seat in a regime, and who can be met."""

from __future__ import annotations

import numpy as np

from sim.documents.fields import covers
from sim.errors import SimError
from sim.language.text import Text
from sim.parameters import Parameters
from sim.plan.habit_tables import take_part
from sim.plan.records import MOST_TIES, PLACEMENT, SEAT, filled
from sim.plan.regimes import Regime, Rollout
from sim.plan.surrounding_tables import channel_of
from sim.plan.workforce import Workforce
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy
from sim.vocabulary.roles import ROLE_NAMES

LUCK_SHIFT = 20


def seat_records(scenario: Scenario, parameters: Parameters, workforce: Workforce) -> np.ndarray:
    """Return SEAT[S]; reference pay is filled in later."""
    records, mastery = np.zeros(len(workforce.seats), SEAT), channel_of(scenario.channel)[:, 1]
    company, culture = scenario.company, parameters.value("culture_start")
    places = {role: (number, site) for number, site in enumerate(company.sites, 1) for role in site.roles}
    for i, (seat, tier) in enumerate(zip(workforce.seats, workforce.tiers, strict=True)):
        tenure = company.seats[seat.name].tenure_weeks
        number, site = places.get(seat.name, (0, None))
        records[i] = filled(
            SEAT,
            role=seat.role,
            luck=(seat.role << LUCK_SHIFT) + seat.ordinal,
            tier=tier.number,
            site=number,
            market_rmb=0.0,
            tenure_weeks=tenure[seat.ordinal % len(tenure)],
            skill_start=parameters.value(f"tier_skill_{tier.name}"),
            talent=1.0,
            reach=site.reach if site else 1.0,
            culture_start=site.culture_start if site and site.culture_start is not None else culture,
            new_skill=mastery[seat.role],
        )
    return records


def placement_table(rollout: Rollout, workforce: Workforce, team_seats: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """Return PLACEMENT[R, S] without contests.

    Args:
        rollout: of the policy.
        workforce: of the run.
        team_seats: int64[R, S], seats of the campaign team, -1 behind the last.
        pay: float64[2, R, S], base pay and pay at attainment 1, RMB a week.
    """
    placements = np.zeros(pay.shape[1:], PLACEMENT)
    placements["active"], placements["unit"], placements["queue"] = workforce.seated
    placements["base_pay"], placements["planned"] = pay
    for r, regime in enumerate(rollout.regimes):
        team = team_seats[r][team_seats[r] >= 0]
        placements["team"][r, team] = len(team)
        _enter_policy(placements[r], regime, workforce)
    return placements


def _enter_policy(placements: np.ndarray, regime: Regime, workforce: Workforce) -> None:
    """Write into PLACEMENT[S], in place, what the policy of a regime says of every seat."""
    policy, away = regime.policy, {each[:2] for each in regime.away}
    for i, seat in enumerate(workforce.seats):
        placements["ambassador"][i] = seat.ordinal < policy.ambassadors.get(seat.name, 0)
        for programme in policy.running_programmes.values():
            take_part(placements[i : i + 1], programme, seat.name, workforce.tiers[i].name)
        placements["rotating"][i] = tuple(seat) in away
        placements["discount"][i] = _discount(policy, seat.name)
        placements["ability"][i] = policy.ability_factor(seat.name)


def _discount(policy: Policy, role: str) -> float:
    """Return the extra discount that a role may grant."""
    return policy.discretion.discount_limit if covers(policy.discretion.roles, role) else 0.0


def contact_tables(workforce: Workforce, ties: bool) -> dict[str, np.ndarray]:
    """Return who can be met where: seats by role, by unit and by queue.

    Args:
        workforce: of the run.
        ties: whether people remember whom they turn to.
    """
    roles, numbers = workforce.roles, np.arange(len(ROLE_NAMES))
    active, unit, queue = workforce.seated
    shape = len(unit), max(len(arrangement.leads) for arrangement in workforce.arrangements)
    by_unit, unit_roles = np.zeros(unit.shape, np.int64), np.zeros((*shape, len(ROLE_NAMES), 2), np.int64)
    by_queue = np.zeros(unit.shape, np.int64)
    open_seats, open_roles = np.zeros(unit.shape, np.int64), np.zeros((len(unit), len(ROLE_NAMES), 2), np.int64)
    for r in range(len(unit)):
        here = np.flatnonzero(active[r])
        open_seats[r, : len(here)] = here
        open_roles[r] = _ranges(roles[here], numbers)
        by_unit[r, : len(here)] = here[np.lexsort((roles[here], unit[r, here]))]
        by_queue[r, : len(here)] = here[np.argsort(queue[r, here], kind="stable")]
        key = unit[r, by_unit[r, : len(here)]] * len(ROLE_NAMES) + roles[by_unit[r, : len(here)]]
        unit_roles[r] = _ranges(key, np.arange(shape[1] * len(ROLE_NAMES)).reshape(shape[1], -1))
    return {
        "role_seats": _ranges(roles, numbers),
        "open_seats": open_seats,
        "open_roles": open_roles,
        "unit_seats": by_unit,
        "unit_roles": unit_roles,
        "queue_seats": by_queue,
        "tie_slots": np.array([MOST_TIES if ties and len(workforce.seats) > 1 else 0], np.int64),
    }


def _ranges(ordered: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return int64[..., 2], first place of each number in an ordered list and the place behind its last one."""
    return np.stack([np.searchsorted(ordered, numbers), np.searchsorted(ordered, numbers + 1)], axis=-1)


def refuse_unpaid(named: str, workforce: Workforce, planned: np.ndarray, market: np.ndarray) -> None:
    """Refuse seats whose pay at target is nothing: whether they stay is weighed by pay against pay elsewhere.

    Args:
        named: scenario and policy in words.
        workforce: of the run.
        planned: float64[R, S], pay at attainment 1.
        market: float64[S], reference pay.

    Raises:
        SimError: names policy and role, and says what to enter.
    """
    for r, active in enumerate(workforce.seated[0]):
        for i in np.flatnonzero((active == 1) & ((planned[r] <= 0.0) | (market <= 0.0))):
            role = workforce.seats[i].name
            if planned[r, i] > 0.0:
                told, key, what = (
                    Text("what others pay", "市场薪酬"),
                    "market_rmb",
                    Text("pay per month elsewhere", "外部每月薪酬"),
                )
            else:
                told, key, what = (
                    Text("pay at target", "达标时的收入"),
                    "base_rmb",
                    Text(
                        "a base pay per month, or an instrument that pays them", "每月基本工资,或能带来收入的激励工具"
                    ),
                )
            raise SimError(
                "{0}: {1} of {2} comes to RMB 0; give company.seats.{3}.{4}, {5}",
                "{0}:{2}的{1}为 0 元;请给出 company.seats.{3}.{4},即{5}",
                named,
                told,
                role,
                role,
                key,
                what,
            )
