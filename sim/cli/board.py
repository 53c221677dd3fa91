"""`sim board`: the live policy board as a page of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.patience import RESTING

if TYPE_CHECKING:
    from sim.language.text import Language


@click.command("board", short_help="Turn the knobs of a policy and watch: a local page.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policies", nargs=-1, metavar="[POLICY …]")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language at first; absent: the machine's.")
@click.option("--look", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0: any that is free.")
@click.option("--show/--no-show", default=True, help="Open the page in a browser.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads of the engine; all cores when absent.")
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
    click.echo(f"The board is at {address}")
    click.echo("It is served to this machine alone. Ctrl-C ends it.")
    RESTING.set()
    server.start()
    try:
        server.io_loop.start()
    except KeyboardInterrupt:
        pass
    finally:
        RESTING.clear()
        server.stop()
