"""Checks bound to the things they are about, and what they raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

PREFIX = "check_"


class UnfinishedError(AssertionError):
    """Something that policy people name lacks a part.

    Args:
        name: of the thing.
        missing: what it lacks.
    """

    def __init__(self, name: str, missing: str) -> None:
        super().__init__(f"{name}: {missing}")
        self.name, self.missing = name, missing


@dataclass(frozen=True)
class Check:
    """One check of one thing; calling it runs it.

    Attributes:
        name: of the thing.
        run: the check.
        thing: what it takes.
    """

    name: str
    run: Callable[[Any], None]
    thing: Any

    def __call__(self) -> None:
        """Run the check.

        Raises:
            UnfinishedError: the thing lacks what the check asks for.
        """
        self.run(self.thing)

    def __str__(self) -> str:
        """The thing and what is asked of it: `commission: the books balance`."""
        return f"{self.name}: {self.run.__name__.removeprefix(PREFIX).replace('_', ' ')}"


def checks_of(module: ModuleType, name: str, thing: Any) -> Iterator[Check]:
    """Yield every check that a module holds, bound to one thing, in the order of the file.

    Args:
        module: its functions whose names begin with `check_` are checks.
        name: of the thing, for reports.
        thing: what the checks take.
    """
    for found, run in vars(module).items():
        if found.startswith(PREFIX) and getattr(run, "__module__", "") == module.__name__:
            yield Check(name, run, thing)
