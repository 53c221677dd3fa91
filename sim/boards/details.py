"""What stands below the picture: what differs in words, checks and costs, and what is reckoned on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.boards.words import WORDS
from sim.errors import SimError
from sim.language.text import say

if TYPE_CHECKING:
    from sim.boards.draft import State
    from sim.language.text import Language
    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

#: Companies behind who gains and who loses, and weeks between two points of the chart of marginal pay.
COMPANIES, EVERY = 4, 4


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


class Job(NamedTuple):
    """What is reckoned beside the picture.

    Attributes:
        scenario: with the drafts in it.
        names: of the versions there.
        state: baseline and versions.
        comparison: as it is shown; None before the first.
        lang: en or zh.
        choices: what the reader chose; from the page, so not trusted.
    """

    scenario: Scenario
    names: tuple[str, ...]
    state: State
    comparison: Comparison | None
    lang: Language
    choices: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The version whose knobs are shown."""
        return self.names[self.state.chosen]

    def known(self) -> Comparison:
        """Return the comparison.

        Raises:
            SimError: there is none yet.
        """
        if self.comparison is None:
            raise SimError(say(WORDS["too_early"], self.lang))
        return self.comparison


def who(job: Job) -> str:
    """Return who gains and who loses under the versions, as HTML."""
    from sim.results.who_tables import html

    return html(job.known().who(replicates=COMPANIES), job.lang)


def marginal(job: Job) -> str:
    """Return what one more hour earns under the version shown, as HTML."""
    from sim.results.notebook import image
    from sim.results.pay import marginal_chart, marginal_pay

    weeks = range(0, job.scenario.company.weeks, EVERY)
    frame = marginal_pay(job.scenario, job.name, weeks=weeks)
    return image(marginal_chart(frame, job.scenario, job.lang), say(WORDS["marginal"], job.lang))


def payslip(job: Job) -> str:
    """Return the payslip of an invented person under the version shown, or under the policy clicked on, as HTML."""
    from sim.results.pay import payslip as slip_of
    from sim.results.pay import payslip_text

    seat, week = str(job.choices.get("seat", "")), str(job.choices.get("week", ""))
    named = str(job.choices.get("policy", ""))
    policy = named if named in (job.state.baseline, *job.names) else job.name
    if not week.isdecimal():
        raise SimError(say(WORDS["no_week"].format(week, job.scenario.company.weeks - 1), job.lang))
    return f"<pre>{escape(payslip_text(slip_of(job.scenario, policy, seat, int(week)), job.lang))}</pre>"


def network(job: Job) -> str:
    """Return who turns to whom, before and after, under the baseline and the version shown, as HTML."""
    from sim.boards.people import pictures
    from sim.results.probes import network as ties

    policies = list(dict.fromkeys((job.state.baseline, job.name)))
    company = job.scenario.company
    found = ties(job.scenario, policies, weeks=[-1 if company.burn_in_weeks else 0, company.weeks - 1], replicates=1)
    return pictures(found.snapshots, job.lang)


#: What can be reckoned on request.
RECKONED: dict[str, Callable[[Job], str]] = {"who": who, "marginal": marginal, "payslip": payslip, "network": network}
