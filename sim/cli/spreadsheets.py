"""`sim spreadsheet`: pay plans in spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.language.terms import Language


@click.group()
def spreadsheet() -> None:
    """Write the pay of a policy into a spreadsheet and read it back.

    One row is one instrument; headings and words are English or Chinese. A second sheet explains every column.
    """


@spreadsheet.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("policy")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the words.")
@click.option("--replace", is_flag=True, help="Replace an existing file.")
def write(scenario: Path, policy: str, plan: Path, lang: Language, replace: bool) -> None:
    """Write what POLICY of SCENARIO pays into the workbook PLAN (.xlsx, or .csv without a legend)."""
    from sim.scenario.loading import load
    from sim.spreadsheets import write_plan

    pay = load(scenario).policy(policy).instruments
    _spare(plan, replace)
    write_plan(plan, pay, lang)
    click.echo(f"{plan} written: {len(pay)} instruments. Change it, then: sim spreadsheet read {plan}")


@spreadsheet.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--sheet", "name", default="", help="Sheet of the workbook; default: the one with the headings of a plan."
)
@click.option("--scenario", type=click.Path(path_type=Path), help="Scenario that the plan must fit; needs --policy.")
@click.option("--policy", help="Policy of the scenario that is to pay by the plan.")
@click.option("--write", "out", type=click.Path(path_type=Path), help="File to write; default: print the pay section.")
@click.option("--replace", is_flag=True, help="Replace an existing file.")
def read(plan: Path, name: str, scenario: Path | None, policy: str | None, out: Path | None, replace: bool) -> None:
    """Read the workbook or CSV file PLAN and print it as the pay section of a policy.

    With --scenario and --policy it is checked against the scenario, and --write writes the whole scenario with the plan
    in that policy. Every problem is reported at once with its cell; the exit code is then 2.
    """
    from sim.errors import SimError
    from sim.spreadsheets import merged, read_plan
    from sim.spreadsheets.merging import section

    if (scenario is None) != (policy is None):
        raise SimError("--scenario and --policy belong together: give both, or neither")
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
        raise SimError(f"{out} cannot be written: {error.strerror}. Choose another place with --write.") from None
    click.echo(f"{out} written: {len(found.pay)} instruments." + (f" Next: sim check {out}" if scenario else ""))


def _spare(target: Path, replace: bool) -> None:
    """Refuse to replace a file unless asked to.

    Raises:
        SimError: it exists.
    """
    from sim.errors import SimError

    if target.exists() and not replace:
        raise SimError(f"{target} exists already. Choose another name, or add --replace to replace it.")
