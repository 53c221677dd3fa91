"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def line(cells: Sequence[str]) -> str:
    """Return a row; a bar inside a cell becomes a slash."""
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a head."""
    return "\n".join(line(cells) for cells in [head, ["---"] * len(head), *rows])
