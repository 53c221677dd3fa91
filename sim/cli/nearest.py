"""`sim nearest`: the fewest edits of today's scheme that are acceptable."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "nearest",
    zh="""在 FILE 中查找与现行方案最接近、且其 `decision` 在等预算下接受的方案。

    修改来自 POLICY …(或文件中其他全部方案)所改的各项,逐项取全部或一半,以及标准补丁。给出的方案都用新的运气重新运
    行过。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--replicates",
    type=click.IntRange(min=2),
    default=40,
    show_default=True,
    told=Text("Companies per plan.", "每个方案所用的公司数。"),
)
@option(
    "--confirm",
    type=click.IntRange(min=2),
    default=160,
    show_default=True,
    told=Text("Companies, fresh luck.", "用新的运气确认时的公司数。"),
)
@option(
    "--edits",
    type=click.IntRange(1, 3),
    default=2,
    show_default=True,
    told=Text("Most edits in a plan.", "一个方案中最多几处修改。"),
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
