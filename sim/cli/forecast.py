"""`sim forecast`: file a forecast before a policy starts, and score it when the weeks have passed."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("forecast", short_help="File a forecast before a policy starts; score it later.")
def forecast() -> None:
    """File a forecast before a policy starts, sealed by a hash, and score it when the weeks have passed."""


@forecast.command("file")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="JSON file to write.")
@click.option("--replicates", type=click.IntRange(min=20), default=200, show_default=True, help="Companies.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
def file(scenario: Path, policy: str, out: Path, replicates: int, threads: int | None) -> None:
    """File what the weeks of SCENARIO from the start of POLICY on will look like."""
    from sim.studies.forecast import file_forecast

    made = file_forecast(scenario, policy, replicates=replicates, threads=threads)
    made.write(out)
    click.echo(f"filed: {out}, {made.weeks} weeks from {made.first}, seal {made.seal}")


@forecast.command("score")
@click.argument("filed", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="CSV of the track record to add to.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def score(filed: Path, data: Path, record: Path | None, lang: str) -> None:
    """Score the forecast FILED on the weekly table DATA, and keep the track record."""
    from rich.console import Console

    from sim.studies.forecast import read_forecast, score_forecast

    Console(highlight=False).print(score_forecast(read_forecast(filed), data, record).table(lang))
