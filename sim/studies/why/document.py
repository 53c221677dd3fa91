"""The channels as data: see the head of `channels.yaml` for what each entry means."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Frozen, Number, fault
from sim.documents.reading import read
from sim.language.text import Text
from sim.parameters.values import default
from sim.scenario.loading import file_text

FILE = Path(__file__).with_name("channels.yaml")


class Words(Frozen):
    """The same words in both languages."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        """The words as text."""
        return Text(self.en, self.zh)


class Mechanical(Words):
    """What is left when every channel is off."""

    about: Words


class Channel(Frozen):
    """One channel.

    Attributes:
        name: identifier in frames.
        words: what it is called; about: what it stands for.
        off: parameter -> value at which the response is nil.
    """

    name: Annotated[str, Field(pattern=r"^[a-z]+$")]
    words: Words
    about: Words
    off: dict[str, Number] = Field(min_length=1)


class Channels(Frozen):
    """All channels, in the order in which they are added."""

    version: Literal[1]
    mechanical: Mechanical
    channels: tuple[Channel, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _parameters_exist_once(self) -> Self:
        named = [name for each in self.channels for name in each.off]
        unknown = set(named) - set(default().names)
        if unknown:
            raise fault(
                Text("unknown parameters", "不认识的参数"),
                Text("see sim/parameters/registry.yaml", "见 sim/parameters/registry.yaml"),
                "channels",
                sorted(unknown),
            )
        if len(set(named)) < len(named):
            raise fault(
                Text("a parameter belongs to two channels", "同一参数属于两个通道"),
                Text("name it once", "请只写一次"),
                "channels",
                sorted(named),
            )
        return self

    def channel(self, name: str) -> Channel:
        """Return the channel of a name.

        Raises:
            KeyError: there is none.
        """
        return {each.name: each for each in self.channels}[name]


@cache
def channels() -> Channels:
    """Return the packaged channels."""
    document: Any = read(file_text(str(FILE)), FILE.name)
    return Channels.model_validate(document.data)
