"""Sentences and a table of the nearest acceptable plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import ROLE_TEXTS, Text, in_both, joined
from sim.results.measures import BY_NAME
from sim.studies import shown
from sim.studies.nearest.find import Nearest, Tried
from sim.studies.outcomes import Interval
from sim.studies.shown import Grid, Shown, measured, percent, share_cell, words

if TYPE_CHECKING:
    from rich.console import Group

FOUND = Text(
    "Edits of today's scheme that are enough: {n}, {edits}.{base} {label} {gain}; guardrails hold in {held} of "
    "outcomes. Confirmed with fresh luck.",
    "只需对现行方案改动 {n} 处:{edits}。{base}{label} {gain};底线守住的概率为 {held}。已用全新运气确认。",
)
BASE = Text(
    " Base pay moves so that the budget stays: {moves}.",
    "底薪相应调整以保持预算:{moves}。",
)
NOT_FOUND = Text(
    "No plan of at most {n} edits was confirmed as acceptable at equal budget; nearest was {edits} ({gain}; guardrails "
    "hold in {held}).",
    "在等预算下,没有改动不超过 {n} 处且经确认可接受的方案;最接近的是{edits}({gain};底线守住的概率为 {held})。",
)
NO_PLAN = Text("Nothing in today's scheme could be edited.", "现行方案没有可改动之处。")
FAILED = Text(
    "{n} plan(s) that looked acceptable did not stand up to fresh luck.",
    "{n} 个看似可接受的方案未通过全新运气的检验。",
)
TITLE = Text("The plans that came nearest, at equal budget", "等预算下最接近的方案")
HEAD = (
    Text("edits of today's scheme", "对现行方案的改动"),
    Text("gain", "改善"),
    Text("guardrails hold", "守住底线"),
    Text("acceptable", "可接受"),
)
NOTE = Text(
    "{tried} plans tried, {confirmed} run again with fresh luck, {runs} runs. Acceptable: the whole interval of the "
    "gain lies above what is worth the trouble, and every guardrail holds in as many outcomes as one wants to be sure "
    "of. Beyond one edit only the most promising ones are combined. ± is 95 %.",
    "尝试 {tried} 个方案,{confirmed} 个用全新运气重跑,共 {runs} 次模拟。可接受:目标的整个区间都超过最小改善,且每条底线"
    "守住的比例达到所要的把握。超过一处改动时只组合最有希望的。± 为 95%。",
)
SHOWN = 8
#: Longest words of one edit in a table.
LONGEST = 90


def show(found: Nearest) -> Shown:
    """Return everything that is shown of a search."""
    failed = sum(not each.acceptable for each in found.confirmed)
    said = [_answer(found)]
    said += [FAILED.format(n=failed)] if failed else []
    plans = [*found.confirmed, *found.tried][:SHOWN]
    rows = tuple(_row(each, found.unit) for each in plans)
    note = NOTE.format(tried=len(found.tried), confirmed=len(found.confirmed), runs=f"{found.runs:,}")
    return Shown("nearest", tuple(said), (Grid("plans", TITLE, HEAD, rows),), note)


def _answer(found: Nearest) -> Text:
    """Return the plan, or what came nearest."""
    label = Text(BY_NAME[found.objective].en, BY_NAME[found.objective].zh)
    if found.found is not None:
        plan = found.found
        return FOUND.format(
            n=len(plan.moves), edits=_edits(plan), base=_base(plan), label=label, gain=_gain(plan, found.unit),
            held=percent(_kept(plan)),
        )  # fmt: skip
    if not found.tried:
        return NO_PLAN
    near = found.confirmed[0] if found.confirmed else found.tried[0]
    size = max(len(each.moves) for each in found.tried)
    return NOT_FOUND.format(n=size, edits=_edits(near), gain=_gain(near, found.unit), held=percent(_kept(near)))


def _row(tried: Tried, unit: str) -> tuple[shown.Cell, ...]:
    """Return the row of a plan."""
    option = tried.option
    gain = measured(Interval(option.gain, option.low, option.high), unit)
    verdict = words(shown.YES if tried.acceptable else shown.NO, "better" if tried.acceptable else "")
    return words(_edits(tried, short=True)), gain, share_cell(_kept(tried)), verdict


def _edits(tried: Tried, short: bool = False) -> Text:
    """Return the edits of a plan in words, cut where room is short."""
    return in_both([move.words.map(_cut) if short else move.words for move in tried.moves], " + ")


def _cut(text: str) -> str:
    """Return words that are not too long for a table."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _gain(tried: Tried, unit: str) -> Text:
    """Return the gain of a plan with its interval and unit."""
    from sim.results.words import plus_minus, unit_word

    option = tried.option
    width = 0.5 * (option.high - option.low)
    return Text(*(f"{plus_minus(option.gain, width, unit, lang)} {unit_word(unit, lang)}" for lang in ("en", "zh")))


def _kept(tried: Tried) -> float:
    """Return how often the guardrail that is kept least often holds; 1 without guardrails."""
    return min((each.probability for each in tried.option.held), default=1.0)


def _base(tried: Tried) -> Text:
    """Return how base pay moves to keep the budget."""
    moves = [
        ROLE_TEXTS[role] + Text.same(f" {100.0 * (factor - 1.0):+.1f} %".replace("-", "−"))
        for role, factor in tried.base.items()
        if abs(factor - 1.0) >= 0.0005
    ]
    return BASE.format(moves=joined(moves)) if moves else Text.same("")


def tables(found: Nearest, lang: str = "en") -> Group:
    """Return sentences and a table for a terminal."""
    return shown.console(show(found), lang)


def sentences(found: Nearest, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(found), lang)


def html(found: Nearest) -> str:
    """Return sentences and a table for a notebook."""
    return shown.html(show(found))
