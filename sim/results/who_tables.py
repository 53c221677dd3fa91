"""Tables and sentences on who gains and who loses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.language.terms import ROLE_WORDS, TIER_WORDS
from sim.language.text import Text, say
from sim.results.reasons import percent
from sim.results.who import ABILITY_BANDS, COMPARED, GROUPINGS, Who, order_of
from sim.results.words import brief, plus_minus

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

WORDS = {
    "title": Text("Who gains and who loses under {policy}, against {baseline}", "{policy} 对比 {baseline}:谁得谁失"),
    "group": Text("group", "群体"),
    "people": Text("heads", "人数"),
    "gains": Text("gain", "增薪"),
    "loses": Text("lose", "减薪"),
    "pay": Text("pay,\nRMB/month", "薪酬,\n元/月"),
    "overtime": Text("overtime,\nh/week", "加班,\n小时/周"),
    "skill": Text("skill,\n%", "技能,\n%"),
    "leaves": Text("leave,\nof 100", "离开,\n每百人"),
    "all": Text("everybody", "全体"),
    "role": Text("role", "岗位"),
    "tier": Text("tier", "层级"),
    "tenure_band": Text("weeks in the job", "在岗周数"),
    "ability_band": Text("ability", "能力"),
    "key": Text("key people", "核心人才"),
    "lowest": Text("1, lowest fifth", "1(最低五分之一)"),
    "highest": Text("5, highest fifth", "5(最高五分之一)"),
    "key_yes": Text("key people", "核心人才"),
    "key_no": Text("others", "其他员工"),
    "shares": Text(
        "{policy}: of those who stay, {gain} earn more and {lose} less than under {baseline} (by over 1 %); "
        "on average {pay} RMB a month.",
        "{policy}:留任者中 {gain} 的人收入高于、{lose} 的人低于 {baseline}(超过 1%);人均 {pay} 元/月。",
    ),
    "ends": Text(
        "{policy}: {best} gains most ({best_pay} RMB a month), {worst} least ({worst_pay}).",
        "{policy}:{best}得益最多({best_pay} 元/月),{worst}最少({worst_pay})。",
    ),
    "leave": Text("{policy}: {group} leave more often ({size} of 100).", "{policy}:{group}离开更多(每百人 {size})。"),
    "spread": Text(
        "{policy}: the spread of pay within roles goes from {before} to {after} %.",
        "{policy}:同岗薪酬差距由 {before}% 变为 {after}%。",
    ),
    "note": Text(
        "{n} companies; people employed at the announcement, followed to the end; pay, overtime and skill of "
        "those who stay under both. ± is the 95 % interval; companies are its unit.",
        "{n} 家模拟公司;跟踪宣布时在职者至期末;薪酬、加班与技能只比较两种方案下均留任者。± 为 95% 区间,以公司为单位。",
    ),
}


def group_words(by: str, group: Any) -> Text:
    """Return what a group is called."""
    if by == "role":
        return Text(*ROLE_WORDS[group])
    if by == "tier":
        return Text(*TIER_WORDS[group])
    if by == "key":
        return WORDS["key_yes" if group == "key" else "key_no"]
    if by == "ability_band":
        ends = {1: "lowest", ABILITY_BANDS: "highest"}
        return WORDS[ends[group]] if group in ends else Text.same(str(group))
    return WORDS["all"] if by == "all" else Text.same(str(group).replace("-", "–"))


def rows(who: Who, policy: str, lang: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return blocks of one policy: name of the grouping, and for each group its name and cells."""
    frame, blocks = who.frame, []
    mine = frame[frame["policy"] == policy]
    for by in GROUPINGS:
        part = mine[mine["by"] == by]
        found = [
            (say(group_words(by, group), lang), _cells(part[part["group"] == group], lang))
            for group in order_of(by, part["group"].unique())
        ]
        if found:
            blocks.append((say(WORDS[by], lang), found))
    return blocks


def _cells(group: pd.DataFrame, lang: str) -> list[str]:
    """Return the cells of one group: people, share that gains, share that loses, and what is compared."""
    first = group.iloc[0]
    shares = (say(percent(first[name]), lang).replace(" ", "") for name in ("gains", "loses"))
    cells = [f"{first['people']:.1f}", *shares]
    for name in COMPARED:
        row = group[group["measure"] == name].iloc[0]
        cells.append(plus_minus(row["estimate"], 0.5 * (row["high"] - row["low"]), row["unit"], lang))
    return cells


