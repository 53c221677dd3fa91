"""Tables that are open: the rows of the package, and those that others register before documents are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from sim.errors import SimError


class Row(Protocol):
    """A row of a table."""

    @property
    def name(self) -> str:
        """What documents and commands write."""


AnyRow = TypeVar("AnyRow", bound=Row)


class Open:
    """Something that others may add to; who makes something of all of it is told whenever it changes."""

    def __init__(self) -> None:
        self._followers: list[Callable[[], None]] = []

    def follow(self, change: Callable[[], None]) -> None:
        """Have a function called whenever something comes or goes; it makes anew what was made of everything."""
        self._followers.append(change)

    def _tell(self) -> None:
        for change in self._followers:
            change()


class Table(Open, Generic[AnyRow]):
    """Rows by name, in their order; whoever iterates sees those that others have registered as well.

    Args:
        noun: what a row is called in messages.
        rows: of the package.
    """

    def __init__(self, noun: str, rows: Iterable[AnyRow]) -> None:
        super().__init__()
        self._noun = noun
        self._rows: dict[str, AnyRow] = {}
        for row in rows:
            self._add(row)

    def __iter__(self) -> Iterator[AnyRow]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def by_name(self) -> Mapping[str, AnyRow]:
        """The rows by name; a view, which follows what comes and goes."""
        return MappingProxyType(self._rows)

    def register(self, row: AnyRow) -> AnyRow:
        """Add a row behind the others; it counts from then on.

        Raises:
            SimError: its name is taken.
        """
        self._add(row)
        self._tell()
        return row

    def withdraw(self, name: str) -> None:
        """Take a row out again."""
        del self._rows[name]
        self._tell()

    def _add(self, row: AnyRow) -> None:
        if row.name in self._rows:
            raise SimError(
                "two {0}s are called {1!r}. Rename one", "有两个 {0} 都叫 {1!r}。请给其中一个改名", self._noun, row.name
            )
        self._rows[row.name] = row
