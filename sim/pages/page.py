"""The page itself: what it holds and how it is written."""

from __future__ import annotations

import base64
import json
import math
import os
import shlex
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import SimError
from sim.language.text import say
from sim.pages import sections
from sim.pages.font import embedded
from sim.pages.full import Told, in_full
from sim.pages.seal import Seal, logged, seal_of
from sim.pages.shelf import Shelf
from sim.pages.words import GRADES, WORDS
from sim.pages.worth import Cell, worth_rows, worth_tables
from sim.results import horizons
from sim.results.fit_words import HEADINGS, label
from sim.results.fit_words import VERDICTS as FIT_VERDICTS
from sim.results.measures import BY_NAME, DIMENSIONS
from sim.results.run import PAY_NEUTRAL_SUFFIX
from sim.results.sentences import notes
from sim.results.table import span
from sim.results.words import DIMENSION_WORDS, LANGUAGES, VERDICTS, number, unit_word
from sim.results.words import WORDS as TABLE_WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.comparison import Comparison, Row

#: Folder of finished parts of full pages, beside them.
PARTS = "review.parts"
CHARTS = ("gmv", "turnover", "collaboration")
TEMPLATE = Path(__file__).with_name("page.html.j2")


def review(  # noqa: PLR0913  what the command has too
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    lang: str = "en",
    file: str = "FILE",
    data: str | None = None,
    today: date | None = None,
    full: bool = False,
    threads: int | None = None,
    told: Told | None = None,
    guess: bool = False,
) -> Path:
    """Write a comparison as one self-contained page.

    Args:
        comparison: what to show; its baseline fit is shown too, where there is one.
        path: HTML file to write.
        lang: en or zh.
        file: path of the scenario file in the printed command.
        data: path of the observations in it, where they do not lie beside the scenario.
        today: date on the page; default the current day.
        full: every section, with as many runs as a decision deserves; finished parts lie in `review.parts` beside the
            page, so that a run that is killed goes on where it was. False: a draft, which takes seconds.
        threads: threads of the engine for these runs; None for all cores.
        guess: whether the page asks for the reader's guess before it shows the answer.
        told: hears of every section of the full page that is done: name, seconds, whether it lay there already.

    Returns:
        The path written.

    Raises:
        SimError: the language is unknown or the file cannot be written.
    """
    if lang not in LANGUAGES:
        raise SimError("the language must be {0}, not {1!r}", "语言须为 {0},现为 {1!r}", " or ".join(LANGUAGES), lang)
    target = Path(path)
    if not target.parent.is_dir():
        raise SimError(
            "{0}: cannot be written (there is no folder {1})", "{0}:无法写入(没有文件夹 {1})", target, target.parent
        )
    command = _command(comparison, lang, (file, str(target), data), full, guess)
    day = today or date.today()
    earlier = logged(target, seal_of(comparison, day))
    if full:
        depth = in_full(comparison, shelf_of(target.parent, comparison), threads, told)
    else:
        depth = sections.look_deeper(comparison, threads)
    text = render(comparison, lang, command, Made(day, depth, full, tuple(earlier), guess))
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", target, error.strerror) from error
    return target


class Made(NamedTuple):
    """What was made beside the comparison.

    Attributes:
        day: of the page.
        depth: sections.
        full: whether in full.
        earlier: other rules under which runs of the same company were made.
        guess: whether the reader is asked for a guess first.
    """

    day: date
    depth: sections.Depth
    full: bool
    earlier: tuple[Seal, ...] = ()
    guess: bool = False


def shelf_of(folder: Path, comparison: Comparison) -> Shelf:
    """Return the shelf of a comparison's page in a folder."""
    sealed = comparison.provenance
    plans = sorted(sealed.plans.items())
    return Shelf(folder / PARTS, sealed.model, sealed.scenario_hash, plans, sealed.seeds, sealed.experiment)


