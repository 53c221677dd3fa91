"""`sim review`: the page for the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.compare import Seconds, Widths, reporter


@click.command("review", short_help="Write the page for a pre-rollout review.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="HTML file to write.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the page.")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Weekly observations; absent: NAME.observed.csv beside FILE."
)
@click.option("--replicates", type=click.IntRange(min=2), help="Exact number of replicates.")
@click.option("--precision", type=Widths(), help="Half-width wanted, as 0.5 or gmv=0.5,turnover=1.")
@click.option("--budget", type=Seconds(), help="Time after which no more replicates start, such as 30s.")
@click.option("--neutral/--no-neutral", default=True, help="Run changes in the way of paying at equal pay too.")
@click.option("--weeks", type=click.IntRange(4, 520), help="Weeks to run in place of the scenario's.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
@click.option("--experiment", type=click.IntRange(min=0, max=2**32 - 1), default=0, help="Number of the experiment.")
@click.option("--full", is_flag=True, help="Why and who with as many runs as a decision deserves; takes minutes.")
def review(file: Path, policies: tuple[str, ...], out: Path, lang: str, full: bool, **effort: Any) -> None:
    """Compare policies of FILE and write one self-contained page for the committee.

    It holds the question, the answer with verdicts, why, who, whether, risks, the table, weekly charts, the fit of the
    baseline, assumptions with their sources, the sealed record and the command that makes it again.
    """
    from sim.pages import review as write
    from sim.results.compare import compare
    from sim.results.fit import fit

    data = effort.pop("data")
    known = fit(file, data, threads=effort["threads"]) if data else True
    result = compare(file, list(policies) or None, progress=reporter(), fit=known, **effort)
    write(
        result, out, lang=lang, file=str(file), data=str(data) if data else None, full=full, threads=effort["threads"]
    )
    click.echo(f"written: {out}")
