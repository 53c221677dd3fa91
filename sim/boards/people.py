"""People and their ties as a picture in which a person can be clicked on; who sits together stands side by side."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from sim.boards.words import WORDS
from sim.language.text import ROLE_TEXTS, Language, say
from sim.results.probes.pictures import PALETTE
from sim.results.probes.statistics import STRONG
from sim.vocabulary.roles import ROLE_NAMES

if TYPE_CHECKING:
    from sim.results.probes.walk import Snapshot

#: Radius of the circle and of a person, and the room around, in the units of the picture.
RADIUS, DOT, ROOM = 100.0, 5.0, 8.0
#: Gap between two teams, in places of a person.
GAP = 1.2


def pictures(snapshots: tuple[Snapshot, ...], lang: Language) -> str:
    """Return the people of a company at some moments under some policies, as HTML.

    Args:
        snapshots: one replicate; those of a reported week can be clicked on.
        lang: en or zh.
    """
    roles = sorted({int(role) for each in snapshots for role in each.role})
    legend = "".join(
        f'<span class="key"><i style="background:{PALETTE[role % len(PALETTE)]}"></i>'
        f"{escape(say(ROLE_TEXTS[ROLE_NAMES[role]], lang))}</span>"
        for role in roles
    )
    drawn = "".join(_circle(each, lang) for each in snapshots)
    told = escape(say(WORDS["click_person"], lang))
    return f'<div class="people">{drawn}</div><p class="soft">{legend}</p><p>{told}</p>'


def _circle(snapshot: Snapshot, lang: Language) -> str:
    """Return the people of one company in one week."""
    filled = np.flatnonzero(snapshot.staff["filled"] > 0)
    order = filled[np.lexsort((snapshot.role[filled], snapshot.unit[filled]))]
    steps = 1.0 + GAP * (np.diff(snapshot.unit[order]) != 0)
    places = np.concatenate([[0.0], np.cumsum(steps)])
    angles = 2.0 * pi * places / (places[-1] + 1.0 + GAP)
    at = {int(row): (RADIUS * cos(angle), RADIUS * sin(angle)) for row, angle in zip(order, angles, strict=True)}
    lines = [
        f'<line x1="{at[i][0]:.1f}" y1="{at[i][1]:.1f}" x2="{at[j][0]:.1f}" y2="{at[j][1]:.1f}" '
        f'class="{"near" if snapshot.unit[i] == snapshot.unit[j] else "far"}"/>'
        for i, j in np.argwhere(snapshot.strength >= STRONG).tolist()
        if i < j and i in at and j in at
    ]
    people = [_person(snapshot, row, place, lang) for row, place in at.items()]
    title = say(WORDS["people_in"].format(snapshot.policy, snapshot.week), lang)
    size = RADIUS + ROOM
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="{-size} {-size} {2 * size} {2 * size}" '
        f'role="group" aria-label="{escape(title)}">{"".join(lines)}{"".join(people)}</svg></figure>'
    )


def _person(snapshot: Snapshot, row: int, place: tuple[float, float], lang: Language) -> str:
    """Return one person, who can be clicked on in a reported week."""
    role = int(snapshot.role[row])
    number = int((snapshot.role[: row + 1] == role).sum())
    words = f"{say(ROLE_TEXTS[ROLE_NAMES[role]], lang)} {number}"
    dot = (
        f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{DOT}" fill="{PALETTE[role % len(PALETTE)]}">'
        f"<title>{escape(words)}</title></circle>"
    )
    if snapshot.week < 0:
        return dot
    return (
        f'<g class="person" role="button" tabindex="0" aria-label="{escape(words)}" '
        f'data-seat="{ROLE_NAMES[role]} {number}" '
        f'data-week="{snapshot.week}" data-policy="{escape(snapshot.policy)}">{dot}</g>'
    )
