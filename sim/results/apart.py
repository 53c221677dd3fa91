"""Why outcomes differ: luck, what differs between workplaces, and what is not known of the typical one.

Three runs of the same replicates: as ever; with other luck; and in other workplaces of which the same is known, with
other luck too. What two runs have in common is what they share (Sobol 1993; Jansen 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.language.text import Text, say
from sim.results.measures import HEADLINE, recorded
from sim.results.question import ask
from sim.results.run import ENGINE
from sim.results.totals import window

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.batch import Recording
    from sim.plan.records import Plan
    from sim.scenario.models import Scenario

Floats = NDArray[np.float64]
REPLICATES = 120
#: Seeds of the other runs, far from those of replicates.
OTHER_LUCK = (1 << 24, 1 << 25)
SHOWN = (*HEADLINE, "contribution")
POLICY, MEASURE, SPREAD = Text("policy", "方案"), Text("measure", "指标"), Text("spread", "标准差")
SHARES = {
    "luck": Text("luck", "运气"),
    "workplace": Text("workplace", "各企业差异"),
    "parameters": Text("not known", "参数未知"),
}


class Shares(NamedTuple):
    """Shares of a variance, which sum to one."""

    luck: float
    workplace: float
    parameters: float


def shares(first: Floats, luck: Floats, workplace: Floats) -> Shares:
    """Return the shares of the variance of an outcome, from float64 [replicates] each.

    Args:
        first: the outcome.
        luck: with other luck.
        workplace: in another workplace, with other luck.

    Estimates are kept between 0 and 1; with nothing that varies all of it is luck.
    """
    total = float(np.mean([each.var() for each in (first, luck, workplace)]))
    if total <= 0.0:
        return Shares(1.0, 0.0, 0.0)
    kept = float(np.clip(np.cov(first, luck)[0, 1] / total, 0.0, 1.0))
    common = 0.5 * (np.cov(first, workplace)[0, 1] + np.cov(luck, workplace)[0, 1])
    known = float(np.clip(common / total, 0.0, kept))
    return Shares(1.0 - kept, kept - known, known)


def apart(
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None = None,
    *,
    replicates: int = REPLICATES,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return how much of the spread of each policy's effect is luck, workplace, and what is not known.

    Args:
        scenario: a scenario or the path of its file.
        policies: names; none for all but the baseline.
        replicates: of each of the three runs.
        threads: of the engine.

    Returns:
        One row per policy and headline measure: spread (standard deviation of the difference from the baseline, in
        the unit of the measure) and the three shares.
    """
    import pandas as pd

    if not isinstance(scenario, (str, Path)):
        document = scenario
    else:
        from sim.scenario.loading import load

        document = load(Path(scenario))
    question = ask(document, policies, False, ENGINE)
    recordings = [_recordings(document, variant.plan, replicates, threads) for variant in question.variants]
    rows = []
    for variant, start, found in zip(question.variants[1:], question.starts[1:], recordings[1:], strict=True):
        before, after = ([window(r.series, r.names, start) for r in each] for each in (recordings[0], found))
        for measure in recorded(before[0]):
            if measure.name in SHOWN:
                pairs = zip(after, before, strict=True)
                parts = [np.nan_to_num(measure.value(a) - measure.value(b)) for a, b in pairs]
                split = shares(*parts)._asdict()
                rows.append({"policy": variant.name, "measure": measure.name, "spread": float(parts[0].std()), **split})
    return pd.DataFrame(rows)


def table(found: pd.DataFrame, lang: str = "en") -> str:
    """Return the shares as text, in per cent of the variance of the difference."""
    from sim.results.measures import BY_NAME

    shown = found.assign(
        measure=[BY_NAME[name].label(lang) for name in found["measure"]],
        spread=[
            f"{value:.3g} {BY_NAME[name].unit}" for name, value in found[["measure", "spread"]].itertuples(index=False)
        ],
        **{name: found[name].map("{:.0%}".format) for name in SHARES},
    )
    heads = {"policy": POLICY, "measure": MEASURE, "spread": SPREAD, **SHARES}
    return str(shown.rename(columns={name: say(text, lang) for name, text in heads.items()}).to_string(index=False))


def _recordings(scenario: Scenario, plan: Plan, replicates: int, threads: int | None) -> list[Recording]:
    """Return the three runs of a policy: as ever, with other luck, in other workplaces with other luck."""
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    parameters, numbers = parameters_of(scenario), np.arange(replicates)
    points = [draws(parameters, numbers, workplace=workplace) for workplace in (0, 0, 1)]
    return [
        ENGINE.simulate(plan, values, (numbers + luck).astype(np.uint32), threads, 0)
        for values, luck in zip(points, (0, *OTHER_LUCK), strict=True)
    ]
