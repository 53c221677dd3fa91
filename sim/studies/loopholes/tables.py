"""Sentences and tables of a search for loopholes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import Text, in_both, joined, role_words
from sim.studies import shown
from sim.studies.loopholes.document import actions
from sim.studies.loopholes.find import WORTH_IT, Finding, Loopholes, Patched
from sim.studies.loopholes.patches import BY_NAME
from sim.studies.shown import Grid, Shown, amount, measured, percent, words

if TYPE_CHECKING:
    from rich.console import Group

MONTHLY, YEARLY = "RMB per month", "RMB per year"
NONE = Text(
    "{policy}: no loophole found among {listed}: none pays those who can do it and costs the firm.",
    "{policy}:在{listed}中未发现漏洞:没有哪一种既让当事人多得、又让公司受损。",
)
BEST = Text(
    "{policy}: staff who look for the best exploit choose {what}: {gain} more a head for {who}; the firm loses {cost}.",
    "{policy}:若员工一心找漏洞,最优做法是{what}:{who}人均多得 {gain},公司损失 {cost}。",
)
TEMPTS = Text(
    "{what}: tempts each alone and would cost the firm {cost}, although all together gain nothing that is sure.",
    "{what}:对个人有诱惑,会使公司损失 {cost},但大家都这么做时并无确定收益。",
)
TEMPTING = Text("tempts, pays nobody", "有诱惑、无人获益")
CLOSED = Text(
    "{what}: the cheapest patch that closes it is {patch} ({edits}); it costs {price} where nobody exploits.",
    "{what}:能堵住它的最便宜办法是{patch}({edits});在无人钻空子时代价为 {price}。",
)
PAYS = Text(
    "{what}: the cheapest patch that closes it is {patch} ({edits}); it even brings {price} where nobody exploits.",
    "{what}:能堵住它的最便宜办法是{patch}({edits});在无人钻空子时还带来 {price}。",
)
OPEN = Text(
    "{what}: none of the {n} standard patches closes it; {patch} leaves least, {left}.",
    "{what}:{n} 种常用补丁都堵不住;{patch}留下的损失最小,为 {left}。",
)
UNPATCHED = Text("{what}: no standard patch applies to this policy.", "{what}:没有适用于此方案的常用补丁。")
UNPRICED = Text(" The work that it takes is not counted.", "未计入其所需的人力。")
NOTE = Text(
    "{n} companies for each number, {runs} runs. In them nobody has scruples and audits stay; an action is a loophole "
    "if it surely adds {worth} of pay in bonuses and surely costs contribution (95 %, for all actions at once). ± is "
    "the interval.",
    "每个数字用 {n} 家公司,共 {runs} 次模拟。其中人人毫无顾忌,抽查照旧;若肯定使奖金增加收入的 {worth} 以上且肯定"
    "减少净贡献,即为漏洞(95%,对全部做法同时成立)。± 为区间。",
)
ACTIONS = Text("What staff can do under {policy}, and what it brings", "{policy} 下员工能做什么,各有何后果")
HEAD = (
    Text("action", "做法"),
    Text("who can", "谁能做"),
    Text("gain to staff, RMB/year", "员工多得,元/年"),
    Text("cost, RMB/year", "公司损失,元/年"),
    Text("loophole", "漏洞"),
)
PATCHES = Text("Patches against {what}", "针对{what}的补丁")
PATCH_HEAD = (
    Text("patch", "补丁"),
    Text("gain left", "剩余收益"),
    Text("cost left", "剩余损失"),
    Text("price, RMB/year", "代价,元/年"),
    Text("closes", "堵住"),
)
TOGETHER = Text("best together: {0}", "最优组合:{0}")


def name_of(found: Finding) -> Text:
    """Return what the actions of a finding are called."""
    return shown.listed([actions().action(name).words.text for name in found.actions])


def show(found: Loopholes) -> Shown:
    """Return everything that is shown of a search."""
    note = NOTE.format(n=found.replicates, runs=f"{found.runs:,}", worth=percent(WORTH_IT, 1))
    grids = (_actions(found), *(_patches(found, each) for each in found.harmful))
    return Shown(f"loopholes|{found.policy}", tuple(_sentences(found)), grids, note)


def _sentences(found: Loopholes) -> list[Text]:
    """Return the best exploit, and a sentence on the patch of every loophole."""
    said = [_best(found)]
    for each in found.harmful:
        if not each.loophole:
            said.append(TEMPTS.format(what=name_of(each), cost=amount(each.cost.estimate, YEARLY)))
        said.append(_patch_words(found, each))
    return said


def _best(found: Loopholes) -> Text:
    """Return the best exploit, or that there is none."""
    if not found.found:
        return NONE.format(policy=found.policy, listed=joined([name_of(each) for each in found.findings]))
    best = found.best if found.best and found.best.loophole else found.found[0]
    return BEST.format(
        policy=found.policy,
        what=name_of(best),
        gain=amount(best.per_head, MONTHLY, signed=True),
        who=role_words([role for role in _roles(best) if role in found.roles]),
        cost=amount(best.cost.estimate, YEARLY),
    )


def _patch_words(found: Loopholes, loophole: Finding) -> Text:
    """Return what is said of the patches of one loophole."""
    what, cheapest = name_of(loophole), found.cheapest(loophole.actions[0])
    tried = [each for each in found.patched if each.action == loophole.actions[0]]
    if cheapest:
        patch = BY_NAME[cheapest.patch]
        price = cheapest.price.estimate
        text = (PAYS if price < 0.0 else CLOSED).format(
            what=what, patch=patch.words, edits=_edits(cheapest), price=amount(abs(price), YEARLY)
        )
        return text if patch.priced else text + UNPRICED
    if not tried:
        return UNPATCHED.format(what=what)
    least = min(tried, key=lambda each: each.left.cost.estimate)
    left = amount(least.left.cost.estimate, YEARLY)
    return OPEN.format(what=what, n=len(tried), patch=BY_NAME[least.patch].words, left=left)


def _edits(patched: Patched) -> Text:
    """Return the edits of a patch in words."""
    return in_both([each.text for each in patched.edits], ", ", ";")


def _roles(found: Finding) -> list[str]:
    """Return the roles that can do the actions of a finding."""
    return list(dict.fromkeys(role for name in found.actions for role in actions().action(name).roles))


def _actions(found: Loopholes) -> Grid:
    """Return the table of actions."""
    together = [found.best] if found.best and len(found.best.actions) > 1 else []
    rows = []
    for each in (*found.findings, *together):
        name = name_of(each) if len(each.actions) == 1 else TOGETHER.format(name_of(each))
        who = [role for role in _roles(each) if role in found.roles]
        cells = (words(name), words(role_words(["all"] if len(who) == len(found.roles) else who)))
        numbers = (measured(each.gain, YEARLY), measured(each.cost, YEARLY))
        verdict = shown.YES if each.loophole else TEMPTING if each.harmful else shown.NO
        rows.append((*cells, *numbers, words(verdict, "worse" if each.harmful else "")))
    return Grid("actions", ACTIONS.format(policy=found.policy), HEAD, tuple(rows))


def _patches(found: Loopholes, loophole: Finding) -> Grid:
    """Return the table of patches against one loophole."""
    rows = []
    for each in found.patched:
        if each.action == loophole.actions[0]:
            left, look = each.left, "better" if each.closes else ""
            numbers = (measured(left.gain, YEARLY), measured(left.cost, YEARLY), measured(each.price, YEARLY))
            closes = words(shown.YES if each.closes else shown.NO, look)
            rows.append((words(BY_NAME[each.patch].words), *numbers, closes))
    return Grid(f"patches {loophole.actions[0]}", PATCHES.format(what=name_of(loophole)), PATCH_HEAD, tuple(rows))


def tables(found: Loopholes, lang: str = "en") -> Group:
    """Return sentences and tables for a terminal."""
    return shown.console(show(found), lang)


def sentences(found: Loopholes, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(found), lang)


def html(found: Loopholes) -> str:
    """Return sentences and tables for a notebook."""
    return shown.html(show(found))
