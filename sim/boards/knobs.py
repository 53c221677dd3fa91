"""Levers as the plain data that the browser draws knobs from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.boards.draft import State
from sim.boards.levers import Group, Lever, Path, every_lever, groups_of
from sim.boards.words import WORDS
from sim.language.terms import percent
from sim.language.text import Text, joined, rmb, say

if TYPE_CHECKING:
    from sim.scenario.models import Scenario


def plain_groups(scenario: Scenario, drafts: Scenario, name: str, state: State, lang: str) -> list[dict[str, Any]]:
    """Return the knobs of a version, the instruments that differ from the baseline's first.

    Args:
        scenario: the file's.
        drafts: the same with the versions in it.
        name: what the version is called there.
        state: baseline and versions.
        lang: en or zh.
    """
    was, base = every_lever(scenario, state.version.base), every_lever(scenario, state.baseline)

    def new(group: Group) -> bool:
        mine = (lever for lever in group.levers if group.name.startswith("pay/"))
        return any(lever.path not in base or base[lever.path].value != lever.value for lever in mine)

    return [_group(each, was, lang) for each in sorted(groups_of(drafts, name), key=lambda group: not new(group))]


def _group(group: Group, was: dict[Path, Lever], lang: str) -> dict[str, Any]:
    """Return one group."""
    return {
        "name": group.name,
        "title": say(group.title, lang),
        "told": say(group.told, lang),
        "levers": [_lever(each, was.get(each.path), lang) for each in group.levers],
    }


def _lever(lever: Lever, was: Lever | None, lang: str) -> dict[str, Any]:
    """Return one knob, with where it stands in the file."""
    return {
        "path": list(lever.path),
        "kind": lever.kind,
        "label": say(lever.label, lang),
        "means": say(lever.means, lang),
        "unit": say(lever.unit, lang),
        "value": _plain(lever.value),
        "low": min(lever.low, lever.value) if isinstance(lever.value, int | float) else lever.low,
        "high": max(lever.high, lever.value) if isinstance(lever.value, int | float) else lever.high,
        "step": lever.step,
        "options": [[value, say(text, lang)] for value, text in lever.options],
        "file": None if was is None else _plain(was.value),
        "was": "" if was is None else say(WORDS["in_file"].format(_told(was)), lang),
    }


def _plain(value: Any) -> Any:
    """Return a value as the browser holds it."""
    return list(value) if isinstance(value, tuple) else value


def _told(lever: Lever) -> Text | str:
    """Return where a lever stands, in words."""
    words = dict(lever.options)
    if lever.kind == "several":
        return joined([words[each] for each in lever.value])
    if lever.kind == "flag":
        return WORDS["yes"] if lever.value else WORDS["no"]
    if lever.kind == "money":
        return rmb(lever.value)
    if lever.kind == "share":
        return percent(lever.value)
    return words.get(lever.value, f"{lever.value:g}" if isinstance(lever.value, int | float) else str(lever.value))
