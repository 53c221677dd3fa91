"""People, week by week: a tidy frame of everybody in some companies, walked again only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.probes.walk import Snapshot, walk
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison


#: Variables of a person that a frame holds; every one is declared with unit and meaning in the engine's variables.
FOLLOWED = (
    "tenure", "ability", "output", "pay", "bonus", "effort_volume", "effort_care", "effort_help", "hours", "overtime",
    "fatigue", "skill", "satisfied", "want",
)  # fmt: skip


def people(
    comparison: Comparison, weeks: Sequence[int], *, replicates: int = 4, policies: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return everybody who works in some companies at the end of some weeks.

    Args:
        comparison: whose scenario and policies; the companies are those behind its numbers.
        weeks: 0 the first reported one, -1 the last before it.
        replicates: how many companies of each policy, from the first on.
        policies: names; all of the comparison, twins apart, by default.

    Returns:
        One row per policy, replicate, week and person: seat, occupant (n-th of the seat), role, tier, unit, load of the
        queue, and `FOLLOWED`. Somebody is followed by policy, replicate, seat and occupant.
    """
    import pandas as pd

    names = policies or [run.variant.policy for run in comparison.runs if not run.variant.pay_neutral]
    rows = [
        part
        for policy in names
        for number in range(replicates)
        for part in _of_company(comparison.scenario, policy, number, sorted(set(weeks)))
    ]
    return pd.concat(rows, ignore_index=True)


def by(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return means over people of a frame of `people`, by policy, week and some of role, tier, unit, seat, occupant.

    Returns:
        One row per group with `heads` (mean number of people in a company) and the mean of every variable.
    """
    groups = frame.groupby(["policy", "week", *keys], observed=True)
    means = groups[["load", *FOLLOWED]].mean()
    companies = frame.groupby("policy")["replicate"].nunique()
    means.insert(0, "heads", groups.size() / means.index.get_level_values("policy").map(companies))
    return means.reset_index()


def exits_by(comparison: Comparison, *keys: str) -> pd.DataFrame:
    """Return who left, by policy and some of role, tier, week and voluntary: people a company and year, mean tenure.

    Args:
        comparison: whose log of exits is counted; all replicates.
        keys: any of role, tier, week, voluntary.
    """
    import pandas as pd

    parts = []
    for run in comparison.runs:
        seats = run.variant.plan.arrays.seats
        frame = pd.DataFrame(
            {
                "policy": run.variant.name, "role": np.array(ROLE_NAMES)[run.exits["role"]],
                "tier": np.array(TIER_NAMES)[seats["tier"][run.exits["seat"]]], "week": run.exits["week"],
                "voluntary": run.exits["voluntary"] > 0, "tenure": run.exits["tenure"],
                "share": 52.0 / (run.replicates * run.weeks),
            }
        )  # fmt: skip
        parts.append(frame)
    groups = pd.concat(parts, ignore_index=True).groupby(["policy", *keys], observed=True)
    return pd.DataFrame({"exits_per_year": groups["share"].sum(), "tenure": groups["tenure"].mean()}).reset_index()


def _of_company(scenario: Any, policy: str, replicate: int, weeks: list[int]) -> Iterator[pd.DataFrame]:
    """Yield the people of one company, week by week."""
    import pandas as pd

    from sim.plan.compile import compile_plan

    tiers = np.array(TIER_NAMES)[compile_plan(scenario, policy).arrays.seats["tier"]]
    for each in walk(scenario, policy, replicate, weeks):
        here = np.flatnonzero(each.staff["filled"] > 0)
        columns = {"policy": policy, "replicate": replicate, "week": each.week, **_place(each, here, tiers)}
        yield pd.DataFrame(columns | {name: each.staff[name][here] for name in FOLLOWED})


def _place(each: Snapshot, here: np.ndarray, tiers: np.ndarray) -> dict[str, np.ndarray]:
    """Return where people sit."""
    return {
        "seat": here, "occupant": each.staff["occupant"][here].astype(int),
        "role": np.array(ROLE_NAMES)[each.role[here]], "tier": tiers[here], "unit": each.unit[here],
        "load": each.queues["load"][each.queue[here]],
    }  # fmt: skip
