"""The template that `sim new` writes: a small, commented scenario that is valid as it stands.

It lies beside as YAML; behind every note stands its Chinese wording.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

from sim.calendar import monday
from sim.language.text import Language


def template(name: str, start: date, lang: Language = "en") -> str:
    """The text of a new scenario.

    Args:
        name: name of the scenario.
        start: a day in the first week.
        lang: language of the notes.

    Returns:
        YAML text that loads as it stands.
    """
    first = monday(start)
    values = {
        "NAME": json.dumps(name, ensure_ascii=False),
        "START": first.isoformat(),
        "YEAR": str(first.year),
        "ANNOUNCE": (first + timedelta(weeks=8)).isoformat(),
        "CHANGE": (first + timedelta(weeks=13)).isoformat(),
    }
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    text = re.sub(r"(# )(.*?) ¦ (.*)", r"\1\3" if lang == "zh" else r"\1\2", text)
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
