"""`sim assumptions`: every behavioural number, what is known of it and what hangs on it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text, say

if TYPE_CHECKING:
    import pandas as pd

HEADS = {
    "name": Text("number", "参数"),
    "grade": Text("grade", "依据等级"),
    "prior": Text("prior", "先验"),
    "posterior": Text("posterior 10, 50, 90 %", "后验 10、50、90%"),
    "contraction": Text("contraction", "收缩"),
    "gmv": Text("GMV", "成交总额"),
    "turnover": Text("turnover", "离职率"),
    "collaboration": Text("collaboration", "协作"),
    "contribution": Text("contribution", "经营贡献"),
    "pinned by": Text("pinned by", "可由何种数据确定"),
}
COUNTED = Text(
    "{numbers} numbers, {fixed} of them fixed; {assumed} are assumptions. Published experiments were weighed against "
    "{weighed} and moved {moved}; the others stand by their priors.",
    "共 {numbers} 个参数,其中 {fixed} 个固定;{assumed} 个是假设。"
    "公开实验检验了 {weighed} 个,修正了 {moved} 个;其余仅依据先验。",
)
SHARES = Text(
    "Shares are of the variance of a policy's effect, the largest over policies; what is left is luck and interplay.",
    "各列为方案效果方差中随该参数变化的比例(取各方案最大值);其余为运气与相互作用。",
)


@command(
    "assumptions",
    zh="""写出假设台账:每个参数的来源、等级、先验、后验,以及何种数据能确定它。

    给出情景文件 FILE 时,还说明各方案的效果有多少随每个参数变化。""",
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option(
    "--all",
    "everything",
    is_flag=True,
    told=Text("All numbers; else the 30 that matter most.", "列出全部参数;否则只列最重要的 30 个。"),
)
@option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the ledger as CSV.", "把台账写成 CSV。"),
)
@option(
    "--replicates",
    type=click.IntRange(min=40),
    default=640,
    show_default=True,
    told=Text("Of the comparison.", "方案对比的重复次数。"),
)
@language
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
def assumptions(
    file: Path | None,
    policies: tuple[str, ...],
    everything: bool,
    csv_file: Path | None,
    lang: str,
    **effort: Any,
) -> None:
    """Write the ledger of assumptions: source, grade, prior, posterior, and what data would pin each number.

    With a scenario FILE it says how much of the effects of its policies goes with each number.
    """
    from sim.studies.assumptions import ledger

    found = ledger(file, list(policies) or None, **effort)
    if csv_file:
        found.to_csv(csv_file, index=False)
    click.echo(printed(found, everything, lang))


def printed(found: pd.DataFrame, everything: bool, lang: str) -> str:
    """Return the ledger as text: a row a number, then what was counted."""
    shares = "gmv" in found
    shown = found if shares else found.sort_values(["moved", "contraction"], ascending=False, kind="stable")
    shown = (shown if everything else shown.head(30))[[name for name in HEADS if name in shown]].copy()
    for name in set(shown) & {"contraction", "gmv", "turnover", "collaboration", "contribution"}:
        shown[name] = [f"{value:.0%}" if value and math.isfinite(value) else "" for value in shown[name]]
    table = shown.rename(columns={name: say(text, lang) for name, text in HEADS.items()})
    weighed = found["posterior"] != ""
    counted = COUNTED.format(
        numbers=len(found),
        fixed=int((found["prior"] == "fixed").sum()),
        assumed=int((found["grade"] == "assumption").sum()),
        weighed=int(weighed.sum()),
        moved=int(found["moved"].sum()),
    )
    lines = [table.to_string(index=False), say(counted, lang)]
    return "\n".join([*lines, say(SHARES, lang)] if shares else lines)
