"""What studies keep as data: phrases in two languages, and fragments that change a scenario document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, JsonValue

from sim.documents.fields import Frozen

Fragment = dict[str, JsonValue]
Text = Annotated[str, Field(min_length=2, max_length=300)]


class Words(Frozen):
    """A phrase in both languages."""

    en: Text
    zh: Text

    def text(self, lang: str) -> str:
        """Return the phrase in a language, `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


def merged(document: Any, change: Mapping[str, Any]) -> Any:
    """Return a document with a fragment merged into it; `lines` given as one mapping changes every line."""
    found = dict(document)
    for key, value in change.items():
        old = found.get(key)
        if isinstance(old, list | tuple) and isinstance(value, Mapping):
            found[key] = [{**each, **value} for each in old]
        elif isinstance(old, Mapping) and isinstance(value, Mapping) and value:
            found[key] = merged(old, value)
        else:
            found[key] = value
    return found
