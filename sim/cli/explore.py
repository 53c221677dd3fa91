"""`sim explore`: what a stored sweep says, as tables, sentences and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.studies.sweep import Store

KINDS = ("indices", "convergence", "scores", "boxes", "robustness", "front")


@click.command("explore", short_help="What moves a measure, where things go wrong, which policies hold up.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("what")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw it into this file (png, svg, pdf).")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the table.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--at-least", type=float, default=0.0, show_default=True, help="robustness: gain that is enough.")
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
            raise SimError(f"{plot}: cannot be written ({error.strerror})") from None


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
