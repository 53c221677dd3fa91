"""Commands, their refusals and what they say while one waits are there in Chinese, each beside its English words."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sim.bilingual import reader_language, reading_in
from sim.cli import COMMANDS, main
from sim.cli.speaking import Command, Option, in_chinese, wide, wrapped
from sim.errors import InputError, Problem, SimError
from sim.language.text import Text

CHINESE = re.compile("[\u4e00-\u9fff]")
#: Calls that refuse something: what is wrong and what to do are among what they are given.
REFUSING = {
    "Blemish", "Broken", "Fault", "Problem", "Refused", "SimError", "UsageError", "_note", "_refuse", "_refused",
    "_stop", "_unreadable", "ask", "fail", "fault", "faults", "one", "refuse", "refused",
}  # fmt: skip


def commands(group: click.Group, context: click.Context, name: str = "sim") -> Iterator[tuple[str, click.Command]]:
    """Yield every command, those of groups included."""
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        yield f"{name} {each}", command
        if isinstance(command, click.Group):
            yield from commands(command, context, f"{name} {each}")


EVERY = dict(commands(main, click.Context(main)))


def test_the_list_of_commands_is_in_both_languages() -> None:
    assert set(EVERY) >= {f"sim {name}" for name in COMMANDS}
    for name, (_, words) in COMMANDS.items():
        assert CHINESE.search(words.zh) and not CHINESE.search(words.en), name


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_is_explained_in_both_languages(name: str) -> None:
    command = EVERY[name]
    assert isinstance(command, Command)
    assert command.told.en and CHINESE.search(command.told.zh)
    for option in command.params:
        if isinstance(option, click.Option):
            assert isinstance(option, Option) and option.told.en and CHINESE.search(option.told.zh), option.opts
    arguments = name.split()[1:]
    helped = CliRunner().invoke(main, [*arguments, "--help", "--lang", "zh"]).output
    assert "用法:" in helped and "选项:" in helped and "[default" not in helped
    assert max(map(wide, helped.splitlines())) <= 110
    assert CliRunner().invoke(main, [*arguments, "--help", "--lang", "en"]).output.startswith("Usage: ")


def plain(node: ast.expr) -> Iterator[str]:
    """Yield the sentences that an expression says in one language only."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from [*plain(node.body), *plain(node.orelse)]
    elif isinstance(node, ast.BinOp):
        yield from [*plain(node.left), *plain(node.right)]


def called(node: ast.Call) -> str:
    """The name that is called."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_no_refusal_is_in_english_only() -> None:
    found = []
    for path in sorted(Path("sim").rglob("*.py")):
        if "conformance" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            arguments: list[ast.expr] = []
            if isinstance(node, ast.Call) and called(node) in REFUSING:
                arguments = [] if called(node) == "SimError" and len(node.args) > 1 else node.args
            elif isinstance(node, ast.Assign) and {"message", "remedy", "question"} & {
                each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)
            }:
                arguments = [node.value, *getattr(node.value, "elts", [])]
            found += [
                f"{path}:{node.lineno}: {words}"
                for argument in arguments
                for words in plain(argument)
                if " " in re.sub(r"[^\w ]", "", words).strip()
            ]
    assert not found


def test_both_halves_of_every_text_fill_the_same_blanks() -> None:
    """A blank that one language has and the other has not would lose a name or a number."""
    found = []
    for path in sorted(Path("sim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ("SimError", "Text", "Said") and len(node.args) > 1:
                halves = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
                if called(node) == "SimError" and len(halves) == 2:
                    blanks = [set(re.findall(r"(?<!{){(\d+)", half)) for half in halves]
                    assert blanks[0] <= {str(n) for n in range(len(node.args) - 2)} or len(node.args) == 2, halves
                    if blanks[0] != blanks[1] and len(node.args) > 2:
                        found.append(f"{path}:{node.lineno}: {halves}")
    assert not found


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "没有命令 nothing"),
        (["check"], "缺少参数 FILE"),
        (["check", "a.yaml", "b.yaml"], "多余的参数"),
        (["check", "a.yaml", "--nothing"], "没有选项 --nothing"),
        (["compare", "a.yaml", "--replicates", "1"], "1 不在范围 x>=2 内"),
        (["compare", "a.yaml", "--replicates", "x"], "'x' 不是整数"),
        (["compare", "a.yaml", "--budget", "x"], "'x' 不是时长"),
        (["check", "a.yaml"], "a.yaml: 没有这个文件。请检查路径"),
        (["explain", "nothing_of_it"], "没有名为 'nothing_of_it' 的内容"),
        (["sweep", "a.yaml"], "请指明结果存放处"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, [*arguments, "--lang", "zh"])
    assert result.exit_code == 2
    assert told in result.stderr
    assert CliRunner().invoke(main, [*arguments, "--lang", "en"]).exit_code == 2
    assert reader_language() == "en"


def test_the_environment_chooses_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_LANG", "zh")
    assert "命令:" in CliRunner().invoke(main, ["--help"]).output
    assert "Commands:" in CliRunner().invoke(main, ["--help", "--lang", "en"]).output


def test_an_error_keeps_both_languages_and_survives_a_worker() -> None:
    problem = Problem("a.yaml", 3, "lines", Text("missing", "缺少"), "x", Text("add it", "请添加"))
    for error in (SimError("no {0}", "没有 {0}", Text("line", "品线")), InputError([problem])):
        again = pickle.loads(pickle.dumps(error))
        assert (again.said("en"), again.said("zh")) == (error.said("en"), error.said("zh"))
    assert str(problem) == "a.yaml:3: lines: missing (got x). Add it"
    with reading_in("zh"):
        assert str(problem) == "a.yaml:3: lines: 缺少(现为 x)。请添加"
        assert str(SimError("plain")) == "plain"


def test_lines_fit_and_none_begins_with_a_stop() -> None:
    lines = wrapped("按编号测量各激励工具,并以 Markdown 打印成页。每一行都要放得下。", 20)
    assert max(map(wide, lines)) <= 20
    assert not [line for line in lines if line[0] in ",。"]
    assert in_chinese("Something else.") == "Something else."
