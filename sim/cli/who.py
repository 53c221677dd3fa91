"""`sim who`: who gains and who loses under policies."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("who", short_help="Who gains and who loses: the same people under two policies.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--replicates", type=click.IntRange(min=2), default=8, show_default=True, help="Companies followed.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def who(file: Path, policies: tuple[str, ...], replicates: int, lang: str) -> None:
    """Follow everybody employed when a policy of FILE is announced, under it and under the baseline (or first POLICY).

    Pay, overtime, skill and exits by role, tier, tenure and ability; the people are invented.
    """
    from rich.console import Console

    from sim.results.compare import compare

    result = compare(file, list(policies) or None, replicates=replicates, neutral=False, fit=False)
    Console(highlight=False).print(result.who(replicates=replicates).table(lang))
