"""`sim sweep` and `sim store`: many points, kept whatever happens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.compare import Seconds

if TYPE_CHECKING:
    from sim.studies.sweep.workers import Progress


@click.command("sweep", short_help="Run many points of a policy; resumes where it was stopped.")
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--store", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder of the results.")
@click.option("--workers", type=click.IntRange(0), help="Processes; default all processors, 0: this one alone.")
@click.option("--budget", type=Seconds(), help="Time after which no more chunks start, such as 2h.")
@click.option("--engine", default="local", show_default=True, help="local, dask, or a Dask scheduler's address.")
@click.option("--point", type=click.IntRange(0), help="Run this point alone, store nothing, show what goes wrong.")
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
        raise click.UsageError("say where the results go: --store DIR")
    found = run(study, folder, workers=workers, budget=budget, engine=engine, progress=report)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(f"{found.done} of {found.points} points in {folder}, {found.failures} failed now; {found.reason}")
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
        raise SimError(f"{study}: has no point {number}; the last one is {len(points) - 1}")
    click.echo(f"point {number}: {points[number].policy} with {dict(points[number].values)}")
    found = precise_results(document, scenario, points[number])
    for i, name in enumerate(document.measures):
        value, base = found[0, :, i], found[1, :, i]
        click.echo(f"  {name}: {value.mean():.6g}, baseline {base.mean():.6g}, difference {(value - base).mean():+.4g}")


def report(progress: Progress) -> None:
    """Write rate, time left and failures on stderr."""
    rate = progress.now / max(progress.seconds, 1e-9)
    left = (progress.points - progress.done) / max(rate, 1e-9)
    done = f"{progress.done} of {progress.points} points, {rate:.1f} a second"
    text = f"{done}, {left:.0f} s left, {progress.failures} failed"
    terminal = sys.stderr.isatty()
    click.echo(f"\r{text:<78}" if terminal else text, err=True, nl=not terminal)


@click.command("store", short_help="Show, verify and export the results of a sweep.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--verify", is_flag=True, help="Check every chunk against its hash; damaged ones end with exit code 1.")
@click.option("--repair", is_flag=True, help="Delete damaged chunks; the next `sim sweep` computes them again.")
@click.option(
    "--merge",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    help="Take over the chunks of another store of the same study; may be repeated.",
)
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write a row per point and measure."
)
def store(folder: Path, verify: bool, repair: bool, merge: tuple[Path, ...], csv_file: Path | None) -> None:
    """Show what a store holds."""
    from sim.cli.output import write_frame
    from sim.studies.sweep import Store

    kept = Store(folder)
    for other in merge:
        click.echo(f"{kept.merge(Store(other))} chunks taken over from {other}")
    known = kept.description()
    there = kept.names()
    held = sum(name in there for name in known["chunks"])
    size = sum(path.stat().st_size for path in there.values())
    count, chunks = len(known["points"]), len(known["chunks"])
    click.echo(f"{known['name']}: {count} points, {held} of {chunks} chunks, {size / 1e6:.2f} MB")
    for name, unit in known["measures"].items():
        click.echo(f"  {name} ({unit})")
    for chunk in kept.stored():
        for point, message in chunk.failures.items():
            click.echo(f"  point {point} failed: {message}")
            click.echo(f"    to see it: sim sweep STUDY --point {point}")
    if verify or repair:
        damaged = kept.damaged()
        for path in damaged:
            click.echo(f"damaged: {path.name}")
        if repair:
            kept.discard(damaged)
        elif damaged:
            raise SystemExit(1)
        click.echo("every chunk is whole" if not damaged else f"{len(damaged)} chunks deleted; run `sim sweep` again")
    if csv_file:
        write_frame(kept.summary(), csv_file)
