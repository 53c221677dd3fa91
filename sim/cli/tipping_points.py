"""`sim tipping-points`: the entry at which a ranking turns."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "tipping-points",
    zh="""把 PATH 一项从 LOW 移到 HIGH,说明 POLICY 在何处不再胜过 AGAINST。

    PATH 用点分隔:方案的 `structure.cover`,或两者共有的一项,如 `company.shift` 或 `lines.*.skus`。""",
)
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@click.argument("against")
@click.argument("path")
@click.argument("low", type=float)
@click.argument("high", type=float)
@option(
    "--measure", default="gmv", show_default=True, told=Text("Measure on which they are compared.", "用来比较的度量。")
)
@option(
    "--replicates",
    type=click.IntRange(4),
    default=40,
    show_default=True,
    told=Text("Pairs of runs at every point.", "每个点的配对运行数。"),
)
@option("--plot", type=click.Path(path_type=Path, dir_okay=False), told=Text("Draw it into this file.", "画入此文件。"))
@language
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
