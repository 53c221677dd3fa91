"""What stands below the picture: what differs in words, checks and costs, and what is reckoned on request."""

from __future__ import annotations

import io
import tempfile
import threading
import weakref
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import panel as pn

from sim.boards.export import file_yaml, policies_yaml
from sim.boards.style import sheet
from sim.boards.words import WORDS
from sim.errors import SimError
from sim.language.text import ROLE_TEXTS, say

if TYPE_CHECKING:
    from sim.boards.draft import State
    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

#: Companies behind who gains and who loses, and weeks between two points of the chart of marginal pay.
COMPANIES, EVERY = 4, 4
STALE = "data-stale"


def differs(scenario: Scenario, name: str, baseline: str, lang: str) -> str:
    """Return what differs under a policy from the baseline, in words."""
    from sim.scenario.words import compared

    title, *lines = compared(scenario, name, baseline, "zh" if lang == "zh" else "en").splitlines()
    items = "".join(f"<li>{escape(line.removeprefix('  - '))}</li>" for line in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"


def checks(scenario: Scenario, name: str, lang: str) -> str:
    """Return what can be said against a policy before it is run, and what its pay costs."""
    from sim.linter import SEVERITY_TEXTS, examine, setting_of

    found, costs = examine(scenario, [name], setting_of("cn", "zh" if lang == "zh" else "en"))
    rows = [
        f'<li><b class="{escape(each.severity)}">{escape(say(SEVERITY_TEXTS[each.severity], lang))}</b> '
        f"{escape(each.finding)} "
        f"<small>{escape(each.remedy)}</small></li>"
        for each in found
    ]
    said = f"<ul>{''.join(rows)}</ul>" if rows else f"<p>{escape(say(WORDS['clean'], lang))}</p>"
    return f"<h2>{escape(say(WORDS['checks'], lang))}</h2>{said}{_costs(costs, lang)}"


def _costs(costs: Any, lang: str) -> str:
    """Return what every instrument costs."""
    from sim.linter.costs import TOTAL

    rows = []
    for name in dict.fromkeys(each.instrument for each in costs):
        mine = [each for each in costs if each.instrument == name]
        shown = say(WORDS["total"], lang) if name == TOTAL else name
        cells = "".join(
            f'<td class="number">{each.rmb_month:,.0f} <small>{100 * each.share_of_base:.0f} %</small></td>'
            for each in mine
        )
        rows.append(f'<tr><th scope="row">{escape(shown)}</th>{cells}</tr>')
    caption = f'<caption class="soft">{escape(say(WORDS["cost"], lang))}</caption>'
    return f'<div class="wide"><table>{caption}{"".join(rows)}</table></div>'


class Home(Protocol):
    """What details need of the board they belong to."""

    scenario: Scenario
    text: str | None
    looks: tuple[str, str]

    @property
    def drafts(self) -> tuple[Scenario, tuple[str, ...]]:
        """The scenario with the versions in it, and their names."""
        ...

    @property
    def versions(self) -> State:
        """Baseline and versions as they stand."""
        ...

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that is shown."""
        ...

    def say(self, name: str, *values: object) -> str:
        """Return a word of the board in the reader's language."""
        ...

    def html(self, content: str = "", **settings: Any) -> Any:
        """Return a piece of the page."""
        ...

    def button(self, name: str, act: Callable[[], None]) -> Any:
        """Return a button."""
        ...

    def select(
        self, name: str, options: dict[str, Any], value: Any, act: Callable[[Any], None], width: int = 170
    ) -> Any:
        """Return a list to choose from."""
        ...


class Details:
    """What is reckoned on request, each in a thread of its own, and what can be taken along."""

    def __init__(self, board: Home) -> None:
        """Belong to a board."""
        self._board: Home = weakref.proxy(board)
        self._stale: list[Any] = []
        self._closed, self._document = False, pn.state.curdoc

    def layout(self) -> Any:
        """Return the cards, folded."""
        board, (scenario, _) = self._board, self._board.drafts
        lang, look = board.looks
        self._stale = []
        seats = {
            f"{say(ROLE_TEXTS[role], lang)} {k + 1}": f"{role} {k + 1}"
            for role in scenario.company.roles
            for k in range(scenario.company.seats[role].heads)
        }
        seat = board.select("seat", seats, next(iter(seats.values())), lambda _: None)
        weeks = scenario.company.weeks - 1
        settings = {"stylesheets": [sheet(look)], "margin": (4, 12), "tags": ["week"]}
        week = pn.widgets.IntSlider(name=board.say("week"), start=0, end=weeks, value=weeks // 2, **settings)
        cards = [
            self._card("who", lambda: self._who(lang)),
            self._card("marginal", lambda: self._marginal(lang)),
            self._card("payslip", lambda: self._payslip(seat.value, week.value, lang), seat, week),
            self._card("network", lambda: self._network(lang)),
            self._take_along(),
        ]
        return pn.Column(*cards, sizing_mode="stretch_width", margin=0)

    def outdated(self) -> None:
        """Note beside what was reckoned that the knobs have moved on."""
        for pane in self._stale:
            if pane.object and STALE not in pane.object:
                words = escape(self._board.say("stale"))
                pane.object = f'<p class="soft" {STALE}>{words}</p>{pane.object}'

    def close(self) -> None:
        """Show nothing any more."""
        self._closed = True

    def _card(self, name: str, reckon: Callable[[], str], *choices: Any) -> Any:
        """Return a card whose button reckons something and shows it."""
        board = self._board
        shown = board.html(tags=[name])
        self._stale.append(shown)
        button: Any = board.button("reckon", lambda: self._start(shown, button, reckon))
        inside = pn.Column(
            pn.FlexBox(*choices, button, sizing_mode="stretch_width"), shown, sizing_mode="stretch_width"
        )
        return self._folded(name, inside)

    def _folded(self, name: str, inside: Any) -> Any:
        """Return a folded card."""
        board = self._board
        return pn.Card(
            inside,
            title=board.say(name),
            collapsed=True,
            sizing_mode="stretch_width",
            margin=(0, 0, 6, 0),
            stylesheets=[sheet(board.looks[1])],
            tags=[name],
        )

    def _start(self, shown: Any, button: Any, reckon: Callable[[], str]) -> None:
        """Reckon in a thread, and show what came out or why nothing did."""
        shown.object, button.disabled = f'<p class="status">{escape(self._board.say("working"))}</p>', True

        def show(text: str) -> None:
            shown.object, button.disabled = text, False

        def work() -> None:
            try:
                text = reckon()
            except SimError as error:
                text = f'<div class="problem" role="alert">{escape(str(error))}</div>'
            except ReferenceError:  # the board is gone
                return
            self._later(partial(show, text))

        threading.Thread(target=work, name="sim-board-details", daemon=True).start()

    def _later(self, act: Callable[[], None]) -> None:
        """Do something in the thread of the page."""
        if self._closed:
            return
        if self._document is not None:
            self._document.add_next_tick_callback(act)
        else:
            act()

    def _name(self) -> tuple[Scenario, str]:
        """Return the scenario with the drafts, and the name of the version shown."""
        scenario, names = self._board.drafts
        return scenario, names[self._board.versions.chosen]

    def _who(self, lang: str) -> str:
        """Return who gains and who loses under the versions."""
        from sim.results.who_tables import html

        found = self._board.comparison
        if found is None:
            raise SimError(self._board.say("working"))
        return f'<div class="wide">{html(found.who(replicates=COMPANIES), lang)}</div>'

    def _marginal(self, lang: str) -> str:
        """Return what one more hour earns under the version shown."""
        from sim.results.notebook import image
        from sim.results.pay import marginal_chart, marginal_pay

        scenario, name = self._name()
        frame = marginal_pay(scenario, name, weeks=range(0, scenario.company.weeks, EVERY))
        return image(marginal_chart(frame, scenario, lang), say(WORDS["marginal"], lang))

    def _payslip(self, seat: str, week: int, lang: str) -> str:
        """Return the payslip of an invented person under the version shown."""
        from sim.results.pay import payslip, payslip_text

        scenario, name = self._name()
        return f"<pre>{escape(payslip_text(payslip(scenario, name, seat, week), lang))}</pre>"

    def _network(self, lang: str) -> str:
        """Return who turns to whom, before and after, under the baseline and the version shown."""
        from sim.results.notebook import image
        from sim.results.probes import network

        scenario, name = self._name()
        policies = list(dict.fromkeys((self._board.versions.baseline, name)))
        weeks = [-1 if scenario.company.burn_in_weeks else 0, scenario.company.weeks - 1]
        found = network(scenario, policies, weeks=weeks, replicates=1)
        return image(found.plot("ties", lang=lang), say(WORDS["network"], lang))

    # What can be taken along ------------------------------------------------------------------------------------------

    def _take_along(self) -> Any:
        """Return what can be taken along: the policy, the file, its pay plan, the page for the meeting."""
        board = self._board
        page = pn.Column(margin=0)
        button: Any = board.button("page", lambda: self._page(page, button))
        rows = [
            self._download("policy_yaml", "policy.yaml", lambda: "\n\n".join(self._policies()) + "\n"),
            self._download("file_yaml", "board.yaml", self._file),
            self._download("workbook", "pay.xlsx", self._workbook),
            button,
            page,
        ]
        words = board.html(f"<p>{escape(board.say('link'))}</p>")
        return self._folded("file", pn.Column(pn.FlexBox(*rows, sizing_mode="stretch_width"), words))

    def _download(self, name: str, file: str, make: Callable[[], str | bytes]) -> Any:
        """Return a button that makes a file when it is pressed."""
        board = self._board

        def content() -> io.BytesIO:
            made = make()
            return io.BytesIO(made.encode() if isinstance(made, str) else made)

        return pn.widgets.FileDownload(
            callback=content,
            filename=file,
            label=board.say(name),
            button_type="default",
            margin=(4, 4),
            width=220,
            stylesheets=[sheet(board.looks[1])],
            tags=[name],
        )

    def _policies(self) -> list[str]:
        """Return the drafted policies as YAML; the policy of the file where nothing was moved."""
        found = policies_yaml(self._board.scenario, self._board.versions)
        return list(found.values()) or [f"# {self._board.say('same', self._board.versions.version.base)}"]

    def _file(self) -> str:
        """Return the file with the drafted policies and the command that compares them."""
        board = self._board
        text = file_yaml(board.scenario, board.versions, board.text)
        found = board.comparison
        if found is None:
            return text
        return f"# {board.say('command')}\n#   {found.provenance.command_for('board.yaml')}\n{text}"

    def _workbook(self) -> bytes:
        """Return the pay plan of the version shown as a workbook."""
        from sim.spreadsheets import write_plan

        scenario, name = self._name()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pay.xlsx"
            write_plan(path, scenario.policy(name).instruments, "zh" if self._board.looks[0] == "zh" else "en")
            return path.read_bytes()

    def _page(self, place: Any, button: Any) -> None:
        """Write the page for the meeting in a thread, then offer it."""
        board, lang = self._board, self._board.looks[0]
        note = board.html(f'<p class="status">{escape(board.say("working"))}</p>')
        place[:], button.disabled = [note], True

        def show(content: bytes | str) -> None:
            button.disabled = False
            if isinstance(content, str):
                note.object = f'<div class="problem" role="alert">{escape(content)}</div>'
            else:
                place[:] = [self._download("page", "review.html", lambda: content)]

        def work() -> None:
            from sim.pages import review

            found = board.comparison
            try:
                if found is None:
                    raise SimError(board.say("working"))
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "review.html"
                    review(found, path, lang=lang, file="board.yaml")
                    content: bytes | str = path.read_bytes()
            except SimError as error:
                content = str(error)
            self._later(partial(show, content))

        threading.Thread(target=work, name="sim-board-page", daemon=True).start()
