"""Which sheet of a workbook is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from typing import TextIO

from sim.errors import Problem
from sim.intake.answers import Words
from sim.intake.dates import month_named
from sim.intake.heading_row import Fields, Headed, as_named, headed
from sim.intake.headings import recognised
from sim.intake.sources import Source
from sim.intake.table import report
from sim.intake.told import note
from sim.language.text import Text

_ALL = "all"
_MONTH = "月份"


def chosen(found: Sequence[Source], fields: Fields, told: Words) -> tuple[Headed, tuple[str, ...]]:
    """The text that is read, with its headings, and notes on the choice.

    Of several sheets the one is taken that has all required columns; where several have them, the user says which, or
    that all of them are parts of one list.

    Raises:
        InputError: the user has to say which sheet is meant, or names one that does not exist.
    """
    tops = [headed(each, fields) for each in found]
    if len(tops) == 1:
        return tops[0], found[0].notes
    file, answer = found[0].file, told.answers.get("sheet", "")
    titles = [each.sheet for each in found]
    if answer in titles:
        return tops[titles.index(answer)], _noted(tops, [tops[titles.index(answer)]])
    able = [top for top in tops if _complete(top, fields, told)]
    if not able and not answer:
        best = max(tops, key=lambda top: len(recognised(top.headings, fields(top.headings))))
        return best, _noted(tops, [best])
    if len(able) == 1 and not answer:
        return able[0], _noted(tops, able)
    alike = len(able) > 1 and all(each.headings == able[0].headings for each in able)
    if answer == _ALL and alike:
        words = "{0}: {1} sheets are read as one list; lines are counted through all of them"
        whole = note(words, "{0}:{1} 个工作表合并读取;行号连续计算", file, len(able))
        return _joined(able), (*_noted(tops, able), whole)
    options = [each.source.sheet for each in able] + ([_ALL] if alike else []) if able else titles
    listed = " or ".join(f"--answer sheet={each!r}" for each in options)
    message = (
        Text("no sheet is {0!r}", "没有名为 {0!r} 的工作表").format(answer)
        if answer
        else Text("several sheets could be meant", "可能是多个工作表中的一个")
    )
    report([Problem(file, 0, "sheet", message, "", Text("say which: {0}", "请指明是哪一种:{0}").format(listed))])
    raise AssertionError("a problem was reported")


def _complete(top: Headed, fields: Fields, told: Words) -> bool:
    """Whether a sheet has every required column, and one row below the headings at least."""
    named = [each for each in told.columns.values() if each in top.headings]
    if len(named) < len([each for each in told.columns.values() if each.lower() != "none"]):
        return False
    wanted = as_named(top, fields(top.headings), told.columns)
    used = recognised(top.headings, wanted)
    with top.source.open() as stream:
        lines = sum(1 for _ in stream)
    return all(each.name in used for each in wanted if each.required) and lines > top.line


def _noted(tops: Sequence[Headed], read: Sequence[Headed]) -> tuple[str, ...]:
    """A note on the sheets that were read and those that were not."""
    others = [repr(each.source.sheet) for each in tops if each not in read]
    names = " and ".join(repr(each.source.sheet) for each in read)
    left = note("; not read: {0}", ";未读:{0}", ", ".join(others)) if others else ""
    return (note("{0}: read from the sheet {1}{2}", "{0}:读自工作表 {1}{2}", tops[0].source.file, names, left),)


def _joined(tops: Sequence[Headed]) -> Headed:
    """Sheets with the same headings as one text; where their titles are months, with a column of the month."""
    months = [month_named(each.source.sheet) for each in tops]
    dated = all(months) and _MONTH not in tops[0].headings
    parts: list[str] = []
    for top, month in zip(tops, months, strict=True):
        with top.source.open() as stream:
            lines = [line.rstrip("\n") for line in stream][top.line if parts else top.skip :]
        added = ["," + month if dated else ""] * len(lines)
        if dated and not parts:
            added[0] = "," + _MONTH
        parts += [f"{line}{more}\n" for line, more in zip(lines, added, strict=True)]
    text = "".join(parts)

    def opened() -> TextIO:
        return StringIO(text, newline="")

    headings = (*tops[0].headings, _MONTH) if dated else tops[0].headings
    return replace(tops[0], source=Source(tops[0].source.file, "", opened), skip=0, headings=headings)
