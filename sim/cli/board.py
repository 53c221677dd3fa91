"""`sim board`: the live policy board as a page of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.patience import RESTING
from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.language.text import Language, Text


@command(
    "board",
    zh="""把 FILE 中的方案打开为看板:左边是可调参数,右边是结论、差值与逐周走势。

    第一个 POLICY 为现行方案;只写一个时与文件的现行方案比较;不写时取文件中的第一个其他方案。页面只对本机开放,须凭
    令牌访问;按
    Ctrl-C 结束。""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@language
@option(
    "--look",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    show_default=True,
    told=Text("Colours of the page.", "页面配色。"),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    told=Text("0: any that is free.", "端口;0 为任一空闲端口。"),
)
@option("--show/--no-show", default=True, told=Text("Open the page in a browser.", "在浏览器中打开页面。"))
@option(
    "--threads",
    type=click.IntRange(min=1),
    told=Text("Threads of the engine; all cores when absent.", "引擎线程数;不写则用全部核心。"),
)
def board(  # noqa: PLR0913  one argument for each option
    file: Path,
    policies: tuple[str, ...],
    lang: Language | None,
    look: str,
    port: int,
    show: bool,
    threads: int | None,
) -> None:
    """Open the policies of FILE as a board: knobs on the left, verdict, differences and weekly paths on the right.

    The first POLICY is the baseline; one alone is compared with the file's baseline; without POLICY the first other
    policy of the file is. The page is served to this machine alone, behind a token; Ctrl-C ends it.
    """
    from sim.boards import board as made
    from sim.boards import require_panel
    from sim.boards.draft import begin
    from sim.scenario.loading import load

    named = list(policies) or None
    begin(load(file), named)  # what is wrong is told before a page opens
    require_panel()
    from sim.boards.server import serve

    server, address = serve(
        lambda state: made(file, named, lang=lang, look=look, threads=threads, state=state),
        port=port,
        show=show,
    )
    told = Text(
        "The board is at {0}\nIt is served to this machine alone. Ctrl-C ends it.",
        "看板地址:{0}\n只对本机开放。按 Ctrl-C 结束。",
    )
    click.echo(spoken(told.format(address)))
    RESTING.set()
    server.start()
    try:
        server.io_loop.start()
    except KeyboardInterrupt:
        pass
    finally:
        RESTING.clear()
        server.stop()
