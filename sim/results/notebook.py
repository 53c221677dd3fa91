"""How results show themselves in a notebook: tables and pictures as HTML, in the language of the reader."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sim.bilingual import reader_language
from sim.language.text import Text, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.company import Company
    from sim.parameters import Parameters
    from sim.results.comparison import Comparison
    from sim.results.decision import Decision
    from sim.results.fit import Fit
    from sim.scenario.models import Scenario

MOST_ROWS = 30
COLOURS = {
    "roll out": "#1b7837",
    "better": "#1b7837",
    "hold": "#b2182b",
    "worse": "#b2182b",
    "pilot": "#0072b2",
    "higher": "#0072b2",
    "lower": "#0072b2",
    "cannot say": "#8a6d00",
}
MORE = Text("… and {0} rows more", "……另有 {0} 行")
PICTURE = Text("Differences of the headline measures from {0}, with 95 % intervals", "核心指标与 {0} 的差值及 95% 区间")
NUMBERS = Text("{0} behavioural numbers", "{0} 个行为参数")
STANDS = Text("{0} under {1}, week {2}: {3} people", "{0},方案 {1},第 {2} 周:{3} 人")
#: Headings of tidy frames in Chinese; in English a heading is its name.
HEADINGS = {
    "policy": "方案",
    "measure": "指标",
    "unit": "单位",
    "week": "周",
    "statistic": "统计量",
    "value": "数值",
    "mean": "均值",
    "low": "下限",
    "high": "上限",
    "difference": "差值",
    "verdict": "结论",
    "replicates": "重复次数",
    "replicate": "重复",
    "claim": "说法",
    "condition": "条件",
    "probability": "概率",
    "draws": "抽样次数",
    "hits": "成立次数",
    "event": "事件",
    "reason": "原因",
    "left": "留到最后",
    "gain": "改善",
    "grounds": "依据",
    "least": "最小改善",
    "regret": "期望后悔值",
    "probability_best": "最优的概率",
    "probability_gain": "改善的概率",
    "surely_gain": "改善概率的下限",
    "claimed_low": "说法下限",
    "claimed_high": "说法上限",
    "nearest": "最接近的数值",
    "point": "点",
    "feasible": "可行",
    "front": "前沿",
    "group": "类别",
    "baseline": "基准方案",
    "estimate": "估计",
    "parameter": "参数",
    "series": "序列",
    "column": "列",
    "side": "方案",
    "median": "中位数",
}


def heading(name: str, lang: str) -> str:
    """Return what a column of a frame is called in a language."""
    return HEADINGS.get(name, name) if lang == "zh" else name.replace("_", " ")


def frames(title: str, *tables: pd.DataFrame, lang: str | None = None) -> str:
    """Return a title and tables as HTML; a long table shows its first rows.

    Args:
        title: plain text above the tables.
        tables: what to show.
        lang: en or zh; absent: the reader's.
    """
    lang = lang or reader_language()
    return "".join([f"<p><strong>{escape(title)}</strong></p>", *(_frame(each, lang) for each in tables)])


def _frame(table: pd.DataFrame, lang: str) -> str:
    """Return one table."""
    shown = table.head(MOST_ROWS)
    rows = [[(_written(cell), "") for cell in row] for row in shown.itertuples(index=False)]
    more = len(table) - len(shown)
    rest = f"<p>{say(MORE.format(more), lang)}</p>" if more else ""
    return grid([heading(str(name), lang) for name in shown.columns], rows) + rest


def _written(value: Any) -> str:
    """Return a cell of a frame as text."""
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:,.4g}".replace("-", "−")
    return str(value)


def grid(head: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return an HTML table; a cell is its text and the verdict that colours it. Everything is data, never markup."""
    top = "".join(f'<th scope="col" style="text-align:left">{escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(_cell(*cell) for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str, verdict: str) -> str:
    """Return one cell."""
    look = f"color:{COLOURS[verdict]};font-weight:600;white-space:nowrap" if verdict in COLOURS else ""
    return f'<td style="text-align:left;{look}">{escape(text)}</td>'


def image(figure: Figure, words: str) -> str:
    """Return a figure as HTML, with words for those who cannot see it."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=110)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    return f'<img alt="{escape(words)}" style="max-width:100%" src="data:image/png;base64,{data}">'


def scenario(document: Scenario, lang: str | None = None) -> str:
    """Return a scenario as HTML: the company and every policy in words."""
    from sim.scenario.words import describe

    words = describe(document, "zh" if (lang or reader_language()) == "zh" else "en")
    return f'<pre style="white-space:pre-wrap">{escape(words)}</pre>'


def parameters(values: Parameters, lang: str | None = None) -> str:
    """Return behavioural numbers as HTML: name, value, unit and group of each."""
    import pandas as pd

    from sim.parameters import registry

    lang, known = lang or reader_language(), registry()
    rows = [(name, values.value(name), known.entries[name].unit, known.entries[name].group) for name in values.names]
    table = pd.DataFrame(rows, columns=["parameter", "value", "unit", "group"])
    table["group"] = [getattr(known.groups[each], lang) for each in table["group"]]
    return frames(say(NUMBERS.format(len(rows)), lang), table, lang=lang)


def company(model: Company, lang: str | None = None) -> str:
    """Return where a company stands as HTML: its policy, the week, and the totals of that week."""
    import pandas as pd

    lang = lang or reader_language()
    title = STANDS.format(model.document.name, model.record["policy"], model.week, len(model.employees))
    table = pd.DataFrame([(name, float(value)) for name, value in model.series.items()], columns=["series", "value"])
    return frames(say(title, lang), table, lang=lang)


def comparison(result: Comparison, lang: str | None = None) -> str:
    """Return the first screen of a comparison as HTML: a line for each policy, the picture, and what to know."""
    from sim.results import forest, screen
    from sim.results.reasons import told

    lang, decision = lang or reader_language(), result.decision
    said = told(result, decision)
    title = screen.WORDS["title"].format(scenario=result.scenario.name, baseline=result.baseline)
    head = screen.headings(result, decision, lang)
    head += [say(screen.WORDS[name], lang) for name in ("why", "risk", "odds")]
    rows = [
        [
            *cells,
            *(
                (say(text, lang), "")
                for text in (said[cells[0][0]].reason, said[cells[0][0]].risk, said[cells[0][0]].odds)
            ),
        ]
        for cells in screen.table_rows(result, decision, lang)
    ]
    warnings = result.fit.warnings(lang) if result.fit else []
    parts = [f"<p><strong>{escape(say(title, lang))}</strong></p>"]
    parts += [f'<p style="color:{COLOURS["worse"]}">{escape(each)}</p>' for each in warnings]
    parts += [grid(head, rows), f"<p>{escape(screen.nothing(result, decision, lang))}</p>"]
    parts.append(image(forest.headline(result, lang), say(PICTURE.format(result.baseline), lang)))
    parts += [f"<p><small>{escape(each)}</small></p>" for each in screen.notes(result, decision, lang)]
    return "".join(parts)


def decided(decision: Decision, lang: str | None = None) -> str:
    """Return a decision as HTML."""
    from sim.results.measures import BY_NAME
    from sim.results.reasons import VERDICT_TEXTS

    lang = lang or reader_language()
    frame = decision.frame.assign(verdict=[say(VERDICT_TEXTS[each.verdict], lang) for each in decision.options])
    return frames(BY_NAME[decision.rule.objective].label(lang), frame.drop(columns="grounds"), lang=lang)


def fitted(fit: Fit, lang: str | None = None) -> str:
    """Return a baseline fit as HTML: what it says, the checks, the picture."""
    from sim.results.fit_words import HEADINGS as FIT_HEADINGS
    from sim.results.fit_words import cells

    lang = lang or reader_language()
    looks = {"fits": "better", "misfit": "worse"}
    rows = [
        [(text, looks.get(check.verdict, "") if i == 5 else "") for i, text in enumerate(cells(check, lang))]
        for check in fit.checks
    ]
    return (
        f"<p><strong>{escape(fit.sentence(lang))}</strong></p>"
        + grid(FIT_HEADINGS[int(lang == "zh")], rows)
        + image(fit.plot(lang), fit.sentence(lang))
    )
