"""`sim sensitivity`: what would change the answer."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("sensitivity", short_help="What would change the answer: assumptions, shocks, market futures.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--replicates", type=click.IntRange(min=20), default=320, show_default=True, help="For the carriers.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
def sensitivity(
    file: Path, policies: tuple[str, ...], replicates: int, csv_file: Path | None, lang: str, threads: int | None
) -> None:
    """Say what would change the answer on policies of FILE against the first POLICY, or the baseline.

    Which uncertain numbers carry the decision, guesses first, with the value of knowing each; where the answer turns,
    both sides run with fresh luck; a shock drill; market futures; the nearest published studies.
    """
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.results.compare import compare
    from sim.studies.sensitivity import sensitivity as look

    result = compare(file, list(policies) or None, replicates=replicates, neutral=False, fit=False, threads=threads)
    found = look(result, threads=threads)
    Console(highlight=False).print(found.table(lang))
    if csv_file:
        write_frame(found.frame, csv_file)
