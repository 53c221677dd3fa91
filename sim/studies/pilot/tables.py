"""Sentences and tables of a planned pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import Text, day, joined
from sim.results.words import plus_minus
from sim.studies import shown
from sim.studies.outcomes import Interval
from sim.studies.pilot.lines import BY_NAME, MEASURES
from sim.studies.pilot.plan import ALARM, EARLY, ENOUGH, Design, PilotPlan, Share
from sim.studies.pilot.trial import BEFORE
from sim.studies.shown import Grid, Shown, measured, percent, share_cell, words

if TYPE_CHECKING:
    from rich.console import Group

TRY = Text(
    "{policy}: try it on {treated} of {of} lines drawn by lot ({lines}) for {weeks} weeks from {day} on, the quietest "
    "spell{peaks}; {before} weeks before are compared with.",
    "{policy}:抽签选 {of} 条产品线中的 {treated} 条({lines}),自{day}起试行 {weeks} 周,此时最平稳{peaks};"
    "与此前 {before} 周比较。",
)
PEAKS = Text(" (peaks in it: {0})", "(仍含{0})")
POWER = Text(
    "On {label} it would show {shown} and be told in {power} of companies ({low} to {high}); where nothing is tried, "
    "{alarms} raise an alarm ({alarm} stated). The formula for that mean effect gives {formula}.",
    "对{label},预计显示 {shown},在 {power} 的公司中可以断定({low} 至 {high});若什么都没试,{alarms} 误报(设定 {alarm})。"
    "按该平均效应用公式计算,功效为 {formula}。",
)
WEAK = Text(
    "No pilot of at most {weeks} weeks on half of the lines tells {label} in {enough} of companies: do not judge it by "
    "{label} alone.",
    "在半数产品线上试行至多 {weeks} 周,对{label}的把握都达不到 {enough}:不要只看{label}。",
)
SIGN = Text(
    "What shows first: {label}, after {weeks} weeks ({shown}; told in {power}).",
    "最先显现的是{label}:{weeks} 周后(显示 {shown},{power} 可断定)。",
)
SPILL = Text(
    "Spill-over: {label} changes by {inside} on the lines that take part, by {outside} on the others, and by "
    "{everywhere} if everybody is under it.",
    "溢出:{label}在试点线变化 {inside},在其余线变化 {outside};若全员施行则变化 {everywhere}。",
)
STOP = Text(
    "Stop after {after} weeks if {label} goes the wrong way with p at most {early}: that happens in {policy_stops} of "
    "companies under the policy, in {nothing_stops} where nothing is tried; at the end an effect is told at {late}.",
    "若 {after} 周后{label}变差且 p 不超过 {early} 则中止:方案下有 {policy_stops} 的公司会中止,什么都没试时为 "
    "{nothing_stops};期末以 {late} 为界判断。",
)
NOTE = Text(
    "{n} companies behind every number, {runs} runs; lines are drawn by lot anew. Difference in differences of lines, "
    "randomisation inference, alarms at {alarm}. ± and ranges are 95 %.",
    "每个数字用 {n} 家公司,共 {runs} 次模拟,每次重新抽签。以产品线双重差分估计、随机化推断检验,误报率 {alarm}。"
    "± 与范围为 95%。",
)
TITLE = Text(
    "{policy} on {treated} of {of} lines: what it shows, and in how many companies that is told",
    "{policy} 在 {of} 条线中的 {treated} 条试点:显示多少,多大比例的公司可以断定",
)


def size(value: Interval, measure: str) -> Text:
    """Return a change of a measure with its interval and unit."""
    unit = Text("%", "%") if BY_NAME[measure].relative else Text("points", "个百分点")
    texts = Text(*(plus_minus(value.estimate, value.half_width, "%", lang) for lang in ("en", "zh")))
    return texts + " " + unit


def show(plan: PilotPlan) -> Shown:
    """Return everything that is shown of a plan."""
    note = NOTE.format(n=plan.companies, runs=f"{plan.runs:,}", alarm=percent(ALARM))
    sizes = sorted({each.treated for each in plan.designs})
    return Shown(f"pilot|{plan.policy}", tuple(_sentences(plan)), tuple(_grid(plan, each) for each in sizes), note)


def _sentences(plan: PilotPlan) -> list[Text]:
    """Return what to try, how surely it tells, what shows first, spill-over and when to stop."""
    best, label, sign = plan.best, BY_NAME[plan.measure].words, plan.first_sign()
    peaks = PEAKS.format(joined(plan.peaks)) if plan.peaks else ""
    said = [
        TRY.format(
            policy=plan.policy,
            treated=best.treated,
            of=len(plan.lines),
            lines=joined(plan.chosen),
            weeks=best.weeks,
            day=day(plan.begins),
            peaks=peaks,
            before=BEFORE,
        ),
        POWER.format(
            label=label,
            shown=size(best.shown, best.measure),
            power=percent(best.power.value),
            low=percent(best.power.low),
            high=percent(best.power.high),
            alarms=percent(best.false_alarms.value),
            alarm=percent(ALARM),
            formula=percent(best.formula),
        ),
    ]
    if not plan.good_enough:
        longest = max(each.weeks for each in plan.designs)
        said.append(WEAK.format(weeks=longest, label=label, enough=percent(ENOUGH)))
    parts = {name: size(getattr(plan.spill, name), plan.measure) for name in plan.spill._fields}
    return [
        *said,
        SIGN.format(
            label=BY_NAME[sign.measure].words,
            weeks=sign.weeks,
            shown=size(sign.shown, sign.measure),
            power=percent(sign.power.value),
        ),
        SPILL.format(label=label, **parts),
        STOP.format(
            after=plan.stop.after,
            label=label,
            early=f"{EARLY:g}",
            policy_stops=percent(plan.stop.with_policy.value),
            nothing_stops=percent(plan.stop.with_nothing.value),
            late=f"{ALARM - EARLY:g}",
        ),
    ]


def _grid(plan: PilotPlan, treated: int) -> Grid:
    """Return the table of one number of lines: measures in rows, lengths in columns."""
    mine = {(each.measure, each.weeks): each for each in plan.designs if each.treated == treated}
    lengths = sorted({weeks for _, weeks in mine})
    last = lengths[-1]
    head = (
        Text("measure", "指标"),
        Text(f"shown, {last} wk", f"{last} 周显示"),
        *(Text(f"{weeks} wk", f"{weeks} 周") for weeks in lengths),
        Text("false alarms", "误报"),
        Text("formula", "公式"),
    )
    rows = []
    for each in MEASURES:
        longest: Design = mine[each.name, last]
        told = (_told(mine[each.name, weeks].power) for weeks in lengths)
        size_cell = measured(longest.shown, "%")
        rows.append((words(each.words), size_cell, *told, _told(longest.false_alarms), share_cell(longest.formula)))
    title = TITLE.format(policy=plan.policy, treated=treated, of=len(plan.lines))
    return Grid(f"{treated} lines", title, head, tuple(rows))


def _told(share: Share) -> shown.Cell:
    """Return a share with its interval as a cell."""
    return share_cell(share.value, share.low, share.high)


def tables(plan: PilotPlan, lang: str = "en") -> Group:
    """Return sentences and tables for a terminal."""
    return shown.console(show(plan), lang)


def sentences(plan: PilotPlan, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(plan), lang)


def html(plan: PilotPlan) -> str:
    """Return sentences and tables for a notebook."""
    return shown.html(show(plan))
