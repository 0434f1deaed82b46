"""What the ear knows besides the text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """`question` is the flow/state that is open, `speaker` child, parent or unknown, `recent` the last two texts."""

    question: str = ""
    age_band: str = ""
    speaker: str = "unknown"
    recent: tuple[str, ...] = ()
