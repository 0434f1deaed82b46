"""Everything the engine may know besides the conversation: the book, the ear, the calendar, and our calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.flow import contacts as shelf
from bot.flow.agenda import Event
from bot.flow.book import Book, End, State
from bot.model.call import Calls
from bot.model.conversation import Conversation
from bot.model.hours import Hours
from bot.model.message import Alarm, Office
from bot.screen.scene import Scene


class Hearing(Protocol):
    """The door of the ear; see bot/screen/ear.py."""

    def hear(self, text: str, scene: Scene) -> Alarm | None: ...


class Calendar(Protocol):
    """When a person reads; see bot/rules/office_hours.py."""

    def at(self, office: Office, now: datetime) -> Hours: ...


@dataclass(frozen=True, slots=True)
class Mind:
    """`earlier`: states as they were before the flows were changed under running talks, by flow, state and
    fingerprint. `site`: the address under which the world reaches us, "" while it does not. `calls`: what came of it
    when somebody called the contacts of the directory."""

    book: Book
    ear: Hearing
    calendar: Calendar
    earlier: Mapping[tuple[str, str, str], State] = field(default_factory=dict)
    site: str = ""
    calls: Calls = field(default_factory=dict)
    events: Mapping[str, Event] | None = None  # instead of those of the book: the examples have their own

    def stands(self, at: datetime) -> shelf.Stands:
        """What our calls tell of each contact at this moment."""
        return partial(shelf.standing, calls=self.calls, now=at)


def scene_of(conversation: Conversation) -> Scene:
    """What the ear may know besides the text."""
    here = conversation.position
    return Scene(
        question=f"{here.flow}/{here.state}" if here else "",
        age_band=conversation.age_band,
        speaker=conversation.reader.value,
        recent=conversation.recent,
    )


def rests(book: Book, conversation: Conversation) -> bool:
    """Does it stand at an end state?"""
    here = conversation.position
    flow = book.flows.get(here.flow) if here else None
    state = flow.states.get(here.state) if flow and here else None
    return state is not None and isinstance(state.exit, End)
