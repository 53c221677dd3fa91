"""Commands that speak the reader's language: their help in English and Chinese, and what is said of a wrong call."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import click

from sim.bilingual import reader_language, spoken
from sim.language.text import LANGUAGES, Language, Text

Function = TypeVar("Function", bound=Callable[..., Any])

LANG = "--lang"
LANGUAGE = Text(
    "Language of all that is written; absent: SIM_LANG, else that of the machine.",
    "输出文字的语言;不写则按 SIM_LANG,否则按系统语言。",
)
THIS_HELP = Text("Show this message and exit.", "显示本说明并退出。")
#: What the library says in English: a pattern, and the words for it in Chinese.
CHINESE = {
    re.compile(pattern): words
    for pattern, words in (
        (r"No such option '?(.+?)'?\.?(?: Did you mean (.+)\?)?(?: \(Possible options: (.+)\))?", "没有选项 {0}"),
        (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", "没有命令 {0}"),
        (r"Missing command\.", "缺少命令"),
        (r"Missing argument '(.+?)'\.?.*", "缺少参数 {0}"),
        (r"Missing option '(.+?)'\.?.*", "缺少选项 {0}"),
        (r"Got unexpected extra arguments? \((.+)\)", "多余的参数:{0}"),
        (r"Option '(.+?)' requires (?:an argument|(\d+) arguments)\.", "选项 {0} 需要取值"),
        (r"Option '(.+?)' does not take a value\.", "选项 {0} 不取值"),
        (r"Argument '(.+?)' takes (\d+) values\.", "参数 {0} 需要 {1} 个值"),
        (r"Invalid value for '?(.+?)'?: (.*)", "{0} 的取值无效:{1}"),
        (r"Invalid value: (.*)", "取值无效:{0}"),
        (r"'(.*)' is not one of (.+)\.", "{0!r} 不在可选范围内:{1}"),
        (r"'(.*)' is not a valid integer(?: range)?\.", "{0!r} 不是整数"),
        (r"'(.*)' is not a valid float(?: range)?\.", "{0!r} 不是数字"),
        (r"(.+) is not in the range (.+)\.", "{0} 不在范围 {1} 内"),
        (r"\w+ '(.+)' does not exist\.", "{0} 不存在"),
        (r"\w+ '(.+)' is a (?:file|directory)\.", "{0} 的文件类型不符"),
        (r"\w+ '(.+)' is not readable\.", "{0} 不可读"),
        (r"\w+ '(.+)' is not writable\.", "{0} 不可写"),
    )
}
_EXTRAS = (("[default: ", "[默认:"), ("required", "必填"), ("(dynamic)", "(自动)"))


def asked(arguments: Sequence[str]) -> Language | None:
    """The language that a call asks for by `--lang`, None where it asks for none that there is."""
    named = [after for word, after in pairwise(arguments) if word == LANG]
    named += [word.partition("=")[2] for word in arguments if word.startswith(LANG + "=")]
    return next((each for each in LANGUAGES if named and each == named[-1]), None)


class Formatter(click.HelpFormatter):
    """Writes help in lines that fit, where a Chinese sign takes the room of two letters and no space parts words."""

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a backspace keeps its lines."""
        if reader_language() == "en":
            super().write_text(text)
            return
        room = max(self.width - self.current_indent, 11)
        for number, paragraph in enumerate(text.split("\n\n")):
            own = paragraph.startswith("\b")
            lines = paragraph.splitlines()[1:] if own else wrapped(joined_lines(paragraph), room)
            self.write("\n" * bool(number) + "".join(f"{' ' * self.current_indent}{line}\n" for line in lines))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names on the left and what they mean on the right."""
        if reader_language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = list(rows)
        column = min(max(map(wide, (name for name, _ in rows)), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - column, 20)
        for name, words in rows:
            lines = wrapped(" ".join(words.split()), room)
            first = f"{' ' * self.current_indent}{name}"
            if wide(name) + col_spacing <= column and lines:
                first += " " * (column - wide(name)) + lines.pop(0)
            self.write(first + "\n" + "".join(f"{' ' * (self.current_indent + column)}{line}\n" for line in lines))


def wide(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def joined_lines(paragraph: str) -> str:
    """A paragraph on one line: between two Chinese signs no space takes the place of the end of a line."""
    return re.sub(r"(?<=[\u3000-\uffef,;:])\s*\n\s*|\s*\n\s*(?=[\u3000-\uffef])", "", paragraph).replace("\n", " ")


def wrapped(text: str, room: int) -> list[str]:
    """A text in lines of at most so many columns, broken between Chinese signs or at spaces, never before a stop."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and wide(line) + wide(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: a word, or a Chinese sign with the stops behind it."""
    yield from re.findall(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][,;:。、!?)”》]*\s*|\s+", text)


