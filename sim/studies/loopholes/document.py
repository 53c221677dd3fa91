"""What staff can do beside their work, as data: see the head of `actions.yaml` for what each entry means."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Frozen, Metric, Number, Role, fault
from sim.documents.reading import read
from sim.language.text import Text
from sim.parameters.values import default
from sim.scenario.loading import file_text
from sim.studies.why.document import Words

FILE = Path(__file__).with_name("actions.yaml")


class Action(Frozen):
    """One action.

    Attributes:
        name: identifier in frames.
        words: what it is called; about: what it does.
        roles: that can do it.
        guard: metric that would show it.
        off: parameter -> value at which nobody does it.
        sought: parameter -> value at which everybody does it as far as it pays.
    """

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    words: Words
    about: Words
    roles: tuple[Role, ...] = Field(min_length=1)
    guard: Metric
    off: dict[str, Number] = Field(min_length=1)
    sought: dict[str, Number] = Field(min_length=1)


class Actions(Frozen):
    """All actions."""

    version: Literal[1]
    scruples: dict[str, Number] = Field(description="Parameters at which nobody has scruples.")
    actions: tuple[Action, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parameters_exist(self) -> Self:
        named = {name for each in self.actions for name in (*each.off, *each.sought)} | set(self.scruples)
        unknown = named - set(default().names)
        if unknown:
            raise fault(
                Text("unknown parameters", "不认识的参数"),
                Text("see sim/parameters/registry.yaml", "见 sim/parameters/registry.yaml"),
                "actions",
                sorted(unknown),
            )
        return self

    def held(self, sought: frozenset[str]) -> dict[str, float]:
        """Return parameter -> value with which people look for these actions and do none of the others."""
        numbers = {name: value for each in self.actions for name, value in each.off.items()}
        for each in self.actions:
            if each.name in sought:
                numbers |= each.sought
        return {**numbers, **self.scruples}

    def action(self, name: str) -> Action:
        """Return the action of a name.

        Raises:
            KeyError: there is none.
        """
        return {each.name: each for each in self.actions}[name]


@cache
def actions() -> Actions:
    """Return the packaged actions."""
    document: Any = read(file_text(str(FILE)), FILE.name)
    return Actions.model_validate(document.data)
