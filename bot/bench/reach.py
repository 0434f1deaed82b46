"""Is every topic near: by pressing from the welcome, and by typing how it is called."""

from collections.abc import Iterator

from bot.bench.openings import Act, Opening
from bot.bench.played import Stage
from bot.bench.tally import Tally
from bot.flow.book import Book, Flow, Topic
from bot.flow.names import COMMANDS, WELCOME
from bot.model.conversation import Reader
from bot.model.message import Channel

PRESSES = 4
"""Turns of the person behind the welcome."""
HELLO = Act(("halo",))
WRITES = {Reader.PARENT: ("parent",), Reader.CHILD: ("child",), Reader.UNKNOWN: ("other", "child", "parent")}
"""Who looks for it; what is for anyone may stand in the menu of one of them."""


def named(book: Book) -> Iterator[Topic | Flow]:
    """Every topic, and every flow that a first message may be about; a command is a word, and stands on no menu."""
    yield from book.topics.values()
    yield from (one for one in book.flows.values() if one.about and not one.name.startswith(COMMANDS))


def pressed(stage: Stage) -> Tally:
    tally = Tally()
    for one in named(stage.mind.book):
        for channel in stage.channels:
            found = any(_found(stage, one.name, who, channel) for who in WRITES[one.reader])
            tally.count(one.name, right=found, channel=channel.value)
    return tally


def _found(stage: Stage, name: str, who: str, channel: Channel) -> bool:
    visitor = stage.visitor(Opening("", 0, (HELLO,), who=who, fits=frozenset({name})), channel)
    visitor.open()
    answers = [visitor.go_on() for _ in range(PRESSES)]
    return any(answer and answer.helped for answer in answers)


def typed(stage: Stage) -> Tally:
    """As the first word of somebody whom we do not know. A flow may ask one thing before its tip, and who writes where
    it is not for everybody."""
    tally = Tally()
    for one in named(stage.mind.book):
        written = Opening("", 0, (Act((one.title,)),), who=WRITES[one.reader][0], fits=frozenset({one.name}))
        for opening, channel in stage.each([written]):
            visitor = stage.visitor(opening, channel)
            answer = visitor.open()[0]
            if answer.talk.position and answer.talk.position.flow == WELCOME:
                answer = visitor.go_on() or answer
            topic = answer.talk.variables.get("topik", "")
            here = answer.talk.position
            got = topic or (here.flow if here else "-")
            right = bool(answer.helped) or (here is not None and here.flow == one.name)
            tally.count(f"{one.name}: {one.title}", right=right, got=got, channel=channel.value)
    return tally
