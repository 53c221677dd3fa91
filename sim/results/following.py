"""People followed under the baseline and under a policy, and paired person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.probes.people import people
from sim.results.who import ABILITY_BANDS, EVERY, KEY_SHARE, NOTICED, TENURE_BANDS, Who, band_name
from sim.units import HOURS_PER_PERSON_WEEK, WEEKS_PER_MONTH

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison


def who(comparison: Comparison, *, replicates: int = 8) -> Who:
    """Follow the people of a comparison under the baseline and under every policy.

    Args:
        comparison: whose scenario, policies and companies.
        replicates: how many companies of each policy, from the first on; never more than were compared.
    """
    import pandas as pd

    count, weeks = min(replicates, comparison.replicates), comparison.runs[0].weeks
    frames: list[pd.DataFrame] = []
    known: dict[tuple[str, int], pd.DataFrame] = {}
    inequality: dict[str, float] = {}
    for run in comparison.runs[1:]:
        if run.variant.pay_neutral:
            continue
        since = max(0, int(run.variant.plan.announce_week))
        looks = [since - 1, *range(since + EVERY - 1, weeks, EVERY)]
        both = {}
        for name in (comparison.baseline, run.variant.name):
            if (name, since) not in known:
                known[name, since] = people(comparison, looks, replicates=count, policies=[name])
            both[name] = known[name, since]
            inequality.setdefault(name, _inequality(both[name], since))
        frames.append(_paired(both[comparison.baseline], both[run.variant.name], since).assign(policy=run.variant.name))
    return Who(comparison.baseline, count, pd.concat(frames, ignore_index=True), inequality)


def _paired(old: pd.DataFrame, new: pd.DataFrame, since: int) -> pd.DataFrame:
    """Return one row per person employed at the announcement."""
    key = ["replicate", "seat", "occupant"]
    start = old[old["week"] == since - 1].set_index(key)
    persons = start[["role", "tier"]].copy()
    persons["number"] = _numbers(start)
    persons["tenure_band"] = _bands(start["tenure"].to_numpy())
    persons["ability_band"] = _fifths(start)
    persons["key"] = _key(start)
    spells = [_spell(frame, since) for frame in (old, new)]
    last = [set(frame[frame["week"] == frame["week"].max()].set_index(key).index) for frame in (old, new)]
    for name, there in zip(("left_before", "left_after"), last, strict=True):
        persons[name] = [person not in there for person in persons.index]
    persons["stays"] = ~(persons["left_before"] | persons["left_after"])
    for name in ("pay", "overtime", "skill"):
        persons[name] = spells[1][name].reindex(persons.index) - spells[0][name].reindex(persons.index)
    ratio = persons["pay"] / spells[0]["pay"].reindex(persons.index)
    persons["gains"], persons["loses"] = ratio > NOTICED, ratio < -NOTICED
    persons["pay"] *= WEEKS_PER_MONTH
    persons["overtime"] *= HOURS_PER_PERSON_WEEK
    persons["skill"] *= 100.0
    persons["leaves"] = 100.0 * (persons["left_after"].astype(float) - persons["left_before"].astype(float))
    return persons.drop(columns=["left_before", "left_after"]).reset_index()


def _spell(frame: pd.DataFrame, since: int) -> pd.DataFrame:
    """Return mean pay and overtime of every person from the announcement on, and what their skill is at the end."""
    later = frame[frame["week"] >= since].sort_values("week").groupby(["replicate", "seat", "occupant"])
    return later.agg(pay=("pay", "mean"), overtime=("overtime", "mean"), skill=("skill", "last"))


def _numbers(start: pd.DataFrame) -> Any:
    """Return the number of each person's seat within the role, from 1."""
    seats = start.reset_index()[["role", "seat"]].drop_duplicates().sort_values("seat")
    order = dict(zip(seats["seat"], seats.groupby("role").cumcount() + 1, strict=True))
    return [order[seat] for seat in start.index.get_level_values("seat")]


def _bands(tenure: Any) -> list[str]:
    """Return the band of every tenure."""
    ends = np.array([end for _, end in TENURE_BANDS])
    return [band_name(int(np.searchsorted(ends, each, side="right"))) for each in tenure]


def _fifths(start: pd.DataFrame) -> Any:
    """Return the band of ability of everybody, 1 the lowest fifth of the staff of all companies."""
    ranks = start["ability"].rank(method="first", pct=True)
    return np.ceil(ABILITY_BANDS * ranks).astype(int)


def _key(start: pd.DataFrame) -> Any:
    """Return whether people belong to the top fifth of their role by ability and skill."""
    talent = start["ability"] * start["skill"]
    top = talent.groupby(start["role"]).rank(method="first", pct=True) > KEY_SHARE
    return top.map({True: "key", False: "others"})


def _inequality(frame: pd.DataFrame, since: int) -> float:
    """Return the spread of pay within roles: standard deviation of log pay around the role's mean of the week."""
    later = frame[(frame["week"] >= since) & (frame["pay"] > 0.0)]
    log = np.log(later["pay"])
    return float((log - log.groupby([later["replicate"], later["week"], later["role"]]).transform("mean")).std())
