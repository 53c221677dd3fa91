"""`sim explore`: what a stored sweep says, as tables, sentences and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.studies.sweep import Store

KINDS = ("indices", "convergence", "scores", "boxes", "robustness", "front")


@command(
    "explore",
    zh="""说明 FOLDER 中的扫描显示了什么,不再重新运行。

    WHAT 为度量;boxes 时为条件,如 "gmv < 0";front 时为两个度量,如 gmv,turnover。

    \b
    indices      Sobol 或 Morris 指数(saltelli 与 morris 设计);convergence 显示是否已稳定
    scores       每个维度单独解释多少,任何设计的点均可
    boxes        条件在何处成立,用文字说明
    robustness   各未来情景下的遗憾与达标比例(带 `futures` 的设计)
    front        在所有度量上都不被其他方案胜过的方案""",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("what")
@option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Draw it into this file (png, svg, pdf).", "画入此文件(png、svg、pdf)。"),
)
@option(
    "--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), told=Text("Write the table.", "写出表格。")
)
@language
@option(
    "--at-least",
    type=float,
    default=0.0,
    show_default=True,
    told=Text("robustness: gain that is enough.", "robustness:足够的增益。"),
)
def explore(  # noqa: PLR0913
    folder: Path, kind: str, what: str, plot: Path | None, csv_file: Path | None, lang: str, at_least: float
) -> None:
    r"""Say what the sweep in FOLDER shows, without running it again.

    WHAT is a measure; for boxes a condition such as "gmv < 0"; for front two measures such as gmv,turnover.

    \b
    indices      Sobol or Morris indices (designs saltelli and morris); convergence shows whether they have settled
    scores       how much each dimension explains alone, from points of any design
    boxes        where a condition holds, in words
    robustness   regret and satisficing over futures (designs with `futures`)
    front        the policies that no other beats on all measures
    """
    from sim.cli.output import write_frame
    from sim.errors import SimError
    from sim.studies.discovery import boxes, chart
    from sim.studies.sweep import Store

    store = Store(folder)
    if kind == "boxes":
        for box in boxes(store, what):
            click.echo(box.words(lang))
    else:
        frame = _table(store, kind, what, at_least)
        click.echo(frame.head(40).to_string(index=False, float_format=lambda value: f"{value:.3g}"))
        if csv_file:
            write_frame(frame, csv_file)
    if plot:
        try:
            chart(store, kind, what, lang=lang).savefig(plot, dpi=150)
        except OSError as error:
            raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", plot, error.strerror) from None


def _table(store: Store, kind: str, what: str, at_least: float) -> Any:
    """Return the table of one kind."""
    from sim.studies.discovery import front, robustness, scores
    from sim.studies.sweep import convergence, sensitivity

    match kind:
        case "indices":
            return sensitivity(store, what)
        case "convergence":
            return convergence(store, what)
        case "scores":
            return scores(store, what)
        case "robustness":
            return robustness(store, what, at_least=at_least)
        case _:
            return front(store, [name.strip() for name in what.split(",")])
