"""What the page says beyond the long table: the answer, why, who, whether, what could go wrong, the evidence."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.language.text import Text, say
from sim.pages.worth import Cell
from sim.results import screen
from sim.results.reasons import VERDICT_TEXTS, limit, percent, rule_words, told
from sim.results.words import plus_minus
from sim.studies.shown import Cell as StudyCell
from sim.studies.shown import Grid, Shown, key_of, said
from sim.studies.shown import stored as stored_rows

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.results.who import Who
    from sim.studies.why import Why

#: Pairs behind why and companies behind who, in a draft and in full; never more than were compared.
DRAFT, FULL = (12, 4), (40, 16)
EVIDENCE = Text(
    "Against published experiments (model {model}): the direction is right in {direction} of {directions} outcomes, "
    "{within} of {sizes} sizes are within a factor of two, and the {interval} interval holds {coverage} of them. Sizes "
    "deserve less trust than directions.",
    "与已发表实验对照(模型 {model}):{directions} 项结果中方向正确的占 {direction};{sizes} 项幅度中,误差在两倍以内的占 "
    "{within},{interval} 区间覆盖 {coverage}。幅度的可信度低于方向。",
)
NEAREST = Text(
    "Nearest to {0}, with how many of its outcomes the model got right: {1}.",
    "与 {0} 最接近的研究(括号内为模型答对的结果数):{1}。",
)
NONE_NEAR = Text("No encoded experiment tried anything like {0}.", "尚无已编码的实验与 {0} 相近。")
OTHER_MODEL = Text(" This page was made by model {0}, a later one.", "本页由其后的模型 {0} 生成。")


#: Sections that a study fills, in the order of the page, and the command that computes each alone.
STUDIED = {
    "sensitivity": "sim sensitivity FILE",
    "loopholes": "sim loopholes FILE POLICY",
    "pilot": "sim pilot FILE POLICY",
    "nearest": "sim nearest FILE",
}
Studies = Mapping[str, Sequence[Shown]]


class Depth(NamedTuple):
    """What the page was asked to compute beside the comparison; None, or absent, where it was not.

    Attributes:
        why: the differences split by channel.
        who: paired people.
        studies: section -> what each of its studies shows.
    """

    why: Why | None
    who: Who | None
    studies: Studies = MappingProxyType({})


def look_deeper(comparison: Comparison, threads: int | None = None) -> Depth:
    """Split the differences by channel and follow people, with runs enough for a draft.

    Args:
        comparison: of which policies, with which luck.
        threads: threads of the engine; None for all cores.
    """
    from sim.results.many import policies_of
    from sim.studies.why import why

    pairs, companies = (min(each, comparison.replicates) for each in DRAFT)
    names = [comparison.baseline, *policies_of(comparison)]
    experiment = comparison.provenance.experiment
    split = why(comparison.scenario, names, replicates=pairs, threads=threads, experiment=experiment)
    return Depth(split, comparison.who(replicates=companies) if experiment == 0 else None)


def answer(comparison: Comparison, lang: str) -> dict[str, Any]:
    """Return headings and rows of the verdicts, the sentences of each policy, and what is said of doing nothing."""
    decision = comparison.decision
    said = told(comparison, decision)
    rows, cards = [], []
    for cells, option in zip(screen.table_rows(comparison, decision, lang), decision.options[1:], strict=True):
        look = option.verdict.replace(" ", "-")
        row = [Cell(option.policy, "", "name"), Cell(cells[1][0], f"decision|{option.policy}", "verdict", look)]
        for (text, word), name in zip(cells[2:], screen.shown(comparison, decision), strict=True):
            key = f"screen|{option.policy}|{name}"
            row.append(Cell(text, key, "estimate low high", word.replace(" ", "-"), "plus_minus"))
        rows.append(row)
        words = said[option.policy]
        parts = [
            (say(screen.WORDS[name], lang), say(text, lang))
            for name, text in (("why", words.reason), ("risk", words.risk), ("odds", words.odds))
        ]
        cards.append((option.policy, cells[1][0], look, parts))
    units = ["", "", *(screen.short_unit(name, lang) for name in screen.shown(comparison, decision))]
    head = list(zip(screen.headings(comparison, decision, lang), units, strict=True))
    return {
        "head": head,
        "rows": rows,
        "cards": cards,
        "nothing": screen.nothing(comparison, decision, lang),
        "rule": say(rule_words(comparison, decision), lang),
        "sealed": decision.sealed,
    }


def whether(comparison: Comparison, lang: str) -> dict[str, Any]:
    """Return headings and rows of the odds of every option."""
    from sim.pages.words import WORDS

    words, decision = WORDS[lang], comparison.decision
    limits = [say(limit(each), lang) for each in decision.rule.guardrails]
    head = [words["option"], words["best"], words["gains"], *limits, words["regret"]]
    rows = []
    for option in decision.options:
        key = f"decision|{option.policy}"
        shares = [_share(option.probability_best, key, "probability_best", lang)]
        gains = _share(option.probability_gain, key, "probability_gain", lang) if option.verdict else Cell("–", "", "")
        held = [
            _share(each.probability, f"{key}|{each.guardrail.measure}|{k}", "probability", lang)
            for k, each in enumerate(option.held)
        ] or [Cell("–", "", "")] * len(limits)
        regret = Cell(say(screen_amount(option.regret, decision.unit), lang), key, "regret", "", "brief")
        rows.append([Cell(option.policy, "", "name"), *shares, gains, *held, regret])
    return {"head": head, "rows": rows}


def screen_amount(value: float, unit: str) -> Text:
    """Return an amount with two digits in both languages."""
    from sim.results.words import brief

    return Text(brief(value, unit, "en"), brief(value, unit, "zh"))


def _share(value: float, key: str, field: str, lang: str) -> Cell:
    """Return a probability of a stored row."""
    return Cell(say(percent(value), lang), key, field, "", "share")


def why_tables(why: Why, lang: str) -> list[dict[str, Any]]:
    """Return title, sentence, headings and rows of every policy."""
    from sim.results.measures import BY_NAME
    from sim.results.statistics import half_width
    from sim.studies.why.split import TOTAL
    from sim.studies.why.tables import WORDS, label, sentences

    places = {measure.name: k for k, measure in enumerate(why.measures)}
    head = [(say(WORDS["channel"], lang), "")]
    head += [(say(screen.short_label(name), lang), screen.short_unit(name, lang)) for name in why.shown()]
    found = []
    for split, sentence in zip(why.splits, sentences(why, lang), strict=True):
        rows = []
        for name, part in [*split.parts.items(), (TOTAL, split.total)]:
            mean, width = part.mean(axis=0), half_width(part)
            cells = [Cell(say(label(name), lang), "", "name", "total" if name == TOTAL else "")]
            for measure in why.shown():
                k = places[measure]
                text = plus_minus(mean[k], width[k], BY_NAME[measure].unit, lang)
                cells.append(Cell(text, f"why|{split.policy}|{name}|{measure}", "estimate low high", "", "plus_minus"))
            rows.append(cells)
        title = say(WORDS["title"].format(policy=split.policy, baseline=why.baseline), lang)
        found.append({"title": title, "sentence": sentence, "head": head, "rows": rows})
    return found


def who_tables(who: Who, lang: str) -> list[dict[str, Any]]:
    """Return title, sentences, headings and blocks of rows of every policy."""
    from sim.results.who import COMPARED, GROUPINGS, order_of
    from sim.results.who_tables import WORDS, group_words, headings, sentences

    said, found = sentences(who, lang), []
    for policy in who.persons["policy"].unique():
        mine, blocks = who.frame[who.frame["policy"] == policy], []
        for by in GROUPINGS:
            part = mine[mine["by"] == by]
            rows = []
            for group in order_of(by, part["group"].unique()):
                known = part[part["group"] == group].set_index("measure")
                first, key = known.iloc[0], f"who|{policy}|{by}|{group}"
                cells = [Cell(say(group_words(by, group), lang), "", "name")]
                cells.append(Cell(f"{first['people']:.1f}", f"{key}|pay", "people", "", "plain"))
                cells += [_share(first[name], f"{key}|pay", name, lang) for name in ("gains", "loses")]
                for name in COMPARED:
                    row = known.loc[name]
                    text = plus_minus(row["estimate"], 0.5 * (row["high"] - row["low"]), row["unit"], lang)
                    cells.append(Cell(text, f"{key}|{name}", "estimate low high", "", "plus_minus"))
                rows.append(cells)
            if rows:
                blocks.append((say(WORDS[by], lang), rows))
        title = say(WORDS["title"].format(policy=policy, baseline=who.baseline), lang)
        mine_said = [each for each in said if each.startswith(policy)]
        found.append({"title": title, "sentences": mine_said, "headings": headings(lang), "blocks": blocks})
    return found


def risk_rows(comparison: Comparison, lang: str) -> list[tuple[str, str, str, str, str]]:
    """Return policy, risk, what shows it, first week and remedy of every risk that emerged."""
    frame = comparison.risks(lang)
    found = []
    for row in frame[frame["emerged"]].itertuples():
        size = plus_minus(row.difference, 0.5 * (row.high - row.low), row.unit, lang)
        week = "–" if row.first_week is None or row.first_week != row.first_week else str(row.first_week)
        found.append((row.policy, f"{row.risk} {row.what}", f"{row.measure} {size} {row.unit}", week, row.remedy))
    return found


def evidence(comparison: Comparison, lang: str) -> list[str]:
    """Return how the model of record did on published experiments, and those nearest to each policy."""
    from sim.results.many import policies_of
    from sim.studies.evidence.score import RECORDS
    from sim.studies.sensitivity.published import nearest_studies

    model = comparison.provenance.model
    if not RECORDS["today"].is_file():
        return []
    found = json.loads(RECORDS["today"].read_text(encoding="utf-8"))
    total = found["total"]
    words = EVIDENCE.format(
        model=found["model"],
        direction=percent(total["direction"]),
        directions=total["directions"],
        within=percent(total["within_two"]),
        sizes=total["sizes"],
        coverage=percent(total["coverage"]),
        interval=percent(found["interval"]),
    )
    lines = [words if found["model"] == model else words + OTHER_MODEL.format(model)]
    for name in policies_of(comparison):
        near = nearest_studies(comparison.scenario, name, comparison.baseline)
        told = "; ".join(f"{each.citation} ({each.right}/{each.of})" for each in near)
        lines.append(NEAREST.format(name, told) if near else NONE_NEAR.format(name))
    return [say(each, lang) for each in lines]


def studied(depth: Depth, words: dict[str, str], lang: str) -> list[dict[str, Any]]:
    """Return identifier, title and content of every section that a study fills; without content: how to compute it."""
    found = []
    for name, command in STUDIED.items():
        parts = [_studied(each, lang) for each in depth.studies.get(name, [])]
        missing = words["not_computed_here"].format(command=command)
        found.append({"id": name, "title": words[name], "parts": parts, "missing": missing})
    return found


def try_first(depth: Depth, lang: str) -> str:
    """Return the nearest acceptable plan in a sentence; empty where none was looked for."""
    return next((said(shown, lang)[0] for shown in depth.studies.get("nearest", ()) if shown.sentences), "")


def _studied(shown: Shown, lang: str) -> dict[str, Any]:
    """Return sentences, tables and note of one study."""
    tables = []
    for grid in shown.grids:
        rows = [
            [_study_cell(cell, key_of(shown, grid, i, k), k, lang) for k, cell in enumerate(row)]
            for i, row in enumerate(grid.rows)
        ]
        tables.append(
            {
                "title": say(grid.title, lang),
                "head": list(zip([say(each, lang) for each in grid.head], _looks(grid), strict=True)),
                "rows": rows,
            }
        )
    return {
        "sentences": said(shown, lang),
        "tables": tables,
        "note": say(shown.note, lang),
        "of": shown.name.partition("|")[2],
    }


def _looks(grid: Grid) -> list[str]:
    """Return how headings stand: those of words to the left, like the words."""
    return ["" if any(row[k].unit for row in grid.rows) else "words" for k in range(len(grid.head))]


def _study_cell(cell: StudyCell, key: str, column: int, lang: str) -> Cell:
    """Return a cell of a study for the page."""
    text, look = say(cell.text, lang), cell.look
    if not cell.unit:
        return Cell(text, "", "name" if column == 0 else "words", look)
    if cell.unit == "share":
        return Cell(text, key, "estimate", look, "share")
    ranged = math.isfinite(cell.low)
    return Cell(text, key, "estimate low high" if ranged else "estimate", look, "plus_minus" if ranged else "number")


def guesses(comparison: Comparison, words: dict[str, str], lang: str) -> list[tuple[str, list[tuple[str, str, Any]]]]:
    """Return, for every policy, what a reader may guess: label, answer and choices."""
    decision, found = comparison.decision, []
    ways = [words["rises"], words["falls"], words["neither"]]
    for option in decision.options[1:]:
        verdicts = [say(text, lang) for name, text in VERDICT_TEXTS.items() if name]
        asked = [(words["verdict"], say(VERDICT_TEXTS[option.verdict], lang), verdicts)]
        for name in screen.shown(comparison, decision):
            row = screen.difference(comparison, option.policy, name)
            answer = ways[0] if row.low > 0.0 else ways[1] if row.high < 0.0 else ways[2]
            asked.append((say(screen.short_label(name), lang), answer, ways))
        found.append((option.policy, asked))
    return found


def stored(comparison: Comparison, depth: Depth) -> dict[str, Any]:
    """Return the rows behind every number of these sections, by key."""
    decision = comparison.decision
    rows: dict[str, Any] = {}
    for option in decision.options:
        plain = {name: value for name, value in asdict(option).items() if name != "held"}
        rows[f"decision|{option.policy}"] = plain | {"unit": decision.unit}
        for k, held in enumerate(option.held):
            rows[f"decision|{option.policy}|{held.guardrail.measure}|{k}"] = asdict(held)
        for name in screen.shown(comparison, decision) if option.verdict else ():
            rows[f"screen|{option.policy}|{name}"] = screen.difference(comparison, option.policy, name)._asdict()
    if depth.why is not None:
        for row in depth.why.frame.to_dict("records"):
            rows[f"why|{row['policy']}|{row['channel']}|{row['measure']}"] = row
    if depth.who is not None:
        for row in depth.who.frame.to_dict("records"):
            rows[f"who|{row['policy']}|{row['by']}|{row['group']}|{row['measure']}"] = row
    for shown in (each for several in depth.studies.values() for each in several):
        rows |= stored_rows(shown)
    return {key: {str(name): plain_number(value) for name, value in row.items()} for key, row in rows.items()}


def plain_number(value: Any) -> Any:
    """Return a value that JSON can hold; numbers that do not exist become null."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
