"""`sim bench`: how fast the engine is on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, option
from sim.language.text import Text

YARDSTICK = Path("../shared/yardstick/mesa_toy.py")


@command(zh="一次测出每人每周的计算成本、各阶段、规模、线程、启动与内存。")
@click.argument("scenario", default="scenarios/flagship.yaml", type=click.Path(exists=True, dir_okay=False))
@option(
    "--json", "json_path", type=click.Path(dir_okay=False), told=Text("Write the figures as JSON.", "把数字写成 JSON。")
)
@option(
    "--quick", is_flag=True, told=Text("Leave out large companies, start-up and memory.", "不测大公司、启动与内存。")
)
@option(
    "--yardstick",
    type=click.Path(exists=True, dir_okay=False),
    told=Text("A toy model in Mesa to compare with.", "用于比较的 Mesa 小模型。"),
)
@option(
    "--sweeps",
    is_flag=True,
    told=Text(
        "Measure large sweeps instead (about 20 minutes; --quick a twentieth).",
        "改测大规模扫描(约 20 分钟;--quick 为二十分之一)。",
    ),
)
@option(
    "--board",
    is_flag=True,
    told=Text(
        "Measure a thousand moves of the board instead (--quick a hundred).", "改测看板的一千次调整(--quick 为一百次)。"
    ),
)
def bench(scenario: str, json_path: str | None, quick: bool, yardstick: str | None, sweeps: bool, board: bool) -> None:
    """Measure cost per agent-week, phases, scaling, threads, start-up and memory in one run."""
    from sim.scenario import load
    from sim.studies import bench as study
    from sim.studies import bench_sweep

    path = Path(yardstick) if yardstick else YARDSTICK if YARDSTICK.exists() else None
    figures = []
    found = study.measure(scenario, path, quick)
    if sweeps:
        found = bench_sweep.measure(load(scenario), path, 0.05 if quick else 1.0)
    if board:
        from sim.boards import require_panel

        require_panel()
        from sim.boards.bench import measure

        found = measure(load(scenario), 100 if quick else 1000)
    for figure in found:
        figures.append(figure)
        click.echo(f"{figure.group:10s} {figure.name:55s} {figure.value:10.2f} {figure.unit}")
    click.echo(", ".join(f"{name} {value}" for name, value in study.machine().items()))
    if json_path:
        study.write(figures, json_path)
