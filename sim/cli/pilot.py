"""`sim pilot`: plan a pilot of a policy, or read a finished one back."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "pilot",
    zh="""规划 POLICY 在 FILE 部分品线上的试点,或读回已结束的试点。

    每种设计都会模拟,并用双重差分加随机化推断分析:功效、误报、最先显现的度量、溢出、何时停止。不改薪酬的方案会被拒绝,并给出最接近的做法。
    用 --read 给出已结束试点的表(week_start、line、pilot、gmv),以同一估计量读取,并更新预测与结论。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@option(
    "--measure",
    default="gmv",
    show_default=True,
    told=Text("Primary measure, on which the pilot is judged.", "评判试点所用的主要度量。"),
)
@option(
    "--weeks",
    multiple=True,
    type=click.IntRange(2, 104),
    told=Text("A length to look at; default 4, 8, 13, 26.", "要考察的周数;默认 4、8、13、26。"),
)
@option(
    "--earliest",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    told=Text("First week it may begin in.", "最早可以开始的周。"),
)
@option(
    "--companies",
    type=click.IntRange(min=12),
    default=60,
    show_default=True,
    told=Text("Companies per design.", "每种设计所用的公司数。"),
)
@option(
    "--read",
    "read_file",
    type=click.Path(path_type=Path),
    told=Text("CSV of a finished pilot to read back.", "已结束试点的 CSV,读回分析。"),
)
@option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the rows as CSV.", "把各行写成 CSV。"),
)
@language
def pilot(  # noqa: PLR0913
    file: Path,
    policy: str,
    measure: str,
    weeks: tuple[int, ...],
    earliest: int,
    companies: int,
    read_file: Path | None,
    csv_file: Path | None,
    lang: str,
) -> None:
    """Plan a pilot of the pay of POLICY on some lines of FILE, or read a finished one.

    Every design is simulated and read by difference in differences with randomisation inference: power, false alarms,
    what shows first, spill-over, when to stop. With --read a table (week_start, line, pilot, gmv) of a finished pilot
    is read by the same estimator, and forecast and verdict are updated. A policy that changes no pay is refused with
    the nearest that can be done.
    """
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.studies.pilot import pilot as plan
    from sim.studies.pilot import read_pilot
    from sim.studies.pilot.plan import WEEKS

    if read_file:
        found = read_pilot(file, policy, read_file, measure=measure)
        Console(highlight=False).print(found.table(lang))
        frame = found.frame
    else:
        planned = plan(file, policy, measure=measure, weeks=weeks or WEEKS, earliest=earliest, companies=companies)
        Console(highlight=False).print(planned.table(lang))
        frame = planned.frame
    if csv_file:
        write_frame(frame, csv_file)
