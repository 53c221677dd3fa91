"""`sim risks`: which risks a comparison shows, and the study that takes every risk apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "risks",
    zh="""说明 FILE 中的方案相对第一个 POLICY 或文件的现行方案带来哪些风险。

    每项:有多强、95 % 区间、最先显现的度量与周次,以及可以试什么。不写 FILE 时测量目录中的每个风险:满足条件时、加对
    策时、条件不存在
    时、无人在意金钱时;并给出每个项目毫无作用的概率。""",
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--only",
    multiple=True,
    metavar="ID",
    told=Text("Study these risks alone, such as K3 or K8a.", "只研究这些风险,如 K3 或 K8a。"),
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the page of the study into a file.", "把研究页写入文件。"),
)
@option(
    "--flagship",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("scenarios/flagship.yaml"),
    show_default=True,
    told=Text("Scenario to which the study makes its changes.", "研究所修改的情景。"),
)
@option(
    "--replicates", type=click.IntRange(min=2), told=Text("Pairs behind every difference.", "每个差值背后的配对数。")
)
@language
def risks(file: Path | None, policies: tuple[str, ...], replicates: int | None, lang: str, **page: Any) -> None:
    """Say which risks the policies of FILE bring, against the first POLICY or the baseline of the file.

    For each: how strongly, with a 95 % interval, the measure and the week that show it first, and what to try. Without
    FILE every risk of the catalogue is measured: with its condition, with its remedy, where it is absent, and where
    nobody cares for money; and for every programme the chance that it brings nothing.
    """
    if file is None:
        _study(page["only"], page["out"], page["flagship"], replicates, lang)
        return
    from sim.results.compare import compare
    from sim.results.risks import sentences

    result = compare(file, list(policies) or None, replicates=replicates or 60, neutral=False, fit=False)
    for sentence in sentences(result, lang):
        click.echo(sentence)


def _study(only: tuple[str, ...], out: Path | None, flagship: Path, replicates: int | None, lang: str) -> None:
    """Print or write the page of the study."""
    from sim.studies.risks import study
    from sim.studies.risks.measure import REPLICATES

    text = study(
        only,
        path=flagship,
        replicates=replicates or REPLICATES,
        lang=lang,
        progress=lambda name: click.echo(spoken(Text("{0} done", "{0} 完成").format(name)), err=True),
    )
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
