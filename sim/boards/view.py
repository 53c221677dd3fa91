"""The board itself: what was moved, what is being answered, and what is shown."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import panel as pn

from sim.boards import details, pictures
from sim.boards.draft import MOST_VERSIONS, State, Version, begin, drafted
from sim.boards.knobs import card
from sim.boards.levers import Path, every_lever, groups_of
from sim.boards.live import Answer, Live
from sim.boards.style import LOOKS, page, sheet
from sim.boards.words import WORDS
from sim.errors import SimError
from sim.language.reader import reader_language
from sim.language.text import Language, say
from sim.results import screen
from sim.results.measures import BY_NAME
from sim.scenario.loading import file_text, load

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

MOST_UNDO = 200
#: A knob that changes which knobs there are, by the number of keys of its path.
_RESHAPES = (1, 2)
KNOBS_WIDTH, NARROW = 380, 900


class Board(pn.viewable.Viewer):
    """Knobs on the left, what they do on the right.

    Attributes:
        scenario: the document, without what was moved.
        history: states before the present one, oldest first.
    """

    def __init__(
        self,
        scenario: Scenario,
        state: State,
        looks: tuple[str, str] = ("en", "auto"),
        *,
        text: str | None = None,
        threads: int | None = None,
        **params: Any,
    ) -> None:
        """Show a scenario.

        Args:
            scenario: the document.
            state: baseline and versions.
            looks: language; auto, light or dark.
            text: of the file the scenario was read from, None where there is none.
            threads: threads of the engine; None for all cores.
            params: of Panel's viewers.
        """
        super().__init__(**params)
        self.scenario, self.text, self.looks = scenario, text, looks
        self.history: list[State] = []
        self._state, self._measure = state, "gmv"
        self._answer: Answer | None = None
        self._guess, self._revealed, self._quiet = False, True, False
        self._drafts, self._names = drafted(scenario, state)
        self._document = pn.state.curdoc
        self._live = Live(_teller(weakref.ref(self)), threads)
        self._finished = threading.Event()
        self.details = details.Details(self)
        self._build()
        self._ask(time.perf_counter())

    # What was moved ---------------------------------------------------------------------------------------------------

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
        """Return a board for a page or a notebook cell; see `sim.board`."""
        text = file_text(scenario) if isinstance(scenario, str | FilePath) else None
        shop = load(scenario) if isinstance(scenario, str | FilePath) else scenario
        if pn.state.curdoc is None:  # a notebook gets the scripts with the first board; a page has them
            pn.extension(inline=True)
        lang, look = looks
        return cls(shop, begin(shop, policies, state), (lang or reader_language(), look), text=text, threads=threads)

    @property
    def state(self) -> str:
        """Everything that was moved, as text for `board(state=…)` or a link."""
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
        """The comparison that is shown, None before the first; the same object as `compare` returns."""
        return self._answer.comparison if self._answer else None

    def move(self, path: Path, value: Any) -> None:
        """Move a knob of the version shown.

        Args:
            path: of the knob, as `groups_of` names it.
            value: as a document states it.
        """
        if not self._quiet:
            began = time.perf_counter()
            self.go(self._state.with_version(self._state.version.moved(path, value)), began)
            if path[0] in ("pay", "programmes", "structure") and len(path) in _RESHAPES:
                self._refresh_knobs()

    def undo(self) -> None:
        """Go back by one move."""
        if self.history:
            state = self.history.pop()
            self._set(state, time.perf_counter())
            self._refresh()

    def go(self, state: State, began: float | None = None) -> None:
        """Go to another state and ask what it does."""
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
        if not self._finished.wait(seconds):
            raise SimError(f"no final answer after {seconds:g} s")
        if self.comparison is None:
            raise SimError(self._answer.problem if self._answer else "nothing was asked")
        return self.comparison

    def close(self) -> None:
        """End the thread behind the board."""
        self._live.close()
        self.details.close()

    def _set(self, state: State, began: float) -> None:
        """Take over a state; what cannot be is told, and the picture stays."""
        self._state = state
        self._link()
        try:
            self._drafts, self._names = drafted(self.scenario, state)
        except SimError as error:
            self._problem(str(error))
            return
        self._revealed = not self._guess
        self._ask(began)

    def _ask(self, began: float) -> None:
        """Ask what the versions do."""
        self._finished.clear()
        self._live.ask(self._drafts, (self._state.baseline, *self._names), began)
        self.details.outdated()

    # What is shown ----------------------------------------------------------------------------------------------------

    def __panel__(self) -> Any:
        """Return the layout."""
        return self._layout

    def say(self, name: str, *values: object) -> str:
        """Return a word of the board in the reader's language."""
        return say(WORDS[name].format(*values), self.looks[0])

    def html(self, content: str = "", **settings: Any) -> Any:
        """Return a piece of the page."""
        settings = {"sizing_mode": "stretch_width", "margin": (4, 8)} | settings
        return pn.pane.HTML(content, stylesheets=[sheet(self.looks[1])], **settings)

    def button(self, name: str, act: Callable[[], None]) -> Any:
        """Return a button."""
        made = pn.widgets.Button(name=self.say(name), stylesheets=[sheet(self.looks[1])], margin=(4, 4), tags=[name])
        made.on_click(lambda _: act())
        return made

    def select(
        self, name: str, options: dict[str, Any], value: Any, act: Callable[[Any], None], width: int = 170
    ) -> Any:
        """Return a list to choose from."""
        made = pn.widgets.Select(
            name=self.say(name),
            options=options,
            value=value,
            width=width,
            margin=(4, 6),
            tags=[name],
            stylesheets=[sheet(self.looks[1])],
        )
        made.param.watch(lambda event: act(event.new), "value")
        return made

    def _build(self) -> None:
        """Make the layout, once; what is in it is replaced when language, look or versions change."""
        self._layout = pn.FlexBox(sizing_mode="stretch_width", align_items="flex-start", gap="8px")
        self._fill()

    def _fill(self) -> None:
        """Fill the layout in the reader's language and look."""
        self._ground = pn.pane.HTML(f"<style>{page(self.looks[1])}</style>", width=0, height=0, margin=0)
        self._status, self._verdicts, self._differences = self.html(), self.html(), self.html()
        self._weekly, self._words, self._checks = self.html(), self.html(), self.html()
        self._trouble = self.html()
        self._head = pn.Column(sizing_mode="stretch_width", margin=0)
        self._knobs = pn.Column(sizing_mode="stretch_width", margin=0)
        self._guessing = pn.Column(sizing_mode="stretch_width", margin=0)
        left = pn.Column(
            self._head,
            self._trouble,
            self._knobs,
            width=KNOBS_WIDTH,
            max_width=KNOBS_WIDTH,
            margin=(6, 6),
            css_classes=["left"],
        )
        measures = {BY_NAME[name].label(self.looks[0]): name for name in BY_NAME}
        chosen = self.select("measure", measures, self._measure, self._choose_measure, 260)
        right = pn.Column(
            self._status,
            self._guessing,
            self._verdicts,
            self._differences,
            chosen,
            self._weekly,
            self._words,
            self._checks,
            self.details.layout(),
            sizing_mode="stretch_width",
            min_width=300,
            margin=(6, 6),
            styles={"flex": "1 1 420px"},
            css_classes=["right"],
        )
        self._layout[:] = [self._ground, self._titles(), left, right]
        self._refresh_head()
        self._refresh_knobs()
        self._refresh_guess()
        self._show_words()
        self._show()

    def _titles(self) -> Any:
        """Return title, language and look."""
        lang, look = self.looks
        words = self.say("title", self.scenario.name), self.say("against", self._state.baseline)
        text = f"<h1>{escape(words[0])}</h1><p class='soft'>{escape(words[1])}</p>"
        title = self.html(text, styles={"flex": "1 1 300px"})
        languages = {"English": "en", "中文": "zh"}
        looks = {self.say(each): each for each in LOOKS}
        return pn.FlexBox(
            title,
            self.select("language", languages, lang, lambda new: self._look((new, look)), 110),
            self.select("look", looks, look, lambda new: self._look((lang, new)), 150),
            sizing_mode="stretch_width",
            align_items="flex-end",
        )

    def _look(self, looks: tuple[str, str]) -> None:
        """Change language or look."""
        self.looks = looks
        self._fill()

    def _refresh(self) -> None:
        """Show the knobs as they stand."""
        self._refresh_head()
        self._refresh_knobs()
        self._refresh_guess()

    def _refresh_head(self) -> None:
        """Show the versions, what they begin from, and what can be done with them."""
        state, look = self._state, self.looks[1]
        names = state.names(self.scenario.policies)
        tabs = pn.widgets.RadioButtonGroup(
            name=self.say("version"),
            options={name: k for k, name in enumerate(names)},
            value=state.chosen,
            stylesheets=[sheet(look)],
            sizing_mode="stretch_width",
            margin=(4, 6),
            tags=["version"],
        )
        tabs.param.watch(lambda event: self._choose(event.new), "value")
        others = {name: name for name in self.scenario.policies if name != state.baseline}
        begin = self.select("begin", others, state.version.base, self._begin, KNOBS_WIDTH - 30)
        buttons = [self.button("undo", self.undo), self.button("reset", self._reset)]
        buttons += [self.button("add", self._add)] if len(names) < MOST_VERSIONS else []
        buttons += [self.button("remove", self._remove)] if len(names) > 1 else []
        self._head[:] = [tabs, begin, pn.FlexBox(*buttons, sizing_mode="stretch_width")]

    def _choose(self, number: int) -> None:
        """Show the knobs of another version."""
        self._state = replace(self._state, chosen=number)
        self._link()
        self._refresh()
        self._show_words()

    def _begin(self, base: str) -> None:
        """Let the version begin from another policy of the file."""
        self.go(self._state.with_version(Version(base)))
        self._refresh()

    def _reset(self) -> None:
        """Take all moves of the version back."""
        self.go(self._state.with_version(Version(self._state.version.base)))
        self._refresh()

    def _add(self) -> None:
        """Add a copy of the version shown."""
        versions = (*self._state.versions, self._state.version)
        self.go(replace(self._state, versions=versions, chosen=len(versions) - 1))
        self._refresh()

    def _remove(self) -> None:
        """Remove the version shown."""
        versions = tuple(each for k, each in enumerate(self._state.versions) if k != self._state.chosen)
        self.go(replace(self._state, versions=versions, chosen=max(0, self._state.chosen - 1)))
        self._refresh()

    def _refresh_knobs(self) -> None:
        """Show the knobs of the version; groups that the baseline has too are folded."""
        name = self._names[self._state.chosen]
        groups, was = groups_of(self._drafts, name), every_lever(self.scenario, self._state.version.base)
        base = every_lever(self.scenario, self._state.baseline)
        opened = {card.tags[0] for card in self._knobs if not card.collapsed}

        def new(group: Any) -> bool:
            return any(lever.path not in base or base[lever.path].value != lever.value for lever in group.levers)

        first = sorted(groups, key=lambda group: not (group.name.startswith("pay/") and new(group)))
        self._quiet = True
        self._knobs[:] = [
            card(group, was, self.move, self.looks, group.name in opened or (not opened and k == 0))
            for k, group in enumerate(first)
        ]
        self._quiet = False

    def _choose_measure(self, name: str) -> None:
        """Draw the weekly path of another measure."""
        self._measure = name
        self._show()

    # Guess first ------------------------------------------------------------------------------------------------------

    def _refresh_guess(self) -> None:
        """Show what is needed to guess first."""
        look = self.looks[1]
        first = pn.widgets.Checkbox(
            name=self.say("guess"), value=self._guess, stylesheets=[sheet(look)], tags=["guess"]
        )
        first.param.watch(lambda event: self._guess_first(event.new), "value")
        rows: list[Any] = [first]
        if self._guess:
            self._slider = pn.widgets.FloatSlider(
                name=self.say("your_guess"),
                start=-20.0,
                end=20.0,
                step=0.1,
                value=0.0,
                stylesheets=[sheet(look)],
                tags=["your_guess"],
            )
            rows += [self._slider, self.button("show", self._reveal)]
        self._guessing[:] = rows

    def _guess_first(self, on: bool) -> None:
        """Hide the answer until it was guessed, or do not."""
        self._guess, self._revealed = on, not on
        self._refresh_guess()
        self._show()

    def _reveal(self) -> None:
        """Show the answer."""
        self._revealed = True
        self._show()

    # Answers ----------------------------------------------------------------------------------------------------------

    def receive(self, answer: Answer) -> None:
        """Show an answer; it comes from the thread of the answers and is shown in that of the page."""
        if self._document is not None:
            self._document.add_next_tick_callback(partial(self._take, answer))
        else:
            self._take(answer)

    def _take(self, answer: Answer) -> None:
        """Show an answer unless a newer one is there."""
        if self._answer and answer.question.number < self._answer.question.number:
            return
        if answer.problem:
            self._problem(answer.problem)
        else:
            first = self._answer is None or self._answer.question.number < answer.question.number
            self._answer = answer
            self._trouble.object = ""
            self._show()
            if first:
                self._show_words()
        if answer.final:
            self._finished.set()

    def _problem(self, text: str) -> None:
        """Say why a knob cannot stand where it is."""
        words = escape(self.say("problem"))
        self._trouble.object = f'<div class="problem" role="alert"><b>{words}</b>\n{escape(text)}</div>'

    def _show(self) -> None:
        """Draw the answer."""
        answer, lang = self._answer, self.looks[0]
        if answer is None or answer.comparison is None:
            self._status.object = self._waiting()
            return
        found = answer.comparison
        if not self._revealed:
            self._status.object = f'<p class="status" role="status">{escape(self.say("guess_now"))}</p>'
            self._verdicts.object = self._differences.object = self._weekly.object = ""
            return
        guess = pictures.Guess(self._names[self._state.chosen], self._slider.value) if self._guess else None
        with pn.io.hold():
            self._status.object = pictures.status(found, answer.final, lang) + self._guessed(found, guess)
            self._verdicts.object = pictures.verdicts(found, lang)
            self._differences.object = pictures.differences(found, lang, guess)
            self._weekly.object = pictures.weekly(found, BY_NAME[self._measure], lang)

    def _guessed(self, found: Comparison, guess: pictures.Guess | None) -> str:
        """Return the guess beside the estimate."""
        if guess is None or guess.policy not in found.policies:
            return ""
        row, shown = found.row(guess.policy, "gmv"), screen.difference(found, guess.policy, "gmv")
        scale = 100.0 / abs(row.baseline_mean)
        numbers = [f"{scale * value:+.1f}" for value in (shown.estimate, shown.low, shown.high)]
        return f"<p>{escape(self.say('guessed', f'{guess.percent:+.1f}', *numbers))}</p>"

    def _waiting(self) -> str:
        """Return what is said before the first answer: what is done, and what is known without a run."""
        from sim.results.progress import compiled
        from sim.scenario.words import describe

        word = self.say("working") if compiled() else self.say("compiling", self.say("compile_time"))
        shop = describe(self.scenario, "zh" if self.looks[0] == "zh" else "en")
        return (
            f'<p class="status" role="status">{escape(word)}</p><details open><summary>{escape(self.say("scenario"))}'
            f"</summary><pre>{escape(shop)}</pre></details>"
        )

    def _show_words(self) -> None:
        """Say what differs from the baseline in words, and what can be said against it before a run."""
        name = self._names[self._state.chosen]
        with pn.io.hold():
            self._words.object = details.differs(self._drafts, name, self._state.baseline, self.looks[0])
            self._checks.object = details.checks(self._drafts, name, self.looks[0])

    def _link(self) -> None:
        """Let the address hold the state."""
        location = pn.state.location
        if self._document is not None and location is not None:
            location.update_query(state=self.state)


def _teller(board: weakref.ref[Board]) -> Callable[[Answer], None]:
    """Return a function that tells a board, as long as there is one."""

    def tell(answer: Answer) -> None:
        there = board()
        if there is not None:
            there.receive(answer)

    return tell
