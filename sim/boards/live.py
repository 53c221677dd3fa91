"""Answers that keep up with a knob: one thread, the newest question only, first a rough answer and then finer ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.boards.recall import Cancelled, Recall
from sim.errors import SimError
from sim.language.text import Text
from sim.results.compare import answers
from sim.results.precision import Effort, enough_of, wanted_precision
from sim.results.run import ENGINE, Source

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

#: Seconds after an answer in which a knob that moves on keeps the processors free.
PAUSE = 0.12


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        number: rises with every question of a board.
        scenario: with the drafts in it.
        policies: baseline first.
        asked: moment it was asked, of `time.perf_counter`.
    """

    number: int
    scenario: Any
    policies: tuple[str, ...]
    asked: float


@dataclass(frozen=True)
class Answer:
    """What is known of a question.

    Attributes:
        question: it.
        comparison: as it stands; None where there is none.
        final: whether nothing more will come.
        problem: why there is no answer; empty where there is one.
        seconds: from the question to this answer.
    """

    question: Question
    comparison: Comparison | None
    final: bool
    problem: Text | str = ""
    seconds: float = 0.0


class Live:
    """Answers the newest question in a thread of its own until it is closed.

    The thread holds no board, only what is to be told, and ends with `close` or with the process.
    """

    def __init__(self, tell: Callable[[Answer], None], threads: int | None = None, source: Source = ENGINE) -> None:
        """Begin with no question.

        Args:
            tell: receives every answer, in the thread of the answers.
            threads: threads of the engine; None for all cores.
            source: of plans and runs; tests hand in a synthetic one.
        """
        self._tell, self._threads, self._recall = tell, threads, Recall(source)
        self._wake, self._number, self._closed = threading.Condition(), 0, False
        self._wanted: Question | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self, scenario: Any, policies: tuple[str, ...], asked: float | None = None) -> int:
        """Ask; what was asked before and is not answered yet is given up. Returns the number of the question."""
        with self._wake:
            self._cancelled.set()
            self._cancelled = threading.Event()
            self._number += 1
            self._wanted = Question(self._number, scenario, policies, time.perf_counter() if asked is None else asked)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="sim-board", daemon=True)
                self._thread.start()
            self._wake.notify()
            return self._number

    def close(self) -> None:
        """Give up what is being answered and end the thread."""
        with self._wake:
            self._closed = True
            self._cancelled.set()
            self._wake.notify()

    def _run(self) -> None:
        """Answer questions until closed."""
        while True:
            with self._wake:
                while self._wanted is None and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                question, self._wanted, cancelled = self._wanted, None, self._cancelled
            assert question is not None
            try:
                self._answer(question, cancelled)
            except Cancelled:
                continue
            except SimError as error:
                self._told(Answer(question, None, True, error.words), cancelled)
            except Exception as error:  # whatever it is: the next question is answered, and the reader is told
                self._told(Answer(question, None, True, f"{type(error).__name__}: {error}"), cancelled)

    def _answer(self, question: Question, cancelled: threading.Event) -> None:
        """Tell rough and ever finer answers to one question."""
        precision = question.scenario.precision
        wanted, enough = wanted_precision(None, precision), enough_of(None, precision)
        effort = Effort(None, wanted, None, self._threads, 0, neutral=False, enough=enough)
        for found in answers(question.scenario, question.policies, effort, self._recall.source(cancelled)):
            if cancelled.is_set():
                raise Cancelled
            final = found.stopping.reason != "given"
            self._told(Answer(question, found, final, "", time.perf_counter() - question.asked), cancelled)
            if not final and cancelled.wait(PAUSE):  # a hand that is turning a knob wants no finer answer
                raise Cancelled

    def _told(self, answer: Answer, cancelled: threading.Event) -> None:
        """Tell an answer unless nobody waits for it any more."""
        if not cancelled.is_set():
            self._tell(answer)
