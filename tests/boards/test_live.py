"""Answers that keep up with a knob: the newest question only, and the same numbers as a comparison."""

import threading

import numpy as np
import pytest
import shop

from sim.bilingual import say
from sim.boards.draft import State, Version, drafted
from sim.boards.live import Answer, Live
from sim.boards.recall import BLOCK, FIRST, Cancelled, Recall
from sim.results.compare import answers, compare
from sim.results.precision import Effort
from sim.scenario.loading import loads

SHOP = loads(shop.TEXT)
POLICIES = ("today", "quota")


class Told:
    """Collects answers, and says when the final one is there."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.final = threading.Event()

    def __call__(self, answer: Answer) -> None:
        self.answers.append(answer)
        if answer.final:
            self.final.set()


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def live(told: Told):
    made = Live(told)
    yield made
    made.close()


def test_the_first_answer_is_rough_and_the_last_is_that_of_a_comparison(told: Told, live: Live) -> None:
    live.ask(SHOP, POLICIES)
    assert told.final.wait(120)
    first, last = told.answers[0].comparison, told.answers[-1].comparison
    assert first.replicates == 20 < last.replicates
    assert first.frame.equals(compare(SHOP, POLICIES, replicates=20, neutral=False, progress=False).frame)
    assert last.frame.equals(compare(SHOP, POLICIES, neutral=False, progress=False).frame)
    runs = [each.comparison.replicates for each in told.answers]
    assert runs == sorted(runs)


def test_only_the_newest_question_is_answered(told: Told, live: Live) -> None:
    for target in range(1000, 4000, 100):
        state = State("today", (Version("quota").moved(("pay", "quota", "target_rmb"), float(target)),))
        scenario, names = drafted(SHOP, state)
        number = live.ask(scenario, ("today", *names))
    assert told.final.wait(120)
    assert told.answers[-1].question.number == number
    assert sum(each.final for each in told.answers) == 1


def test_what_cannot_be_answered_is_told(told: Told, live: Live) -> None:
    live.ask(SHOP, ("today", "gone"))
    assert told.final.wait(60)
    assert "no policy is called 'gone'" in say(told.answers[-1].problem, "en")


def test_closing_ends_the_thread(told: Told) -> None:
    live = Live(told)
    live.ask(SHOP, POLICIES)
    live.close()
    for thread in threading.enumerate():
        if thread.name == "sim-board":
            thread.join(30)
    assert not [each for each in threading.enumerate() if each.name == "sim-board" and each.is_alive()]


def test_what_is_remembered_changes_no_number_and_saves_the_baseline() -> None:
    from sim.results.run import ENGINE

    ran: list[str] = []

    def simulate(plan, *rest):
        ran.append(plan.name)
        return ENGINE.simulate(plan, *rest)

    recall = Recall(ENGINE._replace(simulate=simulate))
    effort = Effort(FIRST + BLOCK, {}, None, None, 0, neutral=False)
    first = list(answers(SHOP, POLICIES, effort, recall.source(threading.Event())))[-1]
    again = list(answers(SHOP, POLICIES, effort, recall.source(threading.Event())))[-1]
    assert first.frame.equals(again.frame)
    assert np.array_equal(first.runs[1].exits, again.runs[1].exits)
    assert ran.count("quota") == 2 and ran.count("today") == 3  # the first replicate alone warms the engine


def test_a_cancelled_question_runs_no_further() -> None:
    cancelled = threading.Event()
    cancelled.set()
    effort = Effort(BLOCK, {}, None, None, 0, neutral=False)
    with pytest.raises(Cancelled):
        next(answers(SHOP, POLICIES, effort, Recall().source(cancelled)))


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.boards.recall.ROOM", 1)
    recall = Recall()
    effort = Effort(3 * BLOCK, {}, None, None, 0, neutral=False)
    found = list(answers(SHOP, POLICIES, effort, recall.source(threading.Event())))[-1]
    assert found.frame.equals(compare(SHOP, POLICIES, replicates=3 * BLOCK, neutral=False, progress=False).frame)
    assert len(recall._blocks) == 1
