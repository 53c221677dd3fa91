"""What may be edited in today's scheme: what proposals change, whole and by half, and the standard patches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.language.text import Text, in_both
from sim.scenario.models import Scenario
from sim.studies.edits import Edit, differences, edited, plain
from sim.studies.loopholes.document import actions
from sim.studies.loopholes.patches import PATCHES, Case

HALF = 0.5


class Move(NamedTuple):
    """One edit that may be made, alone or with others.

    Attributes:
        words: what it is, in words.
        edits: entries that it changes.
    """

    words: Text
    edits: tuple[Edit, ...]

    @property
    def places(self) -> frozenset[tuple[str, ...]]:
        """Entries that it changes: two moves that share one cannot be made together."""
        return frozenset(edit.path for edit in self.edits)


def moves_of(scenario: Scenario, proposals: Sequence[str]) -> list[Move]:
    """Return the moves from today's scheme, each entry once.

    Args:
        scenario: with the proposals.
        proposals: names of policies whose edits may be taken over, entry by entry.
    """
    today, found = plain(scenario, scenario.baseline_name), []
    for proposal in proposals:
        for edit in differences(today, plain(scenario, proposal)):
            found.append(Move(Text.same(f"{proposal}: ") + edit.text, (edit,)))
            half = _half(edit)
            if half is not None:
                found.append(Move(Text.same(f"{proposal}: ") + half.text, (half,)))
    found += _patches(scenario, today)
    once: dict[tuple[Any, ...], Move] = {}
    for move in found:
        once.setdefault(tuple((edit.path, str(edit.after)) for edit in move.edits), move)
    return list(once.values())


def _half(edit: Edit) -> Edit | None:
    """Return the edit that goes half the way; None where the entry is no number."""
    before = 0.0 if edit.before is None else edit.before
    numbers = [isinstance(each, int | float) and not isinstance(each, bool) for each in (before, edit.after)]
    whole = isinstance(edit.after, int)
    if not all(numbers) or whole:
        return None
    return edit._replace(after=float(f"{before + HALF * (edit.after - before):.4g}"))


def _patches(scenario: Scenario, today: dict[str, Any]) -> list[Move]:
    """Return the standard patches of today's pay that change something."""
    sales = sum(line.weekly_gmv_rmb for line in scenario.lines)
    margin = sum(line.weekly_gmv_rmb * line.gross_margin for line in scenario.lines) / sales if sales else 1.0
    found = []
    for patch in PATCHES:
        for action in actions().actions:
            if patch.against and action.name not in patch.against:
                continue
            changed = patch.apply(today, Case(action, {}, margin))
            if changed is not None:
                edits = tuple(differences(today, changed))
                details = in_both([edit.text for edit in edits], "; ", ";")
                found.append(Move(patch.words + Text(" (", "(") + details + Text(")", ")"), edits))
    return found


def made(policy: dict[str, Any], moves: Sequence[Move]) -> dict[str, Any]:
    """Return a policy with some moves made."""
    return edited(policy, tuple(edit for move in moves for edit in move.edits))
