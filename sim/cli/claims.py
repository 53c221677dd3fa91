"""`sim claims`: how likely the model finds what sources claim, and what would have to be true for it."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text


@command(
    "claims",
    zh="""把一个案例中的主张交给模型检验。

    FILE 为主张文件(名称.claims.yaml),或它旁边的情景。主张的每个条件以及全部条件同时成立都给出概率与区间;没有任何
    参数为迎合主张而
    调整。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--draws",
    type=click.IntRange(8),
    told=Text(
        "Draws of luck and of everything uncertain; default the case's.", "对运气与一切不确定项的抽样次数;默认按案例。"
    ),
)
@option(
    "--out",
    "pages",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text(
        "Write the page of the case (Markdown); NAME.zh.md is in Chinese. May be given twice.",
        "写出案例页(Markdown);名称.zh.md 为中文。可写两次。",
    ),
)
@option(
    "--plot",
    "plots",
    type=click.Path(path_type=Path, file_okay=False),
    told=Text("Draw every claim, into a folder.", "把每条主张画成图,存入文件夹。"),
)
@option(
    "--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), told=Text("Write the table.", "写出表格。")
)
@language
def claims(
    file: Path,
    draws: int | None,
    pages: tuple[Path, ...],
    plots: Path | None,
    csv_file: Path | None,
    lang: str,
) -> None:
    """Put the claims of a case to the model.

    FILE is a document of claims (NAME.claims.yaml), or the scenario beside which it lies. Every condition of a claim
    and all of them together get a probability with its interval; nothing is fitted to a claim.
    """
    from tqdm import tqdm

    from sim.cli.output import file_name, write_frame
    from sim.errors import SimError
    from sim.studies.claims import claims as put
    from sim.studies.claims import load_case
    from sim.studies.claims.page import case_mark, page

    case = load_case(file)
    with tqdm(total=draws or case[0].draws, unit=" draws", disable=None, leave=False) as bar:
        found = put(case, draws=draws, progress=bar.update)
    click.echo(found.words(lang), nl=False)
    try:
        if csv_file:
            write_frame(found.frame, csv_file)
        for name in case[0].claims if plots else ():
            assert plots
            plots.mkdir(parents=True, exist_ok=True)
            found.plot(name, lang).savefig(plots / file_name(name, ".png"), dpi=150)
        for each in pages:
            chosen = "zh" if each.name.endswith(".zh.md") else lang
            count = f" --draws {draws}" if draws else ""
            command = f"sim claims {file.as_posix()}{count} --out {each.as_posix()}"
            each.write_text(page(found, chosen, case_mark(file), command), encoding="utf-8")
    except OSError as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", error.filename, error.strerror) from None
