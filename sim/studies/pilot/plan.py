"""Planning a pilot: which lines, how many weeks, how surely it would tell, what it would show first, when to stop.

Every design is simulated: in each company lines are drawn by lot, tried for some weeks and read by the declared
estimator. Power is the share of companies in which it tells the effect, over luck and the uncertain numbers; the rate
of false alarms is the same share where nothing is tried. Beside them stands the power that the usual formula gives for
the mean effect. What others do meanwhile (they talk, help, share departments) is spill-over: the effect on the lines
that take part, on those that do not, and what everybody under the policy would bring, each against the same company
without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.errors import SimError
from sim.results.run import ENGINE
from sim.results.statistics import LEVEL, share
from sim.results.totals import Floats
from sim.studies.outcomes import Heard, Interval, interval
from sim.studies.pilot import estimator
from sim.studies.pilot.lines import BY_NAME, MEASURES, walked
from sim.studies.pilot.trial import BEFORE, Spell, blocks, lots, peaks_in, piloted, quiet_start, rolled_out
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from rich.console import Group

    from sim.scenario.models import Scenario

#: Companies behind every design, and different draws of lines among them.
COMPANIES, SETS = 60, 6
WEEKS = (4, 8, 13, 26)
#: Parts of the groups of lines that take part.
PARTS = (0.25, 0.5)
#: Power from which a design is called good enough.
ENOUGH = 0.8
#: Rate of false alarms in all, and of it the part that a look half-way may use up.
ALARM, EARLY = 1.0 - LEVEL, 0.01


class Share(NamedTuple):
    """A share of companies with its 95 % interval."""

    value: float
    low: float
    high: float


class Design(NamedTuple):
    """A pilot and what it would tell of one measure.

    Attributes:
        measure: name of the measure.
        treated: groups of lines that take part.
        weeks: how long.
        shown: mean of the estimate, in the measure's unit.
        power: share of companies in which the estimator tells it, in the direction of the mean.
        false_alarms: share of companies in which it tells something although nothing is tried.
        formula: power by formula for the mean effect and the spread between lines.
        spread: standard deviation of a line's change without a pilot.
    """

    measure: str
    treated: int
    weeks: int
    shown: Interval
    power: Share
    false_alarms: Share
    formula: float
    spread: float


class Spill(NamedTuple):
    """Changes of the primary measure against the same companies without the policy.

    Attributes:
        inside: of the lines that take part.
        outside: of the others.
        everywhere: of all lines where everybody is under the policy.
    """

    inside: Interval
    outside: Interval
    everywhere: Interval


class Stop(NamedTuple):
    """The rule for stopping early and how often it stops: under the policy, and where nothing is tried."""

    after: int
    with_policy: Share
    with_nothing: Share
    false_alarms: Share


@dataclass(frozen=True)
class PilotPlan:
    """A planned pilot.

    Attributes:
        scenario, policy: names.
        measure: the primary measure.
        lines: groups of lines that can take part, as names.
        chosen: lines that take part in the recommended design, drawn by lot.
        spell: weeks of the recommended design; begins: its first day.
        peaks: peaks that fall into it all the same.
        designs: every design and measure.
        best: the recommended design of the primary measure: the smallest with enough power, else the most powerful.
        spill, stop: of the recommended design.
        companies: behind every number; runs: simulated companies in all.
    """

    scenario: str
    policy: str
    measure: str
    lines: tuple[tuple[str, ...], ...]
    chosen: tuple[str, ...]
    spell: Spell
    begins: date
    peaks: tuple[str, ...]
    designs: tuple[Design, ...]
    best: Design
    spill: Spill
    stop: Stop
    companies: int
    runs: int

    @property
    def good_enough(self) -> bool:
        """Whether the recommended design has enough power."""
        return self.best.power.value >= ENOUGH

    def first_sign(self) -> Design:
        """Return the measure that tells first with as many lines as recommended; if none ever does, the likeliest."""
        mine = [each for each in self.designs if each.treated == self.best.treated]
        telling = [each for each in mine if each.power.value >= ENOUGH]
        if telling:
            return min(telling, key=lambda each: (each.weeks, -each.power.value))
        return max(mine, key=lambda each: (each.power.value, -each.weeks))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, a row per measure and design: shown, power and false alarms with 95 % intervals, formula."""
        import pandas as pd

        rows = []
        for each in self.designs:
            row: dict[str, Any] = {"policy": self.policy, "measure": each.measure}
            row |= {"unit": "%" if BY_NAME[each.measure].relative else "points"}
            row |= {"treated": each.treated, "of": len(self.lines), "weeks": each.weeks, "formula": each.formula}
            for name in ("shown", "power", "false_alarms"):
                value, low, high = getattr(each, name)
                row |= {name: value, f"{name}_low": low, f"{name}_high": high}
            rows.append(row | {"spread": each.spread, "companies": self.companies})
        return pd.DataFrame(rows)

    def table(self, lang: str = "en") -> Group:
        """Return sentences and tables for a terminal."""
        return view("sim.studies.pilot.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return the plan in sentences."""
        return view("sim.studies.pilot.tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.studies.pilot.tables", "html")(self)


def pilot(  # noqa: PLR0913
    scenario: Scenario | str | Path,
    policy: str,
    *,
    measure: str = "gmv",
    weeks: Sequence[int] = WEEKS,
    earliest: int = 0,
    companies: int = COMPANIES,
    experiment: int = 0,
    heard: Heard | None = None,
) -> PilotPlan:
    """Plan a pilot of a policy's pay on some lines.

    Args:
        scenario: a scenario or the path of its file.
        policy: name of the policy.
        measure: the primary measure, on which the pilot is judged.
        weeks: lengths that are looked at.
        earliest: first week, counted from the first reported one, in which it may begin.
        companies: simulated for each number of lines.
        experiment: number of the experiment in the random key.
        heard: called with the number of runs that have just ended.

    Raises:
        SimError: an unknown policy or measure, a policy that some lines cannot try, or numbers that make no sense.
    """
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    document.policy(policy)
    if measure not in BY_NAME:
        raise SimError(
            "a pilot knows no measure {0!r}; there are {1}", "试点没有度量 {0!r};现有 {1}", measure, ", ".join(BY_NAME)
        )
    if companies < 2 * SETS or not weeks or min(weeks) < 2:
        raise SimError(
            "a pilot needs at least {0} companies and two weeks", "试点至少需要 {0} 家模拟公司与两周", 2 * SETS
        )
    known = blocks(document, policy)
    lengths = tuple(sorted(set(weeks)))
    begin = quiet_start(document, min(lengths[-1], BEFORE), earliest)
    spell = Spell(begin, begin + lengths[-1])
    bench = _Bench(document, policy, known, spell, (companies, experiment, heard))
    sizes = sorted({min(max(2, round(part * len(known))), len(known) - 2) for part in PARTS})
    nothing, trials = bench.without(), {size: bench.tried(size) for size in sizes}
    designs = tuple(
        bench.design(each.name, size, length, nothing, trials[size])
        for size in sizes
        for length in lengths
        for each in MEASURES
    )
    primary = [each for each in designs if each.measure == measure]
    enough = [each for each in primary if each.power.value >= ENOUGH]
    least, most = (lambda each: (each.treated * each.weeks, each.weeks)), (lambda each: each.power.value)
    best = min(enough, key=least) if enough else max(primary, key=most)
    spell = Spell(spell.first, spell.first + best.weeks)
    names = tuple(tuple(document.lines[k].name for k in group) for group in known)
    chosen = lots(len(known), best.treated, 1, experiment)[0]
    return PilotPlan(
        document.name,
        policy,
        measure,
        names,
        tuple(name for group, taken in zip(names, chosen, strict=True) if taken for name in group),
        spell,
        document.company.start + timedelta(weeks=spell.first),
        tuple(peaks_in(document, spell)),
        designs,
        best,
        bench.spill(best, nothing, trials[best.treated]),
        bench.stop(best, nothing, trials[best.treated]),
        companies,
        bench.runs,
    )


class Trial(NamedTuple):
    """Companies that tried: float64[companies, weeks, measures, groups], and who took part, bool[companies, groups]."""

    series: Floats
    treated: NDArray[np.bool_]


class _Bench:
    """Runs pilots of one policy and reads them."""

    def __init__(
        self,
        scenario: Scenario,
        policy: str,
        known: list[tuple[int, ...]],
        spell: Spell,
        how: tuple[int, int, Heard | None],
    ) -> None:
        """Draw the companies."""
        self.scenario, self.policy, self.known, self.spell = scenario, policy, known, spell
        self.companies, self.experiment, self.heard = how
        self.seeds, self.runs = np.arange(self.companies), 0
        self.points = ENGINE.draw(scenario, self.seeds, self.experiment)

    def _walk(self, documents: Sequence[Scenario], policies: Sequence[str]) -> Floats:
        """Return companies by week and group, one document and policy after the other in turn."""
        plans = [ENGINE.compile(*each) for each in zip(documents, policies, strict=True)]
        mine = [plans[k % len(plans)] for k in range(self.companies)]
        span = self.spell.first - BEFORE, self.spell.last
        series = walked(mine, self.points, self.seeds.tolist(), span, self.experiment)
        self.runs += self.companies
        if self.heard:
            self.heard(self.companies)
        return np.stack([series[..., list(group)].mean(axis=-1) for group in self.known], axis=-1)

    def without(self) -> Floats:
        """Return the companies with nothing tried; the longer horizon of those that try changes nothing before."""
        document = rolled_out(self.scenario, self.policy, self.spell)
        return self._walk([document], [self.scenario.baseline_name])

    def everywhere(self) -> Floats:
        """Return the companies with everybody under the policy."""
        return self._walk([rolled_out(self.scenario, self.policy, self.spell)], [self.policy])

    def tried(self, size: int) -> Trial:
        """Return the companies in which some groups, drawn by lot, take part."""
        sets = lots(len(self.known), size, SETS, self.experiment)
        names = [[self.scenario.lines[k].name for i in np.flatnonzero(each) for k in self.known[i]] for each in sets]
        documents = [piloted(self.scenario, self.policy, each, self.spell) for each in names]
        series = self._walk(documents, [self.policy] * SETS)
        return Trial(series, sets[np.arange(self.companies) % SETS])

    def design(self, measure: str, size: int, weeks: int, nothing: Floats, trial: Trial) -> Design:
        """Return what a design tells of a measure."""
        tried, idle = changes(trial.series, measure, weeks), changes(nothing, measure, weeks)
        estimates = estimator.effect(tried, trial.treated)
        shown = interval(estimates)
        told = estimator.p_values(tried, trial.treated) <= ALARM
        right = told & (np.sign(estimates) == np.sign(shown.estimate))
        alarms = estimator.p_values(idle, trial.treated) <= ALARM
        sd = estimator.spread(idle, trial.treated)
        formula = estimator.formula_power(shown.estimate, sd, size, len(self.known) - size)
        return Design(measure, size, weeks, shown, Share(*share(right)), Share(*share(alarms)), formula, sd)

    def spill(self, best: Design, nothing: Floats, trial: Trial) -> Spill:
        """Return what is done to the lines inside, outside, and to all of them under the policy."""
        idle = changes(nothing, best.measure, best.weeks)
        moved = changes(trial.series, best.measure, best.weeks) - idle
        inside = np.where(trial.treated, moved, 0.0).sum(axis=1) / trial.treated.sum(axis=1)
        outside = np.where(trial.treated, 0.0, moved).sum(axis=1) / (~trial.treated).sum(axis=1)
        everywhere = (changes(self.everywhere(), best.measure, best.weeks) - idle).mean(axis=1)
        return Spill(*(interval(each) for each in (inside, outside, everywhere)))

    def stop(self, best: Design, nothing: Floats, trial: Trial) -> Stop:
        """Return the rule for stopping half-way where it goes the wrong way, and how often it would."""
        half = max(2, best.weeks // 2)
        good = 1.0 if best.measure in RISING else -1.0
        early = []
        for series in (trial.series, nothing):
            moved = changes(series, best.measure, half)
            wrong = good * estimator.effect(moved, trial.treated) < 0.0
            early.append(wrong & (estimator.p_values(moved, trial.treated) <= EARLY))
        late = estimator.p_values(changes(nothing, best.measure, best.weeks), trial.treated) <= ALARM - EARLY
        return Stop(half, Share(*share(early[0])), Share(*share(early[1])), Share(*share(early[1] | late)))


#: Measures of which more is better.
RISING = ("gmv", "conversion", "repeat", "satisfaction")


def changes(series: Floats, measure: str, weeks: int) -> Floats:
    """Return the mean of a measure in the first weeks of a pilot less the mean before, float64[companies, groups].

    Args:
        series: float64[companies, weeks before and in the pilot, measures, groups].
        measure: name of the measure.
        weeks: of the pilot that count.
    """
    one = series[:, :, [each.name for each in MEASURES].index(measure)]
    return np.asarray(one[:, BEFORE : BEFORE + weeks].mean(axis=1) - one[:, :BEFORE].mean(axis=1))
