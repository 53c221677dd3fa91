"""A scenario in words, in English and Chinese: the company, and what each policy changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.language.terms import (
    Language,
    count,
    day,
    joined,
    percent,
    pick,
    rmb,
    role_words,
)
from sim.language.text import Text, say
from sim.pay.instruments.instrument import Instrument
from sim.pay.instruments.registry import title_of
from sim.scenario.models import Company, Line, Scenario
from sim.scenario.policy import Departure, Discretion, Policy, Target
from sim.scenario.rollout_words import describe_rollout
from sim.scenario.season import Peak
from sim.scenario.surrounding_words import describe_surroundings
from sim.structures.structure import Structure

#: Relative changes by role, and their words.
RELATIVE = {
    "base_change": ("Base pay: {0}.", "基本工资:{0}。"),
    "ability_change": ("Ability of the people there: {0}.", "在岗人员能力:{0}。"),
}


def describe(scenario: Scenario, lang: Language = "en") -> str:
    """The company and every policy in words.

    Args:
        scenario: what to describe.
        lang: `en` or `zh`.

    Returns:
        Lines of plain text; each policy is a paragraph of its own.
    """
    title = scenario.name + (f": {scenario.note}" if scenario.note else "")
    company = "\n".join([title, *_company(scenario, lang), *_decision(scenario, lang)])
    return "\n\n".join([company, *(describe_policy(scenario, name, lang) for name in scenario.policies)])


def _decision(scenario: Scenario, lang: Language) -> Iterator[str]:
    """What decides between the policies, where it is stated."""
    if scenario.decision is None:
        return
    limits = {
        "worse_by": ("{0} worse by at most {1:g}", "{0} 变差不超过 {1:g}"),
        "at_least": ("{0} at least {1:g}", "{0} 不低于 {1:g}"),
        "at_most": ("{0} at most {1:g}", "{0} 不高于 {1:g}"),
    }
    rails = []
    for name, each in scenario.decision.guardrails.items():
        quarter = pick((" in each quarter", "(逐季)"), lang) if each.every == "quarter" else ""
        for field, words in limits.items():
            if getattr(each, field) is not None:
                rails.append(pick(words, lang).format(name, getattr(each, field)) + quarter)
    words = ("What decides: {0}, from a gain of {1:g} on.", "决策标准:{0},改善至少 {1:g}。")
    yield pick(words, lang).format(scenario.decision.objective, scenario.decision.least_gain)
    if rails:
        yield pick(("Guardrails: {0}.", "底线:{0}。"), lang).format(joined(rails, lang))


def describe_policy(scenario: Scenario, name: str, lang: Language = "en") -> str:
    """One policy in words: all of it, or what it changes in the policy it extends.

    Args:
        scenario: where the policy lives.
        name: its name.
        lang: `en` or `zh`.

    Raises:
        SimError: no policy has that name.
    """
    policy = scenario.policy(name)
    words = (
        ("Policy {0}, which runs today", "方案 {0}(现行方案)")
        if name == scenario.baseline_name
        else ("Policy {0}, which changes {1}", "方案 {0},在 {1} 基础上调整")
        if policy.extends
        else ("Policy {0}", "方案 {0}")
    )
    title = pick(words, lang).format(name, policy.extends) + (f": {policy.note}" if policy.note else "")
    before = scenario.policy(policy.extends) if policy.extends else None
    changes = [*describe_rollout(scenario, policy, lang), *_changes(policy, before, lang)]
    return _listed(title, changes)


def whole(scenario: Scenario, name: str, lang: Language = "en") -> str:
    """Everything that holds under one policy in words, inherited or its own.

    Raises:
        SimError: no policy has that name.
    """
    policy = scenario.policy(name)
    title = pick(("Everything that holds under {0}", "方案 {0} 的全部内容"), lang).format(name)
    title += f": {policy.note}" if policy.note else ""
    limits = [_overtime(policy, lang), _discretion(policy.discretion, lang)]
    return _listed(title, [*describe_rollout(scenario, policy, lang), *_changes(policy, None, lang), *limits])


def compared(scenario: Scenario, name: str, other: str, lang: Language = "en") -> str:
    """What differs under one policy from another, in words.

    Raises:
        SimError: no policy has that name.
    """
    title = pick(("What differs from {0}", "与方案 {0} 的差异"), lang).format(other)
    new, old = scenario.policy(name), scenario.policy(other)
    told = set(describe_rollout(scenario, old, lang))
    changes = [line for line in describe_rollout(scenario, new, lang) if line not in told]
    changes += _changes(new, old, lang)
    return _listed(title, changes or [pick(("Nothing.", "无。"), lang)])


def _listed(title: str, lines: Iterable[str]) -> str:
    """A title with a line for each sentence under it."""
    return "\n".join([title, *(f"  - {line}" for line in lines)])


def _company(scenario: Scenario, lang: Language) -> Iterator[str]:
    """Sentences about everything that is not a policy."""
    company = scenario.company
    each = pick(("{0} {1}", "{1} {0}"), lang)
    people = joined(
        [each.format(count(company.seats[role].heads), role_words([role], lang)) for role in company.roles], lang
    )
    words = ("Staff: {0} people: {1}.", "员工:{0} 人:{1}。")
    yield pick(words, lang).format(count(company.heads), people)
    pay = [f"{role_words([role], lang)} {count(company.seats[role].base_rmb)}" for role in company.roles]
    yield pick(("Base pay a month, RMB: {0}.", "每月基本工资(元):{0}。"), lang).format(joined(pay, lang))
    words = (
        "Time: {0} weeks from {1}, after {2} weeks under today's policy that are not reported.",
        "时间:自 {1} 起 {0} 周;此前 {2} 周按现行方案运行,不计入结果。",
    )
    yield pick(words, lang).format(company.weeks, day(company.start, lang), company.burn_in_weeks)
    yield from _leaving(company, lang)
    if company.observability:
        seen = joined([f"{role_words([r], lang)} {x:g}" for r, x in company.observability.items()], lang)
        words = ("How well one's output is seen, 0 to 1: {0}.", "个人产出的可见程度(0 到 1):{0}。")
        yield pick(words, lang).format(seen)
    if company.interdependence is not None:
        words = ("What colleagues ask for takes {0} of a week.", "同事求助占每周工时的 {0}。")
        yield pick(words, lang).format(percent(company.interdependence))
    yield _lines(scenario, lang)
    yield from _season(scenario, lang)
    if scenario.budgets.ads_rmb:
        words = ("Advertising: {0} a week brings {1} of visits.", "广告:每周 {0},带来 {1} 的访问量。")
        share = percent(scenario.budgets.ads_share_of_visits)
        yield pick(words, lang).format(rmb(scenario.budgets.ads_rmb, lang), share)
    yield from describe_surroundings(scenario, lang)
    yield _discretion(scenario.discretion, lang)
    if scenario.behaviour:
        changed = joined([f"{name} = {override.value:g}" for name, override in scenario.behaviour.items()], lang)
        yield pick(("Assumptions changed for this company: {0}.", "本公司调整的行为假设:{0}。"), lang).format(changed)


def _leaving(company: Company, lang: Language) -> Iterator[str]:
    """Turnover, and the labour market."""
    if company.yearly_turnover is not None:
        words = ("Turnover today: {0} a year.", "目前年离职率:{0}。")
        yield pick(words, lang).format(percent(company.yearly_turnover))
    if company.turnover_by_role:
        own = joined([f"{role_words([r], lang)} {percent(x)}" for r, x in company.turnover_by_role.items()], lang)
        yield pick(("Turnover by role: {0}.", "各岗位年离职率:{0}。"), lang).format(own)
    if company.absence:
        away = joined([f"{role_words([r], lang)} {percent(x)}" for r, x in company.absence.items()], lang)
        yield pick(("Working days away as things are: {0}.", "现有缺勤率:{0}。"), lang).format(away)
    if company.tightness:
        tight = joined([f"{role_words([r], lang)} {x:g}" for r, x in company.tightness.items()], lang)
        words = (
            "Open posts elsewhere per job seeker, relative to when turnover was measured: {0}.",
            "劳动力市场松紧度(每位求职者对应的外部职位,相对于测得离职率时):{0}。",
        )
        yield pick(words, lang).format(tight)


def _lines(scenario: Scenario, lang: Language) -> str:
    """The lines, their GMV together and the largest and smallest."""
    if scenario.lines[0].made_per_week is not None:
        return _made(scenario.lines[0], lang)
    ranked = sorted(scenario.lines, key=lambda line: -line.weekly_gmv_rmb * line.demand_index)
    gmv = {line.name: line.weekly_gmv_rmb * line.demand_index for line in ranked}
    first, last = ranked[0].name, ranked[-1].name
    words = (
        "Lines: {0}, together {1} of paid GMV in an average week, from {2} ({3}) to {4} ({5}).",
        "产品线:{0} 条,平均每周支付成交总额合计 {1},从 {2}({3})到 {4}({5})。",
    )
    total = rmb(round(sum(gmv.values()), -3), lang)
    ends = [rmb(round(gmv[name], -3), lang) for name in (first, last)]
    return pick(words, lang).format(len(ranked), total, first, ends[0], last, ends[1])


def _made(line: Line, lang: Language) -> str:
    """The line that sells what people make."""
    words = (
        "Product: {0}; a person makes {1} a week, sold at {2} each; work never runs out.",
        "产品:{0};每人每周产出 {1} 件,每件售价 {2};活儿总是做不完。",
    )
    price = pick(("RMB {0:g}", "{0:g} 元"), lang).format(line.basket_rmb)
    return pick(words, lang).format(line.name, f"{line.made_per_week:g}", price)


def _season(scenario: Scenario, lang: Language) -> Iterator[str]:
    """The season and its peaks."""
    season = scenario.calendar.season
    if season:
        low, high = min(season), max(season)
        words = (
            "Season: from {0:g} of an average week (ISO week {1}) to {2:g} (ISO week {3}).",
            "季节:从平均周的 {0:g} 倍(第 {1} 周)到 {2:g} 倍(第 {3} 周)。",
        )
        yield pick(words, lang).format(low, season.index(low) + 1, high, season.index(high) + 1)
    if scenario.calendar.peaks:
        peaks = pick(("; ", ";"), lang).join(_peak(peak, lang) for peak in scenario.calendar.peaks)
        yield pick(("Peaks: {0}.", "大促与节日:{0}。"), lang).format(peaks)


def _peak(peak: Peak, lang: Language) -> str:
    words = (
        ("{0} × {3:g} from {1:%m-%d} to {2:%m-%d} every year", "{0} {3:g} 倍(每年 {1:%m-%d} 至 {2:%m-%d})")
        if peak.yearly
        else ("{0} × {3:g} from {1} to {2}", "{0} {3:g} 倍({1} 至 {2})")
    )
    return pick(words, lang).format(peak.name, peak.from_, peak.until, peak.index)


def _discretion(discretion: Discretion, lang: Language) -> str:
    """Who may give which discount, and how it is checked."""
    if discretion.discount_limit == 0.0:
        words = ("Discounts: customers get {0}; staff may give no more.", "折扣:现行 {0},员工无权再让利。")
        return pick(words, lang).format(percent(discretion.discount_now))
    words = (
        "Discounts: customers get {0}; {1} may give up to {2} more; {3} of it is audited, a breach costs {4}.",
        "折扣:现行 {0};{1}最多可再让 {2};抽查 {3},违规罚款 {4}。",
    )
    return pick(words, lang).format(
        percent(discretion.discount_now),
        role_words(discretion.roles, lang),
        percent(discretion.discount_limit),
        percent(discretion.audit_share),
        rmb(discretion.fine_rmb, lang),
    )


def _changes(policy: Policy, before: Policy | None, lang: Language) -> Iterator[str]:
    """Sentences about everything that differs from the policy before, or about everything."""
    if before is None or policy.structure != before.structure:
        yield _structure(policy.structure, lang)
    yield from _pay(policy, before, lang)
    for field, change in RELATIVE.items():
        if getattr(policy, field) != (getattr(before, field) if before else {}):
            named = [f"{role_words([r], lang)} {100 * x:+.4g} %" for r, x in getattr(policy, field).items()]
            yield pick(change, lang).format(joined(named, lang))
    if policy.targets != (before.targets if before else {}):
        yield from (f"{name}: {_target(each, lang)}" for name, each in policy.targets.items())
    yield from _seats(policy, before, lang)
    if policy.grading != (before.grading if before else None):
        words = ("Requests are graded; {0} of favours in passing are refused.", "需求分级;{0} 的随手需求被拒绝。")
        none = ("Requests are not graded.", "需求不分级。")
        graded = policy.grading
        yield pick(words, lang).format(percent(graded.refused)) if graded else pick(none, lang)
    if policy.remote_days != (before.remote_days if before else 0.0):
        words = ("Remote days: {0} of working days.", "远程办公:占工作日的 {0}。")
        yield pick(words, lang).format(percent(policy.remote_days))
    if policy.ambassadors != (before.ambassadors if before else {}):
        carriers = joined([f"{role_words([r], lang)} {x}" for r, x in policy.ambassadors.items()], lang)
        yield pick(("Culture ambassadors: {0}.", "文化大使:{0}。"), lang).format(carriers)
    yield from _programmes(policy, before, lang)
    if before and policy.overtime_cap != before.overtime_cap:
        yield _overtime(policy, lang)
    if policy.sick_pay != (before.sick_pay if before else 1.0):
        words = ("Days off are paid at {0} of base pay.", "缺勤日按基本工资的 {0} 发放。")
        yield pick(words, lang).format(percent(policy.sick_pay))
    if before and policy.discretion != before.discretion:
        yield _discretion(policy.discretion, lang)


def _seats(policy: Policy, before: Policy | None, lang: Language) -> Iterator[str]:
    """Seats added and closed, and people who go on a day."""
    if policy.headcount != (before.headcount if before else {}):
        changes = joined([f"{role_words([r], lang)} {x:+d}" for r, x in policy.headcount.items()], lang)
        yield pick(("Headcount: {0}.", "人数:{0}。"), lang).format(changes)
    if policy.growth != (before.growth if before else ()):
        for step in policy.growth:
            changes = joined([f"{role_words([r], lang)} {x:+d}" for r, x in step.headcount.items()], lang)
            yield pick(("From {0} on: {1}.", "自{0}起:{1}。"), lang).format(day(step.from_, lang), changes)
    if policy.departures != (before.departures if before else {}):
        for name, each in policy.departures.items():
            yield f"{name}: {_departure(each, lang)}"


def _structure(structure: Structure, lang: Language) -> str:
    """Who sits with whom."""
    return say(Text("Structure: {0}{1}.", "架构:{0}{1}。").format(structure.title, structure.told()), lang)


def _target(each: Target, lang: Language) -> str:
    """What is planned for which lines, and when."""
    words = (
        ("{0}: plan × {1:g} from {2} on.", "{0}自{2}起计划 × {1:g}。")
        if each.until is None
        else ("{0}: plan × {1:g} from {2} to {3}.", "{0}在{2}至{3}期间计划 × {1:g}。")
    )
    lines = joined(list(each.lines), lang) or pick(("all lines", "全部产品线"), lang)
    until = day(each.until, lang) if each.until else ""
    return pick(words, lang).format(lines, each.factor, day(each.from_, lang), until)


def _departure(each: Departure, lang: Language) -> str:
    """Who goes when, and who comes."""
    who = pick(("{0} {1}", "{0} {1} 号"), lang).format(role_words([each.role], lang), each.seat)
    words = ("{0} goes on {1}; ", "{0}于{1}离岗,")
    open_words = ("the seat is advertised.", "岗位对外招聘。")
    filled_words = ("somebody new starts on {0}.", "{0}由新人接替。")
    after = pick(filled_words, lang).format(day(each.replaced, lang)) if each.replaced else pick(open_words, lang)
    return pick(words, lang).format(who, day(each.day, lang)) + after


def _overtime(policy: Policy, lang: Language) -> str:
    """How much overtime there may be."""
    words = ("Overtime: at most {0} of hours.", "加班:最多占工时的 {0}。")
    return pick(words, lang).format(percent(policy.overtime_cap))


def _programmes(policy: Policy, before: Policy | None, lang: Language) -> Iterator[str]:
    """Programmes removed, added and changed."""
    old = before.running_programmes if before else {}
    for name in old:
        if name not in policy.running_programmes:
            yield pick(("Ends {0}.", "停止 {0}。"), lang).format(name)
    for name, programme in policy.running_programmes.items():
        if programme != old.get(name):
            yield f"{name}: {say(programme.said(), lang)}"


def _pay(policy: Policy, before: Policy | None, lang: Language) -> Iterator[str]:
    """Instruments removed, added and changed."""
    old = before.instruments if before else {}
    new = policy.instruments
    for name in old:
        if name not in new:
            kind = say(title_of(old[name].kind), lang)
            yield pick(("Removes {0} ({1}).", "取消 {0}({1})。"), lang).format(name, kind)
    for name, instrument in new.items():
        if name not in old:
            yield f"{name}: {say(instrument.told(), lang)}"
        elif instrument != old[name]:
            yield f"{name}: {say(instrument.told(), lang)}{_differences(instrument, old[name], lang)}"


def _differences(new: Instrument, old: Instrument, lang: Language) -> str:
    """The fields that differ between two instruments of one kind; empty for different kinds."""
    if new.kind != old.kind:
        return pick((" (was: {0})", "(原为{0})"), lang).format(say(title_of(old.kind), lang))
    shown = {name: (value, getattr(old, name)) for name, value in new if value != getattr(old, name)}
    words = pick(("{0} {1:g}, was {2:g}", "{0} {1:g},原 {2:g}"), lang)
    numbers = [
        words.format(name, *pair) for name, pair in shown.items() if all(isinstance(each, int | float) for each in pair)
    ]
    return pick((" ({0})", "({0})"), lang).format("; ".join(numbers)) if numbers else ""
