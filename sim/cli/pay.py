"""`sim payslip` and `sim marginal`: what an invented person is paid, and what one more hour would earn."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("payslip", short_help="The payslip of an invented person in one week.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@click.option("--seat", required=True, help="Role and number, such as 'operations 3'.")
@click.option("--week", type=int, required=True, help="Week, 0 for the first reported one.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, help="Whose luck.")
def payslip(file: Path, policy: str, seat: str, week: int, lang: str, seed: int) -> None:
    """Write the payslip of whoever sits in a seat of FILE under POLICY, every instrument by name, to the fen.

    The person is invented: a payslip shows how the rules work and is not for rating individuals.
    """
    from sim.results.pay import payslip as slip_of
    from sim.results.pay import payslip_text
    from sim.scenario import load

    click.echo(payslip_text(slip_of(load(file), policy, seat, week, replicate=seed), lang))


@click.command("marginal", short_help="What one more hour of anything would earn, by role and week.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Image file to write.")
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers too.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the chart.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, help="Whose luck.")
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
        raise SimError(f"{out}: cannot be written ({error})") from None
    click.echo(f"written: {out}")
