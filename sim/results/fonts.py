"""A font with Chinese glyphs for charts: one that is installed, or the one of an optional package (SIL OFL)."""

from __future__ import annotations

import importlib.util
import warnings
from functools import cache
from pathlib import Path

FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)
PACKAGE, FILE = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
LATIN = "DejaVu Sans"
ADVICE = "no font with Chinese glyphs was found, so the chart is in English; pip install pylopdf-fonts-zh-cn adds one"


@cache
def chinese_family() -> str | None:
    """Return the name of a font family with simplified Chinese glyphs, or None where there is none."""
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    for family in FAMILIES:
        if family in installed:
            return family
    package = importlib.util.find_spec(PACKAGE)
    path = Path(package.origin).with_name(FILE) if package and package.origin else None
    if path is None or not path.is_file():
        return None
    font_manager.fontManager.addfont(path)
    return str(font_manager.FontProperties(fname=path).get_name())


def language(lang: str) -> tuple[str, list[str]]:
    """Return the language a chart can be drawn in and the font families for it, with a warning where they differ.

    The Chinese family comes second in any language, so that Chinese names of policies are drawn where a font exists.

    Raises:
        SimError: a language that is neither en nor zh.
    """
    from sim.errors import SimError
    from sim.results.words import LANGUAGES

    if lang not in LANGUAGES:
        raise SimError("the language must be {0}, not {1!r}", "语言须为 {0},现为 {1!r}", " or ".join(LANGUAGES), lang)
    family = chinese_family()
    if family:
        return lang, [LATIN, family]
    if lang == "zh":
        warnings.warn(ADVICE, stacklevel=3)
    return "en", [LATIN]
