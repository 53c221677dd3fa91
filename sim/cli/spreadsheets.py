"""`sim spreadsheet`: pay plans in spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.speaking import group, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.language.terms import Language


@group(
    zh="""把方案的薪酬写成表格,再读回来。

    一行一个激励工具;表头与文字为英文或中文。第二张工作表解释每一列。"""
)
def spreadsheet() -> None:
    """Write the pay of a policy into a spreadsheet and read it back.

    One row is one instrument; headings and words are English or Chinese. A second sheet explains every column.
    """


@spreadsheet.command(zh="把 SCENARIO 中 POLICY 的薪酬写入工作簿 PLAN(.xlsx,或不带图例的 .csv)。")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@click.argument("plan", type=click.Path(path_type=Path))
@language
@option("--replace", is_flag=True, told=Text("Replace an existing file.", "覆盖已有文件。"))
def write(scenario: Path, policy: str, plan: Path, lang: Language, replace: bool) -> None:
    """Write what POLICY of SCENARIO pays into the workbook PLAN (.xlsx, or .csv without a legend)."""
    from sim.scenario.loading import load
    from sim.spreadsheets import write_plan

    pay = load(scenario).policy(policy).instruments
    _spare(plan, replace)
    write_plan(plan, pay, lang)
    told = Text(
        "{0} written: {1} instruments. Change it, then: sim spreadsheet read {0}",
        "已写出 {0}:{1} 个激励工具。修改后运行:sim spreadsheet read {0}",
    )
    click.echo(spoken(told.format(plan, len(pay))))


@spreadsheet.command(
    zh="""读取工作簿或 CSV 文件 PLAN,打印为方案的薪酬段。

    给出 --scenario 与 --policy 时按该情景检查,--write 写出该方案采用此薪酬的完整情景。全部问题一次列出并附单元格;
    此时退出码为 2。"""
)
@click.argument("plan", type=click.Path(path_type=Path))
@option(
    "--sheet",
    "name",
    default="",
    told=Text(
        "Sheet of the workbook; default: the one with the headings of a plan.",
        "工作簿中的工作表;默认为带方案表头的那张。",
    ),
)
@option(
    "--scenario",
    type=click.Path(path_type=Path),
    told=Text("Scenario that the plan must fit; needs --policy.", "方案须与之相符的情景;需同时给 --policy。"),
)
@option("--policy", told=Text("Policy of the scenario that is to pay by the plan.", "情景中按此方案计酬的方案名。"))
@option(
    "--write",
    "out",
    type=click.Path(path_type=Path),
    told=Text("File to write; default: print the pay section.", "写出的文件;默认打印薪酬段。"),
)
@option("--replace", is_flag=True, told=Text("Replace an existing file.", "覆盖已有文件。"))
def read(plan: Path, name: str, scenario: Path | None, policy: str | None, out: Path | None, replace: bool) -> None:
    """Read the workbook or CSV file PLAN and print it as the pay section of a policy.

    With --scenario and --policy it is checked against the scenario, and --write writes the whole scenario with the plan
    in that policy. Every problem is reported at once with its cell; the exit code is then 2.
    """
    from sim.errors import SimError
    from sim.spreadsheets import merged, read_plan
    from sim.spreadsheets.merging import section

    if (scenario is None) != (policy is None):
        raise SimError(
            "--scenario and --policy belong together: give both, or neither",
            "--scenario 与 --policy 须同时给出,或都不给",
        )
    found = read_plan(plan, sheet=name)
    text = section(found.pay) + "\n"
    whole = merged(found, scenario, policy) if scenario and policy else text
    if out is None:
        click.echo(text, nl=False)
        return
    _spare(out, replace)
    try:
        out.write_text(whole, encoding="utf-8", newline="")
    except OSError as error:
        raise SimError(
            "{0} cannot be written: {1}. Choose another place with --write.",
            "{0} 无法写入:{1}。请用 --write 另选位置",
            out,
            error.strerror,
        ) from None
    told = Text("{0} written: {1} instruments.", "已写出 {0}:{1} 个激励工具。").format(out, len(found.pay))
    after = Text(" Next: sim check {0}", "下一步:sim check {0}").format(out)
    click.echo(spoken(told + after if scenario else told))


def _spare(target: Path, replace: bool) -> None:
    """Refuse to replace a file unless asked to.

    Raises:
        SimError: it exists.
    """
    from sim.errors import SimError

    if target.exists() and not replace:
        raise SimError(
            "{0} exists already. Choose another name, or add --replace to replace it.",
            "{0} 已存在。请另选文件名,或加 --replace 覆盖",
            target,
        )
