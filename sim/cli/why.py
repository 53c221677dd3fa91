"""`sim why`: through which channels a difference between policies goes."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "why",
    zh="""说明 FILE 中的方案经由什么与第一个 POLICY 或文件的现行方案不同。

    机械部分是行为不变时薪酬与架构造成的;然后依次加入努力、钻空子、谁走谁来、技能、协作,以及顾客之后的反应。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--replicates",
    type=click.IntRange(min=2),
    default=20,
    show_default=True,
    told=Text("Pairs of runs.", "配对运行数。"),
)
@option(
    "--shapley",
    is_flag=True,
    told=Text(
        "Every order of adding channels, not one and its reverse.", "按全部顺序加入各通道,而非一种顺序及其反序。"
    ),
)
@option("--plot", type=click.Path(path_type=Path, dir_okay=False), told=Text("Draw it into this file.", "画入此文件。"))
@language
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
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
