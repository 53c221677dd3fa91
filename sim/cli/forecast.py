"""`sim forecast`: file a forecast before a policy starts, and score it when the weeks have passed."""

from __future__ import annotations

from pathlib import Path

import click

from sim.bilingual import spoken
from sim.cli.speaking import group, language, option
from sim.language.text import Text


@group("forecast", zh="在方案开始之前提交预测并以哈希封存,待各周过去后评分。")
def forecast() -> None:
    """File a forecast before a policy starts, sealed by a hash, and score it when the weeks have passed."""


@forecast.command("file", zh="提交预测:SCENARIO 在 POLICY 开始之后各周会怎样。")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    told=Text("JSON file to write.", "写出的 JSON 文件。"),
)
@option(
    "--replicates",
    type=click.IntRange(min=20),
    default=200,
    show_default=True,
    told=Text("Companies.", "模拟的公司数。"),
)
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
def file(scenario: Path, policy: str, out: Path, replicates: int, threads: int | None) -> None:
    """File what the weeks of SCENARIO from the start of POLICY on will look like."""
    from sim.studies.forecast import file_forecast

    made = file_forecast(scenario, policy, replicates=replicates, threads=threads)
    made.write(out)
    told = Text("filed: {0}, {1} weeks from {2}, seal {3}", "已提交:{0},自 {2} 起 {1} 周,封印 {3}")
    click.echo(spoken(told.format(out, made.weeks, made.first, made.seal)))


@forecast.command("score", zh="用周数据表 DATA 给已提交的预测 FILED 评分,并记入预测记录。")
@click.argument("filed", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("CSV of the track record to add to.", "要追加的预测记录 CSV。"),
)
@language
def score(filed: Path, data: Path, record: Path | None, lang: str) -> None:
    """Score the forecast FILED on the weekly table DATA, and keep the track record."""
    from rich.console import Console

    from sim.studies.forecast import read_forecast, score_forecast

    Console(highlight=False).print(score_forecast(read_forecast(filed), data, record).table(lang))
