"""The gallery: code that a reader can copy, and the figure that this very code has made."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.language.text import LANGUAGES, Text, say

TITLE = Text("Gallery", "图例")
ABOUT = Text(
    "Every figure here was made by the code above it when this page was built, from the example shop with "
    "20 replicates "
    '(so the intervals are wider than those of `sim compare`). `lang="zh"` draws each in Chinese.',
    "本页的每一幅图都是生成页面时由其上方的代码画出的,所用为示例店铺与 20 次重复(因此区间比 `sim compare` 的宽)。"
    '把 `lang="zh"` 换成 `"en"` 即为英文。',
)
SHOP = """\
import sim

shop = sim.load("scenarios/flagship.yaml")
result = sim.compare(shop, ["today", "quota_commission", "squads"], replicates=20, neutral=False, fit=False)"""
#: Name of a figure, what it shows, code that reckons it once, and the figure itself, in which `@` is the language.
FIGURES = (
    (
        "headline",
        Text("The answer at a glance: differences from today", "一眼看懂:与现行方案的差值"),
        "",
        "result.plot_headline(lang=@)",
    ),
    ("weekly", Text("Weekly paths with bands", "逐周走势与区间"), "", 'result.plot("gmv", lang=@)'),
    (
        "fit",
        Text("Does today's policy reproduce the last year?", "现行方案能否再现过去一年?"),
        'checked = sim.fit("scenarios/flagship.yaml", replicates=20)',
        "checked.plot(lang=@)",
    ),
    (
        "marginal",
        Text("What one more hour earns, by role", "多做一小时能多挣多少(按岗位)"),
        """\
from sim.results.pay import marginal_chart

earned = sim.marginal_pay(shop, "quota_commission", weeks=range(0, 52, 4))""",
        "marginal_chart(earned, shop, lang=@)",
    ),
    (
        "network",
        Text("Who turns to whom, before and after squads", "谁向谁求助:改为三人小组前后"),
        'ties = sim.network(shop, ["today", "squads"], weeks=[-1, 51], replicates=1)',
        'ties.plot("ties", lang=@)',
    ),
)


def pages(folder: Path) -> dict[str, str]:
    """Draw every figure into a folder and return the pages, by name, that show them.

    Args:
        folder: of the pages.
    """
    namespace: dict[str, Any] = {}
    for code in (SHOP, *(each[2] for each in FIGURES)):
        exec(_from_here(code), namespace)  # noqa: S102  our own code, shown on the page
    found = {"en": "gallery.md", "zh": "gallery.zh.md"}
    return {found[lang]: "\n\n".join(_page(folder, namespace, lang)) + "\n" for lang in LANGUAGES}


def _from_here(code: str) -> str:
    """Code that finds the scenarios wherever the site is built."""
    return code.replace("scenarios/", f"{Path(__file__).resolve().parent.parent / 'scenarios'}/")


def _page(folder: Path, namespace: dict[str, Any], lang: str) -> Iterator[str]:
    """Yield the parts of the page in a language."""
    import matplotlib.pyplot as plt

    yield f"# {say(TITLE, lang)}"
    yield say(ABOUT, lang)
    yield f"```python\n{SHOP}\n```"
    for name, words, reckoned, template in FIGURES:
        code = template.replace("@", f'"{lang}"')
        drawn = eval(code, namespace)  # noqa: S307  our own code, shown on the page
        file = f"gallery_{name}.{lang}.png"
        drawn.savefig(folder / file, dpi=70, bbox_inches="tight")
        plt.close("all")
        yield f"## {say(words, lang)}"
        yield "\n".join(["```python", *filter(None, [reckoned, code]), "```"])
        yield f"![{say(words, lang)}]({file})"
