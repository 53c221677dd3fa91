"""Sentences and tables of what would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import Text, joined
from sim.parameters.loading import registry
from sim.results.measures import BY_NAME
from sim.studies import shown
from sim.studies.outcomes import Interval
from sim.studies.sensitivity.find import FUTURES, SIDES, Drilled, Sensitivity, Turn
from sim.studies.shown import Grid, Shown, amount, measured, plain, share_cell, words
from sim.vocabulary.shocks import BY_NAME as SHOCKS

if TYPE_CHECKING:
    from rich.console import Group

GRADES = {
    "assumption": Text("assumption", "假设"),
    "memory": Text("from memory", "凭记忆"),
    "secondary": Text("by others", "转述"),
    "verified": Text("read", "已读"),
}
CARRY = Text(
    "What carries the decision, guesses first: {list}. Knowing one of them before deciding is worth at most what the "
    "table says.",
    "左右结论的假设,先列猜测:{list}。事先弄清其中一项,价值至多为下表所列。",
)
NO_CARRIER = Text(
    "No single uncertain number carries the decision: knowing any one of them would not change the choice.",
    "没有哪一个不确定的数值单独左右结论:弄清任何一个都不会改变选择。",
)
TURNS = Text(
    "{policy}: the answer turns with {name}, near {at}. At {low} {label} is {below}, at {high} {above}; both run with "
    "fresh luck.",
    "{policy}:结论随 {name} 反转,约在 {at}。取 {low} 时{label} {below},取 {high} 时 {above};两侧均用全新运气运行。",
)
STANDS = Text(
    "{policy}: {name} alone does not turn the answer. At {low} {label} is {below}, at {high} {above}.",
    "{policy}:仅 {name} 不足以反转结论。取 {low} 时{label} {below},取 {high} 时 {above}。",
)
DRILL_TURNS = Text("{policy}: the answer would change under {list}.", "{policy}:遇到{list},结论会改变。")
DRILL_STANDS = Text("{policy}: no shock of the drill changes the answer.", "{policy}:演练的冲击都不会改变结论。")
ROBUST = Text(
    "Over {n} market futures {policy} is worth the trouble in {enough} and best of all in {best}; at worst it falls "
    "{regret} short of the best.",
    "在 {n} 种市场前景中,{policy} 有 {enough} 值得推行,{best} 为最优;最坏时比最优差 {regret}。",
)
NOTE = Text(
    "Carriers: {n} companies, smooth curves, what noise would yield taken off, 5 % false alarms over all numbers "
    "together. Sides {sides} companies each; {runs} runs. ± is 95 %. Sizes of shocks and ranges of futures are "
    "assumptions.",
    "左右结论者:{n} 家公司,平滑曲线,扣除噪声,全部参数合计误报率 5%。每侧 {sides} 家公司,共 {runs} 次模拟。± 为 95%。"
    "冲击大小与前景范围为假设。",
)
PICKED = 5
#: Longest meaning of a number in a table.
LONGEST = 70


def show(found: Sensitivity) -> Shown:
    """Return everything that is shown."""
    note = NOTE.format(n=found.replicates, sides=SIDES, runs=f"{found.runs:,}")
    grids = [_carriers(found), _turns(found), _drill(found), _futures(found), _published(found)]
    return Shown("sensitivity", tuple(_sentences(found)), tuple(grid for grid in grids if grid.rows), note)


def _sentences(found: Sensitivity) -> list[Text]:
    """Return carriers, verified turns, shocks that change the answer, and how options fare over futures."""
    names = joined([each.name for each in found.carriers[:PICKED]])
    said = [CARRY.format(list=names) if found.carriers else NO_CARRIER]
    said += [_turn_words(found, each) for each in found.turns]
    for policy in dict.fromkeys(each.policy for each in found.drill):
        mine = [each for each in found.drill if each.policy == policy and _changes(each)]
        listed = joined([_shock(each.shock) for each in mine])
        said.append(DRILL_TURNS.format(policy=policy, list=listed) if mine else DRILL_STANDS.format(policy=policy))
    for each in found.robust[1:]:
        shares = {name: shown.percent(getattr(each, name)) for name in ("enough", "best")}
        said.append(ROBUST.format(n=FUTURES, policy=each.policy, regret=amount(each.regret, found.unit), **shares))
    return said


def _turn_words(found: Sensitivity, turn: Turn) -> Text:
    """Return what one number does to one policy."""
    about = {"policy": turn.policy, "name": turn.parameter, "low": f"{turn.low.at:.3g}", "high": f"{turn.high.at:.3g}"}
    label = Text(BY_NAME[found.objective].en, BY_NAME[found.objective].zh)
    gains = {"below": _size(turn.low.gain, found.unit), "above": _size(turn.high.gain, found.unit)}
    if turn.verified and turn.turns_at is not None:
        return TURNS.format(**about, at=f"{turn.turns_at:.3g}", label=label, **gains)
    return STANDS.format(**about, label=label, **gains)


def _size(gain: Interval, unit: str) -> Text:
    """Return a gain with its interval."""
    return measured(gain, unit).text


def _changes(drilled: Drilled) -> bool:
    """Whether a shock surely moves the gain to the other side of nil."""
    gain = drilled.gain
    return gain.low > 0.0 if drilled.usual < 0.0 else gain.high < 0.0


def _shock(name: str) -> Text:
    """Return what a shock is called."""
    return Text(SHOCKS[name].en, SHOCKS[name].zh)


def _carriers(found: Sensitivity) -> Grid:
    """Return the table of what carries the decision."""
    rows = []
    for each in found.carriers:
        entry = registry().entries[each.name]
        meaning = entry.meaning if len(entry.meaning) <= LONGEST else entry.meaning[: LONGEST - 1] + "…"
        cells = (words(each.name), words(GRADES[each.grade]), plain(each.worth, found.unit))
        rows.append((*cells, words(meaning), words(entry.identified_by)))
    head = (
        Text("number", "参数"),
        Text("known from", "来源"),
        Text("worth knowing, at most", "弄清的价值上限"),
        Text("meaning", "含义"),
        Text("what would measure it", "如何测量"),
    )
    return Grid("carriers", Text("Assumptions that carry the decision", "左右结论的假设"), head, tuple(rows))


def _turns(found: Sensitivity) -> Grid:
    """Return the table of both sides of every turn."""
    rows = []
    for each in found.turns:
        at = "–" if each.turns_at is None else f"{each.turns_at:.3g}"
        sides = [
            cell
            for side in (each.low, each.high)
            for cell in (words(f"{side.at:.3g}"), measured(side.gain, found.unit))
        ]
        rows.append(
            (
                words(each.parameter),
                words(each.policy),
                words(at),
                *sides,
                words(shown.YES if each.verified else shown.NO),
            )
        )
    head = (
        Text("number", "参数"),
        Text("policy", "方案"),
        Text("turns near", "反转处"),
        Text("low", "低值"),
        Text("gain", "改善"),
        Text("high", "高值"),
        Text("gain", "改善"),
        Text("verified", "已验证"),
    )
    return Grid(
        "turns",
        Text("Both sides of what moves the gain most, with fresh luck", "影响最大的假设:两侧(全新运气)"),
        head,
        tuple(rows),
    )


def _drill(found: Sensitivity) -> Grid:
    """Return the table of shocks."""
    policies = list(dict.fromkeys(each.policy for each in found.drill))
    by = {(each.shock, each.policy): each for each in found.drill}
    rows = []
    for shock in dict.fromkeys(each.shock for each in found.drill):
        mine = [by[shock, policy] for policy in policies]
        cells = (measured(each.gain, found.unit, "worse" if _changes(each) else "") for each in mine)
        rows.append((words(_shock(shock)), *cells))
    head = (Text("shock", "冲击"), *(Text.same(policy) for policy in policies))
    return Grid(
        "drill",
        Text("Shock drill: gain of the objective under every shock", "冲击演练:各种冲击下目标的改善"),
        head,
        tuple(rows),
    )


def _futures(found: Sensitivity) -> Grid:
    """Return the table of options over futures."""
    rows = [
        (
            words(each.policy),
            share_cell(each.enough),
            share_cell(each.best),
            plain(each.worst, found.unit, signed=True),
            plain(each.regret, found.unit),
        )
        for each in found.robust
    ]
    head = (
        Text("option", "选项"),
        Text("worth the trouble", "值得推行"),
        Text("best", "最优"),
        Text("worst gain", "最差改善"),
        Text("largest regret", "最大后悔值"),
    )
    return Grid("futures", Text(f"{FUTURES} market futures", f"{FUTURES} 种市场前景"), head, tuple(rows))


def _published(found: Sensitivity) -> Grid:
    """Return the table of the nearest published studies."""
    rows = [
        (
            words(policy),
            words(each.citation),
            words(each.setting),
            words(", ".join(each.shared)),
            words(f"{each.right}/{each.of}"),
        )
        for policy, several in found.published.items()
        for each in several
    ]
    head = (
        Text("policy", "方案"),
        Text("study", "研究"),
        Text("setting", "场合"),
        Text("in common", "共同点"),
        Text("model right", "模型判断正确"),
    )
    return Grid(
        "published",
        Text("Nearest published studies, and how the model did", "最相近的已发表研究与模型表现"),
        head,
        tuple(rows),
    )


def tables(found: Sensitivity, lang: str = "en") -> Group:
    """Return sentences and tables for a terminal."""
    return shown.console(show(found), lang)


def sentences(found: Sensitivity, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(found), lang)


def html(found: Sensitivity) -> str:
    """Return sentences and tables for a notebook."""
    return shown.html(show(found))
