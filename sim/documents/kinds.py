"""Kinds of a thing, a file each: found in their package, told apart by `kind`, joined into one union.

A package holds a base class, which says what every kind of the family must state, and a file for each kind. The
registry of the package finds them; nothing else lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import Field

from sim.documents.fields import Frozen

Model = TypeVar("Model", bound=Frozen)


def kind_of(model: type[Frozen]) -> str:
    """What documents write as `kind` of a model; empty where it states none.

    Args:
        model: with a field `kind` that is a literal of one name.
    """
    field = model.model_fields.get("kind")
    names = get_args(field.annotation) if field else ()
    return str(names[0]) if names else ""


def kinds_in(package: str, family: type[Model]) -> Mapping[str, type[Model]]:
    """Every kind of a family, by name, in the order of the names.

    Args:
        package: full name of the package whose files hold the kinds; one file may hold several.
        family: base class of all of them.

    Raises:
        TypeError: two kinds have one name.
    """
    found: dict[str, type[Model]] = {}
    for file in iter_modules(import_module(package).__path__, f"{package}."):
        if file.name == f"{package}.registry":
            continue
        for model in vars(import_module(file.name)).values():
            if not (isinstance(model, type) and issubclass(model, family) and model.__module__ == file.name):
                continue
            name = kind_of(model)
            if name in found:
                raise TypeError(f"{found[name].__module__} and {file.name} both call a kind {name!r}")
            if name:
                found[name] = model
    return MappingProxyType(dict(sorted(found.items())))


def any_of(kinds: Mapping[str, type[Frozen]]) -> Any:
    """The type of a field that takes any of some kinds, told apart by `kind`."""
    return Annotated[reduce(or_, kinds.values()), Field(discriminator="kind")]
