"""`sim risks`: which risks a comparison shows, and the study that takes every risk apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("risks", short_help="Which risks K1 to K9 a comparison shows; without a file, the study of all risks.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--only", multiple=True, metavar="ID", help="Study these risks alone, such as K3 or K8a.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the page of the study into a file.")
@click.option(
    "--flagship",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("scenarios/flagship.yaml"),
    show_default=True,
    help="Scenario to which the study makes its changes.",
)
@click.option("--replicates", type=click.IntRange(min=2), help="Pairs behind every difference.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
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
        progress=lambda name: click.echo(f"{name} done", err=True),
    )
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
