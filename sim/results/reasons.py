"""The one reason and the one risk of every option of a decision, and the rule in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from sim.language.text import Text, in_both, joined
from sim.results.decision import Decision, Grounds, Guardrail, Option, Rule
from sim.results.measures import BY_NAME
from sim.results.risks import Finding, findings
from sim.results.risks.signs import label as sign_label
from sim.results.risks.signs import unit as sign_unit
from sim.results.words import brief, plus_minus, unit_word

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

VERDICT_TEXTS = {
    "roll out": Text("roll out", "推行"),
    "pilot": Text("pilot", "试点"),
    "hold": Text("hold", "暂缓"),
    "cannot say": Text("cannot say", "无法判断"),
    "": Text("today", "现状"),
}
WHY: dict[Grounds, Text] = {
    "no change": Text("{objective} does not change at all", "{objective}毫无变化"),
    "loses": Text("{objective} falls short of today's: {size}{parts}", "{objective}不如现状:{size}{parts}"),
    "too small": Text(
        "{objective} gains less than the {least} that is worth the trouble: {size}",
        "{objective}的改善不足 {least},不值得推行:{size}",
    ),
    "guardrail breaks": Text(
        "{limit} holds in {kept} of single outcomes only; {objective} {size}",
        "{limit}:仅在 {kept} 的单次结果中守住;{objective} {size}",
    ),
    "unclear": Text(
        "{objective} {size}: a gain and a loss are both possible on average{parts}",
        "{objective} {size}:平均而言可能改善也可能变差{parts}",
    ),
    "not sure": Text(
        "{objective} gains on average ({size}), yet in {chance} of single outcomes only",
        "{objective}平均改善({size}),但仅在 {chance} 的单次结果中改善",
    ),
    "guardrail not sure": Text(
        "{objective} gains ({size}), but {limit} holds in {kept} of single outcomes",
        "{objective}改善({size}),但{limit}:仅在 {kept} 的单次结果中守住",
    ),
    "gains": Text(
        "{objective} gains ({size}), in {chance} of single outcomes, and every guardrail holds",
        "{objective}改善({size}),{chance} 的单次结果如此,各项底线指标均守住",
    ),
}
#: Parts whose sum the objective is, each with the sign it counts with.
PARTS = {"contribution": (("margin", 1.0), ("people_cost", -1.0))}
WORSE_BY = Text("{label} worse by at most {size} {unit}", "{label}变差不超过 {size}{unit}")
AT_LEAST = Text("{label} at least {size} {unit}", "{label}不低于 {size}{unit}")
AT_MOST = Text("{label} at most {size} {unit}", "{label}不高于 {size}{unit}")
EACH_QUARTER = Text(" in each quarter", "(逐季)")
USUAL_RULE = Text("The file states no decision, so the usual rule holds", "文件未写明决策标准,采用通用标准")
STATED_RULE = Text("Rule of the file, sealed before the runs ({hash})", "文件中的决策标准,运行前已封存({hash})")
CHANGED_RULE = Text(
    "This rule ({hash}) was NOT sealed before the runs; the sealed one is {sealed}",
    "此标准({hash})并非运行前封存的标准;封存的是 {sealed}",
)
RULE = Text(
    "{objective} decides{least}; roll out if it gains on average and, like every guardrail, surely in {sure} of "
    "single outcomes; guardrails: {limits}.",
    "以{objective}为准{least};平均改善,且改善与各项底线指标确有 {sure} 的单次结果成立时推行;底线指标:{limits}。",
)
RISK_SEEN = Text("{name}: {label} {size} {unit}{when}", "{name}:{label} {size}{unit}{when}")
RISK_WHEN = Text(", from week {week}", ",第 {week} 周起")
RISK_LIMIT = Text("{limit} breaks in {share} of single outcomes", "{limit}:{share} 的单次结果会突破")
RISK_TAIL = Text("1 in 10 single outcomes: {label} {size} {unit} or worse", "十次中有一次:{label} {size}{unit} 或更差")
NO_RISK = Text("none of the risks looked for emerged", "未发现所查的任何风险")
BEST = Text("best of all in {0}", "最优 {0}")
GAINS = Text("gains in {0}", "改善 {0}")
KEPT = Text("{0} kept in {1}", "{0}守住 {1}")
REGRET = Text("expected regret {0}", "期望后悔值 {0}")
POINTS = Text("points", " 个百分点")
NONE = Text("none", "无")


class Told(NamedTuple):
    """What is said of one option: the verdict, its reason, the risk, and the odds."""

    verdict: Text
    reason: Text
    risk: Text
    odds: Text


def told(comparison: Comparison, decision: Decision) -> dict[str, Told]:
    """Return what is said of every policy of a decision, doing nothing left out."""
    seen = findings(comparison)
    return {
        each.policy: Told(
            VERDICT_TEXTS[each.verdict],
            _reason(comparison, decision, each),
            _risk(comparison, decision, each, seen),
            odds(decision, each),
        )
        for each in decision.options[1:]
    }


def odds(decision: Decision, option: Option) -> Text:
    """Return the probabilities of one option in a line; for doing nothing, whether it is the best."""
    found = [BEST.format(percent(option.probability_best))]
    if option.verdict:
        found.append(GAINS.format(percent(option.probability_gain)))
        found += [KEPT.format(_label(each.guardrail.measure), percent(each.probability)) for each in option.held]
    return in_both([*found, REGRET.format(_amount(option.regret, decision.unit))], "; ", ";")


def percent(share: float) -> Text:
    """Return a share of outcomes as people read it: never 0 or 100 % where it is neither."""
    if math.isnan(share):
        return Text.same("–")
    sign = "<" if 0.0 < share < 0.01 else ">" if 0.99 < share < 1.0 else ""
    number = f"{sign}{100.0 * min(max(share, 0.01), 0.99) if sign else 100.0 * share:.0f}"
    return Text(f"{number} %", f"{number}%")


def limit(guardrail: Guardrail) -> Text:
    """Return a guardrail in words."""
    measure = BY_NAME[guardrail.measure]
    found = []
    for words, size in ((WORSE_BY, guardrail.worse_by), (AT_LEAST, guardrail.at_least), (AT_MOST, guardrail.at_most)):
        if size is not None:
            relative = measure.per_year and words is WORSE_BY
            points = words is WORSE_BY and measure.unit.startswith("%")
            unit = Text.same("%") if relative else POINTS if points else _unit(measure.unit)
            shown = Text.same(f"{size:g}") if relative or not measure.per_year else _amount(size, measure.unit)
            found.append(words.format(label=_label(guardrail.measure), size=shown, unit=unit))
    return joined(found) + (EACH_QUARTER if guardrail.every == "quarter" else "")


def rule_words(comparison: Comparison, decision: Decision) -> Text:
    """Return the rule of a decision in words, with whether it was sealed before the runs."""
    rule = decision.rule
    head = STATED_RULE if rule.stated else USUAL_RULE
    if not decision.sealed:
        head = CHANGED_RULE
    return head.format(hash=rule.hash, sealed=comparison.provenance.decision) + Text(": ", ":") + _rule(rule)


def _rule(rule: Rule) -> Text:
    """Return what decides."""
    measure = BY_NAME[rule.objective]
    unit = Text.same("%") if measure.per_year else _unit(measure.unit)
    least = Text(" from a gain of {0} {1}", "(改善至少 {0}{1})").format(f"{rule.least_gain:g}", unit)
    return RULE.format(
        objective=_label(rule.objective),
        least=least if rule.least_gain else "",
        sure=percent(rule.sure),
        limits=in_both([limit(each) for each in rule.guardrails], "; ", ";") if rule.guardrails else NONE,
    )


def _reason(comparison: Comparison, decision: Decision, option: Option) -> Text:
    """Return why an option got its verdict."""
    objective, held = decision.rule.objective, option.broken
    sign = 1.0 if BY_NAME[objective].good == "up" else -1.0
    size = _spread(sign * option.gain, 0.5 * (option.high - option.low), decision.unit)
    return WHY[option.grounds or "no change"].format(
        objective=_label(objective),
        size=size,
        least=_amount(option.least, decision.unit),
        chance=percent(option.probability_gain),
        parts=_parts(comparison, option.policy, objective),
        limit=limit(held.guardrail) if held else "",
        kept=percent(held.probability) if held else "",
    )


def _parts(comparison: Comparison, policy: str, objective: str) -> Text:
    """Return the parts that the objective is the sum of, the one that pulls most first; empty where it has none."""
    recorded = {measure.name for measure in comparison.measures}
    parts = [part for part in PARTS.get(objective, ()) if part[0] in recorded]
    if not parts:
        return Text("", "")
    rows = sorted((comparison.row(policy, name) for name, _ in parts), key=lambda row: -abs(row.estimate))
    words = [
        Text("{0} {1}", "{0} {1}").format(_label(row.measure), _amount(row.estimate, row.unit, signed=True))
        for row in rows
    ]
    return Text(" ({0})", "({0})").format(in_both(words, ", ", ","))


def _risk(comparison: Comparison, decision: Decision, option: Option, seen: list[Finding]) -> Text:
    """Return the one risk: what emerged first, else the guardrail most in danger, else a bad outcome in ten."""
    mine = [each for each in seen if each.policy == option.policy and each.emerged]
    if mine:
        return _emerged(min(mine, key=lambda each: each.harm_seen.first or math.inf))
    held = option.broken
    if held and held.probability < 1.0 and option.grounds != "guardrail breaks":
        return RISK_LIMIT.format(limit=limit(held.guardrail), share=percent(1.0 - held.probability))
    return _tail(comparison, decision, option)


def _emerged(found: Finding) -> Text:
    """Return a risk that emerged, with what is lost by it."""
    name, seen = found.harm.measure, found.harm_seen
    units = Text(sign_unit(name, "en"), sign_unit(name, "zh"))
    return RISK_SEEN.format(
        name=Text(f"{found.risk.id} {found.risk.en}", f"{found.risk.id} {found.risk.zh}"),
        label=Text(sign_label(name, "en"), sign_label(name, "zh")),
        size=_spread(seen.mean, 0.5 * (seen.high - seen.low), units.en),
        unit=units,
        when=RISK_WHEN.format(week=seen.first) if seen.first else "",
    )


def _tail(comparison: Comparison, decision: Decision, option: Option) -> Text:
    """Return what one single outcome in ten brings at worst, in the objective."""
    row = comparison.row(option.policy, decision.rule.objective)
    worst = row.outcome_low if row.direction == "up" else row.outcome_high
    if option.grounds == "no change":
        return NO_RISK
    return RISK_TAIL.format(label=_label(row.measure), size=_amount(worst, row.unit, signed=True), unit=_unit(row.unit))


def _label(measure: str) -> Text:
    """Return what a measure is called."""
    return Text(BY_NAME[measure].en, BY_NAME[measure].zh)


def _unit(unit: str) -> Text:
    """Return a unit."""
    return Text(unit_word(unit, "en").replace(" per ", "/"), unit_word(unit, "zh"))


def _amount(value: float, unit: str, *, signed: bool = False) -> Text:
    """Return a number with two digits."""
    return Text(brief(value, unit, "en", signed=signed), brief(value, unit, "zh", signed=signed))


def _spread(value: float, width: float, unit: str) -> Text:
    """Return a number with its half-width."""
    return Text(plus_minus(value, width, unit, "en"), plus_minus(value, width, unit, "zh"))
