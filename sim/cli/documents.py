"""`sim check`, `sim new` and `sim schema`: scenario documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.language.terms import Language


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
def check(file: Path, lang: Language) -> None:
    """Validate the scenario FILE and say the company and each policy in words.

    Every problem of the file is reported at once, with its line and a remedy; the exit code is then 2.
    """
    from sim.scenario.loading import load
    from sim.scenario.words import describe

    click.echo(describe(load(file), lang))


@click.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: NAME.yaml.")
def new(name: str, out: Path | None) -> None:
    """Write a commented scenario called NAME, valid as it stands, to begin with. An existing file is never replaced."""
    from datetime import UTC, datetime

    from sim.scenario.loading import loads
    from sim.scenario.template import template

    target = out or Path(f"{_file_name(name)}.yaml")
    text = template(name, datetime.now(tz=UTC).date())
    loads(text, "the name you gave")
    _write(target, text, replace=False)
    click.echo(f"{target} written. Next: sim check {target}")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: print it.")
def schema(out: Path | None) -> None:
    """Write the JSON Schema of scenario documents, with which an editor completes and checks keys."""
    from sim.scenario.schema import schema as document_schema

    text = json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text, replace=True)
    click.echo(f"{out} written.")


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
        raise SimError(f"{target} exists already. Choose another name with --out, or remove it first.") from None
    except OSError as error:
        raise SimError(f"{target} cannot be written: {error.strerror}. Choose another place with --out.") from None
