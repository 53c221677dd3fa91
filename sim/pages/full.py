"""The sections of the full page that take runs of their own, each finished part put on the shelf."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.language.text import Text
from sim.pages.sections import FULL, STUDIED, Depth
from sim.pages.shelf import Shelf
from sim.results.many import policies_of
from sim.studies.shown import Shown

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

#: What a section of its own is called where the page is being written.
NAMES = {
    "comparison": Text("comparison", "方案对比"),
    "why": Text("why", "为什么"),
    "who": Text("who", "影响谁"),
    "sensitivity": Text("sensitivity", "什么会改变答案"),
    "loopholes": Text("loopholes", "漏洞"),
    "pilot": Text("pilot", "试点"),
    "nearest": Text("nearest", "最近的可行方案"),
}
#: Called with the name of a section, seconds that it took, and whether it lay on the shelf.
Told = Callable[[str, float, bool], None]
#: Companies behind the numbers that carry a decision, where the comparison has at least so many that it is meant.
ENOUGH, FEWEST = 320, 40
REFUSED = Text("Not computed: {0}.", "未计算:{0}。")


def in_full(comparison: Comparison, shelf: Shelf, threads: int | None = None, told: Told | None = None) -> Depth:
    """Compute everything that the full page holds beside the comparison, or take it from the shelf.

    Args:
        comparison: of which policies, with which luck.
        shelf: of finished parts.
        threads: threads of the engine; None for all cores.
        told: hears of every section that is done.
    """
    from sim.studies.why import why

    pairs, companies = (min(each, comparison.replicates) for each in FULL)
    policies, experiment = policies_of(comparison), comparison.provenance.experiment
    names = [comparison.baseline, *policies]

    def split() -> Any:
        scenario = comparison.scenario
        return why(scenario, names, replicates=pairs, shapley=True, threads=threads, experiment=experiment)

    def part(name: str, compute: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found, there = shelf.kept(name, compute)
        if told:
            told(name, time.perf_counter() - began, there)
        return found

    reasons = part("why", split)
    people = part("who", lambda: comparison.who(replicates=companies)) if experiment == 0 else None
    studies = {
        name: [part(f"{name} {k}", partial(_answered, job)) for k, job in enumerate(jobs)]
        for name, jobs in _jobs(comparison, list(policies), threads).items()
    }
    return Depth(reasons, people, studies)


def _jobs(comparison: Comparison, policies: list[str], threads: int | None) -> dict[str, list[Callable[[], Shown]]]:
    """Return what fills every section, in the order of the page."""
    from sim.studies.loopholes import loopholes
    from sim.studies.loopholes import tables as loophole_tables
    from sim.studies.nearest import nearest
    from sim.studies.nearest import tables as nearest_tables
    from sim.studies.pilot import pilot
    from sim.studies.pilot import tables as pilot_tables
    from sim.studies.sensitivity import sensitivity
    from sim.studies.sensitivity import tables as sensitivity_tables

    document = comparison.scenario

    def changes() -> Shown:
        return sensitivity_tables.show(sensitivity(_many(comparison, policies, threads), threads=threads))

    def exploits(policy: str) -> Shown:
        return loophole_tables.show(loopholes(document, policy, threads=threads))

    def tried(policy: str) -> Shown:
        return pilot_tables.show(pilot(document, policy))

    def near() -> Shown:
        return nearest_tables.show(nearest(document, policies, most=2, threads=threads))

    jobs: dict[str, list[Callable[[], Shown]]] = {
        "sensitivity": [changes],
        "loopholes": [partial(exploits, name) for name in policies],
        "pilot": [partial(tried, name) for name in policies],
        "nearest": [near],
    }
    return {name: jobs[name] for name in STUDIED}


def _many(comparison: Comparison, policies: list[str], threads: int | None) -> Comparison:
    """Return the comparison with as many companies as tell apart which numbers carry the decision."""
    from sim.results.compare import compare

    if not FEWEST <= comparison.replicates < ENOUGH:
        return comparison  # enough, or so few that the asker wanted a look and no more
    return compare(
        comparison.scenario,
        [comparison.baseline, *policies],
        replicates=ENOUGH,
        neutral=False,
        fit=False,
        progress=False,
        threads=threads,
        experiment=comparison.provenance.experiment,
    )


def _answered(job: Callable[[], Shown]) -> Shown:
    """Return what a study shows; where it refuses, why."""
    try:
        return job()
    except SimError as error:
        return Shown("refused", (), (), REFUSED.format(error.words.map(lambda words: words.rstrip(".。"))))
