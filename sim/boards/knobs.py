"""Levers as widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import panel as pn
from bokeh.models import NumeralTickFormatter

from sim.boards.levers import Group, Lever, Path
from sim.boards.style import sheet
from sim.language.text import say

Moved = Callable[[Path, Any], None]
FORMATS = {"share": "0.[0] %", "money": "0,0", "number": "0.[00]"}


def card(group: Group, was: Mapping[Path, Lever], moved: Moved, looks: tuple[str, str], open_: bool) -> pn.Card:
    """Return the knobs of a group.

    Args:
        group: the levers.
        was: the levers of the file's policy, by path.
        moved: told the path and the new value of a knob.
        looks: language, and light or dark.
        open_: whether the knobs are shown at once.
    """
    lang, look = looks
    rows: list[Any] = []
    if group.told:
        rows.append(note(say(group.told, lang), look))
    for lever in group.levers:
        rows.append(widget(lever, moved, lang, look))
        before = was.get(lever.path)
        text = say(lever.means, lang)
        if before is not None and before.value != lever.value:
            text = f"{text} ({say(_was(before), lang)})"
        rows.append(note(text, look))
    title = say(group.title, lang)
    return pn.Card(
        *rows,
        title=title,
        collapsed=not open_,
        sizing_mode="stretch_width",
        margin=(0, 0, 6, 0),
        stylesheets=[sheet(look)],
        css_classes=["knobs"],
        tags=[group.name],
    )


def note(text: str, look: str) -> pn.pane.HTML:
    """Return a small line of text."""
    return pn.pane.HTML(
        f"<small>{escape(text)}</small>", stylesheets=[sheet(look)], sizing_mode="stretch_width", margin=(0, 10, 8, 10)
    )


def widget(lever: Lever, moved: Moved, lang: str, look: str) -> Any:
    """Return the widget of a lever."""
    unit = say(lever.unit, lang)
    name = say(lever.label, lang) + (f" ({unit})" if unit else "")
    shared: dict[str, Any] = {
        "name": name,
        "stylesheets": [sheet(look)],
        "sizing_mode": "stretch_width",
        "margin": (4, 12, 0, 12),
        "tags": ["/".join(map(str, lever.path))],
    }
    made = _made(lever, lang, shared)
    made.param.watch(lambda event: moved(lever.path, _plain(lever, event.new)), "value")
    return made


def _made(lever: Lever, lang: str, shared: dict[str, Any]) -> Any:
    """Return the widget itself."""
    words = {say(text, lang): value for value, text in lever.options}
    if lever.kind == "flag":
        return pn.widgets.Checkbox(value=lever.value, **shared)
    if lever.kind == "choice":
        return pn.widgets.Select(options=words, value=lever.value, **shared)
    if lever.kind == "several":
        return pn.widgets.MultiChoice(options=words, value=list(lever.value), **shared)
    if lever.kind == "week":
        if lever.value not in words.values():
            words = dict(sorted([*words.items(), (lever.value, lever.value)]))
        return pn.widgets.DiscreteSlider(options=words, value=lever.value, **shared)
    if lever.kind == "whole":
        return pn.widgets.IntSlider(start=int(lever.low), end=int(lever.high), value=lever.value, **shared)
    ends = {"start": min(lever.low, lever.value), "end": max(lever.high, lever.value), "step": lever.step}
    shape = NumeralTickFormatter(format=FORMATS[lever.kind])
    return pn.widgets.FloatSlider(value=lever.value, format=shape, **ends, **shared)


def _plain(lever: Lever, value: Any) -> Any:
    """Return the value of a widget as a document states it."""
    return [str(each) for each in value] if lever.kind == "several" else value


def _was(lever: Lever) -> Any:
    """Return where a lever stands in the file, in words."""
    from sim.language.terms import percent
    from sim.language.text import Text, joined, rmb

    words = dict(lever.options)
    if lever.kind == "several":
        value: Any = joined([words[each] for each in lever.value])
    elif lever.kind == "flag":
        value = Text("yes", "是") if lever.value else Text("no", "否")
    elif lever.kind == "money":
        value = rmb(lever.value)
    elif lever.kind == "share":
        value = percent(lever.value)
    else:
        value = words.get(lever.value, f"{lever.value:g}" if isinstance(lever.value, int | float) else lever.value)
    return Text("in the file: {0}", "文件原值:{0}").format(value)
