"""The page of a case: what the source claims, what the model finds, what would have to be true for the claim."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from sim.documents.reading import read
from sim.results.measures import BY_NAME
from sim.scenario.loading import file_text
from sim.studies.claims.answer import Beside, Claims, unit_between, unit_of
from sim.studies.claims.document import Uncertain, claims_file
from sim.studies.claims.judge import Verdict
from sim.studies.claims.phrases import amount, claimed, likely, percent, several, shown
from sim.studies.claims.words import MOST_ALONE, MOST_ENTRIES, asides, cells, joint, shortfall
from sim.units import WEEKS_PER_YEAR

MARK = re.compile(r"<!-- sim claims case=(\S+) draws=(\d+) -->")
WORDS = {
    "en": {
        "short": "How likely the model finds it:",
        "story": "What the source claims",
        "case": "The case here",
        "finds": "What the model finds",
        "true": "What would have to be true",
        "remedies": "What else was tried",
        "rows": " Catalogue: {rows}.",
        "comma": ", ",
        "item": "- {text} (`{name}`): {share}",
        "company": "`{file}`: {name}, {heads} people, {lines} lines, sales of about RMB {sales} million a year in its "
        "present state. All numbers are assumptions unless the file names a source; none was chosen to make a claim "
        "come true.",
        "read": "How the claim is read:",
        "method": "{draws} draws. Each draw is one company with its own luck, its own values of every uncertain "
        "behavioural number and of the entries below; all policies meet the same draw. Intervals are 95 %.",
        "drawn": "drawn from",
        "what": "what",
        "figure": "figure",
        "says": "claimed",
        "middle": "model, 10 / 50 / 90 %",
        "holds": "holds in",
        "beside": "Paired differences from `{base}`, median with the 10 and 90 % points of single companies, from the "
        "policy's start to the last week; in brackets the share of draws in which it is higher.",
        "measure": "measure",
        "made": "Made by `{command}`.",
        "times": "times what the file says",
        "for": "for",
        "entry": "uncertain entry",
        "way": "nearer if",
        "near": "in the nearest fifth",
        "everywhere": "in all draws",
        "correlation": "rank correlation",
        "together": "the claim",
        "truth": "Entries whose rank goes with how close a draw comes to the claim, or to one condition alone, with "
        "their 10 and 90 % points. Of the entries named about one in twenty is there by chance.",
    },
    "zh": {
        "short": "模型认为各条成立的概率：",
        "story": "来源怎么说",
        "case": "这里的案例",
        "finds": "模型怎么看",
        "true": "怎样才可能成立",
        "remedies": "还试了什么",
        "rows": "对应条目：{rows}。",
        "comma": "、",
        "item": "- {text}（`{name}`）：{share}",
        "company": "`{file}`：{name}，{heads} 人，{lines} 条产品线，现状下年销售额约 {sales} 万元。"
        "除文件注明出处的以外，数字均为假设，没有任何数字是为了让说法成立而挑选的。",
        "read": "对说法的理解：",
        "method": "共 {draws} 次试算。每次试算是一家公司，随机抽取运气、全部不确定的行为参数和下列条目；"
        "各方案面对同一次抽取。区间均为 95%。",
        "drawn": "取值范围",
        "what": "条目",
        "figure": "指标",
        "says": "来源所称",
        "middle": "模型（10% / 50% / 90% 分位）",
        "holds": "成立的概率",
        "beside": "与 `{base}` 的成对差值：单家公司的中位数及 10%、90% 分位，从方案开始到最后一周；"
        "括号内为该指标更高的试算占比。",
        "measure": "指标",
        "made": "由 `{command}` 生成。",
        "times": "倍（相对文件数值）",
        "for": "对象",
        "entry": "不确定条目",
        "way": "更接近的方向",
        "near": "最接近的五分之一",
        "everywhere": "全部试算",
        "correlation": "秩相关",
        "together": "整条说法",
        "truth": "下表列出与“接近程度”秩相关的不确定条目及其 10%、90% 分位；所列条目中约二十分之一可能出于偶然。",
    },
}


def case_mark(path: str | Path) -> str:
    """Return a short hash of a case: the content of its claims and of its scenario, comments and layout aside."""
    file = claims_file(path)
    claims = read(file_text(file), str(file)).data
    scenario_file = file.parent / str(claims["scenario"])
    scenario = read(file_text(scenario_file), str(scenario_file)).data
    text = json.dumps([claims, scenario], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def page(found: Claims, lang: str, mark: str = "", command: str = "") -> str:
    """Return the page of a case in Markdown."""
    case, w = found.case, WORDS[lang]
    parts = [
        f"<!-- sim claims case={mark or '-'} draws={found.draws} -->",
        f"# {case.title.of(lang)}",
        f"## {w['story']}",
        f"{case.story.of(lang).strip()}{w['rows'].format(rows=w['comma'].join(case.source))}",
        w["short"],
        "\n".join(
            w["item"].format(text=case.claims[each.name].of(lang), name=each.name, share=likely(each.share, lang))
            for each in found.verdicts
        ),
        f"## {w['case']}",
        _company(found, lang),
        _policies(found, lang),
        *([w["read"], "\n".join(f"- {each.of(lang)}" for each in case.readings)] if case.readings else []),
        w["method"].format(draws=found.draws),
        *([_uncertain(found, lang)] if case.uncertain else []),
        f"## {w['finds']}",
        *(text for each in found.verdicts for text in _verdict(found, each, lang)),
        f"## {w['true']}",
        w["truth"],
        *(text for each in found.verdicts for text in _truth(found, each, lang)),
        *([f"## {w['remedies']}", *_remedies(found, lang)] if found.remedies else []),
        *([w["made"].format(command=command)] if command else []),
    ]
    return "\n\n".join(parts) + "\n"


def _company(found: Claims, lang: str) -> str:
    """Return who the company is."""
    scenario = found.scenario
    yearly = WEEKS_PER_YEAR * sum(line.weekly_gmv_rmb for line in scenario.lines)
    sales = f"{yearly / 1e4:,.0f}" if lang == "zh" else f"{yearly / 1e6:,.1f}"
    return WORDS[lang]["company"].format(
        file=Path(found.case.scenario).name,
        name=scenario.name,
        heads=scenario.company.heads,
        lines=len(scenario.lines),
        sales=sales,
    )


def _policies(found: Claims, lang: str) -> str:
    """Return what each policy and variant does."""
    names = [*found.case.policies, *found.case.variants]
    return "\n".join(f"- `{name}`: {found.case.text_of(name).of(lang)}" for name in names)


def _table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _uncertain(found: Claims, lang: str) -> str:
    """Return the entries that are drawn, with their ranges."""
    w = WORDS[lang]
    rows = []
    for each in found.case.uncertain.values():
        ends = f"{each.low:g} {'至' if lang == 'zh' else 'to'} {each.high:g}" if each.values is None else listed(each)
        rows.append([each.of(lang), f"{ends} {w['times']}" if each.relative else ends])
    return _table([w["what"], w["drawn"]], rows)


def listed(each: Uncertain) -> str:
    """Return a list of values."""
    return ", ".join(f"{value:g}" for value in each.values or ())


def _verdict(found: Claims, verdict: Verdict, lang: str) -> list[str]:
    """Return what the model says about one claim."""
    w, claim = WORDS[lang], found.case.claims[verdict.name]
    rows = []
    for one in verdict.conditions:
        given = claim.conditions[one.name]
        unit, signed = unit_of(given), shown(given)
        points = several((one.low, one.middle, one.high), unit, lang, " / ", signed=signed)
        rows.append([given.of(lang), claimed(one.bounds, unit, lang, signed=signed), points, likely(one.share, lang)])
    return [
        f"**{claim.of(lang)}** (`{verdict.name}`: `{claim.policy}`)",
        joint(verdict, lang),
        _table([w["figure"], w["says"], w["middle"], w["holds"]], rows),
        *([" ".join(shortfall(found, verdict, lang))] if verdict.share.hits < verdict.share.of else []),
    ]


def _truth(found: Claims, verdict: Verdict, lang: str) -> list[str]:
    """Return what would have to be true for one claim: a row for every entry that separates the draws."""
    w, claim = WORDS[lang], found.case.claims[verdict.name]
    parts = [(w["together"], verdict.separators[:MOST_ENTRIES])]
    if len(verdict.conditions) > 1:
        parts += [
            (claim.conditions[one.name].of(lang), those[:MOST_ALONE])
            for one, those in zip(verdict.conditions, verdict.of_conditions, strict=True)
        ]
    rows = [[label, *cells(found, each, lang).values()] for label, those in parts for each in those]
    head = [w[key] for key in ("for", "entry", "way", "near", "everywhere", "correlation")]
    return [
        f"**{claim.of(lang)}** (`{verdict.name}`)",
        *([_table(head, rows)] if rows else []),
        *(
            f"{text}{'' if text.endswith(('.', '。')) else '。' if lang == 'zh' else '.'}"
            for text in asides(found, verdict, lang)
        ),
    ]


def _remedies(found: Claims, lang: str) -> list[str]:
    """Return what the other policies do, a row a measure and a column a policy."""
    w, sides = WORDS[lang], list(dict.fromkeys(each.side for each in found.remedies))
    cells: dict[tuple[str, str], Beside] = {(each.measure, each.side): each for each in found.remedies}
    rows = [
        [
            BY_NAME[name].label(lang),
            *(_cell(cells[name, side], lang) for side in sides),
        ]
        for name in dict.fromkeys(each.measure for each in found.remedies)
    ]
    base: Any = next(iter(found.case.claims.values())).policy
    return [w["beside"].format(base=base), _table([w["measure"], *(f"`{side}`" for side in sides)], rows)]


def _cell(each: Beside, lang: str) -> str:
    """Return one paired difference."""
    unit = unit_between(each.measure, "difference")
    middle = amount(each.middle, unit, lang, signed=True)
    ends = several((each.low, each.high), unit, lang, " 至 " if lang == "zh" else " to ", signed=True)
    share = percent(each.higher, lang)
    return f"{middle}；{ends}（{share}）" if lang == "zh" else f"{middle}; {ends} ({share})"
