"""`sim sensitivity`: what would change the answer."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "sensitivity",
    zh="""说明什么会改变 FILE 中方案相对第一个 POLICY 或现行方案的答案。

    哪些不确定的参数承载决策(先列猜测),弄清各值多少;答案在何处反转,两侧均用新的运气运行;冲击演练;市场未来;最接近的已发表
    研究。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--replicates",
    type=click.IntRange(min=20),
    default=320,
    show_default=True,
    told=Text("For the carriers.", "用于找出关键假设的重复次数。"),
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
def sensitivity(
    file: Path, policies: tuple[str, ...], replicates: int, csv_file: Path | None, lang: str, threads: int | None
) -> None:
    """Say what would change the answer on policies of FILE against the first POLICY, or the baseline.

    Which uncertain numbers carry the decision, guesses first, with the value of knowing each; where the answer turns,
    both sides run with fresh luck; a shock drill; market futures; the nearest published studies.
    """
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.results.compare import compare
    from sim.studies.sensitivity import sensitivity as look

    result = compare(file, list(policies) or None, replicates=replicates, neutral=False, fit=False, threads=threads)
    found = look(result, threads=threads)
    Console(highlight=False).print(found.table(lang))
    if csv_file:
        write_frame(found.frame, csv_file)
