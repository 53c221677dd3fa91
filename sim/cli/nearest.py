"""`sim nearest`: the fewest edits of today's scheme that are acceptable."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("nearest", short_help="The fewest edits of today's scheme that keep the guardrails at equal budget.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--replicates", type=click.IntRange(min=2), default=40, show_default=True, help="Companies per plan.")
@click.option("--confirm", type=click.IntRange(min=2), default=160, show_default=True, help="Companies, fresh luck.")
@click.option("--edits", type=click.IntRange(1, 3), default=2, show_default=True, help="Most edits in a plan.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
def nearest(  # noqa: PLR0913
    file: Path,
    policies: tuple[str, ...],
    replicates: int,
    confirm: int,
    edits: int,
    csv_file: Path | None,
    lang: str,
    threads: int | None,
) -> None:
    """Look for the plan nearest to today's in FILE that its `decision` accepts, at equal budget.

    Edits are what POLICY … (or all others of the file) change, entry by entry, whole and by half, and the standard
    patches. What is proposed has been run again with fresh luck.
    """
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.studies.nearest import nearest as look

    found = look(file, list(policies) or None, replicates=replicates, confirm=confirm, most=edits, threads=threads)
    Console(highlight=False).print(found.table(lang))
    if csv_file:
        write_frame(found.frame, csv_file)
