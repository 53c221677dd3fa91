"""Payslips and marginal pay in words, English and Chinese."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.language.terms import METRIC_WORDS, SCOPE_WORDS, Language, day, percent, pick, role_word
from sim.language.text import say
from sim.pay.instruments.registry import title_of
from sim.results.pay.money import fen, rounding

if TYPE_CHECKING:
    import pandas as pd

ITEMS = {"base": ("base pay", "基本工资"), "overtime": ("overtime", "加班费"), "total": ("total", "合计")}
HEADS = {
    "earned_rmb": ("earned", "本周计提"),
    "period_rmb": ("period so far", "本期累计"),
    "awaiting_rmb": ("awaiting", "待发"),
    "paid_rmb": ("paid", "本周实发"),
    "forfeited_rmb": ("forfeited", "作废"),
}
WORDS = {
    "title": (
        "Payslip of an invented person: {0} {1}, week {2} ({3}), policy {4}, replicate {5}, RMB",
        "虚拟员工工资单:{0} {1},第 {2} 周({3}),方案 {4},第 {5} 次模拟,单位:元",
    ),
    "caution": (
        "Simulated; shows how the rules work and is not for rating individuals.",
        "模拟结果,仅用于说明规则如何运作,不得用于评价个人。",
    ),
    "tenure": ("week {0:.0f} in the job", "在职第 {0:.0f} 周"),
    "leaving": ("leaves at the end of this week", "本周末离职"),
    "gone": ("the post has been closed; settlement only", "岗位已撤销,仅作结算"),
    "result": ("result {0}", "实绩 {0}"),
    "target": ("target {0}", "目标 {0}"),
    "attainment": ("attainment {0}", "达成率 {0}"),
    "payout_share": ("payout share {0}", "发放系数 {0}"),
    "due": ("due in the week of {0}", "于 {0} 当周发放"),
    "unvested_rmb": ("not vested {0}", "未归属 {0}"),
    "time_off_hours": ("time off {0} h", "兑换假期 {0} 小时"),
    "level": ("level {0}", "第 {0} 级"),
    "raise_share": ("raised by {0}", "基本工资上调 {0}"),
    "streak": ("{0} quarters in a row", "连续 {0} 个季度"),
    "rounding": ("rounding of the lines", "尾差"),
    "total": ("total, rounded once", "合计(只舍入一次)"),
}
SHARES, MONEY, GAP = ("attainment", "raise_share"), ("unvested_rmb",), 2


def written_payslip(frame: pd.DataFrame, lang: str) -> str:
    """Return a payslip as text; every line to the fen, and the rounding that makes them add up to the total.

    Raises:
        SimError: a language that is neither en nor zh.
    """
    if lang not in ("en", "zh"):
        raise SimError("the language must be en or zh, not {0!r}", "语言须为 en 或 zh,现为 {0!r}", lang)
    tongue: Language = "zh" if lang == "zh" else "en"
    facts, lines = frame.attrs, frame.iloc[:-1].to_dict("records")
    rows = [[_item(line, tongue), *(_cell(line[name]) for name in HEADS)] for line in lines]
    amounts = {name: [value for value in frame[name].iloc[:-1] if not math.isnan(value)] for name in HEADS}
    rows.append([pick(WORDS["rounding"], tongue), *(f"{rounding(values):,}" for values in amounts.values())])
    rows.append([pick(WORDS["total"], tongue), *(f"{fen(sum(values)):,}" for values in amounts.values())])
    head = ["", *(pick(words, tongue) for words in HEADS.values())]
    table = _table([head, *rows])
    below = [_details(line, tongue) for line in lines]
    body = [line for row, detail in zip(table[1:-2], below, strict=True) for line in (row, detail) if line]
    return "\n".join([*_opening(facts, tongue), "", table[0], *body, *table[-2:]])


def _opening(facts: dict[Any, Any], lang: Language) -> list[str]:
    """Return the lines above the table."""
    when = day(date.fromisoformat(facts["day"]), lang)
    title = pick(WORDS["title"], lang).format(
        role_word(facts["role"], lang), facts["number"], facts["week"], when, facts["policy"], facts["replicate"]
    )
    notes = [pick(WORDS["tenure"], lang).format(facts["weeks_in_the_job"])] if facts["present"] else []
    notes += [pick(WORDS[name], lang) for name in ("leaving",) if facts["leaving"]]
    notes += [] if facts["present"] else [pick(WORDS["gone"], lang)]
    return [title, pick((", ", ","), lang).join(notes), pick(WORDS["caution"], lang)]


def _item(line: dict[Any, Any], lang: Language) -> str:
    """Return the name of a line: the instrument as the document calls it, and its kind."""
    if line["item"] == line["kind"] and line["kind"] in ITEMS:
        return pick(ITEMS[line["kind"]], lang)
    kind = say(title_of(line["kind"]), lang)
    return pick((f"{line['item']} ({kind})", f"{line['item']}({kind})"), lang)


def _details(line: dict[Any, Any], lang: Language) -> str:
    """Return what stands below a line: metric, result, target, payout share, due date and so on."""
    found = []
    if isinstance(line["metric"], str):
        words = METRIC_WORDS[line["metric"]]
        scope = pick(SCOPE_WORDS[line["scope"]], lang)
        found.append(pick((f"{words[0]} ({scope})", f"{scope}{words[1]}"), lang))
    for name in (
        "result",
        "target",
        "attainment",
        "payout_share",
        "due",
        "unvested_rmb",
        "time_off_hours",
        "level",
        "raise_share",
        "streak",
    ):
        value = line[name]
        if isinstance(value, str) or (value is not None and not math.isnan(value)):
            found.append(pick(WORDS[name], lang).format(_written(name, value, lang)))
    return "    " + pick((", ", ","), lang).join(found) if found else ""


def _written(name: str, value: Any, lang: Language) -> str:
    """Return one value of a line as text."""
    if isinstance(value, str):
        return day(date.fromisoformat(value), lang)
    if name in MONEY:
        return f"{fen(value):,}"
    return percent(value) if name in SHARES else f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.2f}"


def _cell(value: float) -> str:
    """Return an amount to the fen, nothing where there is none."""
    return "" if math.isnan(value) else f"{fen(value):,}"


def _width(text: str) -> int:
    """Return the columns a text takes on a terminal; Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines of equal columns, the first flush left, the others right."""
    widths = [max(_width(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (" " * (GAP + width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append((first + "".join(rest)).rstrip())
    return lines
