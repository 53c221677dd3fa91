"""What a person can do more of because pay asks for it, in the order of the last axis of the gradient."""

from typing import NamedTuple


class Channel(NamedTuple):
    """A channel of effort: its name, the unit of one more of it, and what it is."""

    name: str
    unit: str
    meaning: str


CHANNELS = (
    Channel("volume", "pw", "more work done"),
    Channel("care", "ln care", "more care over each piece of work"),
    Channel("push", "0..1", "hard selling"),
    Channel("price", "share", "price cut"),
    Channel("hurry", "0..1", "contacts closed early, checks skipped"),
    Channel("asset", "share of time", "work on tools and communities"),
    Channel("reuse", "share", "pages from one's own templates"),
)
CHANNEL_NAMES = tuple(channel.name for channel in CHANNELS)

VOLUME = CHANNEL_NAMES.index("volume")
CARE = CHANNEL_NAMES.index("care")
PUSH = CHANNEL_NAMES.index("push")
PRICE = CHANNEL_NAMES.index("price")
HURRY = CHANNEL_NAMES.index("hurry")
ASSET = CHANNEL_NAMES.index("asset")
REUSE = CHANNEL_NAMES.index("reuse")
