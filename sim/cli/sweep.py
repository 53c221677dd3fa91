"""`sim sweep` and `sim store`: many points, kept whatever happens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.compare import Seconds
from sim.cli.speaking import command, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.studies.sweep.workers import Progress


@command(
    "sweep",
    zh="""运行 STUDY 中存储里还没有的点。

    可随时终止、再次运行、扩充研究:已存储的保留,缺少的补算。""",
)
@click.argument("study", type=click.Path(path_type=Path))
@option(
    "--store",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    told=Text("Folder of the results.", "结果文件夹。"),
)
@option(
    "--workers",
    type=click.IntRange(0),
    told=Text("Processes; default all processors, 0: this one alone.", "进程数;默认用全部处理器,0 为只用本进程。"),
)
@option(
    "--budget",
    type=Seconds(),
    told=Text("Time after which no more chunks start, such as 2h.", "超过此时间不再开始新的批次,如 2h。"),
)
@option(
    "--engine",
    default="local",
    show_default=True,
    told=Text("local, dask, or a Dask scheduler's address.", "local、dask,或 Dask 调度器的地址。"),
)
@option(
    "--point",
    type=click.IntRange(0),
    told=Text("Run this point alone, store nothing, show what goes wrong.", "只运行这一个点,不存储,显示出错之处。"),
)
def sweep(
    study: Path, folder: Path | None, workers: int | None, budget: float | None, engine: str, point: int | None
) -> None:
    """Run the points of STUDY that the store does not hold yet.

    Kill it, run it again, extend the study: what is stored is kept, what is missing is computed.
    """
    from sim.studies.sweep import sweep as run

    if point is not None:
        _one(study, point)
        return
    if folder is None:
        raise click.UsageError(spoken(Text("say where the results go: --store DIR", "请指明结果存放处:--store 文件夹")))
    found = run(study, folder, workers=workers, budget=budget, engine=engine, progress=report)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(spoken(found.words))
    if found.reason == "interrupted":
        raise SystemExit(130)


def _one(study: Path, number: int) -> None:
    """Run one point with every message there is."""
    from sim.errors import SimError
    from sim.plan.compile import parameters_of
    from sim.studies.sweep import load_sweep
    from sim.studies.sweep.compute import precise_results
    from sim.studies.sweep.points import points_of

    document, scenario = load_sweep(study)
    points = points_of(document, parameters_of(scenario))
    if number >= len(points):
        raise SimError(
            "{0}: has no point {1}; the last one is {2}",
            "{0}:没有编号为 {1} 的点;最后一个是 {2}",
            study,
            number,
            len(points) - 1,
        )
    told = Text("point {0}: {1} with {2}", "点 {0}:{1},取值 {2}")
    click.echo(spoken(told.format(number, points[number].policy, dict(points[number].values))))
    found = precise_results(document, scenario, points[number])
    for i, name in enumerate(document.measures):
        value, base = found[0, :, i], found[1, :, i]
        told = Text(
            "  {0}: {1:.6g}, baseline {2:.6g}, difference {3:+.4g}", "  {0}:{1:.6g},现行方案 {2:.6g},差值 {3:+.4g}"
        )
        click.echo(spoken(told.format(name, value.mean(), base.mean(), (value - base).mean())))


def report(progress: Progress) -> None:
    """Write rate, time left and failures on stderr."""
    rate = progress.now / max(progress.seconds, 1e-9)
    left = (progress.points - progress.done) / max(rate, 1e-9)
    told = Text(
        "{0} of {1} points, {2:.1f} a second, {3:.0f} s left, {4} failed",
        "{1} 个点中的 {0} 个,每秒 {2:.1f} 个,还需 {3:.0f} 秒,失败 {4} 个",
    )
    text = spoken(told.format(progress.done, progress.points, rate, left, progress.failures))
    terminal = sys.stderr.isatty()
    click.echo(f"\r{text:<78}" if terminal else text, err=True, nl=not terminal)


@command("store", zh="显示存储中的内容。")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@option(
    "--verify",
    is_flag=True,
    told=Text(
        "Check every chunk against its hash; damaged ones end with exit code 1.",
        "按哈希校验每个批次;有损坏则退出码为 1。",
    ),
)
@option(
    "--repair",
    is_flag=True,
    told=Text(
        "Delete damaged chunks; the next `sim sweep` computes them again.",
        "删除损坏的批次;下次 `sim sweep` 会重新计算。",
    ),
)
@option(
    "--merge",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    told=Text(
        "Take over the chunks of another store of the same study; may be repeated.",
        "并入同一研究另一存储的批次;可重复。",
    ),
)
@option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write a row per point and measure.", "每个点与度量写一行。"),
)
def store(folder: Path, verify: bool, repair: bool, merge: tuple[Path, ...], csv_file: Path | None) -> None:
    """Show what a store holds."""
    from sim.cli.output import write_frame
    from sim.studies.sweep import Store

    kept = Store(folder)
    for other in merge:
        click.echo(
            spoken(
                Text("{0} chunks taken over from {1}", "从 {1} 并入 {0} 个批次").format(kept.merge(Store(other)), other)
            )
        )
    known = kept.description()
    there = kept.names()
    held = sum(name in there for name in known["chunks"])
    size = sum(path.stat().st_size for path in there.values())
    count, chunks = len(known["points"]), len(known["chunks"])
    told = Text("{0}: {1} points, {2} of {3} chunks, {4:.2f} MB", "{0}:{1} 个点,{3} 个批次中的 {2} 个,{4:.2f} MB")
    click.echo(spoken(told.format(known["name"], count, held, chunks, size / 1e6)))
    for name, unit in known["measures"].items():
        click.echo(f"  {name} ({unit})")
    for chunk in kept.stored():
        for point, message in chunk.failures.items():
            told = Text(
                "  point {0} failed: {1}\n    to see it: sim sweep STUDY --point {0}",
                "  点 {0} 失败:{1}\n    查看详情:sim sweep 研究 --point {0}",
            )
            click.echo(spoken(told.format(point, message)))
    if verify or repair:
        damaged = kept.damaged()
        for path in damaged:
            click.echo(spoken(Text("damaged: {0}", "已损坏:{0}").format(path.name)))
        if repair:
            kept.discard(damaged)
        elif damaged:
            raise SystemExit(1)
        whole = Text("every chunk is whole", "所有批次完好")
        deleted = Text("{0} chunks deleted; run `sim sweep` again", "已删除 {0} 个批次;请再次运行 `sim sweep`")
        click.echo(spoken(deleted.format(len(damaged)) if damaged else whole))
    if csv_file:
        write_frame(kept.summary(), csv_file)
