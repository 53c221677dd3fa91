"""What one more hour of anything, or full use of an exploit, would earn people: the engine's slopes and gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.itemised import price_again
from sim.engine.phases.effort import SMALLEST
from sim.errors import SimError
from sim.parameters import draws
from sim.pay.kinds import APPRAISAL
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.plan.records import Arrays, Plan
from sim.scenario.models import Scenario
from sim.units import HOURS_PER_PERSON_WEEK
from sim.vocabulary.roles import CONTENT, DESIGN, ROLE_NAMES, SERVICE, TECHNOLOGY, WAREHOUSE

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.state import State

HOURS = ("selling", "care", "tools", "helping")
EXPLOITS = ("hard_selling", "price_cut", "closing_early", "reuse")
ACTIONS = HOURS + EXPLOITS
UNITS = dict.fromkeys(HOURS, "RMB per hour") | dict.fromkeys(EXPLOITS, "RMB per week of full use")
NONE = "none"
Floats = NDArray[np.float64]


def marginal_pay(
    scenario: Scenario, policy: str, *, weeks: Sequence[int] | None = None, replicate: int = 0
) -> pd.DataFrame:
    """Return what one more hour of an activity, or full use of an exploit for a week, earns a member of a role.

    The engine's own slopes, as people see them when they choose: expected and discounted payment, the chance of a mark
    or a rank, loss aversion and the pressure of mates who share a pot; appraisals without money are left out. An hour
    is one of the 40 of a week. Full use: selling as hard as possible, the whole price cut that is allowed, every
    contact closed early (every check skipped in a warehouse), every page from one's own templates.

    Args:
        scenario: the document.
        policy: name of the policy.
        weeks: weeks that are reported; absent: all.
        replicate: whose luck, and whose draw of the uncertain numbers.

    Returns:
        Tidy frame: role, week, action (selling, care, tools, helping, hard_selling, price_cut, closing_early, reuse),
        instrument, rmb (mean over the people of the role who are there), unit. An exploit has rows for the roles that
        can use it; a policy without instruments has rows of 0 for the instrument `none`. `frame.attrs` holds policy
        and replicate.

    Raises:
        SimError: an unknown policy, or a week that is not simulated.
    """
    import pandas as pd

    from sim.engine.batch import advance, start
    from sim.engine.state import allocate

    last = scenario.company.weeks - 1
    wanted = sorted(set(range(last + 1) if weeks is None else weeks))
    wrong = [week for week in wanted if not 0 <= week <= last]
    if wrong or not wanted:
        raise SimError(
            "weeks {0} are not reported; there are 0 to {1}", "第 {0} 周未报告;可用 0 至 {1}", wrong or wanted, last
        )
    plan = compile_plan(scenario, policy)
    record, arrays = draws(parameters_of(scenario), [replicate]), plan.arrays
    values, key, state = record.view(np.dtype((np.record, record.dtype)))[0], (0, replicate), allocate(plan)
    start(arrays, values, state, key)
    pricing, rows = _Pricing(plan, values), []
    for t in range(plan.burn_in + wanted[-1] + 1):
        advance(arrays, values, state, t, key)
        if t - plan.burn_in in wanted:
            rows += pricing.rows(state, t)
    frame = pd.DataFrame(rows, columns=["role", "week", "action", "instrument", "rmb", "unit"])
    frame.attrs |= {"policy": policy, "replicate": replicate}
    return frame


class _Pricing:
    """Prices every claim of everybody in a week."""

    def __init__(self, plan: Plan, values: Any) -> None:
        self.plan, self.values, self.arrays = plan, values, plan.arrays
        kinds = self.arrays.contracts
        held = np.unique(self.arrays.claims["contract"])
        paying = [c for c in held if c >= 0 and kinds[c].kind != APPRAISAL and not kinds[c].shadow]
        named = {int(c): plan.names.contracts[c].instrument for c in paying}
        self.instruments = list(dict.fromkeys(named.values())) or [NONE]
        self.of = {c: self.instruments.index(name) for c, name in named.items()}
        self.alone = [_only(self.arrays, k) for k in range(self.arrays.claims.shape[2])]

    def rows(self, state: State, t: int) -> list[dict[str, Any]]:
        """Return the rows of a week."""
        arrays, regime = self.arrays, int(state.calendar[t].regime)
        sums = np.zeros((len(ROLE_NAMES), len(ACTIONS), len(self.instruments)))
        heads, can = np.zeros(len(ROLE_NAMES)), np.zeros((len(ROLE_NAMES), len(ACTIONS)), bool)
        for i in np.flatnonzero(state.staff["filled"] > 0.0):
            role = int(arrays.seats[i].role)
            heads[role] += 1.0
            can[role] |= self._open(regime, int(i))
            for k, c in enumerate(arrays.claims["contract"][int(state.staff[i].terms), i]):
                if int(c) in self.of:
                    sums[role, :, self.of[int(c)]] += self._earns(state, regime, int(i), k)
        week = t - self.plan.burn_in
        return [
            {
                "role": ROLE_NAMES[role],
                "week": week,
                "action": action,
                "instrument": instrument,
                "rmb": sums[role, a, n] / heads[role],
                "unit": UNITS[action],
            }
            for role in np.flatnonzero(heads)
            for a, action in enumerate(ACTIONS)
            if can[role, a]
            for n, instrument in enumerate(self.instruments)
        ]

    def _open(self, regime: int, i: int) -> NDArray[np.bool_]:
        """Return bool[actions], what is open to a seat: the conditions of `sim.engine.phases.effort.exploit`."""
        role, placement = int(self.arrays.seats[i].role), self.arrays.placements[regime, i]
        sells, pages = self.arrays.roles[role].push_weight > 0.0, role in (DESIGN, CONTENT)
        return np.array(
            [True] * len(HOURS) + [sells, placement.discount > 0.0, role in (SERVICE, TECHNOLOGY, WAREHOUSE), pages]
        )

    def _earns(self, state: State, regime: int, i: int, k: int) -> Floats:
        """Return float64[actions], what one claim makes of one more hour of each activity and of each exploit."""
        person, par, placement, out = state.staff[i], self.values, self.arrays.placements[regime, i], np.zeros(9)
        price_again(self.alone[k], par, state, regime, i, out)
        volume, care, push, price, hurry, helping, _, asset, reuse = out * float(self.arrays.seats[i].market_rmb)
        hours = np.array(
            [
                volume * person.output / max(person.effort_volume, SMALLEST),
                care / max(person.effort_care, SMALLEST),
                asset * person.ability * person.skill / par.norm_asset,
                helping,
            ]
        )
        return np.concatenate([hours / HOURS_PER_PERSON_WEEK, [push, price * placement.discount, hurry, reuse]])


def _only(arrays: Arrays, k: int) -> Arrays:
    """Return a plan in which everybody holds their k-th claim alone."""
    claims = arrays.claims.copy()
    claims["contract"] = -1
    claims[:, :, 0] = arrays.claims[:, :, k]
    return arrays._replace(claims=claims)
