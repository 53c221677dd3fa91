"""The command `sim`: what a staff policy does to an online shop and to its people.

Every command lives in a module of its own, imported only when it is called, so that `sim --help` is quick.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from sim import __version__
from sim.cli.output import FAULT, INTERRUPTED, PIPE_CLOSED, show_what_can_be_shown
from sim.cli.patience import signs_of_life
from sim.errors import SimError

#: Name of a command, the function that runs it, and what the list of commands says about it.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("sim.cli.documents:check", "Validate a scenario and say it in words."),
    "lint": ("sim.cli.lint:lint", "Check policies before they are run: labour rules, targets, cliffs, cost."),
    "new": ("sim.cli.documents:new", "Write a commented scenario to begin with."),
    "schema": ("sim.cli.documents:schema", "Write the JSON Schema with which editors complete keys."),
    "spreadsheet": ("sim.cli.spreadsheets:spreadsheet", "Write a pay plan into a spreadsheet, and read it back."),
    "intake": ("sim.cli.intake:intake", "Turn your own order and staff exports into a scenario."),
    "fit": ("sim.cli.fit:fit", "Check whether today's policy reproduces the last year."),
    "compare": ("sim.cli.compare:compare", "Compare policies and say what differs, how surely."),
    "board": ("sim.cli.board:board", "Turn the knobs of a policy and watch what it does: a local page."),
    "review": ("sim.cli.review:review", "Write the page for a pre-rollout review."),
    "sweep": ("sim.cli.sweep:sweep", "Run many points of a policy; resumes where it was stopped."),
    "search": ("sim.cli.search:search", "Search the levers of a study for the policies that serve its goals."),
    "select": ("sim.cli.search:select", "The best of a few policies, with a stated probability."),
    "tipping-points": (
        "sim.cli.tipping_points:tipping_points",
        "At which value of an entry does one policy stop beating another?",
    ),
    "payslip": ("sim.cli.pay:payslip", "The payslip of an invented person in one week."),
    "marginal": ("sim.cli.pay:marginal", "What one more hour of anything would earn, by role and week."),
    "explore": ("sim.cli.explore:explore", "Say what a stored sweep shows, without running it again."),
    "store": ("sim.cli.sweep:store", "Show, verify and export the results of a sweep."),
    "evidence": ("sim.cli.evidence:evidence", "Predict published experiments and say how often that is right."),
    "assumptions": ("sim.cli.assumptions:assumptions", "Every number: what is known of it, and what hangs on it."),
    "calibrate": ("sim.cli.calibrate:calibrate", "Estimate the behavioural numbers from all published experiments."),
    "questions": ("sim.cli.questions:questions", "Hard questions with expected answers, and what the model finds."),
    "experiments": (
        "sim.cli.questions:experiments",
        "Every way in which people and customers respond, with its limit.",
    ),
    "claims": ("sim.cli.claims:claims", "How likely is what a source claims, and what would have to be true?"),
    "ablation": (
        "sim.cli.ablation:ablation",
        "Take every instrument of the catalogue apart: rule, doses, harm, effect.",
    ),
    "why": ("sim.cli.why:why", "Split the difference between policies by the channels it goes through."),
    "who": ("sim.cli.who:who", "Who gains and who loses: the same people under two policies."),
    "loopholes": (
        "sim.cli.loopholes:loopholes",
        "What would staff do who look for the best exploit, and what stops them?",
    ),
    "pilot": (
        "sim.cli.pilot:pilot",
        "Which lines, how many weeks, how surely a pilot tells; read a finished one back.",
    ),
    "nearest": (
        "sim.cli.nearest:nearest",
        "The fewest edits of today's scheme that keep the guardrails at equal budget.",
    ),
    "sensitivity": (
        "sim.cli.sensitivity:sensitivity",
        "What would change the answer: assumptions, shocks, market futures.",
    ),
    "forecast": ("sim.cli.forecast:forecast", "File a forecast before a policy starts; score it later."),
    "risks": ("sim.cli.risks:risks", "Which risks a comparison shows; without a file, the study of all risks."),
    "bench": ("sim.cli.bench:bench", "Measure how fast the engine is on this machine."),
    "explain": ("sim.cli.explain:explain", "Explain a number, a row of the catalogue, a rule, the week or a policy."),
}
#: Old name of a command -> new name; old ones still run, with a note, until the next release.
RENAMED = {"rows": "ablation", "sheet": "spreadsheet", "turning": "tipping-points"}


class Commands(click.Group):
    """A group that imports a command when it is called, and prints what the user can put right without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported; an old name finds it too, and says the new one."""
        if cmd_name in RENAMED:
            click.echo(f"`sim {cmd_name}` is now called `sim {RENAMED[cmd_name]}`", err=True)
            cmd_name = RENAMED[cmd_name]
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        return getattr(import_module(module), function)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command without a traceback whatever happens.

        Exit codes: 0 all right, 1 a finding, 2 the input or a file is refused, 70 a fault of the program, 130
        interrupted, 141 nobody reads the output any more.
        """
        show_what_can_be_shown()
        try:
            with signs_of_life():
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(PIPE_CLOSED) from None
        except (KeyboardInterrupt, click.Abort):
            raise SystemExit(INTERRUPTED) from None
        except (SimError, OSError) as error:
            _refuse(str(error), 2)
        except MemoryError:
            _refuse("not enough memory; use fewer replicates or workers", 2)
        except Exception as error:
            if os.environ.get("SIM_TRACEBACK"):
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            what = f"{type(error).__name__} in {where}: {error}"
            _refuse(f"a fault of the program, not of your input: {what}. SIM_TRACEBACK=1 shows more", FAULT)


def _refuse(message: str, code: int) -> NoReturn:
    """Print what is wrong and end."""
    click.echo(message, err=True)
    raise SystemExit(code) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="sim")
def main() -> None:
    """What would a staff policy do to an online shop? Compare policies before they are rolled out."""
