"""What a policy is worth after 26, 104 or 156 weeks, with and without what it leaves behind at that time.

Worth of a policy up to a horizon, against the baseline: the discounted margin less the cost of people, plus what the
weeks after it inherit: customers, skill, empty seats and promises. Bonus that has been earned but not paid is in the
cost of people already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.results.comparison import HORIZONS
from sim.results.run import PAY_NEUTRAL_SUFFIX, Run
from sim.results.statistics import LEVEL, half_width
from sim.results.totals import Floats
from sim.results.words import number, variant_word
from sim.units import WEEKS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from sim.results.comparison import Comparison

#: What is left at a horizon, the series that hold it, and its sign.
LEFT = {
    "customers": ("customer_value_rmb", 1.0),
    "skill": ("skill_value_rmb", 1.0),
    "vacancies": ("vacancy_cost_rmb", -1.0),
    "promised": ("unvested_rmb", -1.0),
}
PARTS = ("contribution", *LEFT, "worth")
#: Share of single paths that must stay above zero for a policy to count as paid back.
PAID_BACK = 0.8
#: Weeks over which what is left is averaged, so that one week's luck does not decide.
AVERAGED_WEEKS = 4
WORDS = {
    "en": {
        "title": "{policy} against {baseline}, RMB from its start on",
        "weeks": "weeks",
        "part": "",
        "contribution": "contribution so far",
        "customers": "customers left",
        "skill": "skill left",
        "vacancies": "empty seats to fill",
        "promised": "pay promised for later",
        "worth": "worth with what is left",
        "missing": "Weeks {weeks} lie beyond the {run} weeks run after the start; ask for more with --weeks.",
        "turns": "The order of {one} and {other} turns at week {week}: before it {first} is worth more, then {second}.",
        "payback": "{policy} is paid back from week {week} on (in {share} % of single paths, for good).",
        "never": "{policy} is not paid back within {run} weeks.",
    },
    "zh": {
        "title": "{policy} 对比 {baseline},自推行起累计(元)",
        "weeks": "周",
        "part": "",
        "contribution": "累计经营贡献",
        "customers": "留存顾客价值",
        "skill": "留存技能价值",
        "vacancies": "空缺岗位的填补成本",
        "promised": "已承诺的未来薪酬",
        "worth": "含期末留存的总价值",
        "missing": "第 {weeks} 周超出推行后已模拟的 {run} 周;可用 --weeks 延长。",
        "turns": "{one} 与 {other} 的优劣在第 {week} 周反转:此前 {first} 更优,此后 {second} 更优。",
        "payback": "{policy} 自第 {week} 周起收回投入({share}% 的单次路径此后不再为负)。",
        "never": "{policy} 在 {run} 周内未收回投入。",
    },
}


def paths(comparison: Comparison, run: Run, start: int) -> dict[str, Floats]:
    """Return differences from the baseline by part, float64[replicates, weeks from the start], cumulative where earned.

    Raises:
        ValueError: the series were not recorded.
    """
    found: dict[str, Floats] = {}
    discount = _discount(comparison, np.arange(run.weeks - start))

    def difference(name: str) -> Floats:
        column = run.names.index(name)
        both = [each.weekly[:, start:, column].astype(np.float64) for each in (run, comparison.runs[0])]
        return both[0] - both[1]

    flow = difference("margin_rmb") - difference("people_cost_rmb")
    found["contribution"] = np.cumsum(flow * discount, axis=1)
    for part, (name, sign) in LEFT.items():
        found[part] = sign * _recent(difference(name)) * discount
    found["worth"] = sum((found[part] for part in LEFT), found["contribution"])
    return found


def _recent(values: Floats) -> Floats:
    """Return means over the last weeks, float64[replicates, weeks]."""
    sums = np.cumsum(values, axis=1)
    sums[:, AVERAGED_WEEKS:] -= sums[:, :-AVERAGED_WEEKS].copy()
    return sums / np.minimum(np.arange(1.0, values.shape[1] + 1.0), AVERAGED_WEEKS)


def horizons(comparison: Comparison, weeks: Sequence[int] = HORIZONS) -> pd.DataFrame:
    """Return what policies are worth after some weeks, tidy.

    Columns: policy, weeks, part (contribution, customers, skill, vacancies, promised, worth), difference, low, high
    (RMB from the start of the policy on, discounted), level, replicates. Horizons that were not run are left out.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        parts = paths(comparison, run, start)
        for horizon in (each for each in weeks if each <= run.weeks - start):
            for part in PARTS:
                at = parts[part][:, horizon - 1]
                width = float(half_width(at[:, None])[0])
                rows.append(
                    {
                        "policy": run.variant.name,
                        "weeks": horizon,
                        "part": part,
                        "difference": at.mean(),
                        "low": at.mean() - width,
                        "high": at.mean() + width,
                        "level": LEVEL,
                        "replicates": len(at),
                    }
                )
    return pd.DataFrame(rows)


