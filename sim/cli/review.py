"""`sim review`: the page for the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.compare import Seconds, Widths, reporter


@click.command("review", short_help="Write the page for a pre-rollout review.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="HTML file to write.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the page.")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Weekly observations; absent: NAME.observed.csv beside FILE."
)
@click.option("--replicates", type=click.IntRange(min=2), help="Exact number of replicates.")
@click.option("--precision", type=Widths(), help="Half-width wanted, as 0.5 or gmv=0.5,turnover=1.")
@click.option("--budget", type=Seconds(), help="Time after which no more replicates start, such as 30s.")
@click.option("--neutral/--no-neutral", default=True, help="Run changes in the way of paying at equal pay too.")
@click.option("--weeks", type=click.IntRange(4, 520), help="Weeks to run in place of the scenario's.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
@click.option("--experiment", type=click.IntRange(min=0, max=2**32 - 1), default=0, help="Number of the experiment.")
@click.option("--full", is_flag=True, help="Every section, with the runs it deserves; takes minutes, can be resumed.")
@click.option("--guess", is_flag=True, help="Ask for the reader's guess before the answer is shown.")
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
    click.echo(f"written: {out}")


def _told(name: str, seconds: float, there: bool) -> None:
    """Write that a section is done."""
    if there or seconds:
        click.echo(f"{name}: {'lay there' if there else f'{seconds:.0f} s'}", err=True)
