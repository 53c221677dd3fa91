"""`sim loopholes`: what staff would do who look for the best exploit of a policy."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "loopholes",
    zh="""查找 FILE 中方案的漏洞:强行推销、降价、挪单、提前结单、照搬、挑客。

    每一种:给能这样做的人带来多少,让公司损失多少,哪种标准补丁(封顶、退货扣回、退货窗口、团队份额、第二指标、预算)以最小代价堵住它,
    均重新模拟。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, required=True, metavar="POLICY …")
@option(
    "--replicates",
    type=click.IntRange(min=2),
    default=60,
    show_default=True,
    told=Text("Companies per number.", "每个数字所用的公司数。"),
)
@option(
    "--patch/--no-patch",
    default=True,
    told=Text("Try the standard patches against what is found.", "对发现的漏洞试用标准补丁。"),
)
@option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the rows as CSV.", "把各行写成 CSV。"),
)
@language
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
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
