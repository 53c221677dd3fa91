"""Awards in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.language.terms import Language, joined, metric_word, percent, pick, rmb, role_words
from sim.pay import awards

ORDINALS = ("A+", "A", "B", "C")


def _weights(weights: dict[Any, float], lang: Language) -> str:
    return joined([f"{metric_word(metric, lang)} {percent(weight)}" for metric, weight in weights.items()], lang)


def _dual_appraisal(each: awards.DualAppraisal, lang: Language) -> str:
    words = (
        "{who} are appraised on post and contribution: {value} a month at full score (a middle post), {base} of it for "
        "{metric} of at least {at}, the rest for contribution ({weights}).",
        "{who}实行“岗位价值 × 贡献”双维考核:满分每月 {value}(中级岗),"
        "其中 {base} 看{metric}不低于 {at},其余看贡献({weights})。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), value=rmb(each.post_value_rmb, lang), base=percent(each.base_share),
        metric=metric_word(each.base_metric, lang), at=percent(each.base_at), weights=_weights(each.contribution, lang),
    )  # fmt: skip


def _lifetime_award(each: awards.LifetimeAward, lang: Language) -> str:
    words = (
        "{who} get {rmb} once the share of customers with five orders or more reaches {at} of today's.",
        "复购 5 次以上客户占比达到目前的 {at} 时,{who}每人奖励 {rmb}。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), rmb=rmb(each.award_rmb, lang), at=percent(each.at)
    )


def _milestone(each: awards.Milestone, lang: Language) -> str:
    words = (
        "{who} share {pot} for each {campaign}: {one} if GMV before the peak reaches plan, {two} if GMV in it does, "
        "{three} if returns after it stay at or below {returns} of today's.",
        "{who}共享每次“{campaign}”里程碑奖金 {pot}:预热期成交达标发 {one},活动期成交达标发 {two},"
        "售后期退货率不高于目前的 {returns} 发 {three}。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), pot=rmb(each.pot_rmb, lang), campaign=each.campaign,
        one=percent(each.presale_share), two=percent(each.balance_share), three=percent(each.aftersales_share),
        returns=percent(each.returns_at),
    )  # fmt: skip


def _equity(each: awards.Equity, lang: Language) -> str:
    words = (
        "{who} of some tiers are granted {rmb} of stock each, which vests over {vest} weeks after a cliff of {cliff} "
        "if {weights} reach {at} of today's; who leaves loses what has not vested.",
        "部分职级的{who}每人授予价值 {rmb} 的限制性股票,{cliff} 周后起分 {vest} 周解锁,"
        "条件为{weights}达到目前的 {at};离职者未解锁部分作废。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), rmb=rmb(each.grant_rmb, lang), vest=each.vest_weeks, cliff=each.cliff_weeks,
        weights=_weights(each.conditions, lang), at=percent(each.at),
    )  # fmt: skip


def _points(each: awards.Points, lang: Language) -> str:
    words = (
        "{who} earn points worth {rmb} for an hour of help to another unit, exchanged for {what}.",
        "{who}协助其他组每小时得价值 {rmb} 的积分,可兑换{what}。",
    )
    what = pick(("money", "奖金") if each.exchange == "money" else ("time off", "假期"), lang)
    return pick(words, lang).format(who=role_words(each.roles, lang), rmb=rmb(each.rmb_per_hour, lang), what=what)


def _three_stage(each: awards.ThreeStage, lang: Language) -> str:
    words = (
        "{who} get for each of their lines {rate} of GMV once it reaches {quota} of plan, {award} a month while "
        "repurchase is {loyal} or more, and {profit} of its profit while it ranks {rank} or better.",
        "{who}按负责的每条产品线三段计奖:成交达到计划的 {quota} 后按 {rate} 提成;复购率达到 {loyal} 每月另奖 {award};"
        "类目排名前 {rank} 时分享该线利润的 {profit}。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), rate=percent(each.rate), quota=percent(each.quota),
        award=rmb(each.loyalty_rmb, lang), loyal=percent(each.loyalty_at), rank=each.rank_at,
        profit=percent(each.profit_share),
    )  # fmt: skip


def _leaderboard(each: awards.Leaderboard, lang: Language) -> str:
    words = ("Units of {who} are ranked on {metric}: {prizes}.", "{who}所在各组按{metric}排名:{prizes}。")
    none = pick(("no prizes, all see the list", "无奖金,公开榜单"), lang)
    prizes = joined([rmb(prize, lang) for prize in each.prizes_rmb], lang) if each.prizes_rmb else none
    return pick(words, lang).format(
        who=role_words(each.roles, lang), metric=metric_word(each.metric, lang), prizes=prizes
    )


def _honours(each: awards.Honours, lang: Language) -> str:
    words = (
        "The best {n} of each role ({who}) hold a title and get {rmb}; the others hear of their work for {hours:g} h.",
        "每期各岗位({who})评出 {n} 名标兵并奖励 {rmb},其做法用 {hours:g} 小时向同岗分享。",
    )
    return pick(words, lang).format(
        n=each.winners, who=role_words(each.roles, lang), rmb=rmb(each.prize_rmb, lang), hours=each.talk_hours
    )


def _grades(each: awards.Grades, lang: Language) -> str:
    words = ("{who} are graded within their role: {grades}.", "{who}按岗位内排名评级:{grades}。")
    upto = (*each.shares, 1.0)
    pairs = [
        f"{grade} ≤ {percent(s)}: {money:+,.10g}"
        for grade, s, money in zip(ORDINALS, upto, each.rewards_rmb, strict=True)
    ]
    return pick(words, lang).format(who=role_words(each.roles, lang), grades="; ".join(pairs))


def _development_fund(each: awards.DevelopmentFund, lang: Language) -> str:
    words = (
        "{who} among the best {share} of their role {n} quarters in a row get {rmb} for their development.",
        "{who}连续 {n} 个季度位列岗位前 {share} 者,获 {rmb} 发展基金。",
    )
    return pick(words, lang).format(
        who=role_words(each.roles, lang), share=percent(each.share), n=each.quarters, rmb=rmb(each.amount_rmb, lang)
    )


def _career_tree(each: awards.CareerTree, lang: Language) -> str:
    words = (
        "Each year {places} of a role ({who}) move up a level, {levels} levels in all, each with {rise} more base pay.",
        "每年各岗位({who})前 {places} 晋升一级,共 {levels} 级,每级基本工资上调 {rise}。",
    )
    return pick(words, lang).format(
        places=percent(each.places),
        who=role_words(each.roles, lang),
        levels=each.levels,
        rise=percent(each.raise_share),
    )


AWARD_SENTENCES: dict[type, Callable[[Any, Language], str]] = {
    awards.DualAppraisal: _dual_appraisal,
    awards.LifetimeAward: _lifetime_award,
    awards.Milestone: _milestone,
    awards.Equity: _equity,
    awards.Points: _points,
    awards.ThreeStage: _three_stage,
    awards.Leaderboard: _leaderboard,
    awards.Honours: _honours,
    awards.Grades: _grades,
    awards.DevelopmentFund: _development_fund,
    awards.CareerTree: _career_tree,
}
