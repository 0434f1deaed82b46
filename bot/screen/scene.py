"""What the ear knows besides the text."""

from typing import NamedTuple


class Scene(NamedTuple):
    """`question` is the flow/state that is open, `speaker` child, parent or unknown, `recent` the last two texts."""

    question: str = ""
    age_band: str = ""
    speaker: str = "unknown"
    recent: tuple[str, ...] = ()
