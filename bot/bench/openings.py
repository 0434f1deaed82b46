"""What people write first, and what would be a fitting answer (tests/people/openings.yaml)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.errors import Broken
from bot.flow.schema import Strict, shaped
from bot.flow.source import read
from bot.flow.values import several
from bot.model.message import Level

OPENINGS = Path("tests/people/openings.yaml")
"""From the folder of the project."""
DAY = "2026-11-24"
"""A Tuesday, on which all of them write."""
MORNING = "10:00"
TOPIC, AGE = "topic", "age"
"""What may stand in the words."""
SOMEBODY = "person"
"""Of `fits`: somebody to talk to."""


class SentIn(Strict):
    send: str


class OpeningIn(Strict):
    say: Annotated[list[str], BeforeValidator(several)] = Field([])
    send: str = ""
    then: list[str | SentIn] = Field([])
    who: Literal["", "child", "parent", "other"] = ""
    at: str = MORNING
    told: list[Literal["topic", "age"]] = Field([])
    age: str = ""
    level: Literal["", "high", "imminent"] = ""
    fits: list[str] = Field([])


class OpeningsIn(Strict):
    parents: list[OpeningIn]
    children: list[OpeningIn]
    danger: list[OpeningIn]
    odd: list[OpeningIn]


WRITES = {"parents": "parent", "children": "child"}
"""Who writes in a group whose openings do not say so one by one."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does: one or several messages in a row, or something that is no words."""

    texts: tuple[str, ...] = ()
    send: str = ""

    def __str__(self) -> str:
        return " / ".join(self.texts) if self.texts else f"[{self.send}]"


@dataclass(frozen=True, slots=True)
class Opening:
    """`acts`: the first word, and what follows whatever is answered. `fits`: topics and flows that are a fitting
    answer, or SOMEBODY. `level`: NONE where nobody is in danger."""

    group: str
    line: int
    acts: tuple[Act, ...]
    who: str = ""
    at: datetime = datetime.fromisoformat(f"{DAY}T{MORNING}+08:00")
    told: frozenset[str] = frozenset()
    age: str = ""
    level: Level = Level.NONE
    fits: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return " → ".join(map(str, self.acts))


def openings(path: Path) -> list[Opening]:
    """Raises OSError, and Broken with all that is wrong in the file."""
    source = read(str(path), path.read_text(encoding="utf-8"))
    shape = shaped(source, OpeningsIn)
    if shape is None:
        raise Broken(source.problems)
    return [
        _opening(group, source.at((group, number))[0], one)
        for group in OpeningsIn.model_fields
        for number, one in enumerate(getattr(shape, group))
    ]


def _opening(group: str, line: int, one: OpeningIn) -> Opening:
    return Opening(
        group,
        line,
        tuple(_acts(one)),
        who=one.who or WRITES.get(group, ""),
        at=datetime.fromisoformat(f"{DAY}T{one.at}+08:00"),
        told=frozenset(one.told),
        age=one.age,
        level=Level[one.level.upper()] if one.level else Level.NONE,
        fits=frozenset(one.fits),
    )


def _acts(one: OpeningIn) -> Iterator[Act]:
    yield Act(tuple(one.say), one.send)
    for then in one.then:
        yield Act((then,)) if isinstance(then, str) else Act(send=then.send)
