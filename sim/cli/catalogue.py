"""Rows of the catalogue, rules, the schedule of a week and policies as `sim explain` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.labelled import labelled

if TYPE_CHECKING:
    from sim.habits.programme import Programme
    from sim.language.terms import Language
    from sim.pay.instruments.instrument import Instrument
    from sim.structures.structure import Structure
    from sim.studies.catalogue import Row
    from sim.studies.catalogue.code import Function
    from sim.vocabulary.shocks import Shock

BETTER = {"up": ("higher", "越高越好"), "down": ("lower", "越低越好"), "neutral": ("depends on who asks", "视情况而定")}

PHASES_ZH = {
    "open_week": "清零本周合计，抽取市场冲击，按期更换方案，新人入座",
    "meet_colleagues": "每人求助一位同事；联系因使用而加强，否则淡化；互助与交接随之变化",
    "set_incentives": "观察同事，计算各项薪酬规则的边际所得与各队列的影响范围",
    "choose_effort": "每人选择努力方向与是否钻空子，然后工作；队列汇总产出",
    "serve_work": "工作到达、完成、等待或放弃；需求经审批、解决或退回",
    "serve_customers": "各产品线售卖、发货、退货并接受评价",
    "pay_staff": "读取各项指标，计提并发放薪酬",
    "develop_staff": "员工学习、疲劳、接受文化，权衡去留",
    "turn_over": "决定离职、离开、消息传开，招聘补缺",
    "close_week": "本周结账",
}


def row_text(row: Row, lang: Language) -> str:
    """Return everything the catalogue says about a row."""
    return labelled(f"{row.id}  {row.name.text(lang)}", _row_lines(row, lang), lang)


def part_text(letter: str, lang: Language) -> str:
    """Return the rows of a part of the catalogue, a line each."""
    from sim.studies.catalogue import catalogue

    return f"{letter}  {catalogue().groups[letter].text(lang)}\n{rows_text(catalogue().part(letter), lang)}"


def _row_lines(row: Row, lang: Language) -> Iterator[tuple[str, str]]:
    from sim.language.terms import metric_word
    from sim.results.measures import measure
    from sim.studies.catalogue import catalogue
    from sim.studies.catalogue.document import meaning

    yield "what", row.what.text(lang)
    if not row.rules:
        yield "not yet", "本版本尚无规则" if lang == "zh" else "no rule carries this row in this version"
    for key in row.keys:
        yield "scenario key", key
    if row.metrics:
        yield "may weight", ", ".join(f"{name} ({metric_word(name, lang)})" for name in row.metrics)
    if row.measures:
        yield "reported as", ", ".join(f"{name} ({measure(name).label(lang)})" for name in row.measures)
    for rule in row.rules:
        yield "rule", f"{rule}: {meaning(rule)}"
    if row.parameters:
        yield "parameter", ", ".join(entry.name for entry in row.parameters)
    yield from _measured(row, lang)
    rows = {each.id: each for each in catalogue().rows}
    for remedy in row.remedies:
        yield "remedy", f"{remedy}: {rows[remedy].name.text(lang)}"
    for test in row.tests:
        yield "test", test


def _measured(row: Row, lang: Language) -> Iterator[tuple[str, str]]:
    """What `sim/ROWS.md` says about an instrument, and where."""
    known = row.instrument
    if known is None:
        return
    yield "moves", f"{known.decision.text(lang)} ({known.series})"
    yield "too large", known.too_large.text(lang)
    yield known.null.claim, known.null.text(lang)
    words = (
        "sim/ROWS.md, row {0}; again with `sim ablation {0}`",
        "见 sim/ROWS.md 中的 {0}；重新测量：`sim ablation {0}`",
    )
    yield "measured", words[lang == "zh"].format(row.id)


def rows_text(rows: Iterable[Row], lang: Language) -> str:
    """Return some rows, a line each."""
    listed = list(rows)
    width = max(len(row.id) for row in listed) + 2
    return "\n".join(f"  {row.id:<{width}}{row.name.text(lang)}" for row in listed)


def kind_text(kind: str, lang: Language) -> str:
    """Return the rows that a kind of structure, instrument or programme stands for."""
    from sim.studies.catalogue import catalogue

    found = catalogue()
    rows = found.stated_by(kind) or [row for row in found.rows if any(key.endswith(f": {kind}") for key in row.keys)]
    return "\n\n".join(row_text(row, lang) for row in rows)


def model_text(model: type[Structure] | type[Programme] | type[Instrument], lang: Language) -> str:
    """Return what a kind says of itself, where the catalogue has no row for it."""
    from sim.documents.kinds import kind_of
    from sim.language.text import say

    lines = [("what", say(model.uncatalogued, lang))] if model.uncatalogued else []
    return labelled(f"{kind_of(model)}  {say(model.title, lang)}", lines, lang)


def shock_text(shock: Shock, lang: Language) -> str:
    """Return what a kind of shock is, and its row."""
    from sim.language.text import Text, say

    share, somebody = Text("a share (`size`)", "一部分(`size`)"), Text("some roles", "部分岗位")
    told = say(Text(shock.told_en, shock.told_zh).format(share, somebody), lang)
    lines = [("what", told), ("scenario key", f"shocks.*.kind: {shock.name}"), ("matters for", "K10")]
    return labelled(f"{shock.name}  {shock.zh if lang == 'zh' else shock.en}", lines, lang)


def quantity_text(name: str, lang: Language) -> str:
    """Return what is known of a measure that comparisons report, of a metric that plans may weight, or of both."""
    from sim.language.terms import metric_word
    from sim.results.measures import MEASURES
    from sim.results.words import DIMENSION_WORDS, unit_word
    from sim.studies.catalogue import catalogue
    from sim.vocabulary.metrics import BY_NAME, PAYABLE

    measure = next((each for each in MEASURES if each.name == name), None)
    label = measure.label(lang) if measure else metric_word(name, lang)

    def lines() -> Iterator[tuple[str, str]]:
        if measure:
            yield "unit", unit_word(measure.unit, lang)
            yield "formula", measure.formula
            yield "better", BETTER[measure.good][lang == "zh"]
            yield "dimension", DIMENSION_WORDS[lang][measure.dimension]
        rows = [row for row in catalogue().rows if name in row.measures]
        if rows:
            yield "matters for", ", ".join(row.id for row in rows)
        if name in PAYABLE:
            roles = [row for row in catalogue().rows if name in row.metrics]
            if roles:
                yield "weighed by", ", ".join(f"{row.id} ({row.name.text(lang)})" for row in roles)
        if name in BY_NAME and any(BY_NAME[name].uncatalogued):
            yield "what", BY_NAME[name].uncatalogued[lang == "zh"]

    return labelled(f"{name}  {label}", lines(), lang)


def function_text(function: Function, lang: Language) -> str:
    """Return what a rule, step or phase is, where it stands, what it reads, and its source."""
    from sim.studies.catalogue import catalogue
    from sim.studies.catalogue.code import called, callers

    def lines() -> Iterator[tuple[str, str]]:
        yield "file", f"{function.file}:{function.line}"
        yield "kind", function.kind
        for label, names in (
            ("reads", function.parameters),
            ("calls", [each.name for each in called(function.name)]),
            ("called by", [each.name for each in callers(function.name)]),
            ("carries", [row.id for row in catalogue().carried_by(function.place)]),
        ):
            if names:
                yield label, ", ".join(names)

    head = labelled(function.signature, lines(), lang)
    return f"{head}\n\n{function.text}\n\n{function.source}"


def schedule_text(lang: Language) -> str:
    """Return the phases of a week in their order, each with the steps it calls, which say themselves what they do."""
    from sim.engine.week import PHASES
    from sim.studies.catalogue.code import called
    from sim.studies.odd import schedule

    lines = []
    for phase, line in zip(PHASES, schedule().splitlines(), strict=True):
        number, name = line.partition(". ")[0], phase.__name__
        lines.append(f"{number}. {name}：{PHASES_ZH[name]}。" if lang == "zh" else line.replace("`", ""))
        lines += [f"     {each.name}: {each.meaning}" for each in called(name)]
    return "\n".join(lines)


def policy_text(file: Path, name: str | None, lang: Language) -> str:
    """Return a policy of a file in words, in full and against the baseline; without a name, which ones there are."""
    from sim.scenario.loading import load
    from sim.scenario.words import compared, describe_policy, whole
    from sim.studies.catalogue import catalogue

    scenario = load(file)
    if name is None:
        return "\n\n".join(describe_policy(scenario, each, lang) for each in scenario.policies)
    parts = [whole(scenario, name, lang)]
    if name != scenario.baseline_name:
        parts.append(compared(scenario, name, scenario.baseline_name, lang))
    policy = scenario.policy(name)
    used = [*policy.instruments.values(), *policy.running_programmes.values(), policy.structure]
    rows = {row.id: row for each in used for row in catalogue().stated_by(each.kind)}
    title = ("What it uses, each explained by `sim explain ROW`", "用到的条目，可用 `sim explain 条目编号` 查看")
    return "\n\n".join([*parts, f"{title[lang == 'zh']}\n{rows_text(rows.values(), lang)}"])
