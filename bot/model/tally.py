"""How often something was answered on a day: for the report, and without anybody's name, talk or words."""

from dataclasses import dataclass

DRAFTS = "tulisan"
"""`what` of a counselor's draft that was not sent; its `answer` is why, one of REASONS of bot/rules/composer.py. No
variable of the flows has this name."""


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """`day` is local, as YYYY-MM-DD, the first of the month where only the month is kept; `what` a variable that is
    counted, `answer` the key of a choice, `reader` who answered: child, parent or unknown."""

    day: str
    what: str
    answer: str
    reader: str
    count: int = 1
