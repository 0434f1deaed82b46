"""To what they write about: a topic that is certain, the tip of a likely one, or the question which of a few it is.

Laws
1. The first bubble says what was understood, behind the letters that a lock screen shows; not to the youngest, whose
   words are counted.
2. Nothing is told on a guess in a talk in which danger was heard.
"""

from collections.abc import Sequence

from bot.engine import nearby, reentry, say, understand
from bot.engine.topic_words import Lead
from bot.engine.walk import Walk
from bot.engine.yes_no import meaning
from bot.flow.names import CHOSEN, LIKELY, LISTEN, NEAR, NEARBY
from bot.model.conversation import Reader
from bot.model.message import Level, Outbound

OTHERS_PAGE, GROWN_UP = "pilih/lain", "dewasa"
"""The page for who is neither parent nor child, and how they are known: "saya guru" has said who writes."""
SHORTEST_WORRY = 4
"""Words of an answer that is not understood which may be a new worry."""
YOUNGEST = ("4-6", "7-9")
"""They read at most twenty words at a time."""


def led(walk: Walk, text: str, *, offer: bool = True) -> bool:
    """To what they write about; to the question which of a few it is; or, who only asks to be heard, to be told who
    reads. What was written before is no part of it where danger was heard in it. Was there a way?"""
    if meaning(understand.plain(text)):
        return False  # a yes or a no tells no worry, whatever was written right before it
    book, story = walk.mind.book, walk.story if walk.story and walk.now.level is Level.NONE else text
    reader, age = reentry.reader(walk), walk.now.age_band
    if understand.call(text) and LISTEN in book.flows:
        walk.enter(LISTEN, "topic", "about")
    elif lead := understand.topic(book, text, reader, age) or understand.topic(book, story, reader, age):
        _follow(walk, lead)
    elif understand.greets(text):
        return False
    elif understand.call_about(text) and LISTEN in book.flows:
        walk.enter(LISTEN, "topic", "about")
    elif offer and reader is Reader.UNKNOWN and understand.of_another(text) and OTHERS_PAGE in book.flows:
        walk.learn("reader", GROWN_UP)
        walk.enter(OTHERS_PAGE, "topic", "about")
    elif offer and NEAR in book.flows and (found := understand.likely(book, story, reader, age))[0]:
        leads, likely = found
        _offer(walk, leads, likely=likely and _calm(walk))
    else:
        return False
    return True


def next_worry(walk: Walk, text: str) -> bool:
    """Beside an offer that closes some advice: to another worry, or, of a whole sentence, to what is near to it. What
    was written right before it may be the worry that they were advised on."""
    book, reader, age, here = walk.mind.book, walk.now.reader, walk.now.age_band, walk.now.position
    now = {walk.now.variables.get(CHOSEN)} | ({here.flow, *(one.flow for one in here.calls)} if here else set())
    told = (understand.topic(book, one, reader, age) for one in (text, walk.story or text))
    if lead := next((one for one in told if one and one.name not in now), None):
        _follow(walk, lead)
    elif len(text.split()) >= SHORTEST_WORRY and NEAR in book.flows:
        leads, likely = understand.likely(book, text, reader, age)
        if not leads:
            return False
        _offer(walk, leads, likely=likely and _calm(walk))
    else:
        return False
    return True


def _calm(walk: Walk) -> bool:
    """Was no danger heard in this talk? Else nothing is told on a guess."""
    return walk.alarm is None and walk.now.level is Level.NONE and LIKELY in walk.mind.book.flows


def _follow(walk: Walk, lead: Lead) -> None:
    here, before = walk.place_of(lead), len(walk.said)
    walk.enter(f"{here.flow}/{here.state}", "topic", "about")  # a state here may bear the name of the flow
    if lead.topic:
        _say_understood(walk, "understood", lead, before)


def _offer(walk: Walk, leads: Sequence[Lead], *, likely: bool) -> None:
    """To the question which of a few it is; where the first is `likely` and has a tip, to that tip, and the others are
    offered."""
    first, *others = leads
    if not likely or not (chosen := nearby.told_at_once(walk.mind.book, first)):
        walk.save(NEARBY, nearby.kept(leads))
        return walk.enter(NEAR, "topic", "about")
    walk.save(CHOSEN, chosen)
    walk.save(NEARBY, nearby.kept(others))
    before = len(walk.said)
    walk.enter(LIKELY, "topic", "about")
    return _say_understood(walk, "guessed", first, before)


def _say_understood(walk: Walk, reply: str, lead: Lead, before: int) -> None:
    """In the bubble that stands at `before`."""
    grown = walk.now.reader is Reader.PARENT
    if len(walk.said) > before and (grown or walk.now.age_band not in YOUNGEST):
        book, first = walk.mind.book, walk.said[before]
        topic = book.topics.get(lead.topic)
        label = topic.label if topic else book.flows[lead.flow].title
        told = say.reply(walk.mind, walk.now, reply, walk.at, topik=label)
        walk.said[before] = Outbound(f"{first.text} {told}", first.buttons, first.author)


def told_before(walk: Walk) -> str:
    """What somebody wrote before they said at the welcome who they are, if it is about something by who writes; else
    "". Not what they were offered something for already."""
    told, before = walk.start.recent[-1:], walk.start
    if not told or before.locked or NEARBY in before.variables or CHOSEN in before.variables or before.level:
        return ""
    if meaning(understand.plain(told[0])) or understand.greets(told[0]):
        return ""  # it is not led anywhere
    book, reader, age = walk.mind.book, reentry.reader(walk), walk.now.age_band
    found = understand.topic(book, told[0], reader, age) or understand.near(book, told[0], reader, age)
    return told[0] if found else ""
