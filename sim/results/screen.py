"""The first screen of a comparison: one line a policy with its verdict, the reason, the risk, the odds; one picture.

It reads in half a minute and fits 80 columns. Everything else is in the full table.
"""

from __future__ import annotations

import math
import shlex
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sim.language.text import Text, say
from sim.results.comparison import verdict
from sim.results.decision import Decision
from sim.results.many import simultaneous
from sim.results.measures import BY_NAME, HEADLINE
from sim.results.reasons import VERDICT_TEXTS, odds, rule_words, told
from sim.results.sentences import stopping, windows
from sim.results.words import brief, plus_minus, unit_word

if TYPE_CHECKING:
    from rich.console import Group
    from rich.text import Text as Rich

    from sim.results.comparison import Comparison

#: The headline measures of the first screen and of the picture.
SHOWN = (*HEADLINE, "contribution")
WIDTH = 80
NARROWEST, NARROWEST_PANEL = 70, 9
STYLES = {"roll out": "bold green", "pilot": "bold cyan", "hold": "bold red", "cannot say": "bold yellow"}
ROW_STYLES = {"better": "green", "worse": "red", "higher": "cyan", "lower": "cyan"}
SHORT = {"gmv": Text("GMV", "成交总额")}
WORDS = {
    "title": Text("{scenario}: policies against {baseline}", "{scenario}:各方案对比 {baseline}"),
    "policy": Text("policy", "方案"),
    "verdict": Text("verdict", "结论"),
    "why": Text("why", "理由"),
    "risk": Text("risk", "风险"),
    "odds": Text("odds", "概率"),
    "nothing": Text("{baseline} (doing nothing): {odds}", "{baseline}(维持现状):{odds}"),
    "picture": Text(
        "Mean differences, 95 % intervals for all policies at once; the bar | is no difference.",
        "差值均值及其 95% 区间(对全部方案同时成立);竖线 | 为无差异。",
    ),
    "more": Text("Full table: --all. Page for the meeting: sim review.", "完整表格:--all。评审页:sim review。"),
}


def short_label(measure: str) -> Text:
    """Return what a headline measure is called where room is short."""
    return SHORT.get(measure, Text(BY_NAME[measure].en, BY_NAME[measure].zh))


def shown(comparison: Comparison, decision: Decision) -> list[str]:
    """Return the measures of the first screen: the headline ones that were recorded, and the objective."""
    recorded = {measure.name for measure in comparison.measures}
    return [name for name in dict.fromkeys((*SHOWN, decision.rule.objective)) if name in recorded]


def screen(comparison: Comparison, lang: str = "en", width: int = WIDTH) -> Group:
    """Return the first screen.

    Args:
        comparison: what to show.
        lang: en or zh.
        width: characters in a line; at least 70.
    """
    from rich.console import Group
    from rich.text import Text as Rich

    decision, width = comparison.decision, max(NARROWEST, width)
    title = WORDS["title"].format(scenario=comparison.scenario.name, baseline=comparison.baseline)
    warnings = comparison.fit.warnings(lang) if comparison.fit else []
    lines = [Rich(line, style="bold red") for warning in warnings for line in wrapped(warning, width)]
    lines += [Rich(line, style="bold") for line in wrapped(say(title, lang), width)]
    lines += [Rich(), *_policies(comparison, decision, lang, width), Rich()]
    lines += [*picture(comparison, decision, lang, width), Rich()]
    lines += [Rich(line, style="dim") for text in notes(comparison, decision, lang) for line in wrapped(text, width)]
    return Group(*lines)


def record(comparison: Comparison, file: str, width: int = WIDTH) -> list[str]:
    """Return the record in lines of at most a width; the command goes on behind a backslash, so it can be pasted."""
    words, lines = map(shlex.quote, shlex.split(comparison.provenance.command_for(file))), [""]
    for word in words:
        if lines[-1] and cells(f"{lines[-1]} {word} \\") > width:
            lines[-1] += " \\"
            lines.append(" ")
        lines[-1] += f" {word}" if lines[-1] else word
    return [*wrapped(comparison.provenance.versions, width), *lines]


def notes(comparison: Comparison, decision: Decision, lang: str) -> list[str]:
    """Return what stands below the picture: the rule, how many replicates, which weeks."""
    found = [say(rule_words(comparison, decision), lang)]
    found += [comparison.fit.sentence(lang)] if comparison.fit else []
    return [*found, stopping(comparison, lang), windows(comparison, lang)]


