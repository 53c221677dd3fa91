"""Every check of everything in a registry, and those of one thing by its name."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from sim.conformance import measures, metrics, named, rules, shocks, stated
from sim.conformance.named import Named
from sim.conformance.suite import Check, checks_of
from sim.habits.registry import PROGRAMMES
from sim.results.measures import MEASURES
from sim.structures.registry import STRUCTURES, USUAL
from sim.studies.catalogue.code import functions
from sim.vocabulary.metrics import METRICS
from sim.vocabulary.shocks import SHOCKS


def things() -> Iterator[tuple[Named, tuple[ModuleType, ...]]]:
    """Yield everything in a registry, and the suites that hold it to account; a rule is told by its docstring."""
    for name, structure in STRUCTURES.items():
        yield stated.kind(structure, makes=structure.makes, idle=name == USUAL), (named, stated)
    for programme in PROGRAMMES.values():
        yield stated.kind(programme), (named, stated)
    for shock in SHOCKS:
        yield shocks.kind(shock), (named, shocks)
    for metric in METRICS:
        yield metrics.kind(metric), (named, metrics)
    for measure in MEASURES:
        yield measures.kind(measure), (named, measures)
    for function in functions().values():
        if function.kind == "rule" and function.file.startswith("sim/rules/"):
            yield rules.kind(function), (rules,)


def every(name: str | None = None) -> Iterator[Check]:
    """Yield every check of everything, or of what has a name."""
    for thing, suites in things():
        if name in (None, thing.name):
            for suite in suites:
                yield from checks_of(suite, thing.name, thing)
