"""Measure rows and write their page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import SimError
from sim.rules.jit import model_version
from sim.scenario.loading import load
from sim.studies.ablation import flagship
from sim.studies.ablation.document import Instrument, instruments
from sim.studies.ablation.measure import FEW, MANY, ablation, doses, null
from sim.studies.ablation.table import Measured, page


def chosen(names: Sequence[str] = ()) -> tuple[Instrument, ...]:
    """Return the rows of some ids, all where none is given.

    Raises:
        SimError: there is no such row.
    """
    known = {row.id: row for row in instruments().rows}
    for name in names:
        if name not in known:
            raise SimError("there is no row {0!r}; there are {1}", "没有条目 {0!r};现有 {1}", name, ", ".join(known))
    return tuple(known[name] for name in names) or instruments().rows


def in_shop(row: Instrument, seeds: int = MANY) -> Measured:
    """Return a row measured in the small shop."""
    return Measured(row, ablation(row, min(seeds, FEW)), doses(row, seeds), null(row, seeds))


def measured(rows: Sequence[Instrument], path: str | Path | None, progress: Callable[[str], Any]) -> Iterator[Measured]:
    """Yield rows measured in the small shop and, where its file is given, in the flagship."""
    if path is None:
        for row in rows:
            yield in_shop(row, MANY // 4)
            progress(row.id)
        return
    scenario = load(path)
    for row, effects in zip(rows, flagship.effects(rows, path), strict=True):
        yield replace(in_shop(row), effects=effects, cost=flagship.cost(row, scenario))
        progress(row.id)


def study(
    names: Sequence[str] = (),
    *,
    path: str | Path | None = None,
    lang: str = "en",
    progress: Callable[[str], Any] | None = None,
) -> str:
    """Return the page of some rows in Markdown.

    Args:
        names: ids of rows; none for all.
        path: file of the flagship; without it effects and costs there are left out and fewer seeds are used.
        lang: `en` or `zh`.
        progress: called with the id of each row that has ended.

    Raises:
        SimError: there is no such row.
    """
    found = list(measured(chosen(names), path, progress or (lambda _: None)))
    return page(found, lang, model_version(), (flagship.DRAWS, flagship.SEEDS))
