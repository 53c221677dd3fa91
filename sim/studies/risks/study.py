"""Measure the risks and the programmes, and write their page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.errors import SimError
from sim.rules.jit import model_version
from sim.scenario.loading import load
from sim.studies.risks.document import Row, risks
from sim.studies.risks.measure import REPLICATES, Arms, four
from sim.studies.risks.programmes import DRAWS, SEEDS, effects
from sim.studies.risks.table import page


def chosen(names: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the rows of some ids, with or without their case; all where none is given.

    Raises:
        SimError: there is no such row.
    """
    rows = risks().rows
    for name in names:
        if not any(name in (row.id, row.name) for row in rows):
            raise SimError(
                "there is no risk {0!r}; there are {1}",
                "没有风险 {0!r};现有 {1}",
                name,
                ", ".join(row.name for row in rows),
            )
    return tuple(row for row in rows if not names or row.id in names or row.name in names)


def study(
    names: Sequence[str] = (),
    *,
    path: str | Path,
    replicates: int = REPLICATES,
    lang: str = "en",
    progress: Callable[[str], Any] | None = None,
) -> str:
    """Return the page of some risks in Markdown, with the programmes where all risks are asked for.

    Args:
        names: ids of risks; none for all.
        path: file of the flagship, to which the changes of the rows are made.
        replicates: pairs behind every difference.
        lang: `en` or `zh`.
        progress: called with the id of each row that has ended.

    Raises:
        SimError: there is no such row.
    """
    scenario, found = load(path), []
    for row in chosen(names):
        found.append(four(row, Arms(scenario, replicates)))
        if progress:
            progress(row.name)
    programmes = [] if names else list(effects(scenario, progress=progress))
    about: dict[str, str | int] = {
        "version": model_version(),
        "replicates": replicates,
        "draws": DRAWS,
        "seeds": SEEDS,
    }
    return page(found, programmes, lang, about)
