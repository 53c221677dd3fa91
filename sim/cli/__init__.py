"""The command `sim`: what a staff policy does to an online shop and to its people.

Every command lives in a module of its own, imported only when it is called, so that `sim --help` is quick.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from sim import __version__
from sim.bilingual import reader_language, reading_in, spoken
from sim.cli.output import FAULT, INTERRUPTED, PIPE_CLOSED, show_what_can_be_shown
from sim.cli.patience import signs_of_life
from sim.cli.speaking import Group, Option, asked, show_wrong_call
from sim.errors import SimError
from sim.language.text import Text

#: Name of a command, the function that runs it, and what the list of commands says about it.
COMMANDS: dict[str, tuple[str, Text]] = {
    "check": ("sim.cli.documents:check", Text("Validate a scenario and say it in words.", "校验情景,并用文字复述。")),
    "lint": (
        "sim.cli.lint:lint",
        Text(
            "Check policies before they are run: labour rules, targets, cliffs, cost.",
            "运行之前检查方案:劳动法规、目标、断崖、成本。",
        ),
    ),
    "new": (
        "sim.cli.documents:new",
        Text("Write a commented scenario to begin with.", "写出带注释的情景模板作为起点。"),
    ),
    "schema": (
        "sim.cli.documents:schema",
        Text("Write the JSON Schema with which editors complete keys.", "写出 JSON Schema,供编辑器补全各键。"),
    ),
    "spreadsheet": (
        "sim.cli.spreadsheets:spreadsheet",
        Text("Write a pay plan into a spreadsheet, and read it back.", "把薪酬方案写成表格,再读回来。"),
    ),
    "intake": (
        "sim.cli.intake:intake",
        Text("Turn your own order and staff exports into a scenario.", "把自己的订单与花名册导出变成情景。"),
    ),
    "fit": (
        "sim.cli.fit:fit",
        Text("Check whether today's policy reproduces the last year.", "检验现行方案能否再现过去一年。"),
    ),
    "compare": (
        "sim.cli.compare:compare",
        Text("Compare policies and say what differs, how surely.", "对比方案,说明差别与把握。"),
    ),
    "board": (
        "sim.cli.board:board",
        Text(
            "Turn the knobs of a policy and watch what it does: a local page.", "调方案的参数,看结果如何变化:本机页面。"
        ),
    ),
    "review": ("sim.cli.review:review", Text("Write the page for a pre-rollout review.", "写出上线前评审的页面。")),
    "sweep": (
        "sim.cli.sweep:sweep",
        Text("Run many points of a policy; resumes where it was stopped.", "运行方案的许多点;中断后可继续。"),
    ),
    "search": (
        "sim.cli.search:search",
        Text(
            "Search the levers of a study for the policies that serve its goals.",
            "在研究的可调参数中搜索达成目标的方案。",
        ),
    ),
    "select": (
        "sim.cli.search:select",
        Text("The best of a few policies, with a stated probability.", "在几个方案中选出最好的,并给出概率。"),
    ),
    "tipping-points": (
        "sim.cli.tipping_points:tipping_points",
        Text(
            "At which value of an entry does one policy stop beating another?", "某一项取何值时,一个方案不再胜过另一个?"
        ),
    ),
    "payslip": (
        "sim.cli.pay:payslip",
        Text("The payslip of an invented person in one week.", "虚构人物某一周的工资条。"),
    ),
    "marginal": (
        "sim.cli.pay:marginal",
        Text("What one more hour of anything would earn, by role and week.", "按岗位与周次,多做一小时能多挣多少。"),
    ),
    "explore": (
        "sim.cli.explore:explore",
        Text("Say what a stored sweep shows, without running it again.", "说明已存储的扫描显示了什么,不再运行。"),
    ),
    "store": (
        "sim.cli.sweep:store",
        Text("Show, verify and export the results of a sweep.", "显示、校验与导出扫描的结果。"),
    ),
    "evidence": (
        "sim.cli.evidence:evidence",
        Text("Predict published experiments and say how often that is right.", "预测已发表的实验,并说明有多少次正确。"),
    ),
    "assumptions": (
        "sim.cli.assumptions:assumptions",
        Text("Every number: what is known of it, and what hangs on it.", "每个参数:已知什么,哪些结论取决于它。"),
    ),
    "calibrate": (
        "sim.cli.calibrate:calibrate",
        Text("Estimate the behavioural numbers from all published experiments.", "从全部已发表实验估计行为参数。"),
    ),
    "questions": (
        "sim.cli.questions:questions",
        Text("Hard questions with expected answers, and what the model finds.", "有预期答案的难题,以及模型的发现。"),
    ),
    "experiments": (
        "sim.cli.questions:experiments",
        Text("Every way in which people and customers respond, with its limit.", "员工与顾客的每种反应,及其界限。"),
    ),
    "claims": (
        "sim.cli.claims:claims",
        Text("How likely is what a source claims, and what would have to be true?", "来源所称有多大可能,须有哪些前提?"),
    ),
    "ablation": (
        "sim.cli.ablation:ablation",
        Text(
            "Take every instrument of the catalogue apart: rule, doses, harm, effect.",
            "逐一拆解目录中的激励工具:规则、剂量、危害、效果。",
        ),
    ),
    "why": (
        "sim.cli.why:why",
        Text(
            "Split the difference between policies by the channels it goes through.", "把方案之间的差别按所经通道拆分。"
        ),
    ),
    "who": (
        "sim.cli.who:who",
        Text("Who gains and who loses: the same people under two policies.", "谁受益、谁受损:同一批人在两个方案下。"),
    ),
    "loopholes": (
        "sim.cli.loopholes:loopholes",
        Text(
            "What would staff do who look for the best exploit, and what stops them?",
            "想钻空子的员工会怎么做,如何阻止?",
        ),
    ),
    "pilot": (
        "sim.cli.pilot:pilot",
        Text(
            "Which lines, how many weeks, how surely a pilot tells; read a finished one back.",
            "哪些品线、多少周、试点有多大把握;也可读回已结束的试点。",
        ),
    ),
    "nearest": (
        "sim.cli.nearest:nearest",
        Text(
            "The fewest edits of today's scheme that keep the guardrails at equal budget.",
            "对现行方案最少的修改,守住底线且预算相等。",
        ),
    ),
    "sensitivity": (
        "sim.cli.sensitivity:sensitivity",
        Text(
            "What would change the answer: assumptions, shocks, market futures.",
            "什么会改变答案:假设、冲击、市场未来。",
        ),
    ),
    "forecast": (
        "sim.cli.forecast:forecast",
        Text("File a forecast before a policy starts; score it later.", "方案开始前提交预测,之后评分。"),
    ),
    "risks": (
        "sim.cli.risks:risks",
        Text(
            "Which risks a comparison shows; without a file, the study of all risks.",
            "对比显示哪些风险;不给文件则研究全部风险。",
        ),
    ),
    "bench": ("sim.cli.bench:bench", Text("Measure how fast the engine is on this machine.", "测量引擎在本机的速度。")),
    "explain": (
        "sim.cli.explain:explain",
        Text(
            "Explain a number, a row of the catalogue, a rule, the week or a policy.",
            "解释参数、目录条目、规则、一周的顺序或方案。",
        ),
    ),
}
#: Old name of a command -> new name; old ones still run, with a note, until the next release.
RENAMED = {"rows": "ablation", "sheet": "spreadsheet", "turning": "tipping-points"}


class Commands(Group):
    """A group that imports a command when it is called, and prints what the user can put right without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported; an old name finds it too, and says the new one."""
        if cmd_name in RENAMED:
            renamed = Text("`sim {0}` is now called `sim {1}`", "`sim {0}` 现名 `sim {1}`")
            click.echo(spoken(renamed.format(cmd_name, RENAMED[cmd_name])), err=True)
            cmd_name = RENAMED[cmd_name]
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        return getattr(import_module(module), function)

    def commands_told(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Every command and what it is for, without importing it."""
        return [(name, spoken(words)) for name, (_, words) in COMMANDS.items()]

    def main(self, args: Sequence[str] | None = None, *settings: Any, **more: Any) -> Any:
        """Run what is called in the language that the call or the environment asks for."""
        arguments = sys.argv[1:] if args is None else list(args)
        with reading_in(asked(arguments) or reader_language()):
            if reader_language() == "en" or not more.get("standalone_mode", True):
                return super().main(args, *settings, **more)
            try:
                raise SystemExit(super().main(args, *settings, **{**more, "standalone_mode": False}) or 0)
            except click.ClickException as error:
                show_wrong_call(error)
                raise SystemExit(error.exit_code) from None

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
            _refuse(Text("not enough memory; use fewer replicates or workers", "内存不足;请减少重复次数或进程数"), 2)
        except Exception as error:
            if os.environ.get("SIM_TRACEBACK"):
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            what = f"{type(error).__name__} in {where}: {error}"
            _refuse(
                Text(
                    "a fault of the program, not of your input: {0}. SIM_TRACEBACK=1 shows more",
                    "这是程序的错误,与您的输入无关:{0}。SIM_TRACEBACK=1 可显示详情",
                ).format(what),
                FAULT,
            )


def _refuse(message: Text | str, code: int) -> NoReturn:
    """Print what is wrong and end."""
    click.echo(spoken(message), err=True)
    raise SystemExit(code) from None


@click.group(
    cls=Commands,
    told=Text(
        "What would a staff policy do to an online shop? Compare policies before they are rolled out.",
        "一项员工方案会给网店带来什么?推行之前先作对比。",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(
    __version__, prog_name="sim", cls=Option, told=Text("Show the version and exit.", "显示版本号并退出。")
)
def main() -> None:
    """What would a staff policy do to an online shop? Compare policies before they are rolled out."""
