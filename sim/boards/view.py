"""The board itself: what was moved, what is being answered, and what is shown in a page or a notebook cell."""

from __future__ import annotations

import base64
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import panel as pn
import param
from tornado.ioloop import IOLoop

from sim.bilingual import reader_language
from sim.boards import details, parts, pictures
from sim.boards.draft import MOST_VERSIONS, State, Version, begin, drafted
from sim.boards.export import FILES
from sim.boards.levers import Path
from sim.boards.live import Answer, Live
from sim.boards.style import LOOKS
from sim.boards.words import WORDS
from sim.errors import SimError
from sim.language.text import LANGUAGES, Language, Text, say
from sim.results.measures import BY_NAME
from sim.scenario.loading import file_text, load

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

MOST_UNDO = 200
#: Keys whose knobs change which knobs there are where they are moved as a whole.
RESHAPING = ("pay", "programmes", "structure")


class Board(pn.custom.JSComponent):
    """Knobs on the left, what they do on the right; a notebook cell shows it.

    Attributes:
        scenario: the document, without what was moved.
        text: of its file; None where there is none.
        history: states before the present one, oldest first.
        drawing: seconds that the last picture took to make.
        shell, controls, names, picture, guess, reckoned, can_undo: what the browser draws, see `board.js`.
    """

    shell = param.Dict(default={})
    controls = param.Dict(default={})
    names = param.List(default=[])
    picture = param.Dict(default={})
    guess = param.Dict(default={"on": False, "percent": 0.0})
    reckoned = param.Dict(default={})
    can_undo = param.Boolean(default=False)

    _esm = FilePath(__file__).with_name("board.js").read_text(encoding="utf-8")

    def __init__(
        self,
        scenario: Scenario,
        state: State,
        looks: tuple[str, str] = ("en", "auto"),
        *,
        text: str | None = None,
        threads: int | None = None,
    ) -> None:
        """Show a scenario.

        Args:
            scenario: the document.
            state: baseline and versions.
            looks: language; auto, light or dark.
            text: of the file the scenario was read from, None where there is none.
            threads: threads of the engine; None for all cores.
        """
        super().__init__(sizing_mode="stretch_width", margin=0)
        self.scenario, self.text, self._looks = scenario, text, looks
        self.history: list[State] = []
        self._state, self._measure, self._revealed = state, "gmv", True
        self._answer: Answer | None = None
        self._problem: Text | str = ""
        self._told, self._moves = 0, 0
        self._drafts, self._names = drafted(scenario, state)
        self._document = pn.state.curdoc
        self._loop = IOLoop.current() if self._document is not None else None
        self._location = pn.state.location if self._document is not None else None
        self._begun, self._finished, self._closed = threading.Event(), threading.Event(), False
        self.drawing = 0.0
        self._live = Live(_teller(weakref.ref(self)), threads)
        self._shell()
        self._show_words()
        self._show()
        if self._document is None:
            self._ask(time.perf_counter())
        else:  # before a page is loaded, nothing can be sent to it
            pn.state.onload(lambda: self._ask(time.perf_counter()))

    @classmethod
    def of(
        cls,
        scenario: Scenario | str | FilePath,
        policies: Sequence[str] | None,
        *,
        looks: tuple[Language | None, str],
        threads: int | None,
        state: str | None,
    ) -> Board:
        """Return a board for a page or a notebook cell; see `sim.board`.

        Raises:
            SimError: unknown policies, too many of them, a link made for another scenario, or no such language or look.
        """
        text = file_text(scenario) if isinstance(scenario, str | FilePath) else None
        shop = load(scenario) if isinstance(scenario, str | FilePath) else scenario
        lang, look = looks[0] or reader_language(), looks[1]
        if lang not in LANGUAGES or look not in LOOKS:
            raise SimError(
                "the language must be en or zh and the look {0}, not {1!r} and {2!r}",
                "语言须为 en 或 zh,外观须为 {0},现为 {1!r} 与 {2!r}",
                ", ".join(LOOKS),
                lang,
                look,
            )
        if pn.state.curdoc is None:  # a notebook gets the scripts with the first board; a page has them
            pn.extension(inline=True)
        return cls(shop, begin(shop, policies, state), (lang, look), text=text, threads=threads)

    # What was moved ---------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """Everything that was moved, as text for `sim.board(…, state=…)` or a link."""
        return self._state.link()

    @property
    def drafts(self) -> tuple[Scenario, tuple[str, ...]]:
        """The scenario with the versions in it, and their names."""
        return self._drafts, self._names

    @property
    def versions(self) -> State:
        """Baseline and versions as they stand."""
        return self._state

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that is shown, None before the first; the same as `sim.compare` returns."""
        return self._answer.comparison if self._answer else None

    @property
    def lang(self) -> Language:
        """Language of the board."""
        return "zh" if self._looks[0] == "zh" else "en"

    def move(self, path: Path, value: Any) -> None:
        """Move a knob of the version shown.

        Args:
            path: of the knob, as `sim.boards.levers` names it.
            value: as a document states it.
        """
        began = time.perf_counter()
        self.go(self._state.with_version(self._state.version.moved(path, value)), began)
        if (path[0] in RESHAPING and len(path) <= 2) or "weights" in path:
            self._controls()

    def undo(self) -> None:
        """Go back by one move."""
        if self.history:
            state = self.history.pop()
            self._set(state, time.perf_counter())
            self._controls()

    def go(self, state: State, began: float | None = None) -> None:
        """Go to another state and ask what it does.

        Args:
            state: baseline and versions.
            began: moment of the move, of `time.perf_counter`; None for now.
        """
        if state != self._state:
            self.history = [*self.history[1 - MOST_UNDO :], self._state]
            self._set(state, time.perf_counter() if began is None else began)

    def wait(self, seconds: float = 600.0) -> Comparison:
        """Return the final comparison once it is there.

        Args:
            seconds: to wait at most.

        Raises:
            SimError: a knob stands where it cannot, or the time is over.
        """
        if self._problem:
            raise SimError(self._problem)
        if not self._finished.wait(seconds):
            raise SimError("no final answer after {0:g} s", "{0:g} 秒后仍无最终结果", seconds)
        if self.comparison is None or self._problem:
            raise SimError(self._problem or Text("nothing was asked", "尚未提出问题"))
        return self.comparison

    def first(self, seconds: float = 600.0) -> bool:
        """Wait for the first answer to the last move; returns whether there is one.

        Args:
            seconds: to wait at most.
        """
        return not self._problem and self._begun.wait(seconds) and not self._problem

    def close(self) -> None:
        """End the thread behind the board."""
        self._closed = True
        self._live.close()

    def _set(self, state: State, began: float) -> None:
        """Take over a state; what cannot be is told, and the picture stays."""
        self._state, self.can_undo = state, bool(self.history)
        self.names = list(state.names(self.scenario.policies))
        try:
            self._drafts, self._names = drafted(self.scenario, state)
        except SimError as error:
            self._trouble(error.words)
            return
        self._revealed = not self.guess["on"]
        self._ask(began)

    def _ask(self, began: float) -> None:
        """Ask what the versions do."""
        self._problem = ""
        self._begun.clear()
        self._finished.clear()
        self._live.ask(self._drafts, (self._state.baseline, *self._names), began)

    # What the reader does ---------------------------------------------------------------------------------------------

    def _handle_msg(self, data: Any) -> None:
        """Do what the reader asks for; the message comes from the page, so nothing in it is trusted."""
        if not isinstance(data, dict):
            return
        acts: dict[str, Callable[[], None]] = {
            "move": lambda: self._moved(tuple(data["path"]), data["value"]),
            "refresh": self._controls,
            "undo": self.undo,
            "choose": lambda: self._choose(int(data["value"])),
            "begin": lambda: self._renew(Version(str(data["value"]))),
            "reset": lambda: self._renew(Version(self._state.version.base)),
            "add": self._add,
            "remove": self._remove,
            "measure": lambda: self._choose_measure(str(data["value"])),
            "language": lambda: self._look((str(data["value"]), self._looks[1])),
            "look": lambda: self._look((self._looks[0], str(data["value"]))),
            "guess": lambda: self._guess_first(bool(data["value"])),
            "show": lambda: self._reveal(float(data["value"])),
            "reckon": lambda: self._reckon(str(data["name"]), data),
            "file": lambda: self._file(str(data["name"])),
        }
        act = acts.get(str(data.get("do")))
        if act is not None:
            try:
                act()
            except SimError as error:
                self._trouble(error.words)

    def _moved(self, path: Path, value: Any) -> None:
        """Move a knob, and count that: knobs that were sent before are not drawn any more."""
        self._moves += 1
        self.move(path, value)

    def _choose(self, number: int) -> None:
        """Show the knobs of another version."""
        if 0 <= number < len(self._state.versions):
            self._state = replace(self._state, chosen=number)
            self._controls()
            self._show_words()

    def _renew(self, version: Version) -> None:
        """Let the version shown begin anew from a policy of the file."""
        self.scenario.policy(version.base)
        self.go(self._state.with_version(version))
        self._controls()

    def _add(self) -> None:
        """Add a copy of the version shown."""
        versions = (*self._state.versions, self._state.version)[:MOST_VERSIONS]
        self.go(replace(self._state, versions=versions, chosen=len(versions) - 1))
        self._controls()

    def _remove(self) -> None:
        """Remove the version shown."""
        versions = tuple(each for k, each in enumerate(self._state.versions) if k != self._state.chosen)
        if versions:
            self.go(replace(self._state, versions=versions, chosen=max(0, self._state.chosen - 1)))
            self._controls()

    def _choose_measure(self, name: str) -> None:
        """Draw the weekly path of another measure."""
        if name in BY_NAME:
            self._measure = name
            self._show()

    def _look(self, looks: tuple[str, str]) -> None:
        """Change language or look."""
        if looks[0] in LANGUAGES and looks[1] in LOOKS:
            self._looks = looks
            self._shell()
            self._show_words()
            self._show()

    def _guess_first(self, on: bool) -> None:
        """Hide the answer until it was guessed, or do not."""
        self.guess, self._revealed = {"on": on, "percent": 0.0}, not on
        self._show()

    def _reveal(self, percent: float) -> None:
        """Show the answer beside the guess."""
        self.guess, self._revealed = {"on": True, "percent": percent}, True
        self._show()

    def _reckon(self, name: str, choices: Mapping[str, Any]) -> None:
        """Reckon something in a thread and show it."""
        reckon = details.RECKONED.get(name)
        if reckon is not None:
            job = details.Job(*self.drafts, self._state, self.comparison, self.lang, choices)
            self._in_thread(lambda: self._reckoned(name, reckon(job)), name)

    def _file(self, name: str) -> None:
        """Make a file in a thread and send it."""
        made = FILES.get(name)
        if made is not None:
            job = details.Job(*self.drafts, self._state, self.comparison, self.lang, {"text": self.text})
            self._in_thread(lambda: self._send(made.file, made.type, made.make(self.scenario, job)), "file")

    def _in_thread(self, work: Callable[[], None], name: str) -> None:
        """Work beside the page, and say why where nothing comes of it."""
        self._reckoned(name, f'<p class="status">{escape(self.say("working"))}</p>')

        def run() -> None:
            try:
                work()
            except SimError as error:
                self._reckoned(name, f'<div class="problem" role="alert">{escape(error.said(self.lang))}</div>')

        threading.Thread(target=run, name="sim-board-beside", daemon=True).start()

    def _reckoned(self, name: str, text: str) -> None:
        """Show what was reckoned, in the thread of the page."""
        self._later(lambda: setattr(self, "reckoned", {**self.reckoned, name: text}))

    def _send(self, file: str, kind: str, content: bytes) -> None:
        """Send a file to the browser, which saves it."""
        message = {"file": file, "type": kind, "base64": base64.b64encode(content).decode("ascii")}
        self._later(lambda: self._send_msg(message))
        self._reckoned("file", f'<p class="status">{escape(self.say("sent", file))}</p>')

    # What is shown ----------------------------------------------------------------------------------------------------

    def say(self, name: str, *values: object) -> str:
        """Return a word of the board in the reader's language."""
        return say(WORDS[name].format(*values), self.lang)

    def _shell(self) -> None:
        """Send what stays, and the knobs."""
        self.shell = parts.shell(
            self.scenario, self._state.baseline, self._looks, self._measure, self._document is not None
        )
        self._controls()

    def _controls(self) -> None:
        """Send versions and knobs as they stand."""
        self.names = list(self._state.names(self.scenario.policies))
        drawn = parts.controls(self.scenario, self._drafts, self._names[self._state.chosen], self._state, self.lang)
        self.controls = drawn | {"seen": self._moves, "undo": bool(self.history)}

    def receive(self, answer: Answer) -> None:
        """Show an answer; it comes from the thread of the answers and is shown in that of the page."""
        self._later(partial(self._take, answer))

    def _later(self, act: Callable[[], None]) -> None:
        """Do something in the thread of the page; in a notebook any thread may."""
        if self._closed:
            return
        if self._loop is not None:  # a document takes callbacks in the thread of its server only; else some are lost
            self._loop.add_callback(self._document.add_next_tick_callback, act)
        else:
            act()

    def _take(self, answer: Answer) -> None:
        """Show an answer unless a newer one is there."""
        if answer.question.number < self._told:
            return
        first, self._told, began = answer.question.number > self._told, answer.question.number, time.perf_counter()
        if answer.problem:
            self._trouble(answer.problem)
        else:
            self._answer = answer
            self._show()
            self.drawing = time.perf_counter() - began
        self._begun.set()
        if first:
            self._later(self._follow)
        if answer.final:
            self._finished.set()

    def _follow(self) -> None:
        """Say in words what the picture, which is on its way by now, has shown; let the address hold the state."""
        self._show_words()
        if self._location is not None:
            self._location.update_query(state=self.state)

    def _trouble(self, words: Text | str) -> None:
        """Say why a knob cannot stand where it is."""
        self._problem, text = words, say(words, self.lang)
        head = escape(self.say("problem"))
        self._draw(trouble=f'<div class="problem" role="alert"><b>{head}</b>\n{escape(text)}</div>')

    def _draw(self, **parts: str) -> None:
        """Send parts of the picture."""
        self.picture = {**self.picture, **parts}

    def _show(self) -> None:
        """Draw the answer."""
        answer, lang = self._answer, self.lang
        if answer is None or answer.comparison is None:
            self._draw(status=parts.waiting(self.scenario, self.lang))
            return
        found = answer.comparison
        if not self._revealed:
            now = f'<p class="status" role="status">{escape(self.say("guess_now"))}</p>'
            self._draw(status=now, verdicts="", differences="", weekly="", trouble="")
            return
        guess = pictures.Guess(self._names[self._state.chosen], self.guess["percent"]) if self.guess["on"] else None
        self._draw(
            status=pictures.status(found, answer.final, lang) + parts.guessed(found, guess, lang),
            verdicts=pictures.verdicts(found, lang),
            differences=pictures.differences(found, lang, guess),
            weekly=pictures.weekly(found, BY_NAME[self._measure], lang),
            trouble="",
        )

    def _show_words(self) -> None:
        """Say what differs from the baseline in words, and what can be said against it before a run."""
        name = self._names[self._state.chosen]
        self._draw(
            words=details.differs(self._drafts, name, self._state.baseline, self.lang),
            checks=details.checks(self._drafts, name, self.lang),
        )


def _teller(board: weakref.ref[Board]) -> Callable[[Answer], None]:
    """Return a function that tells a board, as long as there is one."""

    def tell(answer: Answer) -> None:
        there = board()
        if there is not None:
            there.receive(answer)

    return tell
