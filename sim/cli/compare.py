"""`sim compare`: run policies of a scenario and say what differs, how surely, and what it means."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.patience import SPARSER

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.comparison import Comparison
    from sim.results.progress import Progress

WIDTH_WITHOUT_TERMINAL = 1000
CHARTS = ("gmv", "repurchase", "turnover", "collaboration", "pay", "contribution")


class Seconds(click.ParamType[float]):
    """A length of time such as `30s`, `2m` or `45`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return seconds."""
        if isinstance(value, float):
            return value
        text, factor = str(value).strip().lower(), 1.0
        for suffix, seconds in (("min", 60.0), ("s", 1.0), ("m", 60.0), ("h", 3600.0)):
            if text.endswith(suffix):
                text, factor = text.removesuffix(suffix), seconds
                break
        try:
            seconds = float(text) * factor
        except ValueError:
            seconds = float("nan")
        if not 0.0 < seconds < float("inf"):
            self.fail(f"{value!r} is not a length of time; write 30s or 2m", param, ctx)
        return seconds


class Widths(click.ParamType["float | dict[str, float]"]):
    """Half-widths wanted: one number for GMV in % of the baseline, or `gmv=0.5,turnover=1`."""

    name = "precision"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | dict[str, float]:
        """Return a number or a mapping from measure to half-width."""
        if not isinstance(value, str):
            return value
        try:
            if "=" not in value:
                return float(value)
            pairs = [part.split("=") for part in value.split(",") if part.strip()]
            return {name.strip(): float(width) for name, width in pairs}
        except ValueError:
            self.fail(f"{value!r} is not a precision; write 0.5 or gmv=0.5,turnover=1", param, ctx)


@click.command("compare", short_help="Compare policies and say what differs, how surely.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--replicates", type=click.IntRange(min=2), help="Exact number of replicates.")
@click.option(
    "--precision",
    type=Widths(),
    help="Half-width wanted, as 0.5 or gmv=0.5,turnover=1.",
)
@click.option("--budget", type=Seconds(), help="Time after which no more replicates start, such as 30s.")
@click.option("--all", "everything", is_flag=True, help="Show every measure, what policies are worth, and notes.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as a JSON list."
)
@click.option(
    "--excel", "excel_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the tables as a workbook."
)
@click.option(
    "--plot", "plot_folder", type=click.Path(path_type=Path, file_okay=False), help="Write charts into a folder."
)
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of output and charts."
)
@click.option("--neutral/--no-neutral", default=True, help="Run changes in the way of paying at equal pay too.")
@click.option("--weeks", type=click.IntRange(4, 520), help="Weeks to run in place of the scenario's.")
@click.option("--prior", is_flag=True, help="Behavioural numbers by their priors alone, not as experiments leave them.")
@click.option("--learn", is_flag=True, help="Learn from the year observed beside FILE first, NAME.observed.csv.")
@click.option("--apart", is_flag=True, help="Say how much of each spread is luck, workplace, and what is not known.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
@click.option("--experiment", type=click.IntRange(min=0, max=2**32 - 1), default=0, help="Number of the experiment.")
def compare(  # noqa: PLR0913  one argument for every option
    file: Path,
    policies: tuple[str, ...],
    lang: str,
    everything: bool,
    apart: bool,
    learn: bool,
    plot_folder: Path | None,
    **settings: Any,
) -> None:
    """Compare policies of FILE; the first POLICY is the baseline, one alone is compared with the file's baseline.

    Without POLICY all of the file are compared. The number of replicates grows until the headline measures are precise
    enough. The screen holds a verdict for each policy with its reason, its risk and its odds, and one picture; --all
    adds every measure, with the 95 % interval of the mean difference and the 80 % range of single outcomes.
    """
    from sim.results.compare import compare as run

    json_file, excel_file = settings.pop("json_file"), settings.pop("excel_file")
    loading = time.perf_counter()
    start_up = process_seconds()
    if learn:
        from sim.results.learning import learn as learnt

        settings["learned"] = learnt(file, threads=settings["threads"])
    result = run(file, list(policies) or None, progress=reporter(), **settings)
    _show(result, lang, str(file), everything)
    if apart:
        from sim.results.apart import apart as split
        from sim.results.apart import table

        click.echo(table(split(result.scenario, list(policies) or None, threads=settings["threads"]), lang))
    if json_file:
        result.to_json(json_file)
    if excel_file:
        result.to_excel(excel_file, lang)
    if plot_folder:
        _plot(result, plot_folder, lang)
    _times(result, start_up, time.perf_counter() - loading)


def reporter() -> Callable[[Progress], None]:
    """Return a function that writes progress on stderr: over itself on a terminal, else sparsely."""
    from sim.results.progress import told

    terminal, due = sys.stderr.isatty(), 0.0

    def report(progress: Progress) -> None:
        nonlocal due
        last = progress.replicates == progress.goal
        if terminal or last or progress.seconds >= due:
            text = told(progress)
            click.echo(f"\r{text:<60}" if terminal else text, err=True, nl=last or not terminal)
            due = SPARSER * progress.seconds

    return report


def _show(result: Comparison, lang: str, file: str, everything: bool) -> None:
    """Write the first screen on stdout, below it everything else where it is asked for, and the record."""
    from rich.console import Console

    from sim.language.text import say
    from sim.results.screen import WIDTH, WORDS, record

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
    width = console.width if console.is_terminal else WIDTH
    console.print(result.screen(lang, width))
    if everything:
        _everything(result, lang, console)
    else:
        console.print(say(WORDS["more"], lang), style="dim", markup=False)
    _foundations(result, lang, console, width, everything)
    for line in record(result, file, width):
        console.print(line, style="dim", soft_wrap=True, markup=False)


def _foundations(result: Comparison, lang: str, console: Console, width: int, everything: bool) -> None:
    """Write what the effect on the objective rests on, or on every headline measure."""
    from sim.results.foundations import foundations, told
    from sim.results.screen import shown, wrapped

    measures = shown(result, result.decision) if everything else [result.decision.rule.objective]
    for each in foundations(result, tuple(measures)):
        style = "dim" if each.verdict in ("grounded", "luck") else "yellow"
        for line in wrapped(told(each, lang), width):
            console.print(line, style=style, soft_wrap=True, markup=False)


def _everything(result: Comparison, lang: str, console: Console) -> None:
    """Write every measure, the sentences, what policies are worth, and what a reader of the table must know."""
    from sim.results import horizons
    from sim.results.run import PAY_NEUTRAL_SUFFIX
    from sim.results.sentences import notes

    console.print()
    console.print(result.tables(lang, console.width))
    for sentence in result.sentences(lang):
        console.print(sentence, soft_wrap=True, markup=False)
    for policy in result.policies:
        if not policy.endswith(PAY_NEUTRAL_SUFFIX):
            console.print(horizons.table(result, policy, lang))
    for sentence in horizons.sentences(result, lang):
        console.print(sentence, soft_wrap=True, markup=False)
    console.print()
    for note in notes(result, lang):
        console.print(note, style="dim", soft_wrap=True, markup=False)


def _plot(result: Comparison, folder: Path, lang: str) -> None:
    """Write the charts into a folder and say so."""
    from sim.errors import SimError

    recorded = {measure.name for measure in result.measures}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in CHARTS:
            if name in recorded:
                result.plot(name, lang).savefig(folder / f"{name}.png", dpi=130)
        result.plot_differences(lang).savefig(folder / "differences.png", dpi=130)
    except OSError as error:
        raise SimError(f"{folder}: charts cannot be written ({error.strerror})") from error
    click.echo(f"charts in {folder}", err=True)


def _times(result: Comparison, start_up: float | None, total: float) -> None:
    """Write how the time was spent on stderr."""
    timing = result.provenance.timing
    rest = total - timing.compile - timing.run
    begin = f"start-up {start_up:.2f} s, " if start_up is not None else ""
    click.echo(f"time: {begin}compile {timing.compile:.2f} s, run {timing.run:.2f} s, the rest {rest:.2f} s", err=True)


def process_seconds() -> float | None:
    """Return the seconds since this process started, or None where the system does not tell."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        import os

        up = float(Path("/proc/uptime").read_text().split()[0])
        return up - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