class Difference(NamedTuple):
    """A difference as the first screen shows it: its interval holds for all policies at once."""

    estimate: float
    low: float
    high: float
    unit: str
    verdict: str


def difference(comparison: Comparison, policy: str, measure: str) -> Difference:
    """Return the difference of one measure under one policy."""
    row = comparison.row(policy, measure)
    low, high = simultaneous(comparison, row)
    return Difference(row.estimate, low, high, row.unit, verdict(low, high, row.direction))


def table_rows(comparison: Comparison, decision: Decision, lang: str) -> list[list[tuple[str, str]]]:
    """Return the cells of every policy: text and verdict of the row behind it; name and verdict of the policy first."""
    rows = []
    for option in decision.options[1:]:
        cells: list[tuple[str, str]] = [(option.policy, ""), (say(VERDICT_TEXTS[option.verdict], lang), option.verdict)]
        for name in shown(comparison, decision):
            row = difference(comparison, option.policy, name)
            cells.append((plus_minus(row.estimate, 0.5 * (row.high - row.low), row.unit, lang), row.verdict))
        rows.append(cells)
    return rows


def headings(comparison: Comparison, decision: Decision, lang: str) -> list[str]:
    """Return the headings of these cells."""
    names = [short_label(name) for name in shown(comparison, decision)]
    return [say(each, lang) for each in (WORDS["policy"], WORDS["verdict"], *names)]


def _policies(comparison: Comparison, decision: Decision, lang: str, width: int) -> Iterator[Rich]:
    """Yield the lines of the table: a policy, and below it the reason, the risk and the odds."""
    from rich.text import Text as Rich

    rows, said = table_rows(comparison, decision, lang), told(comparison, decision)
    head = headings(comparison, decision, lang)
    units = ["", "", *(short_unit(name, lang) for name in shown(comparison, decision))]
    columns = [[head[k], units[k], *(row[k][0] for row in rows)] for k in range(len(head))]
    sizes = [max(cells(text) for text in column) for column in columns]
    sizes[0] = max(8, min(sizes[0], width - sum(sizes[1:]) - len(sizes) + 1))
    yield Rich(_line(head, sizes).rstrip(), style="bold")
    yield Rich(_line(units, sizes).rstrip(), style="dim")
    yield Rich("─" * width, style="dim")
    for row, option in zip(rows, decision.options[1:], strict=True):
        yield from _numbers(row, sizes)
        each = said[option.policy]
        parts = [("why", say(each.reason, lang)), ("risk", say(each.risk, lang)), ("odds", say(each.odds, lang))]
        for name, text in parts:
            yield from _indented(say(WORDS[name], lang), text, width)
    yield from (Rich(line) for line in wrapped(nothing(comparison, decision, lang), width))


def nothing(comparison: Comparison, decision: Decision, lang: str) -> str:
    """Return what is said of doing nothing."""
    words = WORDS["nothing"].format(baseline=comparison.baseline, odds=odds(decision, decision.options[0]))
    return say(words, lang)


def _numbers(row: list[tuple[str, str]], sizes: list[int]) -> Iterator[Rich]:
    """Yield the line of one policy; a name that is too long for its column stands on a line of its own."""
    from rich.text import Text as Rich

    name = row[0][0]
    if cells(name) > sizes[0]:
        yield from (Rich(line, style="bold") for line in wrapped(name, sum(sizes) + len(sizes) - 1))
        name = ""
    line = Rich(padded(name, sizes[0]), style="bold")
    for k, (text, word) in enumerate(row[1:], start=1):
        look = STYLES.get(word, ROW_STYLES.get(word, "dim"))
        line.append(" ").append(padded(text, sizes[k], right=k > 1), style=look)
    yield line


def _indented(label: str, text: str, width: int) -> Iterator[Rich]:
    """Yield a labelled text below a policy, wrapped and indented."""
    from rich.text import Text as Rich

    first = f"  {padded(label, 5)} "
    for i, line in enumerate(wrapped(text, width - cells(first))):
        yield Rich(first if i == 0 else " " * cells(first), style="dim").append(line, style="none")


def short_unit(measure: str, lang: str) -> str:
    """Return the short unit of a measure."""
    return unit_word(BY_NAME[measure].unit, lang).replace(" per year", "/yr").replace(" per ", "/")


