"""The packaged registry: read once, on first use, and checked while it is read."""

import functools
from importlib import resources
from typing import NamedTuple

import numpy as np

from sim.parameters.entry import Entry, Label, Role, Workplaces
from sim.vocabulary.roles import ROLE_NAMES


class Registry(NamedTuple):
    """Everything the registry file holds, in the order of the file."""

    groups: dict[str, Label]
    entries: dict[str, Entry]
    roles: dict[str, Role]
    requests: dict[str, dict[str, float]]
    workplaces: Workplaces = Workplaces()


def parse(text: str) -> Registry:
    """Return the registry written in a YAML text.

    Raises:
        ValueError: an unknown or missing field, a value outside its prior, an unknown role or group.
    """
    from ruamel.yaml import YAML

    document = YAML(typ="safe").load(text)
    unknown = set(document) - set(Registry._fields) - {"parameters"}
    if unknown:
        raise ValueError(f"the registry has no section {min(unknown)!r}")
    groups = {name: Label.model_validate(label) for name, label in document["groups"].items()}
    entries = {name: Entry.model_validate({"name": name, **fields}) for name, fields in document["parameters"].items()}
    roles = {name: Role.model_validate(fields) for name, fields in document["roles"].items()}
    requests = document["requests"]
    if tuple(roles) != ROLE_NAMES:
        raise ValueError(f"the registry must hold the roles {', '.join(ROLE_NAMES)} in this order")
    strangers = {entry.group for entry in entries.values()} - set(groups)
    strangers |= (set(requests) | {to for row in requests.values() for to in row}) - set(ROLE_NAMES)
    workplaces = Workplaces.model_validate(document.get("workplaces", {}))
    strangers |= {name for names in workplaces.mechanisms.values() for name in names} - set(entries)
    strangers |= set(workplaces.shares) - set(workplaces.mechanisms)
    if strangers:
        raise ValueError(f"the registry refers to {min(strangers)!r}, which it does not define")
    return Registry(groups, entries, roles, requests, workplaces)


@functools.cache
def registry() -> Registry:
    """Return the packaged registry."""
    return parse(resources.files("sim.parameters").joinpath("registry.yaml").read_text(encoding="utf-8"))


@functools.cache
def record_dtype(names: tuple[str, ...] | None = None) -> np.dtype:
    """Return the structured type with one float64 field per name; without names, the whole registry in order."""
    return np.dtype([(name, np.float64) for name in names or registry().entries])
