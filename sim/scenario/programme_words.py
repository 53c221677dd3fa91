"""Programmes in words, English and Chinese."""

from __future__ import annotations

from sim.scenario.programmes import Mentoring, Programme
from sim.scenario.terms import Language, day, percent, pick, role_words


def describe_programme(programme: Programme, lang: Language) -> str:
    """One sentence about a programme."""
    if isinstance(programme, Mentoring):
        words = (
            "Newcomers ({0}) have a mentor for {1} weeks, who spends {2} of the week on each.",
            "新人({0})由导师带教 {1} 周,导师每周为每人投入 {2} 的工时。",
        )
        return pick(words, lang).format(
            role_words(programme.roles, lang), programme.weeks, percent(programme.hours_share)
        )
    words = (
        "Rotation: from {3} on {0} of {1} work at a desk of {2} for {4} weeks, in {5} rounds.",
        "轮岗:自{3}起,{1} {0} 人到{2}岗位工作 {4} 周,共 {5} 轮。",
    )
    here, there = role_words([programme.from_], lang), role_words([programme.to], lang)
    return pick(words, lang).format(
        programme.seats, here, there, day(programme.begin, lang), programme.weeks, programme.rounds
    )
