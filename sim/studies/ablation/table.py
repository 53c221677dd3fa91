"""The rows as a page of tables in Markdown, in English or Chinese."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.studies.ablation.document import Instrument
from sim.studies.ablation.flagship import MEASURES, Effect
from sim.studies.ablation.measure import Ablation, Change, Doses, holds
from sim.studies.ablation.words import WORDS, say
from sim.studies.markdown import table

MARK, REFUTED = "✓", "✗"


@dataclass(frozen=True)
class Measured:
    """What was measured of a row; effects and cost in the flagship only where asked for."""

    row: Instrument
    ablation: Ablation
    doses: Doses
    null: Change
    effects: dict[str, Effect] | None = None
    cost: float | None = None


def page(found: Sequence[Measured], lang: str, version: str, effort: tuple[int, int]) -> str:
    """Return the page; `effort` are draws and seeds behind the effects in the flagship."""
    parts = [f"# {say('title', lang)}", say("about", lang).format(version=version)]
    for name, columns, line in _TABLES:
        if name == "flagship" and any(each.effects is None for each in found):
            continue
        parts.append(f"## {say(name, lang)}")
        if f"{name}_about" in WORDS:
            parts.append(say(f"{name}_about", lang).format(draws=effort[0], seeds=effort[1]))
        rows = [line(each, lang) for each in found]
        head = [say(column, lang) for column in ("row", *columns)]
        parts.append(table(head, rows))
    return "\n\n".join(parts) + "\n"


def _what(each: Measured, lang: str) -> list[str]:
    row = each.row
    rules = ", ".join(f"`{rule.removeprefix('sim.')}`" for rule in row.rule)
    return [f"{row.id} {row.name.text(lang)}", f"`{row.key}`", rules, row.decision.text(lang), f"`{row.series}`"]


def _ablation(each: Measured, lang: str) -> list[str]:
    row, found = each.row, each.ablation
    others = f"{len(found.others)}" + ("" if not row.hours else {"en": " (hours)", "zh": "（占工时）"}[lang])
    own = ", ".join(f"`{name}`" for name in row.own)
    return [row.id, own, f"{found.frozen:g}", others, number(found.alone), number(found.without)]


def _doses(each: Measured, lang: str) -> list[str]:
    row, found = each.row, each.doses
    doses = "; ".join(", ".join(f"{key} {plain(value)}" for key, value in dose.items()) for dose in row.doses)
    last = f"{row.too_large.text(lang)} (`{row.too_large.series}` {found.worse:+.3g})"
    cells = [" → ".join(number(change) for change in some) for some in (found.decision, found.alive)]
    gmv = " → ".join(f"{change.percent:+.2f}" for change in found.gmv)
    return [row.id, doses, *cells, gmv, " → ".join(f"{change.mean:+.0f}" for change in found.contribution), last]


def _null(each: Measured, lang: str) -> list[str]:
    row, case = each.row, each.row.null
    claim = say(case.claim, lang)
    if case.claim == "harm" and case.direction:
        claim = f"{claim}: `{case.series}` {say(case.direction, lang)}"
    verdict = MARK if holds(row, each.null) else REFUTED
    return [row.id, case.text(lang), claim, f"{number(each.null)} {verdict}"]


def _flagship(each: Measured, lang: str) -> list[str]:
    assert each.effects
    cells = [ranged(each.effects[name], 1e-3 if name == "contribution" else 1.0) for name in MEASURES]
    spent = "–" if each.cost is None else f"{each.cost:+.0f}"
    return [f"{each.row.id} {each.row.name.text(lang)}", *cells, f"{each.effects['gmv'].not_above:.2f}", spent]


def number(change: Change) -> str:
    """Return a change with its standard error, or a plain 0."""
    if change.mean == 0.0 and change.error == 0.0:
        return "0"
    return f"{change.mean:+.3g} ({change.error:.1g})" if math.isfinite(change.error) else f"{change.mean:+.3g}"


def ranged(effect: Effect, scale: float = 1.0) -> str:
    """Return a mean with its range."""
    digits = 0 if scale != 1.0 else 2
    mean, low, high = (f"{scale * value:+.{digits}f}" for value in (effect.mean, effect.low, effect.high))
    return f"{mean} [{low}, {high}]"


def plain(value: object) -> str:
    """Return a value of a dose in words."""
    return "+".join(str(each) for each in value) if isinstance(value, list | tuple) else f"{value}"


_TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Measured, str], list[str]]], ...] = (
    ("what", ("key", "rule", "decision", "series"), _what),
    ("ablation", ("own", "frozen", "others", "alone", "without"), _ablation),
    ("doses", ("dose", "alone", "alive", "gmv", "contribution", "large"), _doses),
    ("null", ("setting", "claim", "found"), _null),
    ("flagship", ("gmv", "turnover", "collaboration", "contribution", "chance", "cost"), _flagship),
)
__all__ = ["Measured", "page"]
