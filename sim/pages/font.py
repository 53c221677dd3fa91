"""The Chinese characters of a page as an embedded font, so that it reads the same on any machine, offline."""

from __future__ import annotations

import base64
import importlib.util
from io import BytesIO
from pathlib import Path

from sim.results.fonts import FILE, PACKAGE

#: Chinese characters and punctuation begin here; what comes before is in every system's fonts.
FIRST_EMBEDDED = 0x2E80


def embedded(text: str) -> str:
    """Return the base64 of a WOFF font with the characters of a text that system fonts may lack; empty without any.

    Args:
        text: everything the page shows.
    """
    wanted = {ord(sign) for sign in set(text) if ord(sign) >= FIRST_EMBEDDED}
    package = importlib.util.find_spec(PACKAGE)
    if not wanted or package is None or package.origin is None:
        return ""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff", desubroutinize=True, layout_features=["*"], notdef_outline=True)
    font = TTFont(Path(package.origin).with_name(FILE), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff"
    stream = BytesIO()
    font.save(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")
