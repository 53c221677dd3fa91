"""`sim fit`: does today's policy reproduce the last year?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("fit", short_help="Check whether today's policy reproduces the last year.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--data", type=click.Path(path_type=Path), help="Weekly observations; absent: NAME.observed.csv beside FILE."
)
@click.option("--replicates", type=click.IntRange(min=20), default=100, show_default=True, help="Simulated years.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Write the picture as PNG or SVG.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the checks as JSON.")
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the output."
)
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
@click.option("--learn", is_flag=True, help="Say too what the year tells about the behavioural numbers.")
def fit(
    file: Path, data: Path | None, plot: Path | None, json_file: Path | None, lang: str, learn: bool, **effort: Any
) -> None:
    """Compare the baseline of FILE with what was observed: GMV by week, returns, repeat buying, exits, pay mix.

    The range of luck alone comes from simulated years that differ by nothing else. Series that are not in the data are
    shown as such.
    """
    from rich.console import Console

    from sim.errors import SimError
    from sim.results.fit import fit as run

    found = run(file, data, **effort)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=1000)
    console.print(found.table(lang))
    console.print(found.sentence(lang), soft_wrap=True, markup=False)
    for warning in found.warnings(lang):
        console.print(warning, style="bold red", soft_wrap=True, markup=False)
    if learn:
        from sim.results.learning import learn as learnt

        learned = learnt(file, data, threads=effort["threads"])
        console.print(learned.frame.head(len(learned.told)).to_string(index=False), markup=False)
        for sentence in learned.sentences(lang):
            console.print(sentence, soft_wrap=True, markup=False)
    try:
        if plot:
            found.plot(lang).savefig(plot, dpi=130)
        if json_file:
            json_file.write_text(found.frame.to_json(orient="records", indent=1, force_ascii=False), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SimError(f"{plot or json_file}: cannot be written ({error})") from None
