"""People, week by week: a tidy frame of everybody in some companies, walked again only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.probes.walk import Snapshot, walk
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison


#: Variables of a person that a frame holds; every one is declared with unit and meaning in the engine's variables.
FOLLOWED = (
    "tenure",
    "ability",
    "output",
    "pay",
    "bonus",
    "effort_volume",
    "effort_care",
    "effort_help",
    "hours",
    "overtime",
    "fatigue",
    "skill",
    "satisfied",
    "want",
)


def people(
    comparison: Comparison,
    weeks: Sequence[int],
    *,
    replicates: int = 4,
    policies: Sequence[str] | None = None,
    lines: bool = False,
) -> pd.DataFrame:
    """Return everybody who works in some companies at the end of some weeks.

    Args:
        comparison: whose scenario and policies; the companies are those behind its numbers.
        weeks: 0 the first reported one, -1 the last before it.
        replicates: how many companies of each policy, from the first on.
        policies: names; all of the comparison, twins apart, by default.
        lines: whether everybody has a row for each line they serve, with the share of their work there.

    Returns:
        One row per policy, replicate, week and person: seat, occupant (n-th of the seat), role, tier, unit, load of the
        queue, and `FOLLOWED`; with `lines` also line and share, which sum to one. Somebody is followed by policy,
        replicate, seat and occupant, see `followed`.
    """
    import pandas as pd

    names = policies or [run.variant.policy for run in comparison.runs if not run.variant.pay_neutral]
    rows = [
        part
        for policy in names
        for number in range(replicates)
        for part in _of_company(comparison.scenario, policy, number, sorted(set(weeks)), lines)
    ]
    return pd.concat(rows, ignore_index=True)


def by(frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return means over people of a frame of `people`, by policy, week and any of role, tier, unit, line, seat, person.

    Returns:
        One row per group with `heads` (mean number of people in a company; of a line their parts that go there) and the
        mean of every variable, by the parts of people where the frame has lines.
    """
    by_what = ["policy", "week", *keys]
    share = frame["share"] if "share" in frame else frame["week"] * 0.0 + 1.0
    weighed = (
        frame[["load", *FOLLOWED]].mul(share, axis=0).groupby([frame[key] for key in by_what], observed=True).sum()
    )
    parts = share.groupby([frame[key] for key in by_what], observed=True).sum()
    means = weighed.div(parts, axis=0)
    companies = frame.groupby("policy")["replicate"].nunique()
    means.insert(0, "heads", parts / means.index.get_level_values("policy").map(companies))
    return means.reset_index()


def followed(frame: pd.DataFrame, before: int, after: int) -> pd.DataFrame:
    """Return the same people in two weeks of a frame of `people`.

    Args:
        frame: of `people`, without lines.
        before: one of its weeks.
        after: another, later one.

    Returns:
        One row for everybody who was there before: policy, replicate, seat, occupant, role, tier, `stayed`, and every
        variable before, after and changed (`pay_before`, `pay_after`, `pay_change`); NaN after for who has gone.
    """
    key = ["policy", "replicate", "seat", "occupant"]
    first, last = (frame[frame["week"] == week] for week in (before, after))
    both = first[[*key, "role", "tier", "unit", *FOLLOWED]].merge(
        last[[*key, *FOLLOWED]].assign(stayed=True), on=key, how="left", suffixes=("_before", "_after")
    )
    both["stayed"] = both["stayed"].eq(True)
    for name in FOLLOWED:
        both[f"{name}_change"] = both[f"{name}_after"] - both[f"{name}_before"]
    return both


def exits_by(comparison: Comparison, *keys: str) -> pd.DataFrame:
    """Return who left, by policy and some of the keys: people a company and year, mean tenure.

    Args:
        comparison: whose log of exits is counted; all replicates.
        keys: any of role, tier, unit, seat, week, voluntary (false: had to go).
    """
    import pandas as pd

    parts = []
    for run in comparison.runs:
        arrays = run.variant.plan.arrays
        seats, at = arrays.seats, run.exits["week"].astype(int) + run.variant.plan.burn_in
        seat = run.exits["seat"].astype(int)
        frame = pd.DataFrame(
            {
                "policy": run.variant.name,
                "role": np.array(ROLE_NAMES)[run.exits["role"]],
                "tier": np.array(TIER_NAMES)[seats["tier"][seat]],
                "week": run.exits["week"],
                "seat": seat,
                "unit": arrays.placements["unit"][arrays.weeks["regime"][at], seat],
                "voluntary": run.exits["voluntary"] > 0,
                "tenure": run.exits["tenure"],
                "share": WEEKS_PER_YEAR / (run.replicates * run.weeks),
            }
        )
        parts.append(frame)
    groups = pd.concat(parts, ignore_index=True).groupby(["policy", *keys], observed=True)
    return pd.DataFrame({"exits_per_year": groups["share"].sum(), "tenure": groups["tenure"].mean()}).reset_index()


def _of_company(scenario: Any, policy: str, replicate: int, weeks: list[int], lines: bool) -> Iterator[pd.DataFrame]:
    """Yield the people of one company, week by week."""
    import pandas as pd

    from sim.plan.compile import compile_plan

    tiers = np.array(TIER_NAMES)[compile_plan(scenario, policy).arrays.seats["tier"]]
    for each in walk(scenario, policy, replicate, weeks):
        here = np.flatnonzero(each.staff["filled"] > 0)
        columns = {"policy": policy, "replicate": replicate, "week": each.week, **_place(each, here, tiers)}
        frame = pd.DataFrame(columns | {name: each.staff[name][here] for name in FOLLOWED})
        yield _on_lines(frame, each, here, [line.name for line in scenario.lines]) if lines else frame


def _on_lines(frame: pd.DataFrame, each: Snapshot, here: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Return people with a row for each line on which their queue did work this week; a queue that did none: all."""
    done = each.served[each.queue[here]]
    done = np.where(done.sum(axis=1, keepdims=True) > 0.0, done, 1.0)
    shares = done / done.sum(axis=1, keepdims=True)
    row, line = np.nonzero(shares)
    return frame.iloc[row].assign(line=np.array(names)[line], share=shares[row, line])


def _place(each: Snapshot, here: np.ndarray, tiers: np.ndarray) -> dict[str, np.ndarray]:
    """Return where people sit."""
    return {
        "seat": here,
        "occupant": each.staff["occupant"][here].astype(int),
        "role": np.array(ROLE_NAMES)[each.role[here]],
        "tier": tiers[here],
        "unit": each.unit[here],
        "load": each.queues["load"][each.queue[here]],
    }
