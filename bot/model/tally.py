"""How often something was answered on a day: for the report, and without anybody's name, talk or words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """`day` is local, as YYYY-MM-DD; `what` a variable that is counted, `answer` the key of a choice, `reader` who
    answered: child, parent or unknown."""

    day: str
    what: str
    answer: str
    reader: str
    count: int = 1
