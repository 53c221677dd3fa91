"""`sim compare`: run policies of a scenario and say what differs, how surely, and what it means."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.bilingual import spoken
from sim.cli.patience import SPARSER
from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from sim.language.text import Language
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
            wrong = Text("{0!r} is not a length of time; write 30s or 2m", "{0!r} 不是时长;请写 30s 或 2m")
            self.fail(spoken(wrong.format(value)), param, ctx)
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
            wrong = Text(
                "{0!r} is not a precision; write 0.5 or gmv=0.5,turnover=1",
                "{0!r} 不是精度;请写 0.5 或 gmv=0.5,turnover=1",
            )
            self.fail(spoken(wrong.format(value)), param, ctx)


@command(
    "compare",
    zh="""对比 FILE 中的方案;第一个 POLICY 为现行方案,只写一个时与文件的现行方案比较。

    不写 POLICY 时对比文件中的全部方案。重复次数会增加到核心度量足够精确为止。屏幕上对每个方案给出结论、理由、风险
    与概率,以及一幅
    图;--all 列出全部度量,并给出平均差值的 95 % 区间与单次结果的 80 % 范围。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@option("--replicates", type=click.IntRange(min=2), told=Text("Exact number of replicates.", "确切的重复次数。"))
@option(
    "--precision",
    type=Widths(),
    told=Text("Half-width wanted, as 0.5 or gmv=0.5,turnover=1.", "所需区间半宽,如 0.5 或 gmv=0.5,turnover=1。"),
)
@option(
    "--budget",
    type=Seconds(),
    told=Text("Time after which no more replicates start, such as 30s.", "超过此时间不再开始新的重复,如 30s。"),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    told=Text("Show every measure, what policies are worth, and notes.", "列出全部度量、各方案的价值与说明。"),
)
@option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the rows as a JSON list.", "把各行写成 JSON 列表。"),
)
@option(
    "--excel",
    "excel_file",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the tables as a workbook.", "把表格写成工作簿。"),
)
@option(
    "--plot",
    "plot_folder",
    type=click.Path(path_type=Path, file_okay=False),
    told=Text("Write charts into a folder.", "把图表写入文件夹。"),
)
@language
@option(
    "--neutral/--no-neutral",
    default=True,
    told=Text("Run changes in the way of paying at equal pay too.", "对改变计酬方式的方案,另按等额报酬运行一次。"),
)
@option(
    "--weeks",
    type=click.IntRange(4, 520),
    told=Text("Weeks to run in place of the scenario's.", "模拟的周数,替代情景中的周数。"),
)
@option(
    "--prior",
    is_flag=True,
    told=Text(
        "Behavioural numbers by their priors alone, not as experiments leave them.",
        "行为参数只按先验,不按实验修正后的结果。",
    ),
)
@option(
    "--learn",
    is_flag=True,
    told=Text(
        "Learn from the year observed beside FILE first, NAME.observed.csv.",
        "先从 FILE 旁的观测年(名称.observed.csv)学习。",
    ),
)
@option(
    "--apart",
    is_flag=True,
    told=Text(
        "Say how much of each spread is luck, workplace, and what is not known.",
        "说明各区间中有多少来自运气、企业差异与未知。",
    ),
)
@option(
    "--threads", type=click.IntRange(min=1), told=Text("Threads; all cores when absent.", "线程数;不写则用全部核心。")
)
@option(
    "--experiment",
    type=click.IntRange(min=0, max=2**32 - 1),
    default=0,
    told=Text("Number of the experiment.", "实验编号。"),
)
def compare(  # noqa: PLR0913  one argument for every option
    file: Path,
    policies: tuple[str, ...],
    lang: Language,
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
    _meanwhile(file, policies, lang)
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


def _meanwhile(file: Path, policies: Sequence[str], lang: Language) -> None:
    """Give whoever has to wait for machine code something to read on stderr: what is compared, and what to watch."""
    from sim.language.text import say
    from sim.linter import examine, setting_of
    from sim.results.progress import compiled
    from sim.results.question import policy_names
    from sim.scenario.loading import load
    from sim.scenario.words import describe_policy

    if compiled():
        return
    scenario = load(file)
    names = policy_names(scenario, list(policies) or None)
    watch, told = Text("to watch: {0}", "留意:{0}"), set[str]()
    for name in names:
        findings, _ = examine(scenario, [name], setting_of("cn", lang, None, None))
        click.echo(describe_policy(scenario, name, lang), err=True)
        grave = [each.finding for each in findings if each.severity != "note" and each.finding not in told]
        for finding in grave[:1]:
            click.echo(f"  - {say(watch.format(finding), lang)}", err=True)
        told.update(grave)


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
        raise SimError(
            "{0}: charts cannot be written ({1})", "{0}:图表无法写入({1})", folder, error.strerror
        ) from error
    click.echo(spoken(Text("charts in {0}", "图表在 {0}").format(folder)), err=True)


def _times(result: Comparison, start_up: float | None, total: float) -> None:
    """Write how the time was spent on stderr."""
    timing = result.provenance.timing
    rest = total - timing.compile - timing.run
    begin = Text("start-up {0:.2f} s, ", "启动 {0:.2f} 秒,").format(start_up) if start_up is not None else Text.same("")
    told = Text(
        "time: {0}compile {1:.2f} s, run {2:.2f} s, the rest {3:.2f} s",
        "用时:{0}编译 {1:.2f} 秒,运行 {2:.2f} 秒,其余 {3:.2f} 秒",
    )
    click.echo(spoken(told.format(begin, timing.compile, timing.run, rest)), err=True)


def process_seconds() -> float | None:
    """Return the seconds since this process started, or None where the system does not tell."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        import os

        up = float(Path("/proc/uptime").read_text().split()[0])
        return up - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