def headings(lang: str) -> list[str]:
    """Return the headings of these tables."""
    return [say(WORDS[name], lang) for name in ("group", "people", "gains", "loses", *COMPARED)]


def tables(who: Who, lang: str = "en") -> Group:
    """Return a table for each policy, sentences and what one must know to read them."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text as Rich

    parts: list[Table | Rich] = []
    for policy in who.persons["policy"].unique():
        title = Rich(say(WORDS["title"].format(policy=policy, baseline=who.baseline), lang))
        table = Table(
            title=title,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
            show_edge=False,
            pad_edge=False,
        )
        for i, heading in enumerate(headings(lang)):
            table.add_column(Rich(heading), justify="right" if i else "left", overflow="fold")
        for name, groups in rows(who, policy, lang):
            table.add_row(Rich(name, style="bold"))
            for group, cells in groups:
                table.add_row(Rich(f" {group}"), *map(Rich, cells))
        parts.append(table)
    note = say(WORDS["note"].format(n=who.replicates), lang)
    return Group(*parts, *(Rich(each) for each in sentences(who, lang)), Rich(note, style="dim"))


def sentences(who: Who, lang: str = "en") -> list[str]:
    """Return sentences for each policy: shares, the roles that gain most and least, who leaves more, fairness."""
    found = []
    for policy in who.persons["policy"].unique():
        mine = who.frame[who.frame["policy"] == policy]
        pay = mine[mine["measure"] == "pay"]
        whole = pay[pay["by"] == "all"].iloc[0]
        found.append(
            WORDS["shares"].format(
                policy=policy,
                baseline=who.baseline,
                gain=percent(whole["gains"]),
                lose=percent(whole["loses"]),
                pay=_money(whole["estimate"]),
            )
        )
        roles = pay[(pay["by"] == "role") & pay["estimate"].notna()].sort_values("estimate")
        if len(roles) > 1:
            worst, best = roles.iloc[0], roles.iloc[-1]
            found.append(
                WORDS["ends"].format(
                    policy=policy,
                    best=group_words("role", best["group"]),
                    worst=group_words("role", worst["group"]),
                    best_pay=_money(best["estimate"]),
                    worst_pay=_money(worst["estimate"]),
                )
            )
        gone = mine[(mine["measure"] == "leaves") & (mine["low"] > 0.0)].sort_values("estimate")
        if len(gone):
            row = gone.iloc[-1]
            size = f"{row['estimate']:+.0f}"
            found.append(WORDS["leave"].format(policy=policy, group=group_words(row["by"], row["group"]), size=size))
        before, after = (100.0 * who.inequality[name] for name in (who.baseline, policy))
        if math.isfinite(before) and math.isfinite(after):
            found.append(WORDS["spread"].format(policy=policy, before=f"{before:.1f}", after=f"{after:.1f}"))
    return [say(each, lang) for each in found]


def _money(value: float) -> Text:
    """Return an amount of money with two digits and its sign."""
    return Text(*(brief(value, "RMB per month", lang, signed=True) for lang in ("en", "zh")))


def html(who: Who, lang: str | None = None) -> str:
    """Return sentences and tables as HTML; absent a language, in that of the reader."""
    from html import escape

    from sim.bilingual import reader_language
    from sim.results.notebook import grid

    lang = lang or reader_language()
    parts = [f"<p>{escape(each)}</p>" for each in sentences(who, lang)]
    for policy in who.persons["policy"].unique():
        title = say(WORDS["title"].format(policy=policy, baseline=who.baseline), lang)
        body = [
            [(f"{name}: {group}" if name != group else name, ""), *((cell, "") for cell in cells)]
            for name, groups in rows(who, policy, lang)
            for group, cells in groups
        ]
        parts += [f"<p><strong>{escape(title)}</strong></p>", grid(headings(lang), body)]
    return "".join([*parts, f"<p><small>{escape(say(WORDS['note'].format(n=who.replicates), lang))}</small></p>"])
