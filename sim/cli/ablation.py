"""`sim ablation`: every instrument of the catalogue taken apart."""

from __future__ import annotations

from pathlib import Path

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "ablation",
    zh="""按编号 IDS(I1 至 I21;不写则全部)测量各激励工具,并以 Markdown 打印成页。

    由哪条规则承载、四种剂量的作用、何时无效或有害、在旗舰店中的效果与区间,以及它占用引擎多少时间。""",
)
@click.argument("ids", nargs=-1)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the page into this file.", "把页面写入此文件。"),
)
@option(
    "--flagship",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("scenarios/flagship.yaml"),
    show_default=True,
    told=Text("Scenario in which effects and costs are measured.", "用于测量效果与成本的情景。"),
)
@option("--quick", is_flag=True, told=Text("Few seeds in the small shop only.", "只在小店里用少量种子。"))
@language
def ablation(ids: tuple[str, ...], out: Path | None, flagship: Path, quick: bool, lang: str) -> None:
    """Measure instruments by their IDS (I1 to I21; without any, all) and print the page in Markdown.

    Which rule carries each, what four doses do, where it does nothing or harms, its effect in the flagship with an
    interval, and what it costs the engine.
    """
    from sim.studies.ablation import study

    text = study(
        ids,
        path=None if quick else flagship,
        lang=lang,
        progress=lambda name: click.echo(spoken(Text("{0} done", "{0} 完成").format(name)), err=True),
    )
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
