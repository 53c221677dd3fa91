"""`sim search` and `sim select`: good policies among many, and the best of a few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.bilingual import spoken
from sim.cli.compare import Seconds
from sim.cli.speaking import command, option
from sim.language.text import Text

FINALISTS = Text(
    "Finalists, run again with fresh luck (differences from the baseline, 95 % interval):",
    "入围方案,用新的运气重新运行(与现行方案的差值,95 % 区间):",
)
BORDER = Text(
    "It stands at the border of a constraint: this time one is overstepped by {0:.3g}. Tighten it.",
    "它处于某个约束的边界:这次超出 {0:.3g}。请收紧该约束。",
)
NONE_MET = Text(
    "No policy met every constraint: loosen one, or widen the levers.",
    "没有方案满足全部约束:请放宽一个,或扩大可调范围。",
)
BEST = Text(
    "{0}: the best on {1} with a probability of at least {2:g}, if it leads by {3:.4g} or more; else "
    "as good within that",
    "{0}:若领先 {3:.4g} 以上,则以至少 {2:g} 的概率在 {1} 上最好;否则在此差异内同样好",
)
UNDECIDED = Text(
    "undecided after {0} replicates; {1} leads. Raise --most or --indifference",
    "{0} 次重复后仍未分出;{1} 领先。请调高 --most 或 --indifference",
)


@command(
    "search",
    zh="""在 STUDY 的可调参数中搜索其 `search` 段所求的方案。

    中断或被终止后,同一命令会继续。入围方案用新的运气重新运行,优胜者的数字来自未参与选择的运气。""",
)
@click.argument("study", type=click.Path(path_type=Path))
@option(
    "--store",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    told=Text("Folder of the results.", "结果文件夹。"),
)
@option(
    "--workers",
    type=click.IntRange(1),
    told=Text(
        "Processes; default all processors. Never changes a number.", "进程数;默认用全部处理器。不影响任何数字。"
    ),
)
@option(
    "--budget",
    type=Seconds(),
    told=Text("Time after which nothing more is evaluated, such as 2h.", "超过此时间不再计算,如 2h。"),
)
@option(
    "--engine",
    default="local",
    show_default=True,
    told=Text("local, dask, or a Dask scheduler's address.", "local、dask,或 Dask 调度器的地址。"),
)
def search(study: Path, folder: Path, workers: int | None, budget: float | None, engine: str) -> None:
    """Search the levers of STUDY for what its section `search` asks for.

    Stopped or killed, the same command goes on where it was. The finalists are run again with fresh luck, and the
    winner's numbers come from luck that chose nothing.
    """
    from sim.cli.output import write_frame
    from sim.cli.sweep import report
    from sim.studies.search import search as run
    from sim.studies.sweep.run import REASONS

    found = run(study, folder, workers=workers, budget=budget, engine=engine, progress=report)
    tried, met = len(found.candidates), int(found.candidates["feasible"].sum()) if len(found.candidates) else 0
    told = Text("{0} policies tried, {1} within the constraints; {2}", "试了 {0} 个方案,{1} 个满足约束;{2}")
    click.echo(spoken(told.format(tried, met, REASONS.get(found.reason, found.reason))))
    if len(found.finalists):
        click.echo(spoken(FINALISTS))
        click.echo(_text(found.finalists))
    write_frame(found.candidates, folder / "candidates.csv")
    write_frame(found.finalists, folder / "finalists.csv")
    if found.winner:
        words = ", ".join(f"{name} {_short(value)}" for name, value in found.winner.items())
        click.echo(
            spoken(Text("Winner, on luck that chose nothing: {0}", "优胜方案(未参与选择的运气):{0}").format(words))
        )
        if not found.winner["feasible"]:
            over = found.winner["overstepped"]
            click.echo(spoken(BORDER.format(over)))
    elif found.reason == "complete":
        click.echo(spoken(NONE_MET))
    if found.reason == "interrupted":
        raise SystemExit(130)


def _text(frame: Any) -> str:
    """Return a frame as text."""
    found: str = frame.to_string(index=False, float_format=lambda value: f"{value:.4g}")
    return found


def _short(value: Any) -> str:
    """Return a number with four digits, anything else as it is."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


@command("select", zh="在 SCENARIO 的 POLICIES 中按一个度量选出最好的。")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, required=True)
@option("--measure", default="gmv", show_default=True, told=Text("What decides.", "用来决定的度量。"))
@option(
    "--indifference",
    type=float,
    told=Text(
        "Smallest difference that matters: % for amounts, else the unit.", "有意义的最小差异:数额用 %,其他按单位。"
    ),
)
@option(
    "--probability",
    type=float,
    default=0.95,
    show_default=True,
    told=Text("Promised chance of a right choice.", "保证选对的概率。"),
)
@option(
    "--direction",
    type=click.Choice(["up", "down"]),
    told=Text("Which way is good; default the measure's own.", "哪个方向为好;默认按度量本身。"),
)
@option(
    "--most", type=click.IntRange(20), default=2000, show_default=True, told=Text("Most replicates.", "最多重复次数。")
)
def select(  # noqa: PLR0913
    scenario: Path,
    policies: tuple[str, ...],
    measure: str,
    indifference: float | None,
    probability: float,
    direction: str | None,
    most: int,
) -> None:
    """Choose the best of POLICIES of SCENARIO on one measure."""
    from sim.scenario import load
    from sim.studies.search import select as choose

    found = choose(
        load(scenario),
        list(policies),
        measure,
        indifference=indifference,
        probability=probability,
        direction=direction,
        most=most,
    )
    click.echo(_text(found.frame))
    if found.decided:
        click.echo(spoken(BEST.format(found.best, measure, found.probability, found.indifference)))
    else:
        click.echo(spoken(UNDECIDED.format(most, found.best)))
