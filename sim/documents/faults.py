"""Faults of a document, and reading plain data that may be of any type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.language.text import Text

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """A disagreement between entries: where, what, the value, and what to do."""

    path: Path
    message: Text | str
    remedy: Text | str
    value: Any = None

    @property
    def words(self) -> Text:
        """Entry, what is wrong, and what to do."""
        return Text("{0}: {1} ({2})", "{0}:{1}({2})").format(".".join(map(str, self.path)), self.message, self.remedy)


class Faults(tuple[Fault, ...]):
    """All the disagreements of a document, as one value."""

    __slots__ = ()


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> Sequence[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list | tuple) else ()


def number(value: Any) -> float | None:
    """Return a number, None for anything else."""
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
    return float(value) if usable else None


def day_of(value: Any) -> date | None:
    """Return a day given as such or as text, None for anything else."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
