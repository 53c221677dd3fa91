"""`sim pilot`: plan a pilot of a policy, or read a finished one back."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("pilot", short_help="Which lines, how many weeks, how surely a pilot tells; read a finished one back.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("policy")
@click.option("--measure", default="gmv", show_default=True, help="Primary measure, on which the pilot is judged.")
@click.option("--weeks", multiple=True, type=click.IntRange(2, 104), help="A length to look at; default 4, 8, 13, 26.")
@click.option(
    "--earliest", type=click.IntRange(min=0), default=0, show_default=True, help="First week it may begin in."
)
@click.option("--companies", type=click.IntRange(min=12), default=60, show_default=True, help="Companies per design.")
@click.option("--read", "read_file", type=click.Path(path_type=Path), help="CSV of a finished pilot to read back.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows as CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def pilot(  # noqa: PLR0913
    file: Path,
    policy: str,
    measure: str,
    weeks: tuple[int, ...],
    earliest: int,
    companies: int,
    read_file: Path | None,
    csv_file: Path | None,
    lang: str,
) -> None:
    """Plan a pilot of the pay of POLICY on some lines of FILE, or read a finished one.

    Every design is simulated and read by difference in differences with randomisation inference: power, false alarms,
    what shows first, spill-over, when to stop. With --read a table (week_start, line, pilot, gmv) of a finished pilot
    is read by the same estimator, and forecast and verdict are updated.
    """
    from rich.console import Console

    from sim.cli.output import write_frame
    from sim.studies.pilot import pilot as plan
    from sim.studies.pilot import read_pilot
    from sim.studies.pilot.plan import WEEKS

    if read_file:
        found = read_pilot(file, policy, read_file, measure=measure)
        Console(highlight=False).print(found.table(lang))
        frame = found.frame
    else:
        planned = plan(file, policy, measure=measure, weeks=weeks or WEEKS, earliest=earliest, companies=companies)
        Console(highlight=False).print(planned.table(lang))
        frame = planned.frame
    if csv_file:
        write_frame(frame, csv_file)
