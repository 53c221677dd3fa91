"""The published studies that are nearest to a policy, and how the model did on them.

A study is near where it tried the same kinds of pay, structure and programmes for the same kinds of result. How the
model did is taken from the record of the last full prediction (`sim evidence`), never run here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.documents.reading import read
from sim.scenario.loading import file_text
from sim.scenario.models import Scenario
from sim.studies.edits import differences, plain
from sim.studies.evidence.score import RECORDS

HOME = Path(__file__).parents[1] / "evidence"
#: Verdicts of the record that count as right: direction, size or a null.
RIGHT = ("inside", "right direction", "null met")
#: Studies named for a policy.
MOST = 3


class Published(NamedTuple):
    """A published study.

    Attributes:
        study: its identifier; citation, setting: in the words of its document.
        shared: what it has in common with the policy.
        right: outcomes whose direction the model got right, of `of`; unscored outcomes are left out.
    """

    study: str
    citation: str
    setting: str
    shared: tuple[str, ...]
    right: int
    of: int


def nearest_studies(scenario: Scenario, policy: str, baseline: str) -> list[Published]:
    """Return the studies that have most in common with what a policy changes, the best recorded first among equals."""
    edits = differences(plain(scenario, baseline), plain(scenario, policy))
    mine: frozenset[str] = frozenset().union(*(traits(edit.after) | traits_of_path(edit.path) for edit in edits))
    found = []
    for study, citation, setting, theirs in _studies():
        shared = mine & theirs
        right, of = _record().get(study, (0, 0))
        if shared and of:
            near = Published(study, citation, setting, tuple(sorted(shared)), right, of)
            found.append((len(shared) / len(mine | theirs), near))
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def traits(entry: Any) -> frozenset[str]:
    """Return kinds, metrics and scopes that an entry of a policy names, however deep."""
    if not isinstance(entry, dict):
        return frozenset()
    found = {str(entry[key]) for key in ("kind", "metric") if isinstance(entry.get(key), str)}
    found |= {str(metric) for metric in entry.get("weights") or ()} if isinstance(entry.get("weights"), dict) else set()
    return frozenset(found).union(*(traits(each) for each in entry.values()))


def traits_of_path(path: tuple[str, ...]) -> frozenset[str]:
    """Return what the place of an entry says: a change of base pay, of headcount and so on."""
    return frozenset({path[0]}) - {"pay", "programmes", "structure"}


@cache
def _studies() -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    """Return identifier, citation, setting and traits of every study that has a scenario."""
    found = []
    for file in sorted((HOME / "published").glob("*.yaml")):
        data: Any = read(file_text(str(file)), file.name).data
        policies = (data.get("scenario") or {}).get("policies") or {}
        tried = {str(each.get("of", "after")) for each in data.get("outcomes", ()) if each.get("measure")}
        named = [policies[name] for name in tried if isinstance(policies.get(name), dict)]
        theirs = frozenset().union(*(traits(each) | frozenset(each) & {"base_change", "headcount"} for each in named))
        if theirs:
            source = data["source"]
            found.append((str(data["id"]), str(source["citation"]), str(source["setting"]), theirs))
    return tuple(found)


@cache
def _record() -> dict[str, tuple[int, int]]:
    """Return study -> outcomes with the right direction, and scored outcomes, of the last record."""
    found: dict[str, tuple[int, int]] = {}
    record = RECORDS["today"]
    for each in json.loads(record.read_text(encoding="utf-8"))["outcomes"] if record.is_file() else ():
        if each["scored"] and each["prediction"] is not None:
            right, of = found.get(each["study"], (0, 0))
            found[each["study"]] = right + int(each["verdict"] in RIGHT), of + 1
    return found
