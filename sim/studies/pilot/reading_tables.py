"""Sentences and a table of a finished pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import Text, joined
from sim.results.reasons import VERDICT_TEXTS
from sim.studies import shown
from sim.studies.outcomes import Interval
from sim.studies.pilot.lines import BY_NAME
from sim.studies.pilot.reading import ReadPilot
from sim.studies.pilot.tables import size
from sim.studies.shown import Grid, Shown, measured, share_cell, words

if TYPE_CHECKING:
    from rich.console import Group

SEEN = Text(
    "{policy}, tried on {lines} for {weeks} weeks: {label} {estimate} against the other lines (p = {p:.2g}); {told}.",
    "{policy} 在{lines}试行 {weeks} 周:{label}相对其余产品线 {estimate}(p = {p:.2g});{told}。",
)
TOLD = {
    True: Text("that is more than the lot explains", "超出抽签偶然可解释的范围"),
    False: Text("the lot alone could have done that", "仅凭抽签的偶然也可能如此"),
}
EXPECTED = Text(
    "The model expected {forecast} (95 % of companies {low} to {high}): {fits}.",
    "模型原预期 {forecast}(95% 的公司在 {low} 至 {high}):{fits}。",
)
FITS = {
    True: Text("the observed one lies within", "实际结果在此范围内"),
    False: Text("the observed one lies outside, so distrust the model here", "实际结果在范围之外,模型在此不可轻信"),
}
VERDICT = Text(
    "Verdict before the pilot: {before}; with it: {after}. The update rests on what {worth:.0f} companies are worth.",
    "试点前的结论:{before};加入试点后:{after}。更新相当于依据 {worth:.0f} 家公司。",
)
TITLE = Text("Forecast before and after", "试点前后的预测")
HEAD = (
    Text("when", "时点"),
    Text("gain of the objective", "目标改善"),
    Text("gains", "改善的概率"),
    Text("verdict", "结论"),
)
WHEN = {"before": Text("before the pilot", "试点前"), "after": Text("with the pilot", "加入试点后")}
NOTE = Text(
    "Intervals are 95 %. {k} of {n} lines took part; the forecast is drawn anew by how near each simulated pilot came.",
    "区间为 95%。{n} 条线中 {k} 条参加;按各家模拟试点与实际的接近程度重新抽取预测。",
)


def show(read: ReadPilot) -> Shown:
    """Return everything that is shown of a finished pilot."""
    label, weeks = BY_NAME[read.measure].words, read.spell.last - read.spell.first
    inside = read.forecast.low <= read.estimate.estimate <= read.forecast.high
    ends = [size(Interval(end, end, end), read.measure) for end in (read.forecast.low, read.forecast.high)]
    said = [
        SEEN.format(
            policy=read.policy,
            lines=joined(read.treated),
            weeks=weeks,
            label=label,
            estimate=size(read.estimate, read.measure),
            p=read.p,
            told=TOLD[read.told],
        ),
        EXPECTED.format(
            forecast=size(Interval(read.forecast.estimate, *[read.forecast.estimate] * 2), read.measure),
            low=ends[0],
            high=ends[1],
            fits=FITS[inside],
        ),
    ]
    rows = []
    if read.before and read.after:
        verdicts = {name: VERDICT_TEXTS[getattr(read, name).verdict] for name in WHEN}
        said.append(VERDICT.format(**verdicts, worth=read.worth))
        for name, text in WHEN.items():
            option = getattr(read, name)
            gain = measured(Interval(option.gain, option.low, option.high), read.unit)
            rows.append((words(text), gain, share_cell(option.probability_gain), words(verdicts[name])))
    note = NOTE.format(k=len(read.treated), n=len(read.lines))
    return Shown(f"pilot read|{read.policy}", tuple(said), (Grid("gain", TITLE, HEAD, tuple(rows)),), note)


def tables(read: ReadPilot, lang: str = "en") -> Group:
    """Return sentences and a table for a terminal."""
    return shown.console(show(read), lang)


def sentences(read: ReadPilot, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(read), lang)


def html(read: ReadPilot) -> str:
    """Return sentences and a table for a notebook."""
    return shown.html(show(read))
