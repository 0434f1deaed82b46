"""What text has to be before it is kept, and how long it may be when it leaves. Pure."""

from bot.model.message import LONGEST_TEXT, storable

MORE = "…"


class Unreadable(Exception):
    """A channel sent something in a shape that its documentation does not know. It is parked, never refused."""


def clean(value: object) -> str:
    """A text of the channel as we keep it; "" for what is no text."""
    return storable(value)[:LONGEST_TEXT] if isinstance(value, str) else ""


def units(text: str) -> int:
    """UTF-16 units, as the platforms count: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """`text`, at most `most` UTF-16 units; what was cut off shows as an ellipsis, no letter is halved."""
    if units(text) <= most:
        return text
    kept = text[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + MORE
