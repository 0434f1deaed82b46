"""The examples of a flow: from the file to the talks that are played."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.flow.book import Person, Talk, TalkLine
from bot.flow.source import Path, Source
from bot.flow.talk_schema import LineIn, PersonIn, TalkIn, ThenIn


def talks_of(examples: Sequence[TalkIn], source: Source) -> Iterable[Talk]:
    """Every example, on each of its channels."""
    for number, one in enumerate(examples):
        people = _people(one)
        lines = tuple(_lines(one, ("examples", number, "talk"), source))
        for channel in one.channel:
            yield Talk(
                name=one.name,
                lines=lines,
                channel=channel,
                at=one.at or Talk("", ()).at,
                people=tuple(
                    Person(name, who.reader, who.language, who.channel or channel, who.given)
                    for name, who in people.items()
                ),
                title=f"{one.name} [{channel}]" if len(one.channel) > 1 else one.name,
            )


def _people(one: TalkIn) -> Mapping[str, PersonIn]:
    """By name; in an example without people somebody writes who has none."""
    return one.people or {"": PersonIn.model_construct(reader=one.reader, language=one.language, given=one.given)}


def _lines(one: TalkIn, path: Path, source: Source) -> Iterable[TalkLine]:
    who = ""
    for index, line in enumerate(one.talk):
        what, value = said_by(line)
        if what == "as":
            who = str(value)
        else:
            yield TalkLine(what, value, (source.path, *source.at((*path, index))), who)


def said_by(line: LineIn) -> tuple[str, Any]:
    """The word of a line and its value."""
    name = next(iter(line.model_fields_set))
    value = getattr(line, name)
    if isinstance(value, ThenIn):
        value = _plain(value)
    elif name == "user" and len(value) == 1:
        value = value[0]
    return LineIn.model_fields[name].alias or name, value


def _plain(then: ThenIn) -> dict[str, Any]:
    """What was said to be true, and only that."""
    said = {**then.model_dump(exclude_unset=True), **(then.model_extra or {})}
    return {key: ("yes" if value else "no") if isinstance(value, bool) else value for key, value in said.items()}
