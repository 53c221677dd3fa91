"""Filling in what a policy inherits: from the policy it extends, then from the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Key and what null stands for; None: the default.
MERGED = {
    "base_change": 0,
    "headcount": 0,
    "ability_change": 0,
    "discretion": None,
    "departures": None,
    "targets": None,
}
OWN = ("extends", "note", "cancel", "pilot")


def inherit(document: Any) -> Any:
    """The document with every policy complete.

    A policy takes over every field of the policy it extends that it does not state itself. `base_change`, `headcount`,
    `departures`, `targets` and `discretion` are merged by key. In `pay` an instrument that states its `kind` is new and
    complete, one that does not changes the named fields of the inherited instrument, and null removes it. Dates default
    to the company's start. Filling in a completed document changes nothing. What cannot be resolved is left for the
    validation to report.

    Args:
        document: plain mapping as read from YAML; anything else is returned as it is.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("policies"), Mapping):
        return document
    raw = document["policies"]
    done: dict[str, Any] = {}
    for name in raw:
        for link in reversed(chain(raw, name)):
            if link not in done:
                done[link] = _complete(document, raw[link], done)
    return {**document, "policies": {name: done[name] for name in raw}}


def chain(policies: Mapping[str, Any], name: str) -> list[str]:
    """Names from a policy to the end of what it extends, stopping before an unknown or repeated one."""
    names = [name]
    while True:
        policy = policies[names[-1]]
        parent = policy.get("extends") if isinstance(policy, Mapping) else None
        if not isinstance(parent, str) or parent not in policies or parent in names:
            return names
        names.append(parent)


def _complete(document: Mapping[str, Any], policy: Any, done: Mapping[str, Any]) -> Any:
    """One policy with its parent's and the company's entries filled in."""
    if policy is None:
        policy = {}
    if not isinstance(policy, Mapping):
        return policy
    parent = done.get(policy["extends"]) if isinstance(policy.get("extends"), str) else None
    parent = parent if isinstance(parent, Mapping) else {}
    own = (*OWN, "announce") if "start" in policy else OWN
    full = {key: value for key, value in parent.items() if key not in own}
    for key, value in policy.items():
        if key in MERGED:
            full[key] = _merged(full.get(key), value, MERGED[key])
        elif key in ("pay", "programmes"):
            full[key] = _merged_pay(full.get(key), value)
        else:
            full[key] = value
    company = document.get("company")
    if isinstance(company, Mapping) and "start" in company:
        full.setdefault("start", company["start"])
    if "start" in full:
        full.setdefault("announce", full["start"])
    if "discretion" in document:
        full["discretion"] = _merged(document["discretion"], full.get("discretion", {}), None)
    return full


def _merged(inherited: Any, stated: Any, neutral: int | None) -> Any:
    """Two mappings merged by key; null becomes the neutral value, or leaves the key to its default."""
    if not isinstance(stated, Mapping):
        return stated
    merged = {**(inherited if isinstance(inherited, Mapping) else {}), **stated}
    filled = {key: neutral if value is None else value for key, value in merged.items()}
    return {key: value for key, value in filled.items() if value is not None}


def _merged_pay(inherited: Any, stated: Any) -> Any:
    """Instruments merged by name; one without `kind` changes fields of the inherited one; null stays and removes it."""
    if not isinstance(stated, Mapping):
        return stated
    merged = dict(inherited) if isinstance(inherited, Mapping) else {}
    for name, instrument in stated.items():
        before = merged.get(name)
        changes = isinstance(instrument, Mapping) and "kind" not in instrument
        merged[name] = {**before, **instrument} if changes and isinstance(before, Mapping) else instrument
    return merged
