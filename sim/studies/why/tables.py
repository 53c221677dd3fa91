"""Tables, sentences and a picture of why policies differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.text import Text, say
from sim.results.measures import BY_NAME
from sim.results.screen import short_label, short_unit
from sim.results.statistics import half_width
from sim.results.words import brief, plus_minus, unit_word
from sim.studies.why.document import channels
from sim.studies.why.split import MECHANICAL, TOTAL, Split, Why

if TYPE_CHECKING:
    from rich.console import Group

    from sim.results.picture import Picture

WORDS = {
    "title": Text("Why {policy} differs from {baseline}", "{policy} 与 {baseline} 的差异从何而来"),
    "channel": Text("through", "途径"),
    "total": Text("whole difference", "总差值"),
    "note": Text(
        "{n} pairs under the same luck; a channel is switched off in both policies. Parts are means over {orders} "
        "orders of adding channels; residual {residual:.0e} of the whole. ± is the 95 % interval.",
        "相同运气下 {n} 对;每次在两个方案中同时关闭一条途径。各部分为 {orders} 种加入顺序的均值;"
        "残差占总差值 {residual:.0e}。± 为 95% 区间。",
    ),
    "most": Text(
        "{policy}: of the {total} in {label}, {mechanical} is mechanical; the largest response is {channel} ({part}).",
        "{policy}:{label}的差值 {total} 中,{mechanical} 为机械重算;最大的行为途径是{channel}({part})。",
    ),
    "alone": Text(
        "{policy}: the {total} in {label} is mechanical ({mechanical}); no response can be told from none.",
        "{policy}:{label}的差值 {total} 为机械重算({mechanical}),无法断定有行为反应。",
    ),
    "alt": Text("Parts of the difference in {0}, by channel", "{0}差值按途径的分解"),
}


def label(name: str) -> Text:
    """Return what a part is called."""
    if name == MECHANICAL:
        return channels().mechanical.text
    return WORDS["total"] if name == TOTAL else channels().channel(name).words.text


def rows(why: Why, split: Split, lang: str) -> list[tuple[str, list[str]]]:
    """Return the rows of one policy's table: name of the part, and a number with its half-width for each measure."""
    places = [[measure.name for measure in why.measures].index(name) for name in why.shown()]
    found = []
    for name, part in [*split.parts.items(), (TOTAL, split.total)]:
        mean, width = part.mean(axis=0), half_width(part)
        cells = [plus_minus(mean[k], width[k], why.measures[k].unit, lang) for k in places]
        found.append((say(label(name), lang), cells))
    return found


def headings(why: Why, lang: str) -> list[str]:
    """Return the headings of these tables."""
    names = [f"{say(short_label(name), lang)}\n{short_unit(name, lang)}" for name in why.shown()]
    return [say(WORDS["channel"], lang), *names]