class Context(click.Context):
    """What a command knows of its call; help is written in lines that fit."""

    formatter_class = Formatter


class Option(click.Option):
    """An option that is explained in both languages."""

    def __init__(self, *names: Any, told: Text, **settings: Any) -> None:
        super().__init__(*names, **{**settings, "help": told.en})
        self.told = told

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what it does, in the reader's language."""
        self.help = spoken(self.told)
        record = super().get_help_record(ctx)
        if record is None or reader_language() == "en":
            return record
        words = record[1]
        for english, chinese in _EXTRAS:
            words = words.replace(english, chinese)
        return record[0], words


class Command(click.Command):
    """A command that is explained in both languages, and takes `--lang` whether its function asks for it or not."""

    context_class = Context

    def __init__(self, *settings: Any, told: Text | None = None, **named: Any) -> None:
        self.told = told or Text.same(named.get("help") or "")
        super().__init__(*settings, **{**named, "help": self.told.en})
        if not any(LANG in each.opts for each in self.params):
            self.params.append(_language_option(expose_value=False))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help` in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = spoken(THIS_HELP)
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=spoken(Text("Usage: ", "用法:")))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = spoken(self.told)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [each.get_help_record(ctx) for each in self.get_params(ctx) if isinstance(each, click.Option)]
        with formatter.section(spoken(Text("Options", "选项"))):
            formatter.write_dl([each for each in records if each])


class Group(Command, click.Group):
    """A command of commands, explained in both languages."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def commands_told(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Every command and the first sentence of what it does."""
        return [
            (name, _first_sentence(spoken(getattr(command, "told", Text.same(command.help or "")))))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands."""
        with formatter.section(spoken(Text("Commands", "命令"))):
            formatter.write_dl(self.commands_told(ctx))

    def command(self, *names: Any, zh: str = "", **settings: Any) -> Any:
        """Add a command that is explained in both languages."""
        return lambda function: _added(self, command(*names, zh=zh, **settings)(function))


def _added(group: click.Group, made: click.Command) -> click.Command:
    """A command, added to its group."""
    group.add_command(made)
    return made


def _first_sentence(words: str) -> str:
    """The first sentence of a text."""
    return re.split(r"(?<=[。.])(?:\s|$)|(?<=。)", " ".join(words.split()))[0]


def command(name: str | None = None, *, zh: str, cls: type[Command] = Command) -> Callable[[Callable[..., Any]], Any]:
    """Make a command of a function, whose docstring explains it in English.

    Args:
        name: of the command; absent: that of the function.
        zh: the same explanation in Chinese.
        cls: kind of command.
    """

    def made(function: Callable[..., Any]) -> Any:
        told = Text(inspect.cleandoc(function.__doc__ or ""), inspect.cleandoc(zh))
        return click.command(name, cls=cls, told=told)(function)

    return made


def group(name: str | None = None, *, zh: str) -> Callable[[Callable[..., Any]], Any]:
    """Make a group of commands of a function, whose docstring explains it in English."""
    return command(name, zh=zh, cls=Group)


def option(*names: str, told: Text, **settings: Any) -> Callable[[Function], Function]:
    """Give a command an option that is explained in both languages."""
    return click.option(*names, cls=Option, told=told, **settings)


def _language_option(*, expose_value: bool = True) -> Option:
    """The option `--lang`."""
    kind = click.Choice(LANGUAGES)
    return Option([LANG], type=kind, default=reader_language, told=LANGUAGE, expose_value=expose_value)


def language(function: Function) -> Function:
    """Give a command the option `--lang`, whose value the function takes as `lang`."""
    return click.option(LANG, cls=Option, type=click.Choice(LANGUAGES), default=reader_language, told=LANGUAGE)(
        function
    )


def in_chinese(words: str) -> str:
    """What the library says of a wrong call in Chinese; as it is where it is not known."""
    for pattern, chinese in CHINESE.items():
        match = pattern.fullmatch(words.strip())
        if match:
            return chinese.format(*(in_chinese(each or "") for each in match.groups()))
    return words


def show_wrong_call(error: click.ClickException) -> None:
    """Write what is wrong with a call on stderr, and where help is."""
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(f"{context.command_path} --help:{spoken(THIS_HELP)}\n", err=True)
    click.echo(f"错误:{in_chinese(error.format_message())}", err=True)
