"""`sim ablation`: every instrument of the catalogue taken apart."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("ablation", short_help="Take every instrument of the catalogue apart: rule, doses, harm, effect.")
@click.argument("ids", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the page into this file.")
@click.option(
    "--flagship",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("scenarios/flagship.yaml"),
    show_default=True,
    help="Scenario in which effects and costs are measured.",
)
@click.option("--quick", is_flag=True, help="Few seeds in the small shop only.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def ablation(ids: tuple[str, ...], out: Path | None, flagship: Path, quick: bool, lang: str) -> None:
    """Measure instruments by their IDS (I1 to I21; without any, all) and print the page in Markdown.

    Which rule carries each, what four doses do, where it does nothing or harms, its effect in the flagship with an
    interval, and what it costs the engine.
    """
    from sim.studies.ablation import study

    text = study(
        ids, path=None if quick else flagship, lang=lang, progress=lambda name: click.echo(f"{name} done", err=True)
    )
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
