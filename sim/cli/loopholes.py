"""`sim loopholes`: what staff would do who look for the best exploit of a policy."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("loopholes", short_help="What would staff do who look for the best exploit, and what stops them?")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, required=True, metavar="POLICY …")
@click.option("--replicates", type=click.IntRange(min=2), default=60, show_default=True, help="Companies per number.")
@click.option("--patch/--no-patch", default=True, help="Try the standard patches against what is found.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
def loopholes(  # noqa: PLR0913
    file: Path,
    policies: tuple[str, ...],
    replicates: int,
    patch: bool,
    csv_file: Path | None,
    lang: str,
    threads: int | None,
) -> None:
    """Look for loopholes of policies of FILE: hard selling, price cuts, moved orders, early closing, reuse, picking.

    For each: what it brings those who can do it, what it costs the firm, and which standard patch (cap, claw-back,
    return window, team share, second metric, budgets) closes it at the least price, each run again.
    """
    import pandas as pd
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.studies.loopholes import loopholes as look

    console, frames = Console(highlight=False), []
    for policy in policies:
        found = look(file, policy, replicates=replicates, patch=patch, threads=threads)
        console.print(found.table(lang))
        frames.append(found.frame)
    if csv_file:
        write_frame(pd.concat(frames, ignore_index=True), csv_file)
