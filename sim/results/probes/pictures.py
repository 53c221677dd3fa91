"""Pictures of the inside of a company: ties before and after, requests between roles, queues, dependence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import SimError
from sim.results.fonts import language
from sim.results.probes.statistics import STRONG
from sim.vocabulary.roles import ROLE_NAMES, ROLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.picture import Picture
    from sim.results.probes.networks import Network
    from sim.results.probes.walk import Snapshot

KINDS = ("ties", "requests", "queues", "dependence")
WORDS = {
    "week": ("{}, week {}", "{},第 {} 周"),
    "asked": ("asked", "被求助方"),
    "asking": ("asking", "求助方"),
    "requests": ("requests a week (contacts)", "每周求助次数(联系)"),
    "load": ("work / capacity", "工作量 / 产能"),
    "time": ("week", "周"),
    "tie": ("mean strength of ties, row to column", "平均联系强度(行对列)"),
    "turned": ("turned to", "求助对象"),
    "person": ("who turns", "求助者"),
}
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#999999", "#000000")


def picture(network: Network, kind: str, replicate: int, lang: str) -> Picture:
    """Return one picture.

    Raises:
        SimError: an unknown kind, or no snapshot of that replicate.
    """
    from sim.results.picture import Picture as Drawn

    if kind not in KINDS:
        raise SimError(
            "there is no picture {0!r} of a network; there are {1}",
            "协作网络没有 {0!r} 这种图;现有 {1}",
            kind,
            ", ".join(KINDS),
        )
    shown = [each for each in network.snapshots if each.replicate == replicate]
    if not shown:
        raise SimError("no replicate {0} was walked", "没有模拟第 {0} 次重复", replicate)
    drawn, families = language(lang)
    policies = list(dict.fromkeys(each.policy for each in shown))
    weeks = list(dict.fromkeys(each.week for each in shown))
    rows, columns = (len(policies), len(weeks)) if kind == "ties" else (1, len(policies))
    figure = Drawn(families, figsize=(4.0 * columns + 0.8, 3.7 * rows), layout="constrained")
    with figure.style():
        grid = np.asarray(figure.subplots(rows, columns, squeeze=False))
        if kind == "ties":
            for each in shown:
                _ties(grid[policies.index(each.policy), weeks.index(each.week)], each, drawn)
            handles, names = grid[0, 0].get_legend_handles_labels()
            figure.legend(handles, names, frameon=False, fontsize=8, loc="outside lower center", ncols=len(names))
        else:
            draw = {"requests": _requests, "queues": _queues, "dependence": _dependence}[kind]
            for k, policy in enumerate(policies):
                draw(grid[0, k], [each for each in network.snapshots if each.policy == policy], drawn)
                grid[0, k].set_title(policy)
    return figure


def _word(key: str, lang: str, *parts: Any) -> str:
    return WORDS[key][lang == "zh"].format(*parts)


def _label(role: int, lang: str) -> str:
    return ROLES[role].zh if lang == "zh" else ROLES[role].en


def _ties(axes: Axes, snapshot: Snapshot, lang: str) -> None:
    """Draw strong ties of one company; units stand together on a circle, colours are roles."""
    filled = np.flatnonzero(snapshot.staff["filled"] > 0)
    order = filled[np.lexsort((snapshot.role[filled], snapshot.unit[filled]))]
    gaps = np.concatenate([[0.0], np.cumsum(1.0 + 1.2 * (np.diff(snapshot.unit[order]) != 0))])
    angle = 2.0 * np.pi * gaps / (gaps[-1] + 2.2)
    x, y = dict(zip(order, np.cos(angle), strict=True)), dict(zip(order, np.sin(angle), strict=True))
    for i, j in np.argwhere(snapshot.strength >= STRONG):
        if i in x and j in x:
            same = snapshot.unit[i] == snapshot.unit[j]
            axes.plot(
                [x[i], x[j]], [y[i], y[j]], color="#b9c0c5" if same else "#c0392b", linewidth=0.6, alpha=0.8, zorder=1
            )
    for role in np.unique(snapshot.role[order]):
        mine = [i for i in order if snapshot.role[i] == role]
        axes.scatter(
            [x[i] for i in mine],
            [y[i] for i in mine],
            s=26,
            color=PALETTE[role % len(PALETTE)],
            zorder=2,
            label=_label(int(role), lang),
        )
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_title(_word("week", lang, snapshot.policy, snapshot.week))


def _heat(axes: Axes, table: Any, roles: list[int], lang: str, words: tuple[str, str, str]) -> None:
    """Draw a table of roles by roles with its numbers."""
    shown = table[np.ix_(roles, roles)]
    axes.imshow(shown, cmap="Blues", vmin=0.0)
    names = [_label(role, lang) for role in roles]
    axes.set(
        xticks=range(len(roles)), yticks=range(len(roles)), xlabel=_word(words[0], lang), ylabel=_word(words[1], lang)
    )
    axes.set_xticklabels(names, rotation=60, ha="right", fontsize=7)
    axes.set_yticklabels(names, fontsize=7)
    axes.annotate(_word(words[2], lang), (0.0, -0.46), xycoords="axes fraction", fontsize=7)
    top = float(np.nanmax(shown)) or 1.0
    for a, b in np.argwhere(np.isfinite(shown) & (shown > 0.0)):
        colour = "white" if shown[a, b] > 0.6 * top else "black"
        axes.text(b, a, f"{shown[a, b]:.2g}", ha="center", va="center", fontsize=6, color=colour)


def _seated(snapshots: list[Snapshot]) -> list[int]:
    return sorted({int(role) for each in snapshots for role in np.unique(each.role)})


def _requests(axes: Axes, snapshots: list[Snapshot], lang: str) -> None:
    """Draw requests a week between roles, mean over weeks and replicates."""
    weeks = sum(each.load.shape[1] for each in snapshots)
    table = sum((each.asked for each in snapshots), np.zeros((len(ROLE_NAMES),) * 2)) / max(weeks, 1)
    _heat(axes, table, _seated(snapshots), lang, ("asked", "asking", "requests"))


def _dependence(axes: Axes, snapshots: list[Snapshot], lang: str) -> None:
    """Draw how strongly people of one role are tied to those of another, at the last week; roles, never persons."""
    last = max(each.week for each in snapshots)
    roles = _seated(snapshots)
    table = np.zeros((len(ROLE_NAMES),) * 2)
    here = [each for each in snapshots if each.week == last]
    for each in here:
        for a in roles:
            for b in roles:
                block = each.strength[np.ix_(each.role == a, each.role == b)]
                table[a, b] += block.sum() / max((each.role == a).sum(), 1) / len(here)
    _heat(axes, table, roles, lang, ("turned", "person", "tie"))


def _queues(axes: Axes, snapshots: list[Snapshot], lang: str) -> None:
    """Draw the load of every role through the weeks, mean over replicates."""
    replicates = sorted({each.replicate for each in snapshots})
    paths = [np.concatenate([each.load for each in snapshots if each.replicate == r], axis=1) for r in replicates]
    mean, first = np.mean(paths, axis=0), max(each.week for each in snapshots) + 1 - paths[0].shape[1]
    for role in _seated(snapshots):
        if np.isfinite(mean[role]).any():
            axes.plot(
                np.arange(mean.shape[1]) + first,
                mean[role],
                color=PALETTE[role % len(PALETTE)],
                linewidth=1.0,
                label=_label(role, lang),
            )
    axes.axhline(1.0, color="#333333", linewidth=0.7, linestyle=":")
    axes.set(xlabel=_word("time", lang), ylabel=_word("load", lang), xlim=(0, None))
    axes.legend(frameon=False, fontsize=6, ncols=2)
