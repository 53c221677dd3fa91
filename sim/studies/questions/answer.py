"""What the model finds where something is expected."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.errors import SimError
from sim.scenario.models import Scenario
from sim.studies.evidence.measures import MEASURES, series_of
from sim.studies.evidence.predict import Trial
from sim.studies.questions.document import Case, Expected, Kind, Question, Questions, questions

if TYPE_CHECKING:
    import pandas as pd

DRAWS, TAIL = 60, 0.1
Word = Literal["as expected", "touches", "otherwise"]


@dataclass(frozen=True)
class Finding:
    """What was expected of a measure in a case, and what came out.

    Attributes:
        question, case, turns: where; whether the answer is expected to be another there.
        measure, of, against, among, unit: what is compared.
        low, high: expected range.
        found, from_, until: median over draws of the parameters and 80 % interval.
    """

    question: str
    case: str
    turns: bool
    measure: str
    of: str
    against: str
    among: str
    unit: str
    low: float
    high: float
    found: float
    from_: float
    until: float

    @property
    def verdict(self) -> Word:
        """As expected: the median lies in the range; touches: the interval meets it; otherwise."""
        if self.low <= self.found <= self.high:
            return "as expected"
        return "touches" if self.from_ <= self.high and self.until >= self.low else "otherwise"


@dataclass(frozen=True)
class Answer:
    """The findings on a question."""

    question: Question
    findings: tuple[Finding, ...]


def answers(
    only: Sequence[str] = (),
    *,
    draws: int = DRAWS,
    workers: int | None = None,
    kind: Kind = "questions",
    lang: str = "en",
    progress: Callable[[str], Any] | None = None,
) -> list[Answer]:
    """Return what the model finds, question by question.

    Args:
        only: ids of questions; none for all.
        draws: draws of the parameters, four seeds each.
        workers: questions at a time; default all processors. Never changes a number.
        kind: the hard questions, or the experiments on every way in which people and customers respond.
        lang: `en` or `zh`, of the names of cases.
        progress: called with the id of each question that has ended.

    Raises:
        SimError: there is no such question.
    """
    asked = questions(kind)
    known = {each.id: each for each in asked.questions}
    for name in only:
        if name not in known:
            raise SimError(
                "no {0} is called {1!r}; there are {2}",
                "没有名为 {1!r} 的{0};现有 {2}",
                kind[:-1],
                name,
                ", ".join(known),
            )

    def answer(question: Question) -> Answer:
        found = Answer(
            question, tuple(each for case in question.cases for each in _findings(asked, question, case, draws, lang))
        )
        if progress:
            progress(question.id)
        return found

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return list(pool.map(answer, [known[name] for name in only or known]))


def _findings(asked: Questions, question: Question, case: Case, draws: int, lang: str) -> Iterator[Finding]:
    """Yield the findings of a case."""
    scenario = Scenario.model_validate(asked.document(question, case))
    names = (name for each in case.expected for name in series_of(each.measure or "", each.among))
    trial = Trial(scenario, tuple(dict.fromkeys(names)), draws)
    for each in case.expected:
        yield _finding(question, case.name.text(lang), case.turns, each, trial.change(each))


def _finding(question: Question, case: str, turns: bool, each: Expected, values: np.ndarray) -> Finding:
    """Return one finding."""
    from_, found, until = (float(q) for q in np.quantile(values, [TAIL, 0.5, 1.0 - TAIL]))
    measure = each.measure or ""
    return Finding(
        question.id,
        case,
        turns,
        measure,
        each.of,
        each.against,
        ", ".join(each.among),
        MEASURES[measure].unit,
        each.low,
        each.high,
        found,
        from_,
        until,
    )


def frame(found: Sequence[Answer]) -> pd.DataFrame:
    """Return one row per finding."""
    import pandas as pd

    rows = [asdict(each) | {"verdict": each.verdict} for answer in found for each in answer.findings]
    return pd.DataFrame(rows).rename(columns={"from_": "from"})


def to_json(found: Sequence[Answer], path: str | os.PathLike[str]) -> None:
    """Write the findings, with the version of the model."""
    from sim.rules.jit import model_version

    content = {"model": model_version(), "findings": frame(found).to_dict("records")}
    Path(path).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
