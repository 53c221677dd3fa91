"""`sim questions` and `sim experiments`: what is expected from the literature, and what the model finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.bilingual import spoken
from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.studies.questions import Answer
    from sim.studies.questions.document import Kind

VERDICTS = {
    "as expected": ("as expected", "符合预期"),
    "touches": ("touches the range", "部分重合"),
    "otherwise": ("otherwise", "不符"),
}
LABELS = {
    "expected": ("expected {0:+g} to {1:+g}", "预期 {0:+g} 至 {1:+g}"),
    "found": ("found {0:+.1f} ({1:+.1f} to {2:+.1f})", "模型 {0:+.1f}({1:+.1f} 至 {2:+.1f})"),
    "turns": ("It turns: {0}", "反转情形:{0}"),
    "against": ("{0}, {1} against {2}", "{0}:{1} 对比 {2}"),
    "total": ("{0} of {1} as expected, {2} touch the range.", "{1} 项中 {0} 项符合预期,{2} 项部分重合。"),
}


def _command(kind: Kind, told: Text) -> click.Command:
    """Return the command that asks one kind."""

    @click.argument("only", nargs=-1, metavar=f"[{kind[:-1].upper()} …]")
    @option(
        "--draws",
        type=click.IntRange(2),
        default=60,
        show_default=True,
        told=Text("Draws of the parameters.", "参数的抽样次数。"),
    )
    @option(
        "--workers",
        type=click.IntRange(1),
        told=Text("How many at a time; default all processors.", "同时进行几个;默认用全部处理器。"),
    )
    @option(
        "--json",
        "json_path",
        type=click.Path(dir_okay=False),
        told=Text("Write the findings as JSON.", "把结果写成 JSON。"),
    )
    @language
    def ask(only: tuple[str, ...], draws: int, workers: int | None, json_path: str | None, lang: str) -> None:
        from sim.studies.questions.answer import answers, to_json

        def done(name: str) -> None:
            click.echo(spoken(Text("{0} done", "{0} 完成").format(name)), err=True)

        found = answers(only, draws=draws, workers=workers, kind=kind, lang=lang, progress=done)
        if json_path:
            to_json(found, json_path)
        every = [each for answer in found for each in answer.findings]
        for answer in found:
            for line in _told(answer, lang):
                click.echo(line)
        counts = [sum(each.verdict == word for each in every) for word in ("as expected", "touches")]
        click.echo(_word("total", lang).format(counts[0], len(every), counts[1]))

    ask.__doc__ = told.en
    return command(kind, zh=told.zh)(ask)


questions = _command(
    "questions",
    Text(
        """Ask what a labour economist or a director of operations would ask in the first hour.

    For each: what is expected and why, what the model finds with its 80 % interval, and the case in which it turns.
    """,
        """提出劳动经济学家或运营总监在头一个小时会问的问题。

    每题:预期什么、为什么,模型的发现与 80 % 区间,以及答案反转的情形。""",
    ),
)
experiments = _command(
    "experiments",
    Text(
        """Try every way in which people and customers respond, each with a case in which it must do nothing or turn.

    For each: what is expected and why, and what the model finds with its 80 % interval.
    """,
        """逐一试验员工与顾客的每种反应,每种都附一个必须无效或反转的情形。

    每项:预期什么、为什么,以及模型的发现与 80 % 区间。""",
    ),
)


def _word(key: str, lang: str) -> str:
    """Return a label in a language."""
    return LABELS[key][lang == "zh"]


def _told(answer: Answer, lang: str) -> list[str]:
    """Return the lines about one question."""
    question, lines, case = answer.question, [], ""
    lines += [f"{question.id}: {question.asked.text(lang)}", f"  {question.reason.text(lang)} ({question.source})"]
    for each in answer.findings:
        if each.case != case:
            case = each.case
            lines.append("  " + (_word("turns", lang).format(case) if each.turns else case))
        what = each.measure if each.among == "all" else f"{each.measure} ({each.among})"
        lines.append(
            f"    {_word('against', lang).format(what, each.of, each.against)}: "
            f"{_word('expected', lang).format(each.low, each.high)}, "
            f"{_word('found', lang).format(each.found, each.from_, each.until)} {each.unit}: "
            f"{VERDICTS[each.verdict][lang == 'zh']}"
        )
    return [*lines, ""]
