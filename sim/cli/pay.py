"""`sim payslip` and `sim marginal`: what an invented person is paid, and what one more hour would earn."""

from __future__ import annotations

from pathlib import Path

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "payslip",
    zh="""写出 FILE 中某席位的人在 POLICY 下的工资条,逐项列名,精确到分。

    人物是虚构的:工资条说明规则如何运作,不用于评价个人。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@option(
    "--seat", required=True, told=Text("Role and number, such as 'operations 3'.", "岗位与编号,如 'operations 3'。")
)
@option("--week", type=int, required=True, told=Text("Week, 0 for the first reported one.", "周次,报告的第一周为 0。"))
@language
@option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    told=Text("Whose luck.", "随机种子(谁的运气)。"),
)
def payslip(file: Path, policy: str, seat: str, week: int, lang: str, seed: int) -> None:
    """Write the payslip of whoever sits in a seat of FILE under POLICY, every instrument by name, to the fen.

    The person is invented: a payslip shows how the rules work and is not for rating individuals.
    """
    from sim.results.pay import payslip as slip_of
    from sim.results.pay import payslip_text
    from sim.scenario import load

    click.echo(payslip_text(slip_of(load(file), policy, seat, week, replicate=seed), lang))


@command("marginal", zh="画出 FILE 的 POLICY 下,多做一小时销售、服务、工具或互助,以及每种钻空子行为能多挣多少。")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    told=Text("Image file to write.", "写出的图片文件。"),
)
@option(
    "--csv",
    "table",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the numbers too.", "同时写出数字。"),
)
@language
@option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    told=Text("Whose luck.", "随机种子(谁的运气)。"),
)
def marginal(file: Path, policy: str, out: Path, table: Path | None, lang: str, seed: int) -> None:
    """Draw what one more hour of selling, care, tools or helping, and every exploit, earns under POLICY of FILE."""
    from sim.cli.output import write_frame
    from sim.errors import SimError
    from sim.results.pay import marginal_chart, marginal_pay
    from sim.scenario import load

    shop = load(file)
    frame = marginal_pay(shop, policy, replicate=seed)
    try:
        marginal_chart(frame, shop, lang).savefig(out, dpi=150)
        if table:
            write_frame(frame, table)
    except (OSError, ValueError) as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", out, error) from None
    click.echo(spoken(Text("written: {0}", "已写出:{0}").format(out)))
