"""The risks as a page of tables in Markdown, in English or Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.risks.signs import Seen, Sign, label, unit
from sim.results.words import number
from sim.studies.markdown import table
from sim.studies.risks.document import Row
from sim.studies.risks.measure import Four
from sim.studies.risks.programmes import MEASURES, Effect
from sim.studies.risks.words import say

#: Below this part of the level a difference is rounding.
NOTHING = 1e-9


def page(found: Sequence[Four], effects: Sequence[Effect], lang: str, about: dict[str, str | int]) -> str:
    """Return the page; `about` holds version, replicates, draws and seeds.

    A table without rows is left out.
    """
    parts = [f"# {say('title', lang)}", say("about", lang).format(**about)]
    tables = [
        (
            "what",
            ("row", "must_hold", "condition", "remedy", "absence", "indifference"),
            [what(f.row, lang) for f in found],
        ),
        (
            "four",
            ("row", "measure", "weeks", "without", "condition", "remedy", "absence", "indifference"),
            [comparisons(f, lang) for f in found],
        ),
        (
            "signs",
            ("row", "sign", "weeks", "difference", "unit", "relative", "first"),
            [line for f in found for line in signs(f, lang)],
        ),
        ("programmes", ("programme", "chance", *MEASURES), [programme(each, lang) for each in effects]),
    ]
    for name, columns, rows in tables:
        if name == "programmes":
            parts += notes(found, lang)
        if rows:
            parts.append(f"## {say(name, lang)}")
            if name != "what":
                parts.append(say(f"{name}_about", lang).format(**about))
            parts.append(table([say(column, lang) for column in columns], rows))
    return "\n\n".join(parts) + "\n"


def notes(found: Sequence[Four], lang: str) -> list[str]:
    """Return the notes of the rows under a heading; nothing where there is none."""
    lines = [f"- {each.row.name}: {each.row.note.text(lang)}" for each in found if each.row.note]
    return [f"## {say('notes', lang)}", "\n".join(lines)] if lines else []


def what(row: Row, lang: str) -> list[str]:
    """Return what a row is in words."""
    remedies = "; ".join(each.text(lang) for each in row.remedies)
    name = f"{row.name} {row.risk.name(lang)}"
    return [
        name,
        row.must_hold.text(lang),
        row.condition.text(lang),
        remedies,
        row.absence.text(lang),
        row.indifference.text(lang),
    ]


def comparisons(found: Four, lang: str) -> list[str]:
    """Return the four comparisons of a row with their verdicts."""
    row, sign = found.row, found.row.sign.sign
    name = f"{label(sign.measure, lang)} ({unit(sign.measure, lang)})"
    remedies = "; ".join(
        f"{ranged(sign, each, lang)} **{say(found.relief(k), lang)}** ({found.taken_back(k):.0f} %)"
        for k, each in enumerate(found.remedies)
    )
    nulls = (
        f"{ranged(sign, each, lang)} **{say(found.left(each), lang)}**" for each in (found.absence, found.indifference)
    )
    emerges = f"{ranged(sign, found.emerges[0], lang)} **{say(found.verdict, lang)}**"
    base = number(found.emerges[0].base, unit(sign.measure), lang)
    return [row.name, name, weeks(sign, lang), base, emerges, remedies, *nulls]


def signs(found: Four, lang: str) -> list[list[str]]:
    """Return a line for every sign of a row, the one seen first in bold."""
    first, lines = found.first, []
    for sign, each in zip(found.row.signs, found.emerges, strict=True):
        name, week = label(sign.measure, lang), "–" if each.first is None else str(each.first)
        if first and sign == first[0]:
            name, week = f"**{name}**", f"**{week}**"
        percent = f"{each.percent:+.1f}" if abs(each.percent) < 1000.0 else "–"
        lines.append(
            [found.row.name, name, weeks(sign, lang), ranged(sign, each, lang), unit(sign.measure, lang), percent, week]
        )
    return lines


def programme(effect: Effect, lang: str) -> list[str]:
    """Return the line of a programme."""
    chance = f"{effect.chance:.2f} [{effect.chance_low:.2f}, {effect.chance_high:.2f}]"
    cells = []
    for name in MEASURES:
        scale, digits = (1e-3, 0) if name == "contribution" else (1.0, 2)
        middle, low, high = (f"{scale * value:+.{digits}f}" for value in effect.spread[name])
        cells.append(f"{middle} [{low}, {high}]")
    return [f"{effect.programme.id} {effect.programme.name.text(lang)}", chance, *cells]


def ranged(sign: Sign, found: Seen, lang: str) -> str:
    """Return a difference with its interval, or a plain 0."""
    if max(abs(found.mean), abs(found.low), abs(found.high)) <= NOTHING * abs(found.base):
        return "0"
    mean, low, high = (number(value, unit(sign.measure), lang, signed=True) for value in found[:3])
    return f"{mean} [{low}, {high}]"


def weeks(sign: Sign, lang: str) -> str:
    """Return the weeks over which a sign is read, from 1."""
    first, last = sign.weeks
    if first < 0:
        return say("last_weeks", lang).format(count=-first)
    if first == 0 and last is None:
        return say("all_weeks", lang)
    return say("from_to", lang).format(first=first + 1, last="" if last is None else last)
