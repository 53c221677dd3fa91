"""Words and number formats of tables, charts and sentences, in English and Chinese."""

from __future__ import annotations

import math

LANGUAGES = ("en", "zh")

UNITS_ZH = {
    "RMB per year": "元/年",
    "RMB per week": "元/周",
    "RMB per month": "元/月",
    "orders per year": "单/年",
    "orders per week": "单/周",
    "%": "%",
    "% per year": "%/年",
    "points": "分",
    "weeks": "周",
    "working hours": "工作小时",
    "index": "指数",
    "RMB per RMB": "元/元",
    "0 to 1": "0–1",
    "people per head": "人/人",
    "person-weeks": "人周",
}
DIMENSION_WORDS = {
    "en": {"business": "Business", "team": "Team", "individual": "Individual", "cost": "Cost and return"},
    "zh": {"business": "经营", "team": "团队", "individual": "个人", "cost": "成本与回报"},
}
VERDICTS = {
    "en": {word: word for word in ("better", "worse", "higher", "lower", "cannot say")} | {"same": "no difference"},
    "zh": {
        "better": "更好",
        "worse": "更差",
        "higher": "更高",
        "lower": "更低",
        "cannot say": "无法判断",
        "same": "无差异",
    },
}
WORDS = {
    "en": {
        "measure": "measure",
        "unit": "unit",
        "difference": "difference",
        "interval": "95 % interval",
        "outcome": "80 % of single outcomes",
        "verdict": "verdict",
        "pay_neutral": "at equal pay",
        "relative": "relative",
        "against": "{policy} against {baseline}",
        "date": "week beginning",
        "start": "start",
        "announced": "announced",
        "zero": "no difference",
        "mean_band": "95 % interval of the mean",
        "outcome_band": "80 % of single outcomes",
        "paths": "mean and 80 % of single outcomes",
        "of_baseline": "difference from {baseline}, % of its level",
        "trailing": "mean of the last {weeks} weeks",
        "minus": "difference from {baseline}",
        "good": "better",
        "bad": "worse",
        "open": "cannot say",
        "neutral": "higher or lower",
    },
    "zh": {
        "measure": "指标",
        "unit": "单位",
        "difference": "差值",
        "interval": "95% 区间",
        "outcome": "80% 的单次结果",
        "verdict": "结论",
        "pay_neutral": "薪酬总额不变时",
        "relative": "相对",
        "against": "{policy} 对比 {baseline}",
        "date": "周起始日",
        "start": "推行",
        "announced": "宣布",
        "zero": "无差异",
        "mean_band": "均值的 95% 区间",
        "outcome_band": "80% 的单次结果",
        "paths": "均值与 80% 的单次结果",
        "of_baseline": "与 {baseline} 的差值,占其水平的 %",
        "trailing": "最近 {weeks} 周平均",
        "minus": "与 {baseline} 的差值",
        "good": "更好",
        "bad": "更差",
        "open": "无法判断",
        "neutral": "更高或更低",
    },
}
#: Decimals below which a difference that is not money is written as nil.
NIL_DECIMALS = 3
PAY_NEUTRAL_ZH = "(薪酬总额不变)"


def unit_word(unit: str, lang: str) -> str:
    """Return a unit in a language."""
    return UNITS_ZH.get(unit, unit) if lang == "zh" else unit


def variant_word(name: str, lang: str) -> str:
    """Return the name of a policy or of its pay-neutral twin in a language."""
    from sim.results.run import PAY_NEUTRAL_SUFFIX

    return (
        name.removesuffix(PAY_NEUTRAL_SUFFIX) + PAY_NEUTRAL_ZH
        if lang == "zh" and name.endswith(PAY_NEUTRAL_SUFFIX)
        else name
    )


def number(value: float, unit: str, lang: str = "en", *, signed: bool = False) -> str:
    """Return a number as people read it: `1.24 m`, `123.4 万`, `12.3`, `0.512`; a dash where it does not exist.

    Args:
        value: the number.
        unit: its unit, which decides the number of digits.
        lang: en or zh.
        signed: whether to show a plus.
    """
    if not math.isfinite(value):
        return "–"
    scale, suffix, digits = _scale(abs(value), unit, lang)
    text = f"{value / scale:{'+' if signed else ''},.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        text = text.lstrip("+-")
    return text.replace("-", "−") + suffix


def _scale(size: float, unit: str, lang: str) -> tuple[float, str, int]:
    """Return divisor, suffix and decimals for a size in a unit."""
    if unit.startswith("RMB per RMB") or unit == "index":
        return 1.0, "", _decimals(size, 3)
    if unit.startswith(("RMB", "orders")):
        steps = ((1e8, " 亿"), (1e4, " 万")) if lang == "zh" else ((1e9, " bn"), (1e6, " m"), (1e3, " k"))
        for step, suffix in steps:
            if size >= 0.9995 * step:
                return step, suffix, 2 if size < 10 * step else 1
        return 1.0, "", 0
    return 1.0, "", _decimals(size, 3 if unit == "weeks" else 2)


def _decimals(size: float, usual: int) -> int:
    """Return decimals that show two digits of a small number, at most six."""
    if not 0.0 < size < 2.0 * 10.0**-usual:
        return usual
    return min(6, max(usual, 1 - math.floor(math.log10(size))))


def plus_minus(estimate: float, half_width: float, unit: str, lang: str = "en") -> str:
    """Return a difference and its half-width at the precision that the half-width deserves: `+1.8±0.5m`.

    The half-width keeps one digit, two where it begins with 1; the estimate ends at the same place. What would show
    as nothing in the unit's usual decimals is written as nil.

    Args:
        estimate: the difference.
        half_width: half the width of its interval.
        unit: unit of both.
        lang: en or zh.
    """
    if not (math.isfinite(estimate) and math.isfinite(half_width)):
        return "–"
    size = max(abs(estimate), half_width)
    money = unit.startswith(("RMB", "orders")) and unit != "RMB per RMB"
    if size < (0.5 if money else 0.5 * 10.0**-NIL_DECIMALS):
        return "0"
    scale, suffix, _ = _scale(float(f"{size:.2g}"), unit, lang)
    if half_width == 0.0:
        return number(estimate, unit, lang, signed=True)
    place = math.floor(math.log10(half_width / scale))
    digits = (1 if half_width / scale < 2.0 * 10.0**place else 0) - place
    if not money:
        digits = min(digits, NIL_DECIMALS)
    texts = [
        f"{round(value / scale, digits):{sign},.{max(0, digits)}f}"
        for value, sign in ((estimate, "+"), (half_width, ""))
    ]
    if float(texts[0].replace(",", "")) == 0.0:
        texts[0] = texts[0].lstrip("+-")
    return f"{texts[0]}±{texts[1]}".replace("-", "−") + suffix.strip()


def brief(value: float, unit: str, lang: str = "en", *, signed: bool = False) -> str:
    """Return a number with two digits and no idle noughts: `+660k`, `1.3m`.

    Args:
        value: the number.
        unit: its unit.
        lang: en or zh.
        signed: whether to show a plus.
    """
    if not math.isfinite(value):
        return "–"
    rounded = float(f"{value:.2g}")
    scale, suffix, _ = _scale(abs(rounded), unit, lang)
    text = f"{rounded / scale:{'+' if signed and rounded else ''},.6f}".rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "") else text.replace("-", "−")) + suffix.strip()