def _line(texts: list[str], sizes: list[int]) -> str:
    """Return cells side by side, the first two to the left."""
    return " ".join(padded(text, size, right=k > 1) for k, (text, size) in enumerate(zip(texts, sizes, strict=True)))


def picture(comparison: Comparison, decision: Decision, lang: str, width: int = WIDTH) -> Iterator[Rich]:
    """Yield a forest of the headline measures: a panel for each measure, a line for each policy.

    Each panel has its own scale, written below it; nil lies in the middle.
    """
    from rich.text import Text as Rich

    names, policies = shown(comparison, decision), [option.policy for option in decision.options[1:]]
    label = min(max(map(cells, policies)), max(12, width - len(names) * (NARROWEST_PANEL + 1)))
    panel = (width - label) // len(names) - 1
    panel -= 1 - panel % 2
    rows = {name: [difference(comparison, policy, name) for policy in policies] for name in names}
    reach = {name: _reach(rows[name]) for name in names}
    yield from (Rich(line, style="dim") for line in wrapped(say(WORDS["picture"], lang), width))
    head = [_centred(say(short_label(name), lang), panel) for name in names]
    yield Rich(" ".join([padded("", label), *head]).rstrip(), style="bold")
    for i, policy in enumerate(policies):
        line = Rich(padded(cut(policy, label), label))
        for name in names:
            row = rows[name][i]
            line.append(" ").append(bar(row, reach[name], panel), style=ROW_STYLES.get(row.verdict, "none"))
        yield line
    ends = [_scale(reach[name], rows[name][0].unit, panel, lang) for name in names]
    yield Rich(" ".join([padded("", label), *ends]).rstrip(), style="dim")


def _reach(rows: list[Difference]) -> float:
    """Return how far a panel reaches on either side of nil."""
    sizes = [max(abs(row.low), abs(row.high)) for row in rows if math.isfinite(row.low) and math.isfinite(row.high)]
    return max(sizes, default=0.0)


def bar(row: Difference, reach: float, size: int) -> str:
    """Return one interval as characters: `-` the interval, `o` the estimate, `|` nil.

    Args:
        row: the difference.
        reach: half the width of the panel in the unit of the row.
        size: characters of the panel, an odd number.
    """
    signs, middle = [" "] * size, size // 2
    signs[middle] = "|"
    if math.isfinite(row.estimate) and math.isfinite(row.low) and math.isfinite(row.high):
        at = [
            middle + round(value / reach * middle) if reach else middle for value in (row.low, row.estimate, row.high)
        ]
        for place in range(at[0], at[2] + 1):
            signs[place] = "|" if place == middle else "-"
        signs[at[1]] = "o"
    return "".join(signs)


def _scale(reach: float, unit: str, size: int, lang: str) -> str:
    """Return the ends of a panel's scale."""
    low, high = (brief(sign * reach, unit, lang, signed=True) for sign in (-1.0, 1.0))
    if not reach or cells(low) + cells(high) + 3 > size:
        return _centred(f"±{brief(reach, unit, lang)}" if reach else "0", size)
    gap = size - cells(low) - cells(high)
    left = max(1, size // 2 - cells(low))
    return low + " " * left + "0" + " " * (gap - left - 1) + high


def cells(text: str) -> int:
    """Return the columns that a text takes; Chinese characters take two."""
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, size: int, *, right: bool = False) -> str:
    """Return a text filled with blanks to a number of columns."""
    fill = " " * max(0, size - cells(text))
    return fill + text if right else text + fill


def _centred(text: str, size: int) -> str:
    """Return a text in the middle of a number of columns, cut where it is too long."""
    text = cut(text, size)
    left = (size - cells(text)) // 2
    return padded(" " * left + text, size)


def cut(text: str, size: int) -> str:
    """Return a text that takes at most a number of columns, with an ellipsis where something is left out."""
    from rich.cells import set_cell_size

    return text if cells(text) <= size else set_cell_size(text, size - 1).rstrip() + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most a number of columns; Chinese breaks anywhere, words do not."""
    if cells(text) == len(text):
        return textwrap.wrap(text, width, break_long_words=True, break_on_hyphens=False) or [""]
    from rich.console import Console
    from rich.text import Text as Rich

    console = Console(width=width, color_system=None)
    return [line.plain.rstrip() for line in Rich(text).wrap(console, width)]
