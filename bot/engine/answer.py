"""What an answer comes to, with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice key or a value, and why: number, label, synonym, yes, no, typo, contained, button and the like."""

    value: str
    because: str