def render(comparison: Comparison, lang: str, command: str, made: Made) -> str:
    """Return the page as text."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    content = _content(comparison, lang, command, made)
    font = embedded(template.render(font="to be embedded", **content))
    return template.render(font=font, **content)


def _content(comparison: Comparison, lang: str, command: str, made: Made) -> dict[str, Any]:
    """Return everything the template shows."""
    words, fit, (today, depth, full, earlier, guess) = WORDS[lang], comparison.fit, made
    shown = [name for name in comparison.policies if not name.endswith(PAY_NEUTRAL_SUFFIX)]
    joined = (" / " if lang == "zh" else " or ").join(shown)
    named = {"scenario": comparison.scenario.name, "policies": joined, "baseline": comparison.baseline}
    return dict(
        lang=lang,
        words=words,
        title=words["title"].format(**named),
        question=words["question"].format(**named),
        answers=[
            (words["answer_to"].format(policy=name, baseline=comparison.baseline), _answer(comparison, name, lang))
            for name in shown
        ],
        warnings=[*_moved(earlier, comparison, words), *(fit.warnings(lang) if fit else [])],
        policies=list(_policies(comparison, lang)),
        fit=fit,
        fit_sentence=fit.sentence(lang) if fit else words["no_fit"],
        fit_headings=HEADINGS[int(lang == "zh")],
        fit_rows=list(_fit_rows(comparison, lang)),
        fit_picture=_picture(fit.plot(lang)) if fit else "",
        tables=[_table(comparison, name, lang) for name in shown],
        charts=[
            (BY_NAME[name].label(lang), _picture(comparison.plot(name, lang)))
            for name in CHARTS
            if any(measure.name == name for measure in comparison.measures)
        ],
        worth=worth_tables(comparison, lang),
        worth_sentences=_worth_sentences(comparison, lang),
        differences=_picture(comparison.plot_differences(lang)),
        notes=notes(comparison, lang),
        baseline=comparison.baseline,
        **_assumptions(comparison, lang),
        provenance=_provenance(comparison, lang, today),
        command=command,
        data=_stored(comparison, depth),
        tier=words["full" if full else "draft"].format(n=comparison.replicates),
        verdicts=sections.answer(comparison, lang),
        headline=_picture(comparison.plot_headline(lang)),
        whether=sections.whether(comparison, lang),
        risks=sections.risk_rows(comparison, lang),
        guesses=sections.guesses(comparison, words, lang) if guess else [],
        first=sections.try_first(depth, lang),
        studied=sections.studied(depth, words, lang),
        evidence=sections.evidence(comparison, lang),
        **_depth(depth, lang),
    )


def _moved(earlier: tuple[Seal, ...], comparison: Comparison, words: dict[str, str]) -> list[str]:
    """Return a warning where runs of the same company were made under another rule before."""
    known = ", ".join(f"{seal.decision} ({seal.day})" for seal in earlier)
    return [words["moved"].format(earlier=known, now=comparison.provenance.decision)] if earlier else []


def _depth(depth: sections.Depth, lang: str) -> dict[str, Any]:
    """Return what the template shows of why and who; empty where they were not computed."""
    from sim.results.who_tables import WORDS as WHO_WORDS
    from sim.studies.why.tables import note

    why, who = depth.why, depth.who
    return {
        "why": sections.why_tables(why, lang) if why else [],
        "why_note": note(why, lang) if why else "",
        "why_picture": _picture(why.plot(lang)) if why else "",
        "who": sections.who_tables(who, lang) if who else [],
        "who_note": say(WHO_WORDS["note"].format(n=who.replicates), lang) if who else "",
    }


def _worth_sentences(comparison: Comparison, lang: str) -> list[str]:
    """Return what is said about pay-back and horizons; nothing where what is left was not recorded."""
    return horizons.sentences(comparison, lang) if "customer_value_rmb" in comparison.runs[0].names else []


def _answer(comparison: Comparison, policy: str, lang: str) -> list[str]:
    """Return the three sentences on one policy."""
    shown = [name for name in comparison.policies if not name.endswith(PAY_NEUTRAL_SUFFIX)]
    found = comparison.sentences(lang)
    each = len(found) // len(shown)
    at = shown.index(policy)
    return found[at * each : (at + 1) * each]


def _policies(comparison: Comparison, lang: str) -> Iterator[tuple[str, str]]:
    """Yield name and description of the baseline and of every policy."""
    from sim.scenario.words import describe_policy

    names = [comparison.baseline, *(name for name in comparison.policies if not name.endswith(PAY_NEUTRAL_SUFFIX))]
    for name in names:
        yield name, describe_policy(comparison.scenario, name, "zh" if lang == "zh" else "en")


def _key(row: Row) -> str:
    """Return the name of a stored row."""
    return f"{row.policy}|{row.measure}"


def _cell(row: Row, field: str, lang: str, signed: bool = False, look: str = "") -> Cell:
    """Return a number of a stored row."""
    return Cell(number(getattr(row, field), row.unit, lang, signed=signed), _key(row), field, look)


def _table(comparison: Comparison, policy: str, lang: str) -> dict[str, Any]:
    """Return headings and blocks of rows of one policy."""
    words, neutral = TABLE_WORDS[lang], policy + PAY_NEUTRAL_SUFFIX in comparison.policies
    headings = [
        words["measure"],
        comparison.baseline,
        policy,
        words["difference"],
        words["interval"],
        words["unit"],
        words["verdict"],
        words["outcome"],
        *([words["pay_neutral"]] if neutral else []),
    ]
    blocks = []
    for dimension in DIMENSIONS:
        names = [measure.name for measure in comparison.measures if measure.dimension == dimension]
        rows = [_row(comparison, policy, name, neutral, lang) for name in names]
        if rows:
            blocks.append((DIMENSION_WORDS[lang][dimension], rows))
    title = words["against"].format(policy=policy, baseline=comparison.baseline)
    return {"title": title, "headings": headings, "blocks": blocks}


def _row(comparison: Comparison, policy: str, measure: str, neutral: bool, lang: str) -> list[Cell]:
    """Return the cells of one measure."""
    row, word = comparison.row(policy, measure), comparison.corrected[policy, measure]
    look = word.replace(" ", "-")
    cells = [
        Cell(BY_NAME[measure].label(lang), "", "name"),
        _cell(row, "baseline_mean", lang),
        _cell(row, "policy_mean", lang),
        _cell(row, "estimate", lang, True, look),
        Cell(span(row.low, row.high, row.unit, lang), _key(row), "low high"),
        Cell(unit_word(row.unit, lang), "", "unit"),
        Cell(VERDICTS[lang][row.verdict], _key(row), "verdict", look),
        Cell(span(row.outcome_low, row.outcome_high, row.unit, lang), _key(row), "outcome_low outcome_high"),
    ]
    if neutral:
        other = comparison.row(policy + PAY_NEUTRAL_SUFFIX, measure)
        look = comparison.corrected[other.policy, measure].replace(" ", "-")
        cells.append(_cell(other, "estimate", lang, True, look))
    return cells


def _fit_rows(comparison: Comparison, lang: str) -> Iterator[list[Cell]]:
    """Yield the cells of every check of the baseline fit."""
    for check in comparison.fit.checks if comparison.fit else ():
        key = f"fit|{check.name}"
        word = FIT_VERDICTS[check.verdict][int(lang == "zh")]
        yield [
            Cell(label(check, lang), "", "name"),
            Cell(number(check.observed, check.unit, lang), key, "observed"),
            Cell(number(check.model, check.unit, lang), key, "model"),
            Cell(
                number(check.low, check.unit, lang)
                + (" 至 " if lang == "zh" else " to ")
                + number(check.high, check.unit, lang),
                key,
                "low high",
            ),
            Cell(unit_word(check.unit, lang), "", "unit"),
            Cell(word, key, "verdict", {"fits": "better", "misfit": "worse"}.get(check.verdict, "")),
        ]


def _assumptions(comparison: Comparison, lang: str) -> dict[str, Any]:
    """Return the behavioural numbers in use, how well they are known, and what the company changes."""
    from sim.parameters import registry
    from sim.plan.compile import parameters_of

    words, entries = WORDS[lang], list(registry().entries.values())
    used = parameters_of(comparison.scenario)
    changed = sorted(comparison.scenario.behaviour)
    counts = {grade: sum(entry.verified == grade for entry in entries) for grade in GRADES}
    listed = ", ".join(f"{name} = {used.value(name):g}" for name in changed)
    rows = [
        (
            entry.name,
            f"{used.value(entry.name):g}",
            entry.unit,
            entry.prior.kind.replace("_", " "),
            entry.meaning,
            entry.source,
            GRADES[entry.verified][int(lang == "zh")],
            entry.address or "",
        )
        for entry in sorted(entries, key=lambda entry: (entry.name not in changed, entry.group))
    ]
    return {
        "parameters": rows,
        "grades": words["grades"].format(total=len(entries), **counts),
        "overrides": words["overrides"].format(list=listed) if changed else words["no_overrides"],
    }


def _provenance(comparison: Comparison, lang: str, today: date) -> list[tuple[str, str]]:
    """Return label and text of what made the numbers."""
    words, sealed = WORDS[lang], comparison.provenance
    return [
        (words["version"], sealed.version),
        (words["model"], sealed.model),
        (words["scenario_hash"], f"{sealed.scenario}, {sealed.scenario_hash}"),
        (words["decision_hash"], f"{sealed.decision} ({words['sealed']})"),
        (words["plans"], ", ".join(f"{name} {plan}" for name, plan in sealed.plans.items())),
        (words["seeds"], f"{comparison.replicates} ({sealed.seeds[0]}–{sealed.seeds[1]})"),
        (words["experiment"], str(sealed.experiment)),
        (words["python"], sealed.python),
        (words["libraries"], ", ".join(f"{name} {version}" for name, version in sealed.libraries.items())),
        (words["made"], today.isoformat()),
    ]


def _command(
    comparison: Comparison, lang: str, files: tuple[str, str, str | None], full: bool = False, guess: bool = False
) -> str:
    """Return the command that makes the page again; `files` are scenario, page and observations."""
    file, out, data = files
    command = comparison.provenance.command.replace("sim compare FILE", f"sim review {shlex.quote(file)}", 1)
    command += f" --data {shlex.quote(data)}" if data else ""
    return (
        f"{command} --out {shlex.quote(out)} --lang {lang}"
        + (" --full" if full else "")
        + (" --guess" if guess else "")
    )


def _stored(comparison: Comparison, depth: sections.Depth) -> str:
    """Return the rows behind every number of the page as JSON that is safe inside a page."""
    from dataclasses import asdict

    rows: dict[str, Any] = {_key(row): asdict(row) for row in comparison.rows}
    if "customer_value_rmb" in comparison.runs[0].names:
        rows |= worth_rows(comparison)
    if comparison.fit:
        rows |= {f"fit|{check.name}": asdict(check) for check in comparison.fit.checks}
    rows |= sections.stored(comparison, depth)
    plain = {
        key: {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for key, row in rows.items()
    }
    return json.dumps(plain, ensure_ascii=False).replace("<", "\\u003c").replace("Infinity", "null")


def _picture(figure: Figure) -> str:
    """Return a figure as the base64 of an SVG whose text is drawn as paths."""
    from matplotlib import rc_context

    stream = BytesIO()
    with rc_context({"svg.hashsalt": "review"}):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return base64.b64encode(stream.getvalue()).decode("ascii")
