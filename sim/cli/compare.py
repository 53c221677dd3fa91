"""`sim compare`: run policies of a scenario and say what differs, how surely, and what it means."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.results.compare import Progress
    from sim.results.comparison import Comparison

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
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as a JSON list."
)
@click.option(
    "--plot", "plot_folder", type=click.Path(path_type=Path, file_okay=False), help="Write charts into a folder."
)
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of output and charts."
)
@click.option("--neutral/--no-neutral", default=True, help="Run pay changes at equal pay too.")
@click.option("--weeks", type=click.IntRange(4, 520), help="Weeks to run in place of the scenario's.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads; all cores when absent.")
@click.option("--experiment", type=click.IntRange(min=0, max=2**32 - 1), default=0, help="Number of the experiment.")
def compare(
    file: Path, policies: tuple[str, ...], json_file: Path | None, plot_folder: Path | None, lang: str, **effort: Any
) -> None:
    """Compare policies of FILE; the first POLICY is the baseline, one alone is compared with the file's baseline.

    Without POLICY all of the file are compared. The number of replicates grows until the headline measures are precise
    enough; the table shows the 95 % interval of the mean difference and, apart, the 80 % range of single outcomes.
    """
    from sim.results.compare import compare as run

    loading = time.perf_counter()
    start_up = process_seconds()
    result = run(file, list(policies) or None, progress=reporter(), **effort)
    _show(result, lang, str(file))
    if json_file:
        result.to_json(json_file)
    if plot_folder:
        _plot(result, plot_folder, lang)
    _times(result, start_up, time.perf_counter() - loading)


def reporter() -> Callable[[Progress], None]:
    """Return a function that writes progress with its rate on stderr, over itself on a terminal."""
    terminal = sys.stderr.isatty()

    def report(progress: Progress) -> None:
        rate = progress.cases / max(progress.seconds, 1e-9)
        text = f"{progress.replicates} of {progress.goal} replicates, {rate:,.0f} runs/s"
        last = progress.replicates == progress.goal
        click.echo(f"\r{text:<60}" if terminal else text, err=True, nl=last or not terminal)

    return report


def _show(result: Comparison, lang: str, file: str) -> None:
    """Write table, sentences and record on stdout."""
    from rich.console import Console

    from sim.results import horizons
    from sim.results.run import PAY_NEUTRAL_SUFFIX
    from sim.results.sentences import notes

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
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
    console.print(result.provenance.line(file), style="dim", soft_wrap=True, markup=False)


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
