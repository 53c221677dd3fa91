"""Sentences and a table of a scored forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.bilingual import reader_language
from sim.language.text import Text, say
from sim.studies import shown
from sim.studies.forecast.score import Score
from sim.studies.shown import Grid, Shown, percent, plain, share_cell, words

if TYPE_CHECKING:
    from rich.console import Group

    from sim.studies.forecast.file import Forecast

NAMES = {
    "gmv_paid": Text("paid GMV", "支付成交总额"),
    "refunds": Text("refunds", "退款"),
    "orders": Text("orders", "订单数"),
    "repeat_orders": Text("repeat orders", "复购订单"),
    "exits": Text("exits", "离职人数"),
    "base_rmb": Text("base pay and overtime", "底薪与加班费"),
    "bonus_rmb": Text("bonus", "奖金"),
}
UNITS = {name: "RMB" if name in ("gmv_paid", "refunds", "base_rmb", "bonus_rmb") else "orders" for name in NAMES}
SCORED = Text(
    "{policy}, filed on {filed}: {weeks} weeks from {first} on. {inside} of {n} figures lie in their 80 % range.",
    "{policy} 的预测于 {filed} 存档:自 {first} 起 {weeks} 周。{n} 项中 {inside} 项落在 80% 范围内。",
)
BEATS = Text(
    "{more} of {n} figures came nearer to the forecast under the policy than to today's going on.",
    "{n} 项中 {more} 项更接近方案下的预测,而不是维持现状的预测。",
)
RECORD = Text(
    "Track record: {forecasts} forecasts, {n} figures; {held} of the 80 % ranges held ({low} to {high}).",
    "预测记录:{forecasts} 份预测、{n} 项;80% 范围的命中率 {held}({low} 至 {high})。",
)
TITLE = Text("Sums over the weeks observed", "已观察各周的合计")
HEAD = (
    Text("figure", "项目"),
    Text("observed", "实际"),
    Text("80 % from", "80% 下限"),
    Text("median", "中位"),
    Text("80 % to", "80% 上限"),
    Text("within", "在内"),
    Text("skill", "技巧"),
)
FILED = Text(
    "{policy}, filed on {filed}: {weeks} weeks from {first} on, {replicates} companies, seal {seal}. "
    "More paid GMV than under {baseline}: {odds} of companies.",
    "{policy} 的预测于 {filed} 存档:自 {first} 起 {weeks} 周,{replicates} 家公司,封存码 {seal}。"
    "支付成交总额高于 {baseline} 的公司占 {odds}。",
)
NOTE = Text(
    "Skill: how much smaller the quantile score is than that of today's policy going on; seal {seal}, {n} companies.",
    "技巧:分位数得分比维持现状的预测小多少;封存码 {seal},{n} 家公司。",
)


def filed(forecast: Forecast, lang: str | None = None) -> str:
    """Return a filed forecast as HTML: what was filed, and the range of each sum over all its weeks."""
    import pandas as pd

    from sim.results.notebook import frames

    lang = lang or reader_language()
    about = {name: getattr(forecast, name) for name in ("policy", "filed", "weeks", "first", "replicates", "baseline")}
    said = FILED.format(**about, seal=forecast.seal, odds=f"{forecast.odds[0]:.0%}")
    places = [forecast.levels.index(min(forecast.levels, key=lambda each: abs(each - at))) for at in (0.1, 0.5, 0.9)]
    rows = []
    for column in forecast.quantiles:
        sums = forecast.sums(column, "policy")[:, -1]
        rows.append((say(NAMES[column], lang), *(float(sums[place]) for place in places)))
    return frames(say(said, lang), pd.DataFrame(rows, columns=["column", "low", "median", "high"]), lang=lang)


def show(score: Score) -> Shown:
    """Return everything that is shown of a score."""
    forecast, frame = score.forecast, score.frame
    about = {"policy": forecast.policy, "filed": forecast.filed, "first": forecast.first, "weeks": score.weeks}
    said = [
        SCORED.format(**about, inside=int(frame["inside"].sum()), n=len(frame)),
        BEATS.format(more=int((frame["skill"] > 0.0).sum()), n=len(frame)),
    ]
    if len(score.record):
        value, low, high = map(percent, score.held)
        forecasts = score.record["seal"].nunique()
        said.append(RECORD.format(forecasts=forecasts, n=len(score.record), held=value, low=low, high=high))
    rows = []
    for row in frame.itertuples():
        unit = UNITS[row.column]
        numbers = [plain(getattr(row, name), unit) for name in ("observed", "low", "median", "high")]
        inside = words(shown.YES if row.inside else shown.NO, "better" if row.inside else "worse")
        rows.append((words(NAMES[row.column]), *numbers, inside, share_cell(row.skill)))
    note = NOTE.format(seal=forecast.seal, n=forecast.replicates)
    return Shown(f"forecast|{forecast.policy}", tuple(said), (Grid("sums", TITLE, HEAD, tuple(rows)),), note)


def tables(score: Score, lang: str = "en") -> Group:
    """Return sentences and a table for a terminal."""
    return shown.console(show(score), lang)


def sentences(score: Score, lang: str = "en") -> list[str]:
    """Return the sentences."""
    return shown.said(show(score), lang)


def html(score: Score) -> str:
    """Return sentences and a table for a notebook."""
    return shown.html(show(score))
