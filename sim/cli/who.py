"""`sim who`: who gains and who loses under policies."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "who",
    zh="""跟踪 FILE 中某方案宣布时在职的每个人,比较其在该方案与现行方案(或第一个 POLICY)下的情况。

    按岗位、职级、司龄与能力列出薪酬、加班、技能与离职;人物是虚构的。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--replicates",
    type=click.IntRange(min=2),
    default=8,
    show_default=True,
    told=Text("Companies followed.", "跟踪的公司数。"),
)
@language
def who(file: Path, policies: tuple[str, ...], replicates: int, lang: str) -> None:
    """Follow everybody employed when a policy of FILE is announced, under it and under the baseline (or first POLICY).

    Pay, overtime, skill and exits by role, tier, tenure and ability; the people are invented.
    """
    from rich.console import Console

    from sim.results.compare import compare

    result = compare(file, list(policies) or None, replicates=replicates, neutral=False, fit=False)
    Console(highlight=False).print(result.who(replicates=replicates).table(lang))
