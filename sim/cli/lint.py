"""`sim lint`: what can be said against a policy before it is run."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.output import write_rows
from sim.cli.speaking import command, language, option
from sim.language.terms import Language, pick
from sim.language.text import Text, say

if TYPE_CHECKING:
    from rich.table import Table

    from sim.linter import Cost, Finding

WIDTH = 110
WORDS = {
    "remedy": ("what to do: ", "建议:"),
    "source": ("source: ", "依据:"),
    "clean": ("nothing found", "未发现问题"),
    "policy": ("Policy {0}: {1}", "方案 {0}:{1}"),
    "counts": ("{0} forbidden, {1} warnings, {2} notes", "违规 {0} 项,警告 {1} 项,提示 {2} 项"),
    "inherited": ("as under {0}: {1}", "与 {0} 相同:{1}"),
    "cost": (
        "Cost of {0} at attainment of each target, RMB a month (share of base pay)",
        "方案 {0} 各达成率下的成本,元/月(占基本工资)",
    ),
    "instrument": ("instrument", "激励工具"),
    "people": ("people", "人数"),
    "total": ("total", "合计"),
}
STYLES = {"forbidden": "red", "warning": "yellow", "note": "cyan"}


@command(
    "lint",
    zh="""在模拟之前检查情景 FILE 的方案。

    所选地区的劳动法规、权重、够不着的指标、断崖、达标机会、封顶、退货期前的发放,以及各工具在目标 80、100 与 150
    % 时的成本。有违法之处
    退出码为 1,否则为 0;文件无法读取为 2。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NAME",
    told=Text("Policy to check; again for more. Default: all.", "要检查的方案;可重复。默认全部。"),
)
@option(
    "--jurisdiction",
    default="cn",
    show_default=True,
    metavar="[cn|none]",
    told=Text("Labour rules to apply.", "适用的劳动法规。"),
)
@option(
    "--region", told=Text("Place whose minimum wage holds, such as shanghai.", "适用哪个地区的最低工资,如 shanghai。")
)
@option("--minimum-wage", type=float, told=Text("Your own minimum wage, RMB a month.", "自行给出的最低工资,元/月。"))
@language
@option(
    "--format",
    "form",
    type=click.Choice(["text", "csv"]),
    default="text",
    show_default=True,
    told=Text("Form of what is written.", "输出形式。"),
)
@option(
    "--costs",
    is_flag=True,
    told=Text("With csv: the table of costs instead of the findings.", "与 csv 同用:写成本表而非检查结果。"),
)
@click.pass_context
def lint(  # noqa: PLR0913  one argument for each option
    context: click.Context,
    file: Path,
    policies: tuple[str, ...],
    jurisdiction: str,
    region: str | None,
    minimum_wage: float | None,
    lang: Language,
    form: str,
    costs: bool,
) -> None:
    """Check policies of the scenario FILE before anything is simulated.

    Labour rules of the jurisdiction, weights, metrics out of reach, cliffs, chances of targets, caps, payouts before
    returns, and what each instrument costs at 80, 100 and 150 % of its target. The exit code is 1 where something is
    forbidden, else 0; 2 where the file cannot be read.
    """
    from sim.linter import Cost, Finding, examine, setting_of
    from sim.scenario.loading import load

    setting = setting_of(jurisdiction, lang, region, minimum_wage)
    scenario = load(file)
    found, priced = examine(scenario, policies or None, setting)
    if form == "csv":
        _write_csv(*((Cost, priced) if costs else (Finding, found)))
    else:
        for name in dict.fromkeys(each.policy for each in priced):
            _show(name, scenario.baseline_name, found, lang)
            _show_costs(name, priced, lang)
        for note in setting.notes:
            click.echo(note)
    context.exit(1 if any(each.severity == "forbidden" for each in found) else 0)


def _write_csv(kind: type, rows: Sequence[Finding] | Sequence[Cost]) -> None:
    """Write rows of one kind on stdout, with a heading also where there are none."""
    names = [each.name for each in fields(kind)]
    write_rows(sys.stdout, names, ([getattr(row, name) for name in names] for row in rows))


def _show(name: str, baseline: str, found: Sequence[Finding], lang: Language) -> None:
    """Write what was found in one policy; what the baseline, told before, has too is named only."""
    own = [each for each in found if each.policy == name]
    before = {_essence(each) for each in found if each.policy == baseline != name}
    counts = [sum(each.severity == severity for each in own) for severity in STYLES]
    words = _say("counts", lang).format(*counts) if own else _say("clean", lang)
    click.secho(_say("policy", lang).format(name, words), bold=True)
    for each in own:
        if _essence(each) not in before:
            _show_finding(each, lang)
    shared = list(dict.fromkeys(each.rule for each in own if _essence(each) in before))
    if shared:
        click.echo(f"  {_say('inherited', lang).format(baseline, ', '.join(shared))}")


def _show_finding(finding: Finding, lang: Language) -> None:
    """Write one finding with what to do and where the rule comes from."""
    from sim.linter import SEVERITY_TEXTS

    label = click.style(say(SEVERITY_TEXTS[finding.severity], lang), fg=STYLES[finding.severity], bold=True)
    click.echo(f"  {label} {finding.rule} · {finding.where} = {finding.value}")
    texts = (finding.finding, _say("remedy", lang) + finding.remedy, _say("source", lang) + finding.source)
    for text in texts:
        indent = " " * 4
        wide = lang == "zh"  # no spaces to break at: the terminal wraps
        click.echo(
            indent + text if wide else textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
        )


def _show_costs(name: str, costs: Sequence[Cost], lang: Language) -> None:
    """Write the table of costs of one policy."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    click.echo(f"  {_say('cost', lang).format(name)}")
    console.print(_cost_table([each for each in costs if each.policy == name], lang))


def _cost_table(costs: Sequence[Cost], lang: Language) -> Table:
    """The costs of one policy: a row per instrument, a column per attainment."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sim.linter.costs import TOTAL

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(_say("instrument", lang))
    table.add_column(_say("people", lang), justify="right")
    for x in dict.fromkeys(each.attainment for each in costs):
        table.add_column(f"{100 * x:.0f} %", justify="right", no_wrap=True)
    for instrument in dict.fromkeys(each.instrument for each in costs):
        row = [each for each in costs if each.instrument == instrument]
        shown = _say("total", lang) if instrument == TOTAL else instrument
        cells = [f"{each.rmb_month:,.0f} ({100 * each.share_of_base:.0f} %)" for each in row]
        table.add_row(Text(shown), str(row[0].people), *cells)
    return table


def _essence(finding: Finding) -> tuple[str, str, str]:
    """What makes two findings of two policies the same."""
    return finding.rule, finding.where.removeprefix(f"policies.{finding.policy}."), finding.value


def _say(word: str, lang: Language) -> str:
    """A word of the output in a language."""
    return pick(WORDS[word], lang)
