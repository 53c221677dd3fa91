"""A version as a document: the policy alone, or the file with it, which `sim compare` takes as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.boards.draft import State, difference, drafted
from sim.documents.writing import flow
from sim.errors import InputError, SimError
from sim.scenario.loading import loads
from sim.spreadsheets.splicing import with_policies

if TYPE_CHECKING:
    from sim.scenario.models import Scenario


def policies_yaml(scenario: Scenario, state: State, names: Sequence[str] | None = None) -> dict[str, str]:
    """Return the drafted policies as YAML by name, each saying only what it changes in its base.

    Args:
        scenario: the file's.
        state: the versions.
        names: those wanted; None for all that were changed.

    Raises:
        SimError: a knob stands where the document does not allow it.
    """
    full, called = drafted(scenario, state)
    found = {}
    for name, version in zip(called, state.versions, strict=True):
        if name in scenario.policies or (names is not None and name not in names):
            continue
        stated = difference(full.policies[name], scenario.policies[version.base], version.base)
        rows = [f"{flow(name)}:"]
        for key, value in stated.items():
            if key in ("pay", "programmes"):
                rows += [f"  {key}:", *(f"    {flow(each)}: {flow(entries)}" for each, entries in value.items())]
            else:
                rows.append(f"  {key}: {flow(value)}")
        found[name] = "\n".join(rows)
    return found


def file_yaml(scenario: Scenario, state: State, text: str | None) -> str:
    """Return the scenario with every drafted policy, all else as it was written.

    Args:
        scenario: the file's.
        state: the versions.
        text: of the file; None for a scenario that was made in Python, which is then written out in full.

    Raises:
        SimError: a knob stands where the document does not allow it, or the file cannot be added to.
    """
    full, _ = drafted(scenario, state)
    if text is None:
        return (
            "\n".join(f"{key}: {flow(value)}" for key, value in full.model_dump(mode="json", by_alias=True).items())
            + "\n"
        )
    if full is scenario:
        return text
    added = with_policies(text, policies_yaml(scenario, state))
    try:
        same = loads(added, "the file").policies == full.policies
    except InputError:
        same = False
    if not same:
        raise SimError("the policies are written in a way that nothing can be added to; copy the policy alone")
    return added
