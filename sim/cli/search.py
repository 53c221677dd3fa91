"""`sim search` and `sim select`: good policies among many, and the best of a few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.compare import Seconds


@click.command("search", short_help="Search the levers of a study for the policies that serve its goals.")
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--store", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the results."
)
@click.option("--workers", type=click.IntRange(1), help="Processes; default all processors. Never changes a number.")
@click.option("--budget", type=Seconds(), help="Time after which nothing more is evaluated, such as 2h.")
@click.option("--engine", default="local", show_default=True, help="local, dask, or a Dask scheduler's address.")
def search(study: Path, folder: Path, workers: int | None, budget: float | None, engine: str) -> None:
    """Search the levers of STUDY for what its section `search` asks for.

    Stopped or killed, the same command goes on where it was. The finalists are run again with fresh luck, and the
    winner's numbers come from luck that chose nothing.
    """
    from sim.cli.output import write_frame
    from sim.cli.sweep import report
    from sim.studies.search import search as run

    found = run(study, folder, workers=workers, budget=budget, engine=engine, progress=report)
    tried, met = len(found.candidates), int(found.candidates["feasible"].sum()) if len(found.candidates) else 0
    click.echo(f"{tried} policies tried, {met} within the constraints; {found.reason}")
    if len(found.finalists):
        click.echo("Finalists, run again with fresh luck (differences from the baseline, 95 % interval):")
        click.echo(_text(found.finalists))
    write_frame(found.candidates, folder / "candidates.csv")
    write_frame(found.finalists, folder / "finalists.csv")
    if found.winner:
        words = ", ".join(f"{name} {_short(value)}" for name, value in found.winner.items())
        click.echo(f"Winner, on luck that chose nothing: {words}")
        if not found.winner["feasible"]:
            over = found.winner["overstepped"]
            click.echo(
                f"It stands at the border of a constraint: this time one is overstepped by {over:.3g}. Tighten it."
            )
    elif found.reason == "complete":
        click.echo("No policy met every constraint: loosen one, or widen the levers.")
    if found.reason == "interrupted":
        raise SystemExit(130)


def _text(frame: Any) -> str:
    """Return a frame as text."""
    found: str = frame.to_string(index=False, float_format=lambda value: f"{value:.4g}")
    return found


def _short(value: Any) -> str:
    """Return a number with four digits, anything else as it is."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


@click.command("select", short_help="The best of a few policies, with a stated probability of choosing right.")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, required=True)
@click.option("--measure", default="gmv", show_default=True, help="What decides.")
@click.option("--indifference", type=float, help="Smallest difference that matters: % for amounts, else the unit.")
@click.option("--probability", type=float, default=0.95, show_default=True, help="Promised chance of a right choice.")
@click.option("--direction", type=click.Choice(["up", "down"]), help="Which way is good; default the measure's own.")
@click.option("--most", type=click.IntRange(20), default=2000, show_default=True, help="Most replicates.")
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
        click.echo(
            f"{found.best}: the best on {measure} with a probability of at least {found.probability:g}, "
            f"if it leads by {found.indifference:.4g} or more; else as good within that"
        )
    else:
        click.echo(f"undecided after {most} replicates; {found.best} leads. Raise --most or --indifference")
