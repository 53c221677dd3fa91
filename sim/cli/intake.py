"""`sim intake`: a company's own exports become a scenario document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

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


@click.command()
@click.option(
    "--orders", type=click.Path(path_type=Path), help="Export of orders (text or .xlsx): date, order, amount, …"
)
@click.option("--weekly", type=click.Path(path_type=Path), help="Weekly or daily totals instead of orders.")
@click.option("--staff", type=click.Path(path_type=Path), help="Export of staff: role, hire date, exit date, pay.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Scenario to write, for example my_company.yaml."
)
@click.option(
    "--rmb-per-unit", type=float, default=1.0, show_default=True, help="RMB for one unit of the file's currency."
)
@click.option(
    "--status", "states", multiple=True, metavar="WORD=STATE", help="Meaning of an order status (repeatable)."
)
@click.option("--role", "roles", multiple=True, metavar="WORD=ROLE", help="Role of a job title (repeatable).")
@click.option(
    "--employment",
    "employment",
    multiple=True,
    metavar="WORD=STATE",
    help="Meaning of a word of an employment: there, left or dismissed (repeatable).",
)
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Heading of a field, or none (repeatable)."
)
@click.option(
    "--answer", "answers", multiple=True, metavar="DOUBT=ANSWER", help="Answer to a doubt about a file (repeatable)."
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def intake(out: Path, force: bool, **given: Any) -> None:
    """Estimate lines, calendar and staff from exports and write a scenario.

    Text files and workbooks; headings may be English or Chinese. The exports of 24 platforms are recognised, among them
    Taobao/Tmall, JD, Pinduoduo, Douyin, Shopify, WooCommerce and Amazon. What can be read in two ways is asked, with
    the answers as options. Only aggregates are written, none of fewer than five people: the scenario itself and,
    beside it, the observed weeks for `sim fit`. The totals printed at the end are there to be checked.
    """
    from sim import intake as study
    from sim.errors import SimError

    if out.exists() and not force:
        raise SimError(f"{out.name}: exists already. Choose another name, or add --force to replace it")
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
    click.echo(f"written: {written} and {beside}")
    click.echo(f"next: sim check {written}")


def _meanings(option: str, given: tuple[str, ...], known: tuple[str, ...]) -> dict[str, str]:
    """Words and their meanings from WORD=MEANING."""
    from sim.documents.remedies import did_you_mean
    from sim.errors import SimError

    found = {}
    for each in given:
        word, sign, meaning = each.rpartition("=")
        if not sign or meaning.strip() not in known:
            raise SimError(f"{option} {each!r}: write WORD=MEANING; {did_you_mean(meaning.strip(), known)}")
        found[word.strip()] = meaning.strip()
    return found


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    """Headings by field from FIELD=HEADING."""
    from sim.errors import SimError

    found = {}
    for each in given:
        field, sign, heading = each.partition("=")
        if not sign or not heading.strip():
            raise SimError(f"--column {each!r}: write FIELD=HEADING, for example --column order=Name")
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
            raise SimError(f"--answer {each!r}: write DOUBT=ANSWER; {did_you_mean(doubt, ANSWERS)}")
        if known[doubt] and answer not in known[doubt] and (doubt, answer) != ("layout", "none"):
            raise SimError(f"--answer {each!r}: {did_you_mean(answer, known[doubt])}")
        found[doubt] = answer
    return found
