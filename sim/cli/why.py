"""`sim why`: through which channels a difference between policies goes."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("why", short_help="Split the difference between policies by the channels it goes through.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--replicates", type=click.IntRange(min=2), default=20, show_default=True, help="Pairs of runs.")
@click.option("--shapley", is_flag=True, help="Every order of adding channels, not one and its reverse.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw it into this file.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
def why(  # noqa: PLR0913
    file: Path,
    policies: tuple[str, ...],
    replicates: int,
    shapley: bool,
    plot: Path | None,
    lang: str,
    threads: int | None,
) -> None:
    """Say through what policies of FILE differ from the first POLICY, or from the baseline of the file.

    Mechanical is what pay and structure do at unchanged behaviour; then effort, exploits, who leaves and joins, skill,
    collaboration, and customers' later response are added.
    """
    from rich.console import Console

    from sim.studies.why import why as split

    found = split(file, list(policies) or None, replicates=replicates, shapley=shapley, threads=threads)
    console = Console(highlight=False)
    console.print(found.table(lang))
    if plot:
        found.plot(lang).savefig(plot, dpi=150)
