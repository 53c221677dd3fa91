"""Pictures of what a sweep says, in English or Chinese: one function, by the kind of table it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import SimError
from sim.results.fonts import language
from sim.results.measures import BY_NAME
from sim.results.words import unit_word
from sim.studies.discovery.boxes import Box, boxes
from sim.studies.discovery.front import front
from sim.studies.discovery.points import columns, numeric
from sim.studies.discovery.robustness import robustness
from sim.studies.discovery.scores import scores
from sim.studies.sweep.sensitivity import convergence, sensitivity
from sim.studies.sweep.store import Store

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.results.picture import Picture

KINDS = ("indices", "convergence", "scores", "boxes", "robustness", "front")
HIT, MISS, LINE = "#D55E00", "#9aa5ad", "#0072B2"
MOST_ROWS = 20
WORDS: dict[str, tuple[str, str]] = {
    "first order": ("alone", "单独作用"),
    "total": ("with interactions", "含交互作用"),
    "mean absolute effect": ("mean absolute effect", "平均绝对效应"),
    "sd of effects": ("sd of effects", "效应标准差"),
    "share": ("share of the variance of {}", "占{}方差的比例"),
    "effect": ("effect on {}", "对{}的影响"),
    "blocks": ("blocks of the design", "设计的区组数"),
    "noise": ("luck alone", "仅运气"),
    "hit": ("meets {}", "满足 {}"),
    "miss": ("does not", "不满足"),
    "box": ("box", "区域"),
    "difference": ("difference from the baseline: {}", "与基线之差:{}"),
    "regret": ("regret over futures: {}", "各种未来下的后悔值:{}"),
    "worst": ("worst", "最坏"),
    "mean": ("mean", "平均"),
    "front": ("nothing tried beats it", "未被任何试算点超越"),
    "rest": ("beaten", "被超越"),
    "today": ("today", "现状"),
}


def chart(store: Store, kind: str, what: str, *, lang: str = "en") -> Picture:
    """Return one picture of a stored sweep.

    Args:
        store: of a sweep.
        kind: indices or convergence (designs saltelli and morris), scores, boxes, robustness or front.
        what: the measure; for boxes a condition such as "gmv < 0"; for front two measures such as "gmv,turnover".
        lang: en or zh.

    Raises:
        SimError: an unknown kind, or what the table behind the picture raises.
    """
    from sim.results.picture import Picture as Drawn

    if kind not in KINDS:
        raise SimError("there is no chart {0!r}; there are {1}", "没有图表 {0!r};现有 {1}", kind, ", ".join(KINDS))
    drawn, families = language(lang)
    figure = Drawn(families, figsize=(8.0, 4.6), layout="constrained")
    with figure.style():
        axes = figure.subplots()
        match kind:
            case "indices":
                _indices(axes, sensitivity(store, what), drawn)
            case "convergence":
                _convergence(axes, convergence(store, what), drawn)
            case "scores":
                _scores(axes, scores(store, what), drawn)
            case "boxes":
                _box(axes, store, what, drawn)
            case "robustness":
                _regret(axes, robustness(store, what), what, drawn)
            case _:
                names = [name.strip() for name in what.split(",")]
                _front(axes, front(store, names), names[:2], drawn)
    return figure


def _word(key: str, lang: str, *parts: str) -> str:
    return WORDS[key][lang == "zh"].format(*parts)


def _name(measure: str, lang: str, unit: bool = False) -> str:
    """Return what a measure is called, with its unit where asked."""
    found = BY_NAME[measure]
    return f"{found.label(lang)} ({unit_word(found.unit, lang)})" if unit else found.label(lang)


def _indices(axes: Axes, frame: pd.DataFrame, lang: str) -> None:
    """Draw every index with its interval, a row per dimension."""
    names = list(dict.fromkeys(frame["dimension"]))[::-1]
    kinds = list(dict.fromkeys(frame["index"]))
    for k, kind in enumerate(kinds):
        mine = frame[frame["index"] == kind].drop_duplicates("dimension").set_index("dimension").loc[names]
        y = np.arange(len(names)) + 0.16 * (1 - 2 * k)
        span = np.maximum(np.abs(mine[["low", "high"]].to_numpy().T - mine["value"].to_numpy()), 0.0)
        axes.errorbar(mine["value"], y, xerr=span, fmt="os"[k], markersize=5, capsize=2, label=_word(kind, lang))
    share = "total" in kinds
    if share and np.isfinite(frame["noise"]).any():
        noise = float(frame["noise"].mean())
        axes.axvline(noise, color=MISS, linestyle=":", label=_word("noise", lang))
    axes.axvline(0.0, color="#333333", linewidth=0.8)
    measure = frame["measure"].iloc[0]
    label = _word("share" if share else "effect", lang, _name(measure, lang, unit=not share))
    axes.set(yticks=np.arange(len(names)), yticklabels=names, xlabel=label)
    axes.legend(frameon=False, fontsize=8)


def _convergence(axes: Axes, frame: pd.DataFrame, lang: str) -> None:
    """Draw the last kind of index against the number of blocks, a line per dimension."""
    kind = "total" if "total" in set(frame["index"]) else "mean absolute effect"
    for name, mine in frame[frame["index"] == kind].groupby("dimension", sort=False):
        ordered = mine.sort_values("blocks")
        (line,) = axes.plot(ordered["blocks"], ordered["value"], marker="o", markersize=4, label=str(name))
        axes.fill_between(ordered["blocks"], ordered["low"], ordered["high"], alpha=0.12, color=line.get_color())
    axes.set_xscale("log", base=2)
    axes.set(xlabel=_word("blocks", lang), ylabel=_word(kind, lang))
    axes.legend(frameon=False, fontsize=8)


def _scores(axes: Axes, frame: pd.DataFrame, lang: str) -> None:
    """Draw every score with its interval."""
    frame = frame.head(MOST_ROWS).iloc[::-1]
    y = np.arange(len(frame))
    axes.barh(y, frame["score"].clip(lower=0.0), color=LINE, height=0.6)
    axes.hlines(y, frame["low"], frame["high"], color="#333333", linewidth=1.2)
    if np.isfinite(frame["noise"]).any():
        axes.axvline(float(frame["noise"].iloc[0]), color=MISS, linestyle=":", label=_word("noise", lang))
        axes.legend(frameon=False, fontsize=8)
    label = _word("share", lang, _name(frame["measure"].iloc[0], lang))
    axes.set(yticks=y, yticklabels=frame["dimension"], xlabel=label)


def _box(axes: Axes, store: Store, condition: str, lang: str) -> None:
    """Draw the points over the two dimensions that the first box restricts, and the box."""
    found = boxes(store, condition, most=1)
    measure, sign, number = condition.replace("<", " < ").replace(">", " > ").split()[:3]
    points = columns(store, measure)
    numbers = [name for name in points.dimensions if numeric(points.frame[name])]
    limited = [name for name in (found[0].limits if found else {}) if name in numbers]
    shown = list(dict.fromkeys([*limited, *numbers]))[:2]
    if not shown:
        raise SimError("a picture of boxes needs a dimension with numbers", "区域图需要一个数值维度")
    x = points.frame[shown[0]].to_numpy(float)
    y = points.frame[shown[1]].to_numpy(float) if len(shown) > 1 else points.mean
    hits = points.mean < float(number) if sign == "<" else points.mean > float(number)
    axes.scatter(x[~hits], y[~hits], s=14, color=MISS, label=_word("miss", lang))
    axes.scatter(x[hits], y[hits], s=18, color=HIT, label=_word("hit", lang, condition))
    if found:
        _frame_of(axes, found[0], shown, lang)
    axes.set(xlabel=shown[0], ylabel=shown[1] if len(shown) > 1 else _name(measure, lang, unit=True))
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _frame_of(axes: Axes, box: Box, shown: list[str], lang: str) -> None:
    """Draw the edges of a box."""
    from matplotlib.patches import Rectangle

    limits: list[tuple[float, float]] = []
    for name, (low_end, high_end) in zip(shown, (axes.get_xlim(), axes.get_ylim()), strict=False):
        low, high = box.limits.get(name, (-np.inf, np.inf))
        limits.append((max(low, low_end), min(high, high_end)))
    if len(limits) == 1:
        limits.append(axes.get_ylim())
    (left, right), (bottom, top) = limits
    axes.add_patch(
        Rectangle(
            (left, bottom),
            right - left,
            top - bottom,
            fill=False,
            edgecolor=LINE,
            linewidth=1.8,
            label=_word("box", lang),
        )
    )


def _regret(axes: Axes, frame: pd.DataFrame, measure: str, lang: str) -> None:
    """Draw mean and worst regret of the policies with the smallest worst regret."""
    from pandas import concat

    from sim.studies.discovery.robustness import TODAY

    today = frame[frame["policy"] == TODAY]
    shown = frame.head(MOST_ROWS)
    shown = (shown if (shown["policy"] == TODAY).any() else concat([shown.iloc[:-1], today])).iloc[::-1]
    levers = list(frame.columns[1 : list(frame.columns).index("futures")])
    labels = [_word("today", lang) if row["policy"] == TODAY else _levers(row, levers) for _, row in shown.iterrows()]
    y = np.arange(len(shown))
    axes.hlines(y, shown["regret"], shown["worst_regret"], color=MISS)
    axes.plot(shown["regret"], y, "o", color=LINE, label=_word("mean", lang))
    axes.plot(shown["worst_regret"], y, "s", color=HIT, label=_word("worst", lang))
    axes.set(yticks=y, yticklabels=labels, xlabel=_word("regret", lang, _name(measure, lang, unit=True)))
    axes.tick_params(axis="y", labelsize=7)
    axes.legend(frameon=False, fontsize=8)


def _levers(row: Any, levers: list[str]) -> str:
    """Return the levers of a policy in short."""
    values = [(name.split(".")[-1], row[name]) for name in levers]
    parts = [f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}" for name, value in values]
    return ", ".join([str(row["policy"]), *parts])


def _front(axes: Axes, frame: pd.DataFrame, names: list[str], lang: str) -> None:
    """Draw all points over two measures, the front on top, with standard errors."""
    best, rest = frame[frame["on_front"]].sort_values(names[0]), frame[~frame["on_front"]]
    axes.scatter(rest[names[0]], rest[names[1]], s=14, color=MISS, label=_word("rest", lang))
    axes.errorbar(
        best[names[0]],
        best[names[1]],
        xerr=best[f"{names[0]} error"],
        yerr=best[f"{names[1]} error"],
        fmt="o",
        color=LINE,
        markersize=5,
        elinewidth=0.8,
        label=_word("front", lang),
    )
    axes.plot(best[names[0]], best[names[1]], color=LINE, linewidth=0.8, linestyle="--")
    axes.axhline(0.0, color="#333333", linewidth=0.6)
    axes.axvline(0.0, color="#333333", linewidth=0.6)
    x, y = (_word("difference", lang, _name(name, lang, unit=True)) for name in names)
    axes.set(xlabel=x, ylabel=y)
    axes.legend(frameon=False, fontsize=8)
