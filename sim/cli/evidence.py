"""`sim evidence`: published experiments predicted, each as if it had not been used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, option
from sim.language.text import Text
from sim.parameters.smoothing import UNTRUSTED

if TYPE_CHECKING:
    from rich.table import Table

    from sim.studies.evidence import Evidence
    from sim.studies.evidence.score import Total

STYLES = {
    "inside": "green",
    "right direction": "green",
    "null met": "green",
    "wrong direction": "red",
    "null missed": "red",
    "no effect": "red",
    "cannot say": "dim",
}


@command(
    zh="""预测已发表的实验,并说明模型有多少次预测正确。

    FILES 为研究文件(YAML);不写则为自带的研究,留出的三分之一除外。用 --chain 时 FILES 为情景,默认
    scenarios/flagship.yaml。"""
)
@click.argument("files", nargs=-1, type=click.Path())
@option(
    "--json",
    "json_path",
    type=click.Path(dir_okay=False),
    told=Text("Write outcomes and totals as JSON.", "把结果与合计写成 JSON。"),
)
@option(
    "--workers",
    type=click.IntRange(1),
    told=Text("Studies at a time; default all processors.", "同时进行的研究数;默认用全部处理器。"),
)
@option(
    "--kept-aside",
    is_flag=True,
    told=Text("Run the third that a draw put aside, and nothing else.", "只运行抽签留出的三分之一。"),
)
@option(
    "--chain",
    is_flag=True,
    told=Text(
        "Say what pay on output, work served and GMV does to every role instead.",
        "改为说明按产量、完成量与成交额计酬对各岗位的作用。",
    ),
)
@option(
    "--format",
    "show_format",
    is_flag=True,
    told=Text("Explain the format of a study and end.", "说明研究文件的格式后结束。"),
)
def evidence(
    files: tuple[str, ...], json_path: str | None, workers: int | None, kept_aside: bool, chain: bool, show_format: bool
) -> None:
    """Predict published experiments and say how often the model is right.

    FILES are studies (YAML); without any, those that come with the product, less the third that is kept aside. With
    --chain FILES are scenarios; default scenarios/flagship.yaml.
    """
    from pathlib import Path

    from rich.console import Console

    from sim.studies import evidence as study

    if show_format:
        click.echo(Path(study.__file__).with_name("FORMAT.md").read_text(encoding="utf-8"))
        return
    if chain:
        from sim.studies.evidence.chain import chain_of, printed

        for file in files or ("scenarios/flagship.yaml",):
            click.echo(printed(chain_of(file)))
        return
    found = study.evidence(
        files,
        kept_aside=kept_aside,
        workers=workers,
        progress=lambda name: click.echo(spoken(Text("{0} done", "{0} 完成").format(name)), err=True),
    )
    if json_path:
        found.to_json(json_path)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=1000)
    console.print(_table(found))
    for line in _totals(found):
        console.print(line, soft_wrap=True)


def _table(found: Evidence) -> Table:
    """Return one row per outcome."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading, justify in (
        ("outcome", "left"),
        ("measure", "left"),
        ("published", "right"),
        ("prediction", "right"),
        ("80 % interval", "right"),
        ("unit", "left"),
        ("verdict", "left"),
    ):
        table.add_column(heading, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for each in found.verdicts:
        known = (
            f"{each.published:+g}" if each.known == "size" else {1: "rise", 0: "none", -1: "fall"}[int(each.published)]
        )
        told = each.measure is not None
        notes = [each.verdict, *(["in sample"] if each.in_sample else []), *([] if each.scored else ["not scored"])]
        table.add_row(
            each.outcome,
            each.measure or "-",
            known,
            f"{each.prediction:+.1f}" if told else "-",
            f"{each.low:+.1f} to {each.high:+.1f}" if told else "-",
            each.unit,
            ", ".join(notes) if told else f"cannot say: {each.cannot}",
            style=STYLES[each.verdict],
        )
    return table


def _of(total: Total, share: str, count: str) -> str:
    """Return a share of a count in words, with its exact 95 % interval."""
    from sim.studies.evidence.score import exactly

    number, value = int(total[count] or 0), total.get(share)
    interval = exactly(value, number)
    if value is None or interval is None:
        return "none published"
    return f"{round(value * number)} of {number} ({interval[0]:.0%} to {interval[1]:.0%})"


def _line(name: str, total: Total) -> str:
    """Return the totals of one way to predict, or of one mechanism, in words."""
    text = (
        f"{name}: {total['outcomes']} scored, {total['cannot']} it cannot say. "
        f"Direction right: {_of(total, 'direction', 'directions')}; felt, half a per cent or more: "
        f"{_of(total, 'felt', 'directions')}. Nulls met: {_of(total, 'nulls_met', 'nulls')}. "
        f"Sizes within a factor of two: {_of(total, 'within_two', 'sizes')}; "
        f"inside the 80 % interval: {_of(total, 'coverage', 'sizes')}."
    )
    error, score = total["mean_abs_log_error"], total.get("interval_score")
    text = text if error is None else f"{text} Off by a factor of {math.exp(error):.1f} on average, 10 at most."
    return text if score is None else f"{text} Interval score {score:.1f} published sizes; less is better."


def _totals(found: Evidence) -> list[str]:
    """Return the totals in words: of the model, of two ways to do without it, on record, by mechanism."""
    from sim.studies.evidence.score import first_score

    lines = [_line("The model", found.total)]
    lines += [_line(f"Without it, {name}", total) for name, total in found.baselines.items()]
    if not all(each.kept_aside for each in found.verdicts):
        lines.append(_line("The first run, before any repair and by the rules of that day", first_score()))
    lines += [_line(name, row) for name, row in found.mechanisms.items() if row["outcomes"]]
    guessed = {each.study: each.assumptions for each in found.verdicts if each.assumptions}
    if guessed:
        text = ", ".join(f"{study} {count}" for study, count in guessed.items())
        lines.append(f"Facts that are assumptions, which widen the intervals: {text}.")
    sampled = dict.fromkeys(each.study for each in found.verdicts if each.in_sample)
    if sampled:
        lines.append(f"In sample, as a parameter of the registry names the study as its source: {', '.join(sampled)}.")
    untold = [each.study for each in found.verdicts if each.pareto_k is not None and each.pareto_k > UNTRUSTED]
    lines.append(
        "Each study is predicted as if it had not been used: draws are weighed again"
        + (f", for {', '.join(dict.fromkeys(untold))} the emulator was fitted again." if untold else ".")
    )
    return lines