def tables(why: Why, lang: str = "en") -> Group:
    """Return a table for each policy, and what one must know to read them."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text as Rich

    parts: list[Table | Rich] = []
    for split in why.splits:
        title = Rich(say(WORDS["title"].format(policy=split.policy, baseline=why.baseline), lang))
        table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for i, heading in enumerate(headings(why, lang)):
            table.add_column(Rich(heading), justify="right" if i else "left", no_wrap=True)
        for name, cells in rows(why, split, lang):
            style = "bold" if name == say(WORDS["total"], lang) else None
            table.add_row(Rich(name), *map(Rich, cells), style=style)
        parts.append(table)
    return Group(*parts, *(Rich(each) for each in sentences(why, lang)), Rich(note(why, lang), style="dim"))


def note(why: Why, lang: str) -> str:
    """Return what one must know to read the tables."""
    residual = max(split.residual for split in why.splits)
    return say(WORDS["note"].format(n=why.replicates, orders=why.orders, residual=residual), lang)


def sentences(why: Why, lang: str = "en") -> list[str]:
    """Return one sentence for each policy: what most of the difference in the objective goes through."""
    place = [measure.name for measure in why.measures].index(why.objective)
    unit, found = why.measures[place].unit, []
    for split in why.splits:
        sizes = {name: (part[:, place].mean(), float(half_width(part[:, place]))) for name, part in split.parts.items()}
        clear = {name: abs(mean) for name, (mean, width) in sizes.items() if name != MECHANICAL and abs(mean) > width}
        most = max(clear, key=lambda name: clear[name], default=None)
        words = WORDS["most" if most else "alone"].format(
            policy=split.policy,
            label=Text(BY_NAME[why.objective].en, BY_NAME[why.objective].zh),
            total=_size(split.total[:, place].mean(), unit),
            mechanical=_size(sizes[MECHANICAL][0], unit),
            channel=label(most) if most else "",
            part=_size(sizes[most][0], unit) if most else "",
        )
        found.append(say(words, lang))
    return found


def _size(value: float, unit: str) -> Text:
    """Return a number with two digits and its unit."""
    return Text(*(f"{brief(value, unit, lang, signed=True)} {unit_word(unit, lang)}" for lang in ("en", "zh")))


def picture(why: Why, lang: str = "en") -> Picture:
    """Return the parts of the objective with their intervals, a panel for each policy."""
    from sim.results.fonts import language
    from sim.results.picture import BAD, GOOD, OPEN, Picture

    drawn, families = language(lang)
    place = [measure.name for measure in why.measures].index(why.objective)
    measure = why.measures[place]
    sign = 1.0 if measure.good == "up" else -1.0
    names = list(why.splits[0].parts)
    figure = Picture(families, figsize=(2.2 + 2.4 * len(why.splits), 1.2 + 0.3 * len(names)), layout="constrained")
    with figure.style():
        panels = figure.subplots(1, len(why.splits), sharey=True, squeeze=False)[0]
        for axes, split in zip(panels, why.splits, strict=True):
            for y, name in enumerate(names):
                mean, width = split.parts[name][:, place].mean(), float(half_width(split.parts[name][:, place]))
                clear = abs(mean) > width
                colour = (GOOD if sign * mean > 0.0 else BAD) if clear else OPEN
                axes.barh(y, mean, height=0.6, color=colour)
                axes.plot([mean - width, mean + width], [y, y], color="#333333", linewidth=1.0)
            total = split.total[:, place].mean()
            axes.axvline(0.0, color="#333333", linewidth=0.8)
            axes.axvline(total, color="#333333", linewidth=0.8, linestyle=":")
            axes.set_title(split.policy, fontsize=9)
            axes.set_xlabel(f"{measure.label(drawn)}, {unit_word(measure.unit, drawn)}", fontsize=8)
            axes.locator_params(axis="x", nbins=4)
            axes.xaxis.set_major_formatter(lambda value, _: brief(value, measure.unit, drawn, signed=True))
            axes.tick_params(axis="x", labelsize=7)
        panels[0].set_yticks(range(len(names)), [say(label(name), drawn) for name in names])
        panels[0].set_ylim(len(names) - 0.5, -0.5)
    return figure


def html(why: Why) -> str:
    """Return sentences, table and picture as HTML, in the language of the reader."""
    from html import escape

    from sim.bilingual import reader_language
    from sim.results.notebook import grid, image

    lang, parts = reader_language(), []
    for split, sentence in zip(why.splits, sentences(why, lang), strict=True):
        body = [[(name, ""), *((cell, "") for cell in cells)] for name, cells in rows(why, split, lang)]
        parts += [f"<p>{escape(sentence)}</p>", grid(headings(why, lang), body)]
    words = say(WORDS["alt"].format(Text(BY_NAME[why.objective].en, BY_NAME[why.objective].zh)), lang)
    return "".join([*parts, image(picture(why, lang), words), f"<p><small>{escape(note(why, lang))}</small></p>"])
