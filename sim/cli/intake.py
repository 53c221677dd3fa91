"""`sim intake`: a company's own exports become a scenario document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, option
from sim.language.text import Text

_ROLES = (
    "operations",
    "marketing",
    "category",
    "content",
    "design",
    "service",
    "data",
    "technology",
    "warehouse",
    "outside",
)
_EMPLOYMENT = ("there", "left", "dismissed")
_STATES = ("paid", "cancelled", "returned")


@command(
    zh="""从导出文件估计品线、日历与员工,写成情景。

    文本文件与工作簿均可;表头中英文皆可。可识别 29 个平台的导出,包括淘宝/天猫、京东、拼多多、抖音、Shopify、
    WooCommerce 与 Amazon。
    可作两种理解之处会提问并列出选项。只写汇总,不写少于五人的汇总:情景本身,以及供 `sim fit` 使用的周观测。最后打印
    的合计供您
    核对。"""
)
@option(
    "--orders",
    type=click.Path(path_type=Path),
    told=Text(
        "Export of orders (text or .xlsx): date, order, amount, …", "订单导出(文本或 .xlsx):日期、订单、金额等。"
    ),
)
@option(
    "--weekly",
    type=click.Path(path_type=Path),
    told=Text("Weekly or daily totals instead of orders.", "以周或日汇总代替订单。"),
)
@option(
    "--staff",
    type=click.Path(path_type=Path),
    told=Text("Export of staff: role, hire date, exit date, pay.", "花名册导出:岗位、入职日期、离职日期、薪酬。"),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    told=Text("Scenario to write, for example my_company.yaml.", "写出的情景文件,例如 my_company.yaml。"),
)
@option(
    "--rmb-per-unit",
    type=float,
    default=1.0,
    show_default=True,
    told=Text("RMB for one unit of the file's currency.", "文件中一单位货币折合多少元。"),
)
@option(
    "--status",
    "states",
    multiple=True,
    metavar="WORD=STATE",
    told=Text("Meaning of an order status (repeatable).", "订单状态的含义(可重复)。"),
)
@option(
    "--role",
    "roles",
    multiple=True,
    metavar="WORD=ROLE",
    told=Text("Role of a job title (repeatable).", "职位对应的岗位(可重复)。"),
)
@option(
    "--employment",
    "employment",
    multiple=True,
    metavar="WORD=STATE",
    told=Text(
        "Meaning of a word of an employment: there, left or dismissed (repeatable).",
        "在职状态的含义:there 在职、left 离职或 dismissed 辞退(可重复)。",
    ),
)
@option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=HEADING",
    told=Text("Heading of a field, or none (repeatable).", "字段的表头,没有则写 none(可重复)。"),
)
@option(
    "--answer",
    "answers",
    multiple=True,
    metavar="DOUBT=ANSWER",
    told=Text("Answer to a doubt about a file (repeatable).", "对文件疑问的回答(可重复)。"),
)
@option("--force", is_flag=True, told=Text("Replace an existing file.", "覆盖已有文件。"))
def intake(out: Path, force: bool, **given: Any) -> None:
    """Estimate lines, calendar and staff from exports and write a scenario.

    Text files and workbooks; headings may be English or Chinese. The exports of 29 platforms are recognised, among them
    Taobao/Tmall, JD, Pinduoduo, Douyin, Shopify, WooCommerce and Amazon. What can be read in two ways is asked, with
    the answers as options. Only aggregates are written, none of fewer than five people: the scenario itself and,
    beside it, the observed weeks for `sim fit`. The totals printed at the end are there to be checked.
    """
    from sim import intake as study
    from sim.errors import SimError

    if out.exists() and not force:
        raise SimError(
            "{0}: exists already. Choose another name, or add --force to replace it",
            "{0}:已存在。请另选文件名,或加 --force 覆盖",
            out.name,
        )
    words = study.Words(
        _meanings("--status", given.pop("states"), _STATES),
        _meanings("--role", given.pop("roles"), _ROLES),
        _meanings("--employment", given.pop("employment"), _EMPLOYMENT),
        _columns(given.pop("columns")),
        _answers(given.pop("answers")),
    )
    taken = study.intake(**given, own_words=words)
    written, beside = taken.save(out)
    for row in study.summary(taken):
        click.echo(row)
    told = Text("written: {0} and {1}\nnext: sim check {0}", "已写出:{0} 与 {1}\n下一步:sim check {0}")
    click.echo(spoken(told.format(written, beside)))


def _meanings(option: str, given: tuple[str, ...], known: tuple[str, ...]) -> dict[str, str]:
    """Words and their meanings from WORD=MEANING."""
    from sim.documents.remedies import did_you_mean
    from sim.errors import SimError

    found = {}
    for each in given:
        word, sign, meaning = each.rpartition("=")
        if not sign or meaning.strip() not in known:
            raise SimError(
                "{0} {1!r}: write WORD=MEANING; {2}",
                "{0} {1!r}:请写成 词=含义;{2}",
                option,
                each,
                did_you_mean(meaning.strip(), known),
            )
        found[word.strip()] = meaning.strip()
    return found


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    """Headings by field from FIELD=HEADING."""
    from sim.errors import SimError

    found = {}
    for each in given:
        field, sign, heading = each.partition("=")
        if not sign or not heading.strip():
            raise SimError(
                "--column {0!r}: write FIELD=HEADING, for example --column order=Name",
                "--column {0!r}:请写成 字段=表头,例如 --column order=Name",
                each,
            )
        found[field.strip()] = heading.strip()
    return found


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    """Answers by doubt from DOUBT=ANSWER."""
    from sim.documents.remedies import did_you_mean
    from sim.errors import SimError
    from sim.intake import ANSWERS
    from sim.intake.layouts import layouts

    known = {**ANSWERS, "layout": layouts()}
    found = {}
    for each in given:
        doubt, sign, answer = (part.strip() for part in each.partition("="))
        if not sign or doubt not in ANSWERS:
            raise SimError(
                "--answer {0!r}: write DOUBT=ANSWER; {1}",
                "--answer {0!r}:请写成 问题=答案;{1}",
                each,
                did_you_mean(doubt, ANSWERS),
            )
        if known[doubt] and answer not in known[doubt] and (doubt, answer) != ("layout", "none"):
            raise SimError("--answer {0!r}: {1}", "--answer {0!r}:{1}", each, did_you_mean(answer, known[doubt]))
        found[doubt] = answer
    return found
