"""What a talk is about, by the flows it stands in: the code that its counselor finds chosen when they close it."""

from collections.abc import Iterator

from bot.flow.book import Book
from bot.model.conversation import Conversation, Position

GENERAL = ("other", "safety")
"""Groups that say nothing of what it is about: every flow on the way to a person is of one of them."""


def about(book: Book, now: Conversation) -> str:
    """The category of the nearest flow that has one of its own, or ""."""
    for name in _flows(now):
        flow = book.flows.get(name)
        if flow and flow.category.partition(".")[0] not in GENERAL:
            return flow.category
    return ""


def _flows(now: Conversation) -> Iterator[str]:
    """Where it stands, then what it came from, the latest first."""
    for place in (now.position, now.resume):
        if place:
            yield from _called(place)


def _called(place: Position) -> Iterator[str]:
    yield place.flow
    for call in reversed(place.calls):
        yield call.flow
