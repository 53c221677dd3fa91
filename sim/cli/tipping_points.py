"""`sim tipping-points`: the entry at which a ranking turns."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("tipping-points", short_help="At which value of an entry does A stop beating B?")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@click.argument("against")
@click.argument("path")
@click.argument("low", type=float)
@click.argument("high", type=float)
@click.option("--measure", default="gmv", show_default=True)
@click.option("--replicates", type=click.IntRange(4), default=40, show_default=True)
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw it into this file.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def tipping_points(  # noqa: PLR0913
    scenario: Path,
    policy: str,
    against: str,
    path: str,
    low: float,
    high: float,
    measure: str,
    replicates: int,
    plot: Path | None,
    lang: str,
) -> None:
    """Move the entry PATH from LOW to HIGH and say where POLICY stops beating AGAINST.

    PATH is dotted: `structure.cover` of the policy, or an entry that both meet, such as `company.shift` or
    `lines.*.skus`.
    """
    from sim.scenario import load
    from sim.studies.tipping_points import tipping_point as find

    found = find(load(scenario), policy, against, path, (low, high), measure=measure, replicates=replicates)
    click.echo(found.frame.to_string(index=False, float_format=lambda value: f"{value:.4g}"))
    click.echo(found.words(lang))
    if plot:
        found.plot(lang).savefig(plot, dpi=150)
