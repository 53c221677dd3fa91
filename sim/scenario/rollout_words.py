"""How a policy is rolled out, in words, English and Chinese: when, for whom first, what follows, what is reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.calendar import iso_weeks, monday
from sim.language.terms import TRIGGER_WORDS, Language, count, day, metric_word, percent, pick, rmb
from sim.scenario.models import Scenario
from sim.scenario.policy import Policy, Review, Stage, Trigger


def describe_rollout(scenario: Scenario, policy: Policy, lang: Language) -> Iterator[str]:
    """Sentences about when a policy is announced, begins, for whom, and what follows it."""
    yield _dates(scenario, policy, lang)
    if policy.cancel is not None:
        words = ("Called off on {0}, before its start.", "{0}取消,不再推行。")
        yield pick(words, lang).format(day(policy.cancel, lang))
    if policy.pilot and policy.pilot.lines:
        words = ("Pilot from {1} on: the teams of {0} are paid by it.", "自{1}起试点:{0}的团队先行。")
        lines = pick((", ", "、"), lang).join(policy.pilot.lines)
        yield pick(words, lang).format(lines, day(policy.pilot.from_, lang))
    elif policy.pilot:
        words = ("Pilot from {1} on: {0} of each role are paid by it.", "自{1}起试点:每个岗位 {0} 的员工先行。")
        yield pick(words, lang).format(percent(policy.pilot.share), day(policy.pilot.from_, lang))
    if policy.transition_weeks:
        words = ("Old pay fades out and new pay fades in within {0} weeks.", "新旧薪酬在 {0} 周内逐步过渡。")
        yield pick(words, lang).format(policy.transition_weeks)
    if policy.keep_old_pay:
        yield pick(("Who is there at its start keeps the old pay rules.", "推行时的在职员工保留原薪酬规则。"), lang)
    for stage in policy.stages:
        yield _stage(stage, lang)
    if policy.review:
        yield _review(policy.review, lang)


def _dates(scenario: Scenario, policy: Policy, lang: Language) -> str:
    """When staff hear of a policy and when it starts."""
    if policy.start == scenario.company.start:
        return pick(("Runs from the first week on.", "自第一周起执行。"), lang)
    week = int(iso_weeks(monday(policy.start), 1)[0])
    words = ("Starts on {0} (ISO week {1}), announced on {2}.", "{2}宣布,{0}(第 {1} 周)推行。")
    return pick(words, lang).format(day(policy.start, lang), week, day(policy.announce, lang))


def _stage(stage: Stage, lang: Language) -> str:
    """What takes over, and when."""
    if stage.from_ is not None:
        when = pick(("from {0} on", "自{0}起"), lang).format(day(stage.from_, lang))
    elif stage.age_years is not None:
        words = ("once the company turns {0:g}", "公司成立满 {0:g} 年时")
        when = pick(words, lang).format(stage.age_years)
    else:
        assert stage.when is not None
        when = _trigger(stage.when, lang)
    words = (", announced {0} weeks before", ",提前 {0} 周宣布")
    news = pick(words, lang).format(stage.announce_weeks) if stage.announce_weeks else ""
    return pick(("{0} takes over {1}{2}.", "{1},由方案 {0} 接替{2}。"), lang).format(stage.policy, when, news)


def _trigger(trigger: Trigger, lang: Language) -> str:
    """What must be measured before a stage begins, and what ends it."""
    words = ("once {0} stays above {1} for {2} weeks", "{0}连续 {2} 周高于 {1}时")
    level = partial(rmb, lang=lang) if trigger.measure == "gmv_rmb" else count
    text = pick(words, lang).format(pick(TRIGGER_WORDS[trigger.measure], lang), level(trigger.above), trigger.weeks)
    if not trigger.below:
        return text
    return text + pick((", until it falls below {0}", "(低于 {0} 则退回)"), lang).format(level(trigger.below))


def _review(review: Review, lang: Language) -> str:
    """The rule by which a weight moves."""
    words = (
        "Every {0} weeks the weight of {1} in {2} moves by {3:g} for each unit by which it misses {4} of today, within "
        "{5} to {6}.",
        "每 {0} 周复盘:{2} 中{1}的权重,按其与现水平 {4} 的差距乘以 {3:g} 调整,范围 {5} 至 {6}。",
    )
    return pick(words, lang).format(
        review.every_weeks,
        metric_word(review.metric, lang),
        review.instrument,
        review.gain,
        percent(review.goal),
        percent(review.low),
        percent(review.high),
    )
