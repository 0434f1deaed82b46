"""What an answer comes to, with its reason."""

from typing import NamedTuple


class Answer(NamedTuple):
    """A choice key or a value, and why: number, label, synonym, yes, no, typo, contained, button and the like."""

    value: str
    because: str
