"""What the board sends to the browser: what stays, versions and knobs, and what is said while nothing is known yet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sim.boards.draft import MOST_VERSIONS, State
from sim.boards.knobs import plain_groups
from sim.boards.style import LOOKS, page, sheet
from sim.boards.words import SHOWN, WORDS
from sim.language.text import LANGUAGES, ROLE_TEXTS, Language, say
from sim.results.measures import BY_NAME

if TYPE_CHECKING:
    from sim.boards.pictures import Guess
    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


def shell(scenario: Scenario, baseline: str, looks: tuple[str, str], measure: str, alone: bool) -> dict[str, Any]:
    """Return what stays: words, looks, what may be chosen.

    Args:
        scenario: the file's.
        baseline: policy that all are compared with.
        looks: language; auto, light or dark.
        measure: whose weekly path is drawn.
        alone: whether the board is the whole page, which then takes its ground from it.
    """
    lang, look = looks
    seats = [
        [f"{role} {k + 1}", f"{say(ROLE_TEXTS[role], lang)} {k + 1}"]
        for role in scenario.company.roles
        for k in range(scenario.company.seats[role].heads)
    ]
    words = {name: say(WORDS[name], lang) for name in SHOWN}
    return {
        "words": words | ({} if alone else {"link": say(WORDS["link_cell"], lang)}),
        "sheet": sheet(look),
        "ground": page(look) if alone else "",
        "title": say(WORDS["title"].format(scenario.name), lang),
        "subtitle": say(WORDS["against"].format(baseline), lang),
        "languages": [[each, LANGUAGE_NAMES[each]] for each in LANGUAGES],
        "looks": [[each, say(WORDS[each], lang)] for each in LOOKS],
        "lang": lang,
        "look": look,
        "measures": [[name, each.label(lang)] for name, each in BY_NAME.items()],
        "measure": measure,
        "seats": seats,
        "weeks": scenario.company.weeks,
    }


def controls(scenario: Scenario, drafts: Scenario, name: str, state: State, lang: str) -> dict[str, Any]:
    """Return versions and knobs as they stand.

    Args:
        scenario: the file's.
        drafts: the same with the versions in it.
        name: what the version shown is called there.
        state: baseline and versions.
        lang: en or zh.
    """
    return {
        "chosen": state.chosen,
        "bases": [each for each in scenario.policies if each != state.baseline] or [state.baseline],
        "base": state.version.base,
        "most": MOST_VERSIONS,
        "groups": plain_groups(scenario, drafts, name, state, lang),
    }


def waiting(scenario: Scenario, lang: Language) -> str:
    """Return what is said before the first answer, as HTML: what is done, and what is known without a run."""
    from sim.results.progress import compiled
    from sim.scenario.words import describe

    compiling = WORDS["compiling"].format(WORDS["compile_time"])
    word = say(WORDS["working"] if compiled() else compiling, lang)
    return (
        f'<p class="status" role="status">{escape(word)}</p><details open><summary>'
        f"{escape(say(WORDS['scenario'], lang))}</summary><pre>{escape(describe(scenario, lang))}</pre></details>"
    )


def guessed(found: Comparison, guess: Guess | None, lang: str) -> str:
    """Return the guess beside the estimate, as HTML; nothing where there is none."""
    if guess is None or guess.policy not in found.policies:
        return ""
    lines = found.beside({guess.policy: {"gmv": guess.percent}}).sentences(lang)
    return "".join(f"<p>{escape(say(WORDS['your_guess'], lang))}: {escape(line)}</p>" for line in lines)
