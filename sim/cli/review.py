"""`sim review`: the page for the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.bilingual import spoken
from sim.cli.compare import Seconds, Widths, reporter
from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "review",
    zh="""对比 FILE 中的方案,为评审会写出一个自含的页面。

    页面含问题、答案与结论、为什么、影响谁、是否推行、风险、总表、逐周图、现行方案的拟合、附来源的假设、封存记录,以及重新生成的命令。
    --full 另加什么会改变答案、漏洞、试点与最近的可行方案;已完成的部分存于页面旁的 review.parts,被中断后可继续,换
    一种语言不再
    耗时。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    told=Text("HTML file to write.", "写出的 HTML 文件。"),
)
@language
@option(
    "--data",
    type=click.Path(path_type=Path),
    told=Text(
        "Weekly observations; absent: NAME.observed.csv beside FILE.",
        "周观测数据;不写则为 FILE 旁的 名称.observed.csv。",
    ),
)
@option("--replicates", type=click.IntRange(min=2), told=Text("Exact number of replicates.", "确切的重复次数。"))
@option(
    "--precision",
    type=Widths(),
    told=Text("Half-width wanted, as 0.5 or gmv=0.5,turnover=1.", "所需区间半宽,如 0.5 或 gmv=0.5,turnover=1。"),
)
@option(
    "--budget",
    type=Seconds(),
    told=Text("Time after which no more replicates start, such as 30s.", "超过此时间不再开始新的重复,如 30s。"),
)
@option(
    "--neutral/--no-neutral",
    default=True,
    told=Text("Run changes in the way of paying at equal pay too.", "对改变计酬方式的方案,另按等额报酬运行一次。"),
)
@option(
    "--weeks",
    type=click.IntRange(4, 520),
    told=Text("Weeks to run in place of the scenario's.", "模拟的周数,替代情景中的周数。"),
)
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
@option(
    "--experiment",
    type=click.IntRange(min=0, max=2**32 - 1),
    default=0,
    told=Text("Number of the experiment.", "实验编号。"),
)
@option(
    "--full",
    is_flag=True,
    told=Text(
        "Every section, with the runs it deserves; takes minutes, can be resumed.",
        "写出全部章节并足量运行;需要几分钟,可中断后继续。",
    ),
)
@option(
    "--guess",
    is_flag=True,
    told=Text("Ask for the reader's guess before the answer is shown.", "在显示答案之前先请读者猜一猜。"),
)
def review(file: Path, policies: tuple[str, ...], out: Path, lang: str, full: bool, **effort: Any) -> None:
    """Compare policies of FILE and write one self-contained page for the committee.

    It holds the question, the answer with verdicts, why, who, whether, risks, the table, weekly charts, the fit of the
    baseline, assumptions with their sources, the sealed record and the command that makes it again. With --full also
    what would change the answer, loopholes, a pilot and the nearest acceptable plan; finished parts lie in review.parts
    beside the page, so that a run that was killed goes on where it was, and another language costs nothing.
    """
    from sim.pages import review as write
    from sim.pages.page import PARTS
    from sim.pages.shelf import Shelf
    from sim.results.compare import compare
    from sim.results.fit import fit
    from sim.results.observed import beside
    from sim.scenario.loading import file_text

    data, guess, threads = effort.pop("data"), effort.pop("guess"), effort["threads"]

    def compared() -> Any:
        known = fit(file, data, threads=threads) if data else True
        return compare(file, list(policies) or None, progress=reporter(), fit=known, **effort)

    texts = [file_text(each) for each in (file, data, beside(file)) if each]
    asked = {name: value for name, value in effort.items() if name != "threads"}
    shelf = Shelf(out.parent / PARTS if full and out.parent.is_dir() else None, texts, policies, asked)
    result, there = shelf.kept("comparison", compared)
    _told("comparison", 0.0, there)
    observed = str(data) if data else None
    write(result, out, lang=lang, file=str(file), data=observed, full=full, threads=threads, told=_told, guess=guess)
    click.echo(spoken(Text("written: {0}", "已写出:{0}").format(out)))


def _told(name: str, seconds: float, there: bool) -> None:
    """Write that a section is done."""
    from sim.pages.full import NAMES

    if there or seconds:
        part, _, number = name.partition(" ")
        told = NAMES.get(part, Text.same(part)) + f" {number}".rstrip()
        took = Text("lay there", "已有") if there else Text("{0:.0f} s", "{0:.0f} 秒").format(seconds)
        click.echo(spoken(Text("{0}: {1}", "{0}:{1}").format(told, took)), err=True)
