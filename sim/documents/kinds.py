"""Kinds of a thing, a file each: found in their package, told apart by `kind`, joined into one union.

A package holds a base class, which says what every kind of the family must state, and a file for each kind. The
registry of the package finds them; nothing else lists them. A family that is open takes kinds of others as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, Field

from sim.documents.fields import Frozen
from sim.errors import SimError
from sim.vocabulary.table import Open

Model = TypeVar("Model", bound=Frozen)


def kind_of(model: type[BaseModel]) -> str:
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
    return Annotated[union_of(kinds), Field(discriminator="kind")]


def union_of(kinds: Mapping[str, type[Frozen]]) -> Any:
    """The union of some kinds."""
    return reduce(or_, kinds.values())


class Registry(Open, Mapping[str, type[Model]]):
    """The kinds of a family that is open: those of its package, and those that others register.

    Args:
        noun: what one of the family is called in messages.
        kinds: of its package.
        check: raises SimError for a kind that cannot stand beside the others, which it is given; None: any can.
    """

    def __init__(
        self,
        noun: str,
        kinds: Mapping[str, type[Model]],
        check: Callable[[type[Model], Mapping[str, type[Model]]], None] | None = None,
    ) -> None:
        super().__init__()
        self._noun, self._check = noun, check
        self._kinds: dict[str, type[Model]] = {}
        for model in kinds.values():
            self._add(model)

    def __getitem__(self, kind: str) -> type[Model]:
        return self._kinds[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def _ipython_key_completions_(self) -> list[str]:
        """Return the names that a notebook completes between the brackets."""
        return list(self._kinds)

    def register(self, model: type[Model]) -> type[Model]:
        """Add a kind; documents may state it from then on. May decorate the class.

        Raises:
            SimError: it names no kind, its name is taken, or it cannot stand beside the others.
        """
        self._add(model)
        self._tell()
        return model

    def withdraw(self, kind: str) -> None:
        """Take a kind out again; documents that state it are refused from then on."""
        del self._kinds[kind]
        self._tell()

    def _add(self, model: type[Model]) -> None:
        """Add a kind without telling anybody."""
        kind, where = kind_of(model), f"{model.__module__}.{model.__name__}"
        if not kind:
            raise SimError(
                '{0} is no kind of {1}. Let its `kind` be Literal["..."] with one name',
                '{0} 不是{1}的类型。其 `kind` 应为只含一个名称的 Literal["..."]',
                where,
                self._noun,
            )
        if kind in self._kinds:
            raise SimError(
                "two kinds of {0} are called {1!r}. Rename {2}",
                "有两种{0}都叫 {1!r}。请给 {2} 改名",
                self._noun,
                kind,
                where,
            )
        if self._check is not None:
            self._check(model, self._kinds)
        self._kinds = dict(sorted([*self._kinds.items(), (kind, model)]))
