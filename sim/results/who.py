"""Who gains and who loses, as a value: paired people, and groups of them.

Everybody employed when a policy is announced is the same person under both, with the same ability, history and luck.
They are followed to the end: what they earn, how long they work, what they learn, whether they stay. Groups are by
role, tier, tenure and ability in five bands; key people are the top fifth of their role by ability and skill. Pay,
hours and growth are compared among those who stay under both, exits among all. Intervals come from whole companies, so
people of one company, who share its fortune, are not counted as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.statistics import LEVEL, half_width
from sim.units import YEAR_WEEKS
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group


#: Weeks between two looks at people; pay and hours of the weeks between are taken to be those of the look.
EVERY = 4
#: Smallest group shown, people in all companies together.
SMALLEST_GROUP = 5
#: Change of pay, share of the baseline's, from which somebody counts as gaining or losing.
NOTICED = 0.01
TENURE_BANDS = ((0.0, 26.0), (26.0, YEAR_WEEKS), (YEAR_WEEKS, 104.0), (104.0, 260.0), (260.0, np.inf))
ABILITY_BANDS = 5
KEY_SHARE = 0.8
GROUPINGS = ("all", "role", "tier", "tenure_band", "ability_band", "key")
#: What is compared: unit, and whether only among those who stay under both.
COMPARED = {
    "pay": ("RMB per month", True),
    "overtime": ("hours per week", True),
    "skill": ("%", True),
    "leaves": ("%", False),
}


@dataclass(frozen=True)
class Who:
    """Paired people of a comparison.

    Attributes:
        baseline: name of the baseline.
        replicates: companies behind every number.
        persons: tidy frame, a row per policy and person: replicate, seat, occupant, role, tier, tenure_band,
            ability_band, key, stays (under both), and for each of `COMPARED` the difference from the baseline; gains
            and loses say whether pay moved by more than `NOTICED`.
        inequality: policy -> spread of pay within roles (standard deviation of log pay), baseline first.
    """

    baseline: str
    replicates: int
    persons: pd.DataFrame
    inequality: dict[str, float]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, a row per policy, group and thing compared.

        Columns: policy, by (role, tier, tenure_band, ability_band, key, all), group, people (in a company), measure,
        unit, estimate, low, high (95 %, companies are the unit), gains and loses (share of those who stay, by pay).
        """
        import pandas as pd

        everybody = self.persons.assign(all="everybody")
        rows: list[dict[str, Any]] = []
        for by in GROUPINGS:
            for (policy, group), mine in everybody.groupby(["policy", by], observed=True):
                if len(mine) >= SMALLEST_GROUP:
                    rows += self._rows(str(policy), by, group, mine)
        return pd.DataFrame(rows)

    def _rows(self, policy: str, by: str, group: Any, mine: pd.DataFrame) -> list[dict[str, Any]]:
        """Return the rows of one group."""
        stayed = mine[mine["stays"]]
        known = {"policy": policy, "by": by, "group": group, "people": len(mine) / self.replicates}
        known |= {"gains": stayed["gains"].mean(), "loses": stayed["loses"].mean(), "level": LEVEL}
        rows = []
        for name, (unit, staying) in COMPARED.items():
            means = (stayed if staying else mine).groupby("replicate")[name].mean().to_numpy()
            width = float(half_width(means[:, None])[0]) if len(means) > 1 else np.nan
            mean = float(means.mean()) if len(means) else np.nan
            rows.append(
                known | {"measure": name, "unit": unit, "estimate": mean, "low": mean - width, "high": mean + width}
            )
        return rows

    def median(self, policy: str) -> tuple[int, str, int]:
        """Return replicate, role and number of the seat of the person whose change of pay is the median one.

        `sim.trajectories` follows that person under both policies, week by week.
        """
        mine = self.persons[(self.persons["policy"] == policy) & self.persons["stays"]].sort_values("pay")
        one = mine.iloc[len(mine) // 2]
        return int(one["replicate"]), str(one["role"]), int(one["number"])

    def table(self, lang: str = "en") -> Group:
        """Return a table for each policy: groups in rows."""
        return view("sim.results.who_tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return sentences for each policy: who gains most, who loses most, what it does to fairness."""
        return view("sim.results.who_tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.results.who_tables", "html")(self)


def band_name(place: int) -> str:
    """Return the name of a band of tenure: `26-52` weeks."""
    low, high = TENURE_BANDS[place]
    return f"{low:.0f}+" if np.isinf(high) else f"{low:.0f}-{high:.0f}"


def order_of(by: str, groups: Sequence[Any]) -> list[Any]:
    """Return the groups of a grouping in the order in which people read them."""
    if by == "tenure_band":
        return [name for name in map(band_name, range(len(TENURE_BANDS))) if name in set(groups)]
    return sorted(groups, key=str)
