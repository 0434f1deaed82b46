"""What is offered where it is not certain what a message is about: the few topics and flows that are near, each one
choice of the question in flows/pilih/dekat.yaml or flows/pilih/kira.yaml, before those that stand in its file.

The names are kept in the talk; which of them are still in the book is looked up when they are asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.engine.topic_words import Lead
from bot.flow.book import Ask, Book, Choice, Text
from bot.flow.names import NEARBY, TIPS
from bot.flow.paged import NEAR_MARK
from bot.model.conversation import Conversation


def kept(leads: Iterable[Lead]) -> str:
    """As the variable keeps them."""
    return " ".join(one.name for one in leads)


def told_at_once(book: Book, lead: Lead) -> str:
    """The name under which a lead is talked about whose first step can be told without a question; else ""."""
    if lead.topic:
        return lead.topic
    tips = {one.tip for one in book.flows[lead.flow].states.values() if one.tip}
    return f"{TIPS}{tips.pop()}" if len(tips) == 1 else ""


def asked(book: Book, conversation: Conversation, ask: Ask) -> Ask:
    """A question with the choices that are near, where it offers them."""
    if not ask.near:
        return ask
    return replace(ask, choices=(*_choices(book, conversation.variables.get(NEARBY, "")), *ask.choices))


def _choices(book: Book, names: str) -> Iterator[Choice]:
    for name in names.split():
        if topic := book.topics.get(name):
            yield Choice(name, Text(f"topics/{name}/label", {"id": topic.label}), topic.flow, mark=NEAR_MARK)
        elif flow := book.flows.get(name):
            yield Choice(name, Text(f"{name}/title", {"id": flow.title}), name, mark=NEAR_MARK)