def turns(comparison: Comparison) -> list[tuple[str, str, int]]:
    """Return pairs of policies, the baseline included, whose order by worth turns for good: (before, after, week).

    Both orders must be clear: the 95 % interval of the paired difference excludes zero at the end, and at the week of
    its largest opposite. The week counts from the later of their starts; the first quarter does not count.
    """
    first = comparison.runs[0]
    worth = {comparison.baseline: np.zeros((first.replicates, first.weeks))}
    begin = {comparison.baseline: 0}
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        if not run.variant.pay_neutral:
            later = paths(comparison, run, start)["worth"] * _discount(comparison, start)
            worth[run.variant.name] = np.concatenate([np.zeros((len(later), start)), later], axis=1)
            begin[run.variant.name] = start
    names, found = list(worth), []
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            start = max(begin[one], begin[other])
            week, sign = _turn((worth[one] - worth[other])[:, start:])
            if week:
                found.append((other, one, week) if sign > 0.0 else (one, other, week))
    return found


def _turn(gaps: Floats) -> tuple[int, float]:
    """Return the week from which a gap, float64[replicates, weeks], keeps its last sign, and that sign; 0 for none."""
    if gaps.shape[1] < 2:
        return 0, 0.0
    mean, width = gaps.mean(axis=0), half_width(gaps)
    against = np.flatnonzero(mean * mean[-1] < 0.0)
    if abs(mean[-1]) <= width[-1] or not len(against) or against[-1] < WEEKS_PER_YEAR / 4:
        return 0, 0.0
    far = against[np.argmax(np.abs(mean[against]))]
    return (int(against[-1]) + 2, float(mean[-1])) if abs(mean[far]) > width[far] else (0, 0.0)


def _discount(comparison: Comparison, weeks: NDArray[Any] | int) -> Floats:
    """Return what money counts after some weeks."""
    from sim.plan.compile import parameters_of

    rate = parameters_of(comparison.scenario).value("capital_cost")
    return np.asarray((1.0 + rate) ** (-np.asarray(weeks, float) / WEEKS_PER_YEAR))


def payback_weeks(comparison: Comparison, policy: str) -> int | None:
    """Return the first week, from the start of a policy, from which 80 % of single paths stay at zero or above.

    None where it is not reached in the weeks run. What is left at the end does not count.
    """
    run, start = next(
        pair for pair in zip(comparison.runs[1:], comparison.starts[1:], strict=True) if pair[0].variant.name == policy
    )
    total = paths(comparison, run, start)["contribution"]
    stays = np.flip(np.logical_and.accumulate(np.flip(total >= 0.0, axis=1), axis=1), axis=1)
    reached = np.flatnonzero(stays.mean(axis=0) >= PAID_BACK)
    return int(reached[0]) + 1 if len(reached) else None


def table(comparison: Comparison, policy: str, lang: str = "en") -> Table:
    """Return the table of one policy for people: parts in rows, horizons in columns, 95 % intervals."""
    from rich import box
    from rich.table import Table as RichTable

    frame, words = horizons(comparison, shown(comparison)), WORDS[lang]
    frame = frame[frame["policy"] == policy]
    title = words["title"].format(policy=variant_word(policy, lang), baseline=comparison.baseline)
    found = RichTable(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    found.add_column(words["part"], no_wrap=True)
    columns = sorted(frame["weeks"].unique())
    for weeks in columns:
        found.add_column(f"{weeks} {words['weeks']}", justify="right", no_wrap=True)
    for part in PARTS:
        cells = []
        for weeks in columns:
            row = frame[(frame["weeks"] == weeks) & (frame["part"] == part)].iloc[0]
            texts = [number(row[key], "RMB", lang, signed=True) for key in ("difference", "low", "high")]
            cells.append(f"{texts[0]} ({texts[1]} – {texts[2]})")
        found.add_row(words[part], *cells, style="bold" if part in ("contribution", "worth") else None)
    return found


def shown(comparison: Comparison) -> tuple[int, ...]:
    """Return the horizons to show: the usual ones as far as they were run, and the last week."""
    longest = min(run.weeks - start for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True))
    usual = [each for each in HORIZONS if each <= longest]
    return tuple(usual) if usual and usual[-1] > longest - WEEKS_PER_YEAR / 4 else (*usual, longest)


def sentences(comparison: Comparison, lang: str = "en") -> list[str]:
    """Return sentences on pay-back, on the weeks at which an order turns, and on horizons that were not run."""
    words, found, longest = WORDS[lang], [], min(comparison.runs[0].weeks - start for start in comparison.starts)
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        if run.variant.name.endswith(PAY_NEUTRAL_SUFFIX):
            continue
        longest = min(longest, run.weeks - start)
        week = payback_weeks(comparison, run.variant.name)
        kind = "never" if week is None else "payback"
        found.append(
            words[kind].format(policy=run.variant.name, week=week, share=round(100 * PAID_BACK), run=run.weeks - start)
        )
    for before, after, week in turns(comparison):
        found.append(words["turns"].format(one=before, other=after, week=week, first=before, second=after))
    beyond = [str(each) for each in HORIZONS if each > longest]
    if beyond:
        found.append(words["missing"].format(weeks=", ".join(beyond), run=longest))
    return found
