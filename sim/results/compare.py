"""Compare policies of a scenario under common random numbers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.results.comparison import Comparison, Row
from sim.results.decision import rule_of
from sim.results.measures import Measure, recorded, values
from sim.results.precision import FEWEST_REPLICATES, Effort, Stopping, enough_of, missed, wanted_precision
from sim.results.progress import Progress, Report, reporter
from sim.results.provenance import Timing, provenance
from sim.results.question import Question, ask
from sim.results.run import ENGINE, Growing, Run, Source
from sim.results.statistics import Paired, paired

if TYPE_CHECKING:
    from sim.results.fit import Fit
    from sim.results.learning import Learned
    from sim.scenario.models import Scenario

CHUNK_SECONDS = 1.0


def compare(  # noqa: PLR0913  every keyword is one the command has too
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None = None,
    *,
    replicates: int | None = None,
    precision: float | Mapping[str, float] | None = None,
    budget: float | None = None,
    threads: int | None = None,
    neutral: bool = True,
    progress: bool | Report = True,
    experiment: int = 0,
    fit: Fit | bool = True,
    weeks: int | None = None,
    prior: bool = False,
    learned: Learned | None = None,
) -> Comparison:
    """Compare policies: paired differences from the baseline with intervals.

    Replicate r of every policy uses seed r and row r of the prior draws, so the differences are paired and their
    intervals hold luck and parameter uncertainty. Without `replicates` their number grows from 40 until the headline
    measures are as precise as wanted (or, where nothing is asked, known to an eighth of the difference), up to 640 or
    the budget. Estimates refer to the weeks from a policy's start to
    the end, per year.

    Args:
        scenario: a scenario or the path of its file.
        policies: names, the baseline first; one name is compared with the scenario's baseline; None for all.
        replicates: exact number of replicates, at least 2.
        precision: half-width wanted: one number for GMV in % of the baseline (turnover and collaboration in
            proportion), or measure -> half-width (% of the baseline for amounts per year, else the measure's unit).
        budget: seconds after which no more replicates are started.
        threads: threads of the engine; None for all cores. The answer does not depend on it.
        neutral: whether a policy that changes pay is also run at pay equal to the baseline's.
        progress: show a line in a notebook or on a terminal, or a function that receives every `Progress`.
        experiment: number of the experiment in the random key.
        fit: the baseline fit whose misfits the comparison carries; true makes it where `scenario` is a path with
            observations beside it (`NAME.observed.csv`), false leaves it out.
        weeks: weeks to run in place of those of the scenario, for horizons beyond them.
        prior: whether behavioural numbers come from their priors alone, not from what experiments leave of them.
        learned: what the company's own year told, see `sim.results.learning.learn`.

    Raises:
        SimError: unknown policies or measures, or numbers that make no sense.
    """
    if not isinstance(scenario, (str, Path)):
        document = scenario
    else:
        from sim.scenario.loading import load

        document = load(Path(scenario))
    document = document if weeks is None else lasting(document, weeks)
    document = document.model_copy(update={"beliefs": "prior"}) if prior else document
    wanted = wanted_precision(precision, document.precision)
    enough = enough_of(precision, document.precision)
    effort = Effort(replicates, wanted, budget, threads, experiment, neutral, weeks, prior, learned is not None, enough)
    if replicates is not None and precision is not None:
        raise SimError(
            "give either replicates or precision: a given number of replicates leaves nothing to wait for",
            "replicates 与 precision 只能给一个:给定重复次数就无需等待精度",
        )
    result = answer(document, policies, effort, progress, _believing(learned))
    return replace(result, fit=_fit(scenario, fit, threads))


def _believing(learned: Learned | None) -> Source:
    """Return the engine, drawing what a company's own year told in place of what was believed before."""
    if learned is None:
        return ENGINE
    found = learned

    def draw(scenario: Any, numbers: NDArray[np.int64], experiment: int) -> NDArray[np.void]:
        return found.put_into(ENGINE.draw(scenario, numbers, experiment), numbers)

    return ENGINE._replace(draw=draw)


def lasting(scenario: Scenario, weeks: int) -> Scenario:
    """Return the scenario with another number of weeks.

    Raises:
        SimError: the number is not one that a scenario can have.
    """
    document = scenario.model_dump(by_alias=True)
    document["company"]["weeks"] = weeks
    try:
        return type(scenario).model_validate(document)
    except ValueError as error:
        raise SimError(
            "{0} weeks cannot be run: give a whole number from 4 to 520 that no policy starts after",
            "无法运行 {0} 周:请给 4 到 520 之间的整数,且没有方案在其后才开始",
            weeks,
        ) from error


def _fit(scenario: Any, given: Fit | bool, threads: int | None) -> Fit | None:
    """Return the baseline fit to carry: the one given, one made from observations beside the file, or none."""
    from sim.results.fit import FEWEST_YEARS
    from sim.results.fit import fit as made
    from sim.results.observed import beside

    if not isinstance(given, bool):
        return given
    if given and isinstance(scenario, (str, Path)) and beside(scenario):
        return made(scenario, replicates=FEWEST_YEARS, threads=threads)
    return None


def answer(
    scenario: Any, policies: Sequence[str] | None, effort: Effort, progress: bool | Report, source: Source
) -> Comparison:
    """Return the comparison of policies with a given effort, made by the functions of `source`."""
    began = time.perf_counter()
    _check(effort)
    with reporter(progress) as report:
        asked = _asked(scenario, policies, effort, source, began)
        *_, stop = _grow(asked, report)
    return asked.answer(stop, [each.finish() for each in asked.growing])


def answers(scenario: Any, policies: Sequence[str] | None, effort: Effort, source: Source) -> Iterator[Comparison]:
    """Yield the comparison as it stands after the first replicates and after every further step; the last is final.

    Each is what `compare` gives for that exact number of replicates. Who has seen enough lets the iterator go.
    """
    _check(effort)
    asked = _asked(scenario, policies, effort, source, time.perf_counter())
    for stop in _grow(asked, lambda _: None):
        yield asked.answer(stop, [each.so_far() for each in asked.growing])


@dataclass(frozen=True)
class _Asked:
    """A question on its way to an answer: what was run so far, how hard to work, and when it began."""

    question: Question
    effort: Effort
    source: Source
    decision: str
    growing: tuple[Growing, ...]
    began: float
    compiled: float

    def answer(self, stop: Stopping, runs: Sequence[Run]) -> Comparison:
        """Return the comparison of what was run so far."""
        ran, question, effort = time.perf_counter(), self.question, self.effort
        chosen = recorded(runs[0].totals(question.starts[0]))
        rows = tuple(
            row
            for i in range(1, len(runs))
            for row in _rows(question, runs, i, chosen, effort.level_reported(stop.reason))
        )
        timing = Timing(self.compiled - self.began, ran - self.compiled, time.perf_counter() - ran)
        sealed = provenance(question, effort, stop, timing, self.decision)
        return Comparison(question.scenario, chosen, rows, tuple(runs), question.starts, stop, sealed)


def _asked(scenario: Any, policies: Sequence[str] | None, effort: Effort, source: Source, began: float) -> _Asked:
    """Return a question with nothing run yet, its plans and the engine compiled."""
    decision = rule_of(scenario).hash
    question = ask(scenario, policies, effort.neutral, source)
    for variant in question.variants[:1]:
        source.simulate(
            variant.plan, *_cases(scenario, 0, 1, effort.experiment, source), effort.threads, effort.experiment
        )
    growing = tuple(Growing(variant, question.starts) for variant in question.variants)
    return _Asked(question, effort, source, decision, growing, began, time.perf_counter())


def _check(effort: Effort) -> None:
    """Refuse numbers that make no sense."""
    count, budget, threads = effort.replicates, effort.budget, effort.threads
    if count is not None and (not isinstance(count, int) or isinstance(count, bool) or count < 2):
        raise SimError(
            "replicates must be a whole number of at least 2, not {0!r}",
            "重复次数须为不小于 2 的整数,现为 {0!r}",
            count,
        )
    if budget is not None and not budget > 0:
        raise SimError(
            "the budget must be a positive number of seconds, not {0!r}", "时间预算须为正的秒数,现为 {0!r}", budget
        )
    if threads is not None and threads < 1:
        raise SimError("threads must be at least 1, not {0!r}", "线程数至少为 1,现为 {0!r}", threads)
    if not 0 <= effort.experiment < 2**32:
        raise SimError(
            "the experiment must be a whole number from 0 to 2^32 - 1, not {0!r}",
            "实验编号须为 0 到 2^32 - 1 的整数,现为 {0!r}",
            effort.experiment,
        )


def _cases(scenario: Any, first: int, last: int, experiment: int, source: Source) -> tuple[Any, Any]:
    """Return parameter points and seeds of the replicates first..last-1."""
    numbers = np.arange(first, last)
    return source.draw(scenario, numbers, experiment), numbers.astype(np.uint32)


def _grow(asked: _Asked, report: Report) -> Iterator[Stopping]:
    """Add replicates to every variant until the answer is precise, the budget is spent or there are enough.

    Yields how far it is after every step, and at the end why it stopped.
    """
    effort, source, growing = asked.effort, asked.source, asked.growing
    started, done = time.perf_counter(), 0
    wide: tuple[tuple[str, str, float, float], ...] = ()
    for goal in effort.looks:
        while done < goal:
            step = _step(done, goal, effort, asked.began, time.perf_counter() - started)
            if step == 0:
                yield Stopping("budget", done, _wide(asked))
                return
            cases = _cases(asked.question.scenario, done, done + step, effort.experiment, source)
            plans = [each.variant.plan for each in growing]
            made = source.runs(plans, *cases, effort.threads, effort.experiment)
            for each, recording in zip(growing, made, strict=True):
                each.add(recording, done)
            done += step
            report(Progress(done, goal, done * len(growing), time.perf_counter() - started))
            if done < goal:
                yield Stopping("given", done)
        wide = () if effort.replicates else _wide(asked)
        if not effort.replicates and not wide:
            yield Stopping("precise", done)
            return
        if goal != effort.looks[-1]:
            yield Stopping("given", done)
    yield Stopping("given" if effort.replicates else "most", done, wide)


def _step(done: int, goal: int, effort: Effort, began: float, spent: float) -> int:
    """Return how many replicates to run next: about a second's worth, within the budget; 0 to stop."""
    if done == 0:
        return min(goal, FEWEST_REPLICATES)
    per_replicate = max(spent / done, 1e-9)
    step = min(goal - done, max(FEWEST_REPLICATES, int(CHUNK_SECONDS / per_replicate)))
    if effort.budget is None:
        return step
    affordable = int((effort.budget - (time.perf_counter() - began)) / per_replicate)
    return step if affordable >= step else max(0, affordable)


def _wide(asked: _Asked) -> tuple[tuple[str, str, float, float], ...]:
    """Return the measures of policies (twins aside) that are less precise than wanted."""
    question, growing, effort = asked.question, asked.growing, asked.effort
    chosen = recorded(growing[0].totals(question.starts[0]))
    found: list[tuple[str, str, float, float]] = []
    for i, variant in enumerate(question.variants):
        if i and not variant.pay_neutral:
            statistics = _paired(growing, i, question.starts[i], chosen, effort.level_used)
            found += missed(variant.name, statistics, chosen, effort.precision, effort.enough)
    return tuple(found)


def _paired(runs: Sequence[Growing | Run], i: int, start: int, chosen: tuple[Measure, ...], level: float) -> Paired:
    """Return the statistics of one variant against the baseline over its window."""
    return paired(values(runs[i].totals(start), chosen), values(runs[0].totals(start), chosen), level)


def _rows(question: Question, runs: Sequence[Run], i: int, chosen: tuple[Measure, ...], level: float) -> list[Row]:
    """Return the rows of one variant, one per measure."""
    statistics = _paired(runs, i, question.starts[i], chosen, level)
    names = question.variants[i].name, question.variants[0].name
    return [Row.of(measure, *names, statistics, j) for j, measure in enumerate(chosen)]
