"""Showing how far a study is."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from sim.studies.sweep.workers import Progress


@contextlib.contextmanager
def reporting(progress: bool | Callable[[Progress], Any]) -> Iterator[Callable[[Progress], Any] | None]:
    """Yield what receives every progress: a bar in a notebook or an interactive terminal, a function, or nothing."""
    if not isinstance(progress, bool):
        yield progress
        return
    if not progress:
        yield None
        return
    from tqdm import tqdm

    notebook = "ipykernel" in sys.modules  # elsewhere the bar shows itself on a terminal only
    with contextlib.closing(tqdm(unit=" points", disable=False if notebook else None, leave=False)) as bar:

        def show(now: Progress) -> None:
            bar.total = now.points
            bar.set_postfix(failed=now.failures, refresh=False)
            bar.update(now.done - bar.n)

        yield show
