"""What the baseline fit says, in English and Chinese."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.results.words import number, unit_word

if TYPE_CHECKING:
    from rich.table import Table

    from sim.results.fit import Check, Fit

LABELS = {
    "gmv_level": ("paid GMV", "成交总额(支付)"),
    "gmv_season": ("season: typical weekly miss", "季节形状:每周典型偏差"),
    "season_lag": ("season: weeks later than the model", "季节时点:比模型晚几周"),
    "returns": ("refunds / paid GMV", "退款 / 成交额"),
    "repeat_share": ("repeat orders / orders", "复购订单占比"),
    "turnover": ("turnover", "离职率"),
    "first_year_exits": ("exits in the first year of service", "入职一年内离职"),
    "bonus_share": ("variable pay / pay", "浮动薪酬占比"),
}
VERDICTS = {
    "fits": ("fits", "吻合"),
    "misfit": ("MISFIT", "不吻合"),
    "no data": ("no data", "无数据"),
    "too little data": ("too little data to tell", "数据太少,无法判断"),
}
STYLES = {"fits": "green", "misfit": "bold red", "no data": "dim", "too little data": "dim"}
REMEDIES = {
    "gmv_level": ("set visits, conversion or basket of the lines", "请核对各线的访客数、转化率或客单价"),
    "gmv_season": ("set calendar.season and calendar.peaks", "请核对 calendar.season 与 calendar.peaks"),
    "season_lag": ("shift calendar.season or the dates of the peaks", "请平移 calendar.season 或高峰日期"),
    "returns": ("set return_rate of the lines", "请核对各线的 return_rate"),
    "repeat_share": ("set repeat_weekly and churn_weekly of the lines", "请核对各线的 repeat_weekly 与 churn_weekly"),
    "turnover": ("set company.yearly_turnover", "请核对 company.yearly_turnover"),
    "first_year_exits": ("set company.hazard_by_tenure", "请核对 company.hazard_by_tenure"),
    "bonus_share": ("set the pay instruments of today's policy", "请核对现行方案的薪酬工具"),
}
HEADINGS = (
    ("last year", "observed", "model", "luck alone (98 of 100 years)", "unit", "verdict"),
    ("去年", "实际", "模型", "仅运气的范围(100 年中 98 年)", "单位", "结论"),
)


def index(lang: str) -> int:
    """Return 1 for Chinese, 0 for English."""
    return int(lang == "zh")


def label(check: Check, lang: str) -> str:
    """Return the name of a check in a language."""
    return LABELS[check.name][index(lang)]


def warning(check: Check, lang: str = "en") -> str:
    """Return one sentence on a misfit, with what to do."""
    observed, model, low, high = (
        number(value, check.unit, lang) for value in (check.observed, check.model, check.low, check.high)
    )
    remedy = REMEDIES[check.name][index(lang)]
    unit = unit_word(check.unit, lang)
    if check.name == "season_lag":
        if lang == "zh":
            side = "晚" if check.observed > 0 else "早"
            return f"基线不吻合:实际的季节比模型{side} {abs(check.observed):.0f} 周。{remedy}。"
        side = "later" if check.observed > 0 else "earlier"
        return f"Baseline misfit: the season comes {abs(check.observed):.0f} weeks {side} than in the model; {remedy}."
    if lang == "zh":
        return (
            f"基线不吻合:{label(check, lang)}实际为 {observed}{unit},模型为 {model}(仅运气 {low} 至 {high})。{remedy}。"
        )
    return (
        f"Baseline misfit: {label(check, lang)} was {observed} {unit}, the model gives {model} "
        f"(luck alone {low} to {high}); {remedy}."
    )


def summary(fit: Fit, lang: str = "en") -> str:
    """Return what the whole fit says in one sentence."""
    made = [check for check in fit.checks if check.verdict in ("fits", "misfit")]
    good = sum(check.verdict == "fits" for check in made)
    without = [label(check, lang) for check in fit.checks if check.verdict in ("no data", "too little data")]
    if lang == "zh":
        rest = f";无法检验:{'、'.join(without)}" if without else ""
        return f"现行方案重现了去年 {len(made)} 项中的 {good} 项{rest}。"
    rest = f"; not testable: {', '.join(without)}" if without else ""
    return f"Today's policy reproduces {good} of {len(made)} figures of the last year{rest}."


def cells(check: Check, lang: str = "en") -> list[str]:
    """Return what the checks' table says of one: label, observed, model, range of luck, unit, verdict."""
    two = ["–" if math.isnan(v) else number(v, check.unit, lang) for v in (check.observed, check.model)]
    joint = " 至 " if lang == "zh" else " to "
    span = number(check.low, check.unit, lang) + joint + number(check.high, check.unit, lang)
    return [label(check, lang), *two, span, unit_word(check.unit, lang), VERDICTS[check.verdict][index(lang)]]


def table(fit: Fit, lang: str = "en") -> Table:
    """Return the checks as a table."""
    from rich import box
    from rich.table import Table as RichTable

    found = RichTable(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for i, heading in enumerate(HEADINGS[index(lang)]):
        found.add_column(heading, justify="right" if i in (1, 2, 3) else "left", no_wrap=True)
    for check in fit.checks:
        found.add_row(*cells(check, lang), style=STYLES[check.verdict])
    return found
