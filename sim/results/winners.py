"""Who gains, who loses, who leaves: the same people under the baseline and under a policy.

People employed when a policy is announced are the same under both, so each of them either stays under both, leaves
under both, or leaves under one only. Roles with fewer than five seats are shown together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.results.comparison import verdict
from sim.results.statistics import LEVEL, Paired, paired
from sim.results.totals import Floats, divide
from sim.units import WEEKS_PER_MONTH

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison
    from sim.results.run import Run

SMALLEST_GROUP = 5
OTHERS = "other roles"
PAY, HEADS = "pay_rmb@{role}", "heads@{role}"


def winners(comparison: Comparison) -> pd.DataFrame:
    """Return one row per policy and group of roles.

    Columns: policy, baseline, group, seats; per 100 people employed at the announcement: stay, leave_both,
    leave_only_policy, leave_only_baseline, more_leave with low and high (leavers under the policy minus under the
    baseline); pay_difference with pay_low and pay_high (RMB per head and month, NaN where pay by role was not
    recorded); verdict: gains or loses (pay; where it was not recorded, fewer or more of them leave) or cannot say.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            _row(comparison, run, start, group, roles)
            for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True)
            for group, roles in groups(seats_by_role(comparison.scenario)).items()
        ]
    )


def seats_by_role(scenario: Any) -> dict[str, int]:
    """Return the seats today of each role that has any."""
    from sim.plan.compile import heads_of

    heads = heads_of(scenario, scenario.policy(scenario.baseline_name))
    return {role: count for role, count in heads.items() if count}


def groups(seats: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """Return groups of roles, each with at least five seats where the company has them.

    Args:
        seats: role -> number of seats.

    Returns:
        Name of the group -> its roles; small roles together, with the smallest large one if they are still too few.
    """
    small = [role for role, count in seats.items() if count < SMALLEST_GROUP]
    large = [role for role in seats if role not in small]
    if small and sum(seats[role] for role in small) < SMALLEST_GROUP and large:
        smallest = min(large, key=lambda role: seats[role])
        large.remove(smallest)
        small.append(smallest)
    return {role: (role,) for role in large} | ({OTHERS: tuple(small)} if small else {})


def _row(comparison: Comparison, run: Run, start: int, group: str, roles: tuple[str, ...]) -> dict[str, Any]:
    """Return the row of one policy and one group."""
    baseline = comparison.runs[0]
    seats = sum(seats_by_role(comparison.scenario)[role] for role in roles)
    row: dict[str, Any] = {"policy": run.variant.name, "baseline": comparison.baseline, "group": group, "seats": seats}
    leaving = _leaving(baseline, run, min(start, max(0, int(run.variant.plan.announce_week))), roles, seats)
    pay = _pay(baseline, run, start, roles)
    row |= leaving
    row |= {"pay_difference": pay[0], "pay_low": pay[1], "pay_high": pay[2]}
    if np.isnan(pay[0]):
        word = verdict(leaving["low"], leaving["high"], "down")
    else:
        word = verdict(pay[1], pay[2], "up")
    row["verdict"] = {"better": "gains", "worse": "loses"}.get(word, word)
    return row


def _leaving(baseline: Run, run: Run, since: int, roles: tuple[str, ...], seats: int) -> dict[str, float]:
    """Return how many of 100 people employed in week `since` leave under both, one or none of two policies."""
    names = ("stay", "leave_both", "leave_only_policy", "leave_only_baseline", "more_leave", "low", "high")
    old, new = leavers(baseline.exits, since, roles), leavers(run.exits, since, roles)
    both = old & new
    n, scale = baseline.replicates, 100.0 / seats
    counts = [_per_case(chosen, n) * scale for chosen in (both, new - old, old - new)]
    difference = _single(paired(counts[1][:, None], counts[2][:, None], LEVEL))
    means = [float(count.mean()) for count in counts]
    return dict(zip(names, (100.0 - sum(means), *means, *difference), strict=True))


def leavers(exits: NDArray[np.void], since: int, roles: tuple[str, ...]) -> set[tuple[int, int, int]]:
    """Return case, seat and occupant of the people of some roles, employed in a week, who quit from then on."""
    from sim.vocabulary.roles import ROLE_NAMES

    wanted = [ROLE_NAMES.index(role) for role in roles]
    hired = exits["week"] - exits["tenure"]
    keep = (
        exits["voluntary"].astype(bool) & (exits["week"] >= since) & (hired <= since) & np.isin(exits["role"], wanted)
    )
    chosen = exits[keep]
    people = zip(chosen["case"].tolist(), chosen["seat"].tolist(), chosen["occupant"].tolist(), strict=True)
    return {(int(case), int(seat), int(occupant)) for case, seat, occupant in people}


def _per_case(people: set[tuple[int, int, int]], cases: int) -> Floats:
    """Return how many of the people belong to each case, float64 [cases]."""
    return np.bincount(np.array([case for case, _, _ in people], dtype=int), minlength=cases).astype(float)


def _pay(baseline: Run, run: Run, start: int, roles: tuple[str, ...]) -> tuple[float, float, float]:
    """Return the difference in pay per head and month with its interval; NaN where pay by role was not recorded."""
    needed = [PAY.format(role=role) for role in roles] + [HEADS.format(role=role) for role in roles]
    if not set(needed) <= set(run.names):
        return (float("nan"),) * 3
    half = len(roles)

    def per_head(each: Run) -> Floats:
        totals = each.totals(start)
        amounts = [totals.total(name) for name in needed]
        return WEEKS_PER_MONTH * divide(np.sum(amounts[:half], axis=0), np.sum(amounts[half:], axis=0))

    return _single(paired(per_head(run)[:, None], per_head(baseline)[:, None], LEVEL))


def _single(statistics: Paired) -> tuple[float, float, float]:
    """Return estimate, low and high of statistics of one measure."""
    return float(statistics.estimate[0]), float(statistics.low[0]), float(statistics.high[0])
