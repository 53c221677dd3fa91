"""The chart of marginal pay: small multiples by role, hours on the left and exploits on the right."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.calendar import week_of
from sim.language.terms import ROLE_WORDS
from sim.results.charts import peak_spans
from sim.results.fonts import language
from sim.results.pay.marginal import EXPLOITS, HOURS
from sim.scenario.models import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.results.picture import Picture

WORDS = {
    "title": ("What more of it would earn: policy {0}", "多做一点能多拿多少:方案 {0}"),
    "hours": ("One more hour, RMB per hour", "多做一小时,元 / 小时"),
    "exploits": ("Full use for a week, RMB per week", "一周内全力使用,元 / 周"),
    "week": ("week", "周"),
    "closed": ("not open to this role", "该岗位不涉及"),
    "start": ("policy starts", "方案开始"),
    "selling": ("selling, producing", "销售与产出"),
    "care": ("care", "用心服务"),
    "tools": ("tools, templates", "工具与模板"),
    "helping": ("helping colleagues", "帮助同事"),
    "hard_selling": ("hard selling", "过度推销"),
    "price_cut": ("price cut as far as allowed", "用足降价权限"),
    "closing_early": ("closing early, skipping checks", "提前结单、跳过检查"),
    "reuse": ("reuse of templates", "模板复用"),
    "rest": ("What is not drawn earns nothing.", "未画出的各项不带来收入。"),
    "nothing": ("nothing is paid for more of anything", "多做任何事都不增加收入"),
}
PLACES: tuple[tuple[Any, tuple[str, ...]], ...] = (("outside lower left", HOURS), ("outside lower right", EXPLOITS))
WIDTH, ROW, HEAD = 10.5, 1.75, 1.5
SEASON = "#f2d16b"


def marginal_chart(frame: pd.DataFrame, scenario: Scenario, lang: str = "en") -> Picture:
    """Return a chart of marginal pay, instruments added up: a row for each role that is paid for more of anything.

    Args:
        frame: of `marginal_pay`.
        scenario: the document, for the season.
        lang: en or zh.

    Raises:
        SimError: an unknown language.
    """
    from sim.results.picture import Picture as Drawn

    drawn, families = language(lang)
    table = frame.pivot_table(index=["role", "action"], columns="week", values="rmb", aggfunc="sum", sort=False)
    moved = table.abs().groupby(level="role", sort=False).max().max(axis=1)
    roles = [role for role in moved.index if moved[role] > 0.0] or list(moved.index[:1])
    figure = Drawn(families, figsize=(WIDTH, ROW * len(roles) + HEAD), layout="constrained")
    with figure.style():
        grid = np.asarray(figure.subplots(len(roles), 2, sharex=True, squeeze=False))
        for row, role in zip(grid, roles, strict=True):
            for axes, side, actions in zip(row, ("hours", "exploits"), (HOURS, EXPLOITS), strict=True):
                _panel(axes, table.loc[role], actions, drawn)
                _season(axes, scenario, (int(table.columns[0]), int(table.columns[-1])), named=axes in grid[0])
                _start(axes, scenario, frame.attrs["policy"], drawn, named=axes is grid[0, 0])
                if axes in grid[0]:
                    axes.set_title(_word(side, drawn), fontsize=10)
            row[0].set_ylabel(ROLE_WORDS[role][drawn == "zh"], fontsize=11)
        for axes in grid[-1]:
            axes.set_xlabel(_word("week", drawn))
        _legends(figure, {action for role, action in table.index if table.loc[(role, action)].any()}, drawn)
        title = _word("title", drawn).format(frame.attrs["policy"])
        figure.suptitle(
            title if moved.max() > 0.0 else f"{title}: {_word('nothing', drawn)}", x=0.01, ha="left", fontsize=12
        )
    return figure


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang == "zh"]


def _look(action: str) -> dict[str, Any]:
    """Return colour and line of an action, the same in every panel."""
    from sim.results.picture import COLOURS, DASHES

    k = (HOURS if action in HOURS else EXPLOITS).index(action)
    return {"color": COLOURS[k], "linestyle": DASHES[k], "linewidth": 1.5}


def _panel(axes: Axes, rows: pd.DataFrame, actions: tuple[str, ...], lang: str) -> None:
    """Draw the actions of one role that are open to it and earn anything."""
    shown = [action for action in actions if action in rows.index]
    for action in shown:
        if rows.loc[action].any():
            axes.plot(rows.columns, rows.loc[action], **_look(action))
    axes.axhline(0.0, color="#333333", linewidth=0.7)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.4g}".replace("-", "\u2212"))
    axes.set_xlim(rows.columns[0], rows.columns[-1] + 1e-9)
    if not shown:
        axes.set_yticks([])
        axes.text(0.5, 0.5, _word("closed", lang), transform=axes.transAxes, ha="center", va="center", color="#7f7f7f")
    elif not rows.loc[shown].to_numpy().any():
        axes.set_ylim(-1.0, 1.0)
        axes.set_yticks([0.0])


def _season(axes: Axes, scenario: Scenario, weeks: tuple[int, int], *, named: bool) -> None:
    """Shade the days of high demand within the weeks shown; in the top panels with their names above the lines."""
    start = scenario.company.start
    first, last = start + timedelta(weeks=weeks[0]), start + timedelta(weeks=weeks[1])
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + (0.45 * (high - low) if named else 0.0))
    busy = [peak for peak in scenario.calendar.peaks if peak.index > 1.0]
    for name, begin, end in peak_spans(busy, first, last):
        left, right = ((day - start).days / 7.0 for day in (begin, end))
        axes.axvspan(left, right, color=SEASON, alpha=0.35, linewidth=0, zorder=0)
        if named:
            axes.annotate(
                name,
                xy=((left + right) / 2.0, 0.985),
                xycoords=("data", "axes fraction"),
                rotation=90,
                fontsize=6.5,
                ha="center",
                va="top",
                color="#7a5c00",
            )


def _start(axes: Axes, scenario: Scenario, policy: str, lang: str, *, named: bool) -> None:
    """Mark the week in which the policy starts, where another one runs before it."""
    begin = week_of(scenario.company.start, scenario.policy(policy).start)
    low, high = axes.get_xlim()
    if policy == scenario.baseline_name or not max(low, 0.0) < begin < high:
        return
    axes.axvline(begin, color="#333333", linewidth=0.9, linestyle=":")
    if named:
        axes.annotate(
            " " + _word("start", lang), xy=(begin, 0.74), xycoords=("data", "axes fraction"), fontsize=7, va="top"
        )


def _legends(figure: Picture, drawn: set[str], lang: str) -> None:
    """Write what the lines mean below the figure, hours left and exploits right."""
    from matplotlib.lines import Line2D

    for place, actions in PLACES:
        shown = [action for action in actions if action in drawn]
        lines, words = [Line2D([], [], **_look(action)) for action in shown], [_word(action, lang) for action in shown]
        note: dict[str, Any] = {"title": _word("rest", lang), "title_fontsize": 7.5} if actions is HOURS else {}
        figure.legend(lines, words, loc=place, ncols=2, frameon=False, fontsize=8, alignment="left", **note)
