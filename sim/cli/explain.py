"""`sim explain`: what anything with a name is, where it stands and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.speaking import command, language, option
from sim.language.text import Text

if TYPE_CHECKING:
    from sim.habits.programme import Programme
    from sim.language.terms import Language
    from sim.pay.instruments.instrument import Instrument
    from sim.structures.structure import Structure

OVERVIEW = {
    "en": """\
What can be explained (--lang zh for Chinese, --out FILE to write it):
  sim explain NAME           a behavioural number, such as incentive_gain: value, prior, source, what would identify it
  sim explain ROW            a row of the catalogue, such as I6: what it is, where to state it, rules, numbers, tests
  sim explain RULE           a rule, step or phase, such as departure_probability: what it reads, and its source
  sim explain MEASURE        what a comparison reports or a plan may weight, such as turnover, and who may be paid by it
  sim explain KIND           a kind of structure, instrument or programme, such as milestone: its rows
  sim explain FILE POLICY    a policy of a scenario in words, and what differs from the baseline; without POLICY, all
  sim explain parameters     all behavioural numbers
  sim explain catalogue      the whole catalogue as a page; a single letter, such as K, lists a part of it
  sim explain schedule       what happens in a week, in its order
  sim explain plan           the fields of a compiled plan: unit and meaning
  sim explain odd            the description of the model, its tables as the code has them now

The catalogue:""",
    "zh": """\
可以解释的内容（--out 文件名 可写入文件）：
  sim explain 参数名         行为参数，如 incentive_gain：取值、先验、来源与识别数据
  sim explain 条目编号       功能目录的条目，如 I6：内容、情景键、规则、参数与测试
  sim explain 规则名         规则、步骤或阶段，如 departure_probability：读取的参数与源码
  sim explain 度量名         报告的度量或可考核的指标，如 turnover：单位、公式与适用岗位
  sim explain 类型名         架构、激励或项目的类型，如 milestone：对应的条目
  sim explain 文件 方案名    用文字说明情景中的方案，并列出与基准方案的差异；不写方案名则列出全部
  sim explain parameters     全部行为参数
  sim explain catalogue      整个功能目录；单个字母（如 K）列出其中一部分
  sim explain schedule       一周内各阶段的顺序
  sim explain plan           编译后方案各表的字段：单位与含义
  sim explain odd            模型说明（英文），其中的表格依当前代码生成

功能目录：""",
}


@command(
    zh="""解释 NAME:行为参数、目录条目、规则或阶段;或文件 NAME 中的方案 POLICY。

    不写 NAME 时列出可以解释的内容。"""
)
@click.argument("name", required=False)
@click.argument("policy", required=False)
@language
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    told=Text("Write the text into this file.", "把文字写入此文件。"),
)
def explain(name: str | None, policy: str | None, lang: Language, out: Path | None) -> None:
    """Explain NAME: a behavioural number, a row of the catalogue, a rule or phase; or a POLICY of the file NAME.

    Without NAME, say what can be explained.
    """
    text = _overview(lang) if name is None else explained(name, policy, lang)
    if out:
        out.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    else:
        click.echo(text)


def _overview(lang: Language) -> str:
    from sim.studies.catalogue import catalogue

    return "\n".join([OVERVIEW[lang], *(f"  {key}  {name.text(lang)}" for key, name in catalogue().groups.items())])


def explained(name: str, policy: str | None, lang: Language) -> str:
    """Return the text about a name.

    Raises:
        SimError: nothing has that name.
    """
    from sim.cli.catalogue import policy_text
    from sim.errors import SimError
    from sim.parameters import default

    if policy is not None or name.endswith((".yaml", ".yml")):
        return policy_text(Path(name), policy, lang)
    if name in default().names:  # the usual question, answered before anything else is loaded
        from sim.cli.parameters import description

        return description(default().entry(name), lang)
    known = _known(lang)
    wanted = name.rpartition(".")[2] if name.startswith(("sim.", "rules.", "engine.")) else name
    if wanted.casefold() not in known:
        near = [_spelt(each) for each in get_close_matches(wanted.casefold(), {*known, *default().names}, cutoff=0.5)]
        remedy = (
            Text("Nearest: {0}.", "最接近的有:{0}。").format(", ".join(near))
            if near
            else Text("`sim explain` says what there is.", "`sim explain` 列出全部可解释的内容。")
        )
        raise SimError("nothing is called {0!r}. {1}", "没有名为 {0!r} 的内容。{1}", name, remedy)
    return "\n\n".join(say() for say in known[wanted.casefold()])


def _spelt(name: str) -> str:
    """A folded name as it is written: ids of rows begin with a capital letter."""
    return name.capitalize() if name[1:2].isdigit() or name[1:2] == "." or len(name) == 1 else name


def _known(lang: Language) -> dict[str, list[Callable[[], str]]]:
    """Return what says something about every name, in lower case."""
    from sim.cli import catalogue as texts
    from sim.cli.parameters import listing
    from sim.habits.registry import PROGRAMMES
    from sim.pay.instruments.registry import INSTRUMENTS
    from sim.results.measures import MEASURES
    from sim.structures.registry import STRUCTURES
    from sim.studies.catalogue import catalogue, page
    from sim.studies.catalogue.code import functions
    from sim.studies.odd import description, records
    from sim.vocabulary.metrics import METRIC_NAMES
    from sim.vocabulary.shocks import SHOCKS

    found = catalogue()
    uncatalogued: list[tuple[str, type[Structure] | type[Programme] | type[Instrument]]] = [
        *((kind, model) for kind, model in STRUCTURES.items() if kind not in found.kinds),
        *((kind, model) for kind, model in PROGRAMMES.items() if kind not in found.kinds),
        *((kind, model) for kind, model in INSTRUMENTS.items() if kind not in found.kinds),
    ]
    known = defaultdict[str, list[Callable[[], str]]](list)
    sources: tuple[Mapping[str, Callable[[], str]], ...] = (
        {name: partial(texts.function_text, function, lang) for name, function in functions().items()},
        {row.id: partial(texts.row_text, row, lang) for row in found.rows},
        {letter: partial(texts.part_text, letter, lang) for letter in found.groups},
        {name: partial(texts.quantity_text, name, lang) for name in {m.name for m in MEASURES} | set(METRIC_NAMES)},
        {kind: partial(texts.kind_text, kind, lang) for kind in found.kinds},
        {kind: partial(texts.model_text, model, lang) for kind, model in uncatalogued},
        {shock.name: partial(texts.shock_text, shock, lang) for shock in SHOCKS},
        {
            "parameters": partial(listing, lang),
            "schedule": partial(texts.schedule_text, lang),
            "plan": records,
            "odd": description,
            "catalogue": partial(page, found, lang),
        },
    )
    for source in sources:
        for name, say in source.items():
            known[name.casefold()].append(say)
    return known
