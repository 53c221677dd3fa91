"""The columns that entries have in a spreadsheet, written beside the entry itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.documents.kinds import kind_of
from sim.errors import SimError

_BRACKETS = re.compile(r"[(\[{【〔].*?[)\]}】〕]")
_SIGNS = re.compile(r"[\s_\-./:*'\"]+")


@dataclass(frozen=True)
class Heading:
    """Words of the column of an entry, put among the metadata of its type; in English the description tells it.

    Where a type brings one along and the entry gives its own, the last one counts.

    Attributes:
        en, zh: what stands above the column, or before the value inside a cell.
        means: what the entry means, in Chinese.
    """

    en: str
    zh: str
    means: str

    def over(self, inner: Heading) -> Heading:
        """The heading of an entry of a record that is spread over columns: `curve: cap`."""
        return Heading(f"{self.en}: {inner.en}", f"{self.zh}:{inner.zh}", inner.means)

    def word(self, lang: str) -> str:
        """What stands above the column in a language, `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


#: The columns that every plan has.
PLAIN = {
    "name": Heading("name", "名称", "您给这项激励起的名称;各行不可重名。"),
    "kind": Heading("kind", "类型", "激励类型;决定哪些列适用。"),
}


def normalised(text: str) -> str:
    """A heading as it is compared: no case, spaces, signs, full-width forms or remarks in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub("", _BRACKETS.sub("", folded)) or _SIGNS.sub("", folded)


def heading_of(field: FieldInfo) -> Heading | None:
    """The heading of a field; None where it has none."""
    return next((each for each in reversed(field.metadata) if isinstance(each, Heading)), None)


def headings_of(model: type[BaseModel]) -> Iterator[tuple[str, Heading]]:
    """Dotted path and heading of every column of a kind; records that are always there have a column for each field."""
    for name, field in model.model_fields.items():
        key, heading = field.alias or name, heading_of(field)
        if heading and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from ((f"{key}.{path}", heading.over(inner)) for path, inner in headings_of(field.annotation))
        elif heading:
            yield key, heading


def refuse_clashes(model: type[BaseModel], others: Mapping[str, type[BaseModel]]) -> None:
    """Refuse a kind one of whose headings, in either language, stands above another entry already.

    Kinds may share a column: the same path under the same words in both languages.

    Raises:
        SimError: two entries have the same heading.
    """
    taken = {normalised(word): (f"`{key}`", key, each) for key, each in PLAIN.items() for word in (each.en, each.zh)}
    for kind, other in others.items():
        for path, each in headings_of(other):
            taken |= {normalised(word): (f"`{path}` of {kind}", path, each) for word in (each.en, each.zh)}
    for path, mine in headings_of(model):
        for word in (mine.en, mine.zh):
            whose, where, known = taken.setdefault(normalised(word), (f"its own `{path}`", path, mine))
            if (where, known.en, known.zh) != (path, mine.en, mine.zh):
                raise SimError(
                    "{0}: the heading {1!r} of `{2}` is that of {3} already. Give the entry other words in {4}",
                    "{0}:`{2}` 的表头 {1!r} 已被 {3} 使用。请在 {4} 中另取名称",
                    kind_of(model),
                    word,
                    path,
                    whose,
                    model.__module__,
                )
