"""`sim evidence`: published experiments predicted, each as if it had not been used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from sim.bilingual import in_both, reader_language, spoken
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


DIRECTIONS = {1: Text("rise", "上升"), 0: Text("none", "无"), -1: Text("fall", "下降")}
IN_SAMPLE, NOT_SCORED = Text("in sample", "样本内"), Text("not scored", "不计分")
CANNOT = Text("cannot say: {0}", "无法判断:{0}")


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
    "--mechanism",
    is_flag=True,
    told=Text("Predict each as if no study of its mechanism had been used.", "预测每项时,假定同一机制的研究全未使用。"),
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
def evidence(files: tuple[str, ...], json_path: str | None, chain: bool, show_format: bool, **settings: Any) -> None:
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
            click.echo(printed(chain_of(file), reader_language()))
        return
    found = study.evidence(
        files,
        progress=lambda name: click.echo(spoken(Text("{0} done", "{0} 完成").format(name)), err=True),
        **settings,
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
    """Return one row per outcome, in the reader's language."""
    from rich import box
    from rich.table import Table

    from sim.studies.evidence import words

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading, justify in (
        (Text("outcome", "结果"), "left"),
        (Text("measure", "指标"), "left"),
        (Text("published", "已发表"), "right"),
        (Text("prediction", "预测"), "right"),
        (Text("80 % interval", "80 % 区间"), "right"),
        (Text("unit", "单位"), "left"),
        (Text("verdict", "判定"), "left"),
    ):
        table.add_column(spoken(heading), justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for each in found.verdicts:
        known = Text.same(f"{each.published:+g}") if each.known == "size" else DIRECTIONS[int(each.published)]
        told = each.measure is not None
        notes = [words.word(words.VERDICTS, each.verdict)]
        notes += [IN_SAMPLE] if each.in_sample else []
        notes += [] if each.scored else [NOT_SCORED]
        interval = Text(f"{each.low:+.1f} to {each.high:+.1f}", f"{each.low:+.1f} 至 {each.high:+.1f}")
        verdict = in_both(notes, ", ", ",") if told else CANNOT.format(each.cannot)
        table.add_row(
            each.outcome,
            spoken(words.word(words.MEASURES, each.measure)) if each.measure else "-",
            spoken(known),
            f"{each.prediction:+.1f}" if told else "-",
            spoken(interval) if told else "-",
            spoken(words.word(words.UNITS, each.unit)),
            spoken(verdict),
            style=STYLES[each.verdict],
        )
    return table


def _of(total: Total, share: str, count: str) -> Text:
    """Return a share of a count in words, with its exact 95 % interval."""
    from sim.studies.evidence.score import exactly

    number, value = int(total[count] or 0), total.get(share)
    interval = exactly(value, number)
    if value is None or interval is None:
        return Text("none published", "无已发表者")
    words = Text("{0} of {1} ({2:.0%} to {3:.0%})", "{1} 项中 {0} 项({2:.0%} 至 {3:.0%})")
    return words.format(round(value * number), number, *interval)


def _line(name: Text, total: Total) -> Text:
    """Return the totals of one way to predict, or of one mechanism, in words."""
    words = Text(
        "{name}: {scored} scored, {cannot} it cannot say. Direction right: {right}; felt, half a per cent or more: "
        "{felt}. Nulls met: {nulls}. Sizes within a factor of two: {within}; inside the 80 % interval: {inside}.",
        "{name}:计分 {scored} 项,无法判断 {cannot} 项。方向正确:{right};其中达到半个百分点以上:{felt}。"
        "无作用一致:{nulls}。大小在两倍以内:{within};落在 80 % 区间内:{inside}。",
    )
    text = words.format(
        name=name,
        scored=total["outcomes"],
        cannot=total["cannot"],
        right=_of(total, "direction", "directions"),
        felt=_of(total, "felt", "directions"),
        nulls=_of(total, "nulls_met", "nulls"),
        within=_of(total, "within_two", "sizes"),
        inside=_of(total, "coverage", "sizes"),
    )
    error, score = total["mean_abs_log_error"], total.get("interval_score")
    if error is not None:
        off = Text(" Off by a factor of {0:.1f} on average, 10 at most.", "平均相差 {0:.1f} 倍(最多计 10 倍)。")
        text += off.format(math.exp(error))
    if score is None:
        return text
    less = Text(
        " Interval score {0:.1f} published sizes; less is better.", "区间得分为已发表大小的 {0:.1f} 倍,越小越好。"
    )
    return text + less.format(score)


def _totals(found: Evidence) -> list[str]:
    """Return the totals in words: of the model, of two ways to do without it, on record, by mechanism."""
    from sim.studies.evidence import words
    from sim.studies.evidence.score import first_score

    lines = [_line(Text("The model", "本模型"), found.total)]
    without = Text("Without it, {0}", "不用模型,{0}")
    lines += [_line(without.format(words.word(words.WITHOUT, name)), row) for name, row in found.baselines.items()]
    if not all(each.kept_aside for each in found.verdicts):
        first = Text("The first run, before any repair and by the rules of that day", "首次运行(修正之前,按当日规则)")
        lines.append(_line(first, first_score()))
    lines += [
        _line(words.word(words.MECHANISMS, name), row) for name, row in found.mechanisms.items() if row["outcomes"]
    ]
    guessed = {each.study: each.assumptions for each in found.verdicts if each.assumptions}
    if guessed:
        text = ", ".join(f"{study} {count}" for study, count in guessed.items())
        told = Text("Facts that are assumptions, which widen the intervals: {0}.", "属于假设的事实(会加宽区间):{0}。")
        lines.append(told.format(text))
    sampled = dict.fromkeys(each.study for each in found.verdicts if each.in_sample)
    if sampled:
        told = Text(
            "In sample, as a parameter of the registry names the study as its source: {0}.",
            "样本内(参数表中有参数以该研究为来源):{0}。",
        )
        lines.append(told.format(", ".join(sampled)))
    untold = [each.study for each in found.verdicts if each.pareto_k is not None and each.pareto_k > UNTRUSTED]
    again = Text(", for {0} the emulator was fitted again.", ";其中 {0} 重新拟合了代理模型。")
    lines.append(
        Text(
            "Each study is predicted as if it had not been used: draws are weighed again",
            "每项研究都按未曾使用它来预测:对抽样重新加权",
        )
        + (again.format(", ".join(dict.fromkeys(untold))) if untold else Text(".", "。"))
    )
    return [spoken(line) for line in lines]
