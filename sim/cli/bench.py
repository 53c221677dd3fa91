"""`sim bench`: how fast the engine is on this machine."""

from __future__ import annotations

from pathlib import Path

import click

YARDSTICK = Path("../shared/yardstick/mesa_toy.py")


@click.command()
@click.argument("scenario", default="scenarios/flagship.yaml", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "json_path", type=click.Path(dir_okay=False), help="Write the figures as JSON.")
@click.option("--quick", is_flag=True, help="Leave out large companies, start-up and memory.")
@click.option("--yardstick", type=click.Path(exists=True, dir_okay=False), help="A toy model in Mesa to compare with.")
@click.option("--sweeps", is_flag=True, help="Measure large sweeps instead (about 20 minutes; --quick a twentieth).")
@click.option("--board", is_flag=True, help="Measure a thousand moves of the board instead (--quick a hundred).")
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
