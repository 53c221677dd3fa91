"""`sim check`, `sim new` and `sim schema`: scenario documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.language.terms import Language

#: Where the schema lies that the template names.
SCHEMA = "scenario.schema.json"


@command(
    zh="""校验情景 FILE,并用文字复述公司与每个方案。

    文件的全部问题一次列出,附行号与改法;此时退出码为 2。"""
)
@click.argument("file", type=click.Path(path_type=Path))
@language
def check(file: Path, lang: Language) -> None:
    """Validate the scenario FILE and say the company and each policy in words.

    Every problem of the file is reported at once, with its line and a remedy; the exit code is then 2.
    """
    from sim.scenario.loading import load
    from sim.scenario.words import describe

    click.echo(describe(load(file), lang))


@command(zh="写出名为 NAME 的带注释情景,原样即可运行,旁边附编辑器补全用的模式文件。已有文件绝不覆盖。")
@click.argument("name")
@option(
    "--out",
    type=click.Path(path_type=Path),
    told=Text("File to write; default: NAME.yaml.", "写出的文件;默认 名称.yaml。"),
)
@language
def new(name: str, out: Path | None, lang: Language) -> None:
    """Write a commented scenario called NAME, valid as it stands, to begin with. An existing file is never replaced.

    Beside it lies scenario.schema.json, from which an editor completes, checks and explains the keys.
    """
    from datetime import UTC, datetime

    from sim.scenario.loading import loads
    from sim.scenario.template import template

    target = out or Path(f"{_file_name(name)}.yaml")
    text = template(name, datetime.now(tz=UTC).date(), lang)
    loads(text, spoken(Text("the name you gave", "所给的名称")))
    _write(target, text, replace=False)
    beside = target.with_name(SCHEMA)
    if not beside.exists():
        _write(beside, _schema_text(), replace=False)
    told = Text(
        "{0} written, and {1} for your editor. Next: sim check {0}",
        "已写出 {0},以及供编辑器使用的 {1}。下一步:sim check {0}",
    )
    click.echo(spoken(told.format(target, beside)))


@command(zh="写出情景文件的 JSON Schema,编辑器可据此补全与校验各键。")
@option(
    "--out",
    type=click.Path(path_type=Path),
    told=Text("File to write; default: print it.", "写出的文件;默认打印出来。"),
)
def schema(out: Path | None) -> None:
    """Write the JSON Schema of scenario documents, with which an editor completes and checks keys."""
    text = _schema_text()
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text, replace=True)
    click.echo(spoken(Text("{0} written.", "已写出 {0}。").format(out)))


def _schema_text() -> str:
    """The JSON Schema of scenario documents as text."""
    from sim.scenario.schema import schema as document_schema

    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"


def _file_name(name: str) -> str:
    """A name as a file name: letters, digits and dashes."""
    return "".join(sign.lower() if sign.isalnum() else "-" for sign in name).strip("-") or "scenario"


def _write(target: Path, text: str, *, replace: bool) -> None:
    """Write a text file.

    Raises:
        SimError: it exists and may not be replaced, or cannot be written.
    """
    from sim.errors import SimError

    try:
        with target.open("w" if replace else "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise SimError(
            "{0} exists already. Choose another name with --out, or remove it first.",
            "{0} 已存在。请用 --out 另选文件名,或先删除它",
            target,
        ) from None
    except OSError as error:
        raise SimError(
            "{0} cannot be written: {1}. Choose another place with --out.",
            "{0} 无法写入:{1}。请用 --out 另选位置",
            target,
            error.strerror,
        ) from None
