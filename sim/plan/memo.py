"""What plans of one scenario share: compiled once, taken from there by every plan whose levers leave it alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST_LAYOUTS = 16


class Parts:
    """Parts of plans that have everything in common but pay and discretion, by name; each is made once."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return the part of that name, making it when it is asked for the first time. Whoever changes it copies it."""
        if name not in self._made:
            self._made[name] = make()
        found: T = self._made[name]
        return found


class Memo:
    """The parts of the layouts seen last, each found by all that can change it. For one thread at a time."""

    def __init__(self) -> None:
        self._layouts: list[tuple[tuple[object, ...], Parts]] = []

    def parts_of(self, key: tuple[object, ...]) -> Parts:
        """Return the parts of a layout; of more than 16 layouts the one made first is forgotten."""
        for known, parts in self._layouts:
            if known == key:
                return parts
        self._layouts = [*self._layouts[1 - MOST_LAYOUTS :], (key, Parts())]
        return self._layouts[-1][1]
