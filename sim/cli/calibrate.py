"""`sim calibrate`: what all published experiments together say about the behavioural numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, option
from sim.language.text import Text


@command(
    "calibrate",
    zh="""用研究文件 FILES 估计一套行为参数;默认为除留出三分之一以外的全部研究。

    每项研究都在先验的许多点上模拟,再与公布的结果权衡。抽样结果写入 `sim compare` 等命令读取之处。""",
)
@click.argument("files", nargs=-1, type=click.Path())
@option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default="calibration",
    show_default=True,
    told=Text("Folder for what is simulated; a stopped run goes on from it.", "存放模拟结果的文件夹;中断后从此继续。"),
)
@option(
    "--kept-aside",
    is_flag=True,
    told=Text("With the third that a draw put aside, once it was looked at.", "连同抽签留出的三分之一(看过之后)。"),
)
@option(
    "--points", type=click.IntRange(min=250), told=Text("Points of the priors; default 1500.", "先验的点数;默认 1500。")
)
@option(
    "--steps", type=click.IntRange(min=100), told=Text("Steps of each chain; default 2000.", "每条链的步数;默认 2000。")
)
@option(
    "--workers",
    type=click.IntRange(1),
    told=Text("Studies at a time; default all processors.", "同时进行的研究数;默认用全部处理器。"),
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("File for the draws; default that of the package.", "抽样结果的文件;默认为软件包自带的文件。"),
)
def calibrate(files: tuple[str, ...], out: Path | None, points: int | None, steps: int | None, **settings: Any) -> None:
    """Estimate one set of behavioural numbers from FILES, by default all studies but the third that is kept aside.

    Every study is simulated at many points of the priors, and what was published is weighed against that. The draws are
    written where `sim compare` and all other commands read them.
    """
    from sim.studies.calibration import run

    settings |= {name: value for name, value in (("points", points), ("steps", steps)) if value}
    found = run.calibrate(files, progress=lambda line: click.echo(line, err=True), **settings)
    run.save(found, out or run.PACKAGED)
    for line in lines(found.record):
        click.echo(spoken(line))


def lines(record: dict[str, Any]) -> list[Text]:
    """Return what was found in words."""
    moved = {name: each for name, each in record["numbers"].items() if each["moved"]}
    still = [name for name in record["numbers"] if name not in moved]
    none = Text("none", "无")
    ran = Text(
        "{0} studies, {1} outcomes; {2} runs of the simulator, {3:g} min. Effective sample size {4}, "
        "split R-hat {5:g}.",
        "{0} 项研究,{1} 个结果;模拟 {2} 次,用时 {3:g} 分钟。有效样本量 {4},split R-hat {5:g}。",
    )
    names = ("studies", "outcomes", "simulator_calls", "minutes", "effective_sample_size", "split_r_hat")
    found = [
        ran.format(*(record[name] for name in names)),
        Text(
            "Moved (value at 10, 50 and 90 %; contraction of the variance of its score):",
            "有变动的参数(10、50、90 % 分位的取值;得分方差的收缩):",
        ),
    ]
    for name, each in sorted(moved.items(), key=lambda item: -item[1]["contraction"]):
        low, middle, high = each["value"]
        found.append(Text.same(f"  {name}: {low:g}, {middle:g}, {high:g}; {each['contraction']:.0%}"))
    found.append(Text("Looked at and not moved: {0}.", "看过而未变动的:{0}。").format(", ".join(still) or none))
    again = [name for name, each in record["left_out"].items() if each["fitted_again"]]
    left = Text(
        "Left out one by one: fitted again for {0}, reweighted for the others.",
        "逐项留出:对 {0} 重新拟合,其余重新加权。",
    )
    found.append(left.format(", ".join(again) or none))
    return found
