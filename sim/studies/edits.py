"""Edits of a policy: what differs between two of them, entry by entry, and one put into the other."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.language.text import Text, say

if TYPE_CHECKING:
    from sim.scenario.models import Scenario

#: Entries of a policy that say when and why it runs, not what it is.
DATES = ("extends", "note", "start", "announce", "cancel", "pilot", "transition_weeks", "keep_old_pay")
NOTHING = Text("nothing", "无")


class Edit(NamedTuple):
    """One entry of a policy and what becomes of it.

    Attributes:
        path: keys from the policy down to the entry.
        before: its value; None where there is none.
        after: its new value; None where it is removed.
    """

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """The path as one writes it: `pay.quota.curve.cap`."""
        return ".".join(self.path)

    @property
    def text(self) -> Text:
        """The edit in words: `pay.quota.curve.cap: 1.5 → 1.2`."""
        return Text.same(self.name + ": ") + _written(self.before) + " → " + _written(self.after)


def plain(scenario: Scenario, policy: str) -> dict[str, Any]:
    """Return a policy as a document states it in full, without what it extends, so that nothing is inherited again."""
    found = scenario.policy(policy).model_dump(mode="json", by_alias=True)
    return {name: each for name, each in found.items() if name != "extends"}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that turn one policy into another, dates left out.

    An instrument, a programme or a structure of another kind is one edit; within the same kind every entry is.
    """
    return [each for each in _differences(before, after, ()) if each.path[0] not in DATES]


def _differences(before: Any, after: Any, path: tuple[str, ...]) -> list[Edit]:
    """Return the edits below a path."""
    if before == after:
        return []
    both = isinstance(before, Mapping) and isinstance(after, Mapping)
    if not both or before.get("kind") != after.get("kind") or path[-1:] == ("weights",):
        return [Edit(path, before, after)]
    names = [*before, *(name for name in after if name not in before)]
    return [each for name in names for each in _differences(before.get(name), after.get(name), (*path, str(name)))]


def edited(policy: Mapping[str, Any], edits: tuple[Edit, ...]) -> dict[str, Any]:
    """Return a policy with some edits made."""
    found: dict[str, Any] = deepcopy(dict(policy))
    for edit in edits:
        place = found
        for key in edit.path[:-1]:
            place = place.setdefault(key, {})
        if edit.after is None and edit.path[0] not in ("pay", "programmes"):
            place.pop(edit.path[-1], None)
        else:
            place[edit.path[-1]] = deepcopy(edit.after)
    return found


def _written(value: Any) -> Text:
    """Return a value of an entry in words."""
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        if "kind" in value:
            return Text.same(str(value["kind"]))
        return Text.same(", ".join(f"{name} {_number(each)}" for name, each in value.items()))
    return Text.same(_number(value))


def _number(value: Any) -> str:
    """Return a number as people write it, anything else as it is."""
    if isinstance(value, list):
        return "; ".join(say(_written(each), "en") for each in value) or "-"
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
