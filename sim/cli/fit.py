"""`sim fit`: does today's policy reproduce the last year?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "fit",
    zh="""把 FILE 的现行方案与观测比较:逐周成交额、退货、复购、离职、薪酬构成。

    仅由运气造成的范围来自其他条件完全相同的模拟年。数据中没有的序列会如实标明。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--data",
    type=click.Path(path_type=Path),
    told=Text(
        "Weekly observations; absent: NAME.observed.csv beside FILE.",
        "周观测数据;不写则为 FILE 旁的 名称.observed.csv。",
    ),
)
@option(
    "--replicates",
    type=click.IntRange(min=20),
    default=100,
    show_default=True,
    told=Text("Simulated years.", "模拟的年数。"),
)
@option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the picture as PNG or SVG.", "把图写成 PNG 或 SVG。"),
)
@option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the checks as JSON.", "把检验结果写成 JSON。"),
)
@language
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
@option(
    "--learn",
    is_flag=True,
    told=Text("Say too what the year tells about the behavioural numbers.", "同时说明这一年对行为参数有何启示。"),
)
def fit(
    file: Path, data: Path | None, plot: Path | None, json_file: Path | None, lang: str, learn: bool, **effort: Any
) -> None:
    """Compare the baseline of FILE with what was observed: GMV by week, returns, repeat buying, exits, pay mix.

    The range of luck alone comes from simulated years that differ by nothing else. Series that are not in the data are
    shown as such.
    """
    from rich.console import Console

    from sim.errors import SimError
    from sim.results.fit import fit as run

    found = run(file, data, **effort)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=1000)
    console.print(found.table(lang))
    console.print(found.sentence(lang), soft_wrap=True, markup=False)
    for warning in found.warnings(lang):
        console.print(warning, style="bold red", soft_wrap=True, markup=False)
    if learn:
        from sim.results.learning import learn as learnt

        learned = learnt(file, data, threads=effort["threads"])
        console.print(learned.frame.head(len(learned.told)).to_string(index=False), markup=False)
        for sentence in learned.sentences(lang):
            console.print(sentence, soft_wrap=True, markup=False)
    try:
        if plot:
            found.plot(lang).savefig(plot, dpi=130)
        if json_file:
            json_file.write_text(found.frame.to_json(orient="records", indent=1, force_ascii=False), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", plot or json_file, error) from None
