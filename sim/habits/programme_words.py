"""Programmes in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.habits import programmes as p
from sim.language.terms import Language, day, percent, pick, rmb, role_words


def describe_programme(programme: p.Programme, lang: Language) -> str:
    """One sentence about a programme."""
    sentence: Callable[[Any, Language], str] = _SENTENCES[type(programme)]
    return sentence(programme, lang)


def _mentoring(each: p.Mentoring, lang: Language) -> str:
    words = (
        "Newcomers ({0}) have a mentor for {1} weeks, who spends {2} of the week on each.",
        "新人({0})由导师带教 {1} 周,导师每周为每人投入 {2} 的工时。",
    )
    return pick(words, lang).format(role_words(each.roles, lang), each.weeks, percent(each.hours_share))


def _rotation(each: p.Rotation, lang: Language) -> str:
    words = (
        "Rotation: from {3} on {0} of {1} work at a desk of {2} for {4} weeks, in {5} rounds.",
        "轮岗:自{3}起,{1} {0} 人到{2}岗位工作 {4} 周,共 {5} 轮。",
    )
    here, there = role_words([each.from_], lang), role_words([each.to], lang)
    return pick(words, lang).format(each.seats, here, there, day(each.begin, lang), each.weeks, each.rounds)


def _training(each: p.Training, lang: Language) -> str:
    words = (
        "Training ({0}): {1} of everybody's week, {2} a year in fees per person.",
        "培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
    )
    if each.subject == "new_channel":
        words = (
            "Training for the new channel ({0}): {1} of everybody's week, {2} a year in fees per person.",
            "新渠道技能培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
        )
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.hours_share), rmb(each.fee_rmb, lang))


def _flexible(each: p.FlexibleHours, lang: Language) -> str:
    words = ("Flexible hours ({0}), {1} of days at home.", "弹性工时({0}),{1} 的工作日可在家办公。")
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.home_share))


def _silent(each: p.SilentDay, lang: Language) -> str:
    words = ("{1:g} days a month without messages ({0}).", "每月 {1:g} 个静默日,不收发消息({0})。")
    return pick(words, lang).format(role_words(each.roles, lang), each.days_per_month)


def _benefits(each: p.Benefits, lang: Language) -> str:
    words = (
        "Benefits ({0}): {1} a month per person, {2} to choose from.",
        "福利({0}):每人每月 {1},可在 {2} 项中自选。",
    )
    return pick(words, lang).format(role_words(each.roles, lang), rmb(each.budget_rmb, lang), each.items)


def _fund(each: p.InnovationFund, lang: Language) -> str:
    words = (
        "Innovation fund ({0}): {1} a year, {2} for a trial of {3} weeks with {4} of the week; failure tolerated: {5}.",
        "创新基金({0}):每年 {1},每个试点 {2}、为期 {3} 周、占用 {4} 的工时;对失败的容忍度 {5}。",
    )
    return pick(words, lang).format(
        role_words(each.roles, lang), rmb(each.budget_rmb, lang), rmb(each.grant_rmb, lang), each.weeks,
        percent(each.hours_share), percent(each.tolerance),
    )  # fmt: skip


def _posts(each: p.InternalPosts, lang: Language) -> str:
    words = (
        "Vacant posts ({0}) are open to other roles, with a trial of {1} weeks.",
        "空缺岗位({0})向其他岗位开放内部竞聘,试岗 {1} 周。",
    )
    return pick(words, lang).format(role_words(each.roles, lang), each.trial_weeks)


def _onboarding(each: p.Onboarding, lang: Language) -> str:
    words = (
        "Onboarding ({0}): {1} of the newcomer's week for {2} weeks, {3} of a week of colleagues, {4} each{5}.",
        "入职培训({0}):新人 {2} 周内每周投入 {1} 的工时,同组同事为每位新人投入 {3} 的工时,每人费用 {4}{5}。",
    )
    stories = pick((", with stories of users", ",含用户故事体验"), lang) if each.stories else ""
    return pick(words, lang).format(
        role_words(each.roles, lang), percent(each.hours_share), each.weeks, percent(each.trainer_share),
        rmb(each.fee_rmb, lang), stories,
    )  # fmt: skip


def _teardown(each: p.Teardown, lang: Language) -> str:
    words = ("Competitor teardowns ({0}): {1} of everybody's week.", "竞品拆解会({0}):占每人每周工时的 {1}。")
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.hours_share))


def _stories(each: p.UserStories, lang: Language) -> str:
    words = (
        "Stories of users and complaints ({0}): {1} of everybody's week.",
        "用户故事与客诉复盘会({0}):占每人每周工时的 {1}。",
    )
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.hours_share))


def _library(each: p.Library, lang: Language) -> str:
    words = ("Knowledge library, kept by {0} in {1} of their week.", "知识共享库:由{0}维护,占其每周工时的 {1}。")
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.hours_share))


def _gatherings(each: p.Gatherings, lang: Language) -> str:
    words = (
        "All-hands meetings and events ({0}): {1} of everybody's week, {2} a year per person.",
        "全员会与团队活动({0}):占每人每周工时的 {1},每人每年费用 {2}。",
    )
    return pick(words, lang).format(role_words(each.roles, lang), percent(each.hours_share), rmb(each.fee_rmb, lang))


def _tools(each: p.NewTools, lang: Language) -> str:
    words = ("New tools ({0}): {1} a month per person.", "新工具(如 AI 选品)({0}):每人每月 {1}。")
    return pick(words, lang).format(role_words(each.roles, lang), rmb(each.fee_rmb, lang))


_SENTENCES: dict[type, Callable[[Any, Language], str]] = {
    p.Mentoring: _mentoring,
    p.Rotation: _rotation,
    p.Training: _training,
    p.FlexibleHours: _flexible,
    p.SilentDay: _silent,
    p.Benefits: _benefits,
    p.InnovationFund: _fund,
    p.InternalPosts: _posts,
    p.Onboarding: _onboarding,
    p.Teardown: _teardown,
    p.UserStories: _stories,
    p.Library: _library,
    p.Gatherings: _gatherings,
    p.NewTools: _tools,
}
