"""A registry: the kinds of one thing that documents tell apart by `kind`, open to kinds from outside the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from sim.errors import SimError

T = TypeVar("T", bound=BaseModel)


def kind_of(model: type[BaseModel]) -> str:
    """Return what a document writes as `kind` for a model."""
    return str(get_args(model.model_fields["kind"].annotation)[0])


class Registry(Generic[T]):
    """The kinds of one thing, in the order of their `order` (a class attribute; those without one come last).

    `Annotated[Thing, REGISTRY]` is a field that takes every kind registered at the time a document is read, whichever
    came first, the kind or the document's model; its JSON schema lists them all.

    Args:
        noun: what is registered, for messages.
        examined: refuses a model, by an error, that does not go together with those that are there.
    """

    def __init__(self, noun: str, examined: Callable[[Registry[T], type[T]], None] | None = None) -> None:
        self.noun = noun
        self._examined = examined
        self._models: dict[str, type[T]] = {}
        self._validator: SchemaValidator | None = None

    def register(self, model: type[T]) -> type[T]:
        """Add a model; used as a decorator.

        Raises:
            SimError: its kind is taken, or it does not go together with the others.
        """
        kind = kind_of(model)
        if kind in self._models:
            there = f"{self._models[kind].__module__}.{self._models[kind].__qualname__}"
            raise SimError(f"the {self.noun} {kind!r} is registered twice, first by {there}. Give it another kind")
        if self._examined:
            self._examined(self, model)
        listed = sorted([*self._models.values(), model], key=lambda each: float(getattr(each, "order", "inf")))
        self._models, self._validator = {kind_of(each): each for each in listed}, None
        return model

    def remove(self, kind: str) -> None:
        """Take a kind out again, such as one that a test has added.

        Raises:
            KeyError: there is none.
        """
        del self._models[kind]
        self._validator = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """What documents may write as `kind`."""
        return tuple(self._models)

    def __getitem__(self, kind: str) -> type[T]:
        return self._models[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self._models

    def __iter__(self) -> Iterator[type[T]]:
        return iter(self._models.values())

    def __len__(self) -> int:
        return len(self._models)

    def __deepcopy__(self, memo: dict[int, Any]) -> Registry[T]:
        return self

    def validated(self, value: Any) -> T:
        """Return a value as the model of its kind.

        Raises:
            ValidationError: its kind is not known, or it is not what its model asks for.
        """
        if self._validator is None:
            self._validator = SchemaValidator(self._schema())
        found: T = self._validator.validate_python(value)
        return found

    def _schema(self) -> CoreSchema:
        """The union of all models, told apart by `kind`."""
        choices = {kind: model.__pydantic_core_schema__ for kind, model in self._models.items()}
        return core_schema.tagged_union_schema(choices, discriminator="kind")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(self._schema())
