"""Danger in what was just said: believed at once, and never met by a menu or an "I do not understand"."""

from bot.engine import answering, gathering, people, reentry, say, understand, undo
from bot.engine.walk import Walk
from bot.flow.kinds import kinds_of
from bot.flow.names import ABOUT, ADVICE, BROWSE, COMMANDS, DANGER, ENTRY, OTHERS, PERSON, WELCOME
from bot.model.conversation import Reader, Voice
from bot.model.message import Kind, Level
from bot.model.turn import Withdraw

_AT_HOME = frozenset((Kind.PHYSICAL, Kind.DV, Kind.EMOTIONAL, Kind.NEGLECT))
"""Of these one is as good as another: what hurts at home."""


def interrupt(walk: Walk, text: str) -> None:
    """A disclosure: its entry state, whatever was open. The way back is kept for "Bukan begitu": what they wrote about,
    where a topic is looked for (who says that it was no danger is not led to one of danger); else the question that was
    open."""
    here = walk.now.position
    looking = here is None or walk.ended(here) or here.flow.startswith((WELCOME, BROWSE))
    lead = _calm(walk, text, sure=here is not None) if looking else None
    if lead:
        walk.change(resume=walk.place_of(lead))
    elif here is None:
        walk.change(resume=None)
    elif not here.flow.startswith((DANGER, COMMANDS)):
        walk.change(resume=here)
    _remember(walk, text, lead)
    if walk.alarm and walk.alarm.level is Level.IMMINENT:
        walk.effects.append(Withdraw())
    walk.enter(ENTRY[walk.now.level], "risk", "alarm")
    undo.passed(walk, here)


def _remember(walk: Walk, text: str, calm: understand.Lead | None) -> None:
    """Whose child it is about, for the first line; and which topic gives advice for what was told, for later."""
    book, reader, age = walk.mind.book, walk.now.reader, walk.now.age_band
    others = reader is Reader.UNKNOWN and understand.of_another(text)
    if others and ABOUT in book.variables:
        walk.save(ABOUT, OTHERS)
    certain = understand.topic(book, text, reader, age)
    wide = others or Kind.ONLINE in walk.now.kinds  # there the nearest of those that may advise is right
    leads = [one for one in (certain, calm) if one] + (
        understand.near(book, walk.story or text, reader, age) if wide else []
    )
    may = say.route_of(walk.mind, walk.now).advice
    found = next((one.topic for one in leads if one.topic in may), "")
    if found and ADVICE in book.variables:
        walk.save(ADVICE, found)


def _calm(walk: Walk, text: str, *, sure: bool) -> understand.Lead | None:
    """What else a text of danger is about: what is certain, or else, where that need not be, the nearest; nothing that
    is itself of the danger that was heard, and only for certain a topic of another."""
    book, reader, age = walk.mind.book, walk.now.reader, walk.now.age_band
    command = understand.command(book, text)
    if command and command.name == reentry.NUMBERS:
        return understand.Lead(command.name)
    certain = understand.topic(book, text, reader, age)
    if certain and not (certain.flow.startswith(DANGER) and _disputed(walk, certain)):
        return certain
    leads = [] if sure else understand.near(book, text, reader, age)
    return next((one for one in leads if not one.flow.startswith(DANGER) and not _disputed(walk, one)), None)


def _disputed(walk: Walk, lead: understand.Lead) -> bool:
    """Is it of the sort of danger that was heard? Who says that it was none is not led back to it, and who was hit is
    not told what helps those who hit."""
    topic = walk.mind.book.topics.get(lead.topic)
    about = kinds_of(topic.category if topic else walk.mind.book.flows[lead.flow].category)
    heard = walk.alarm.kinds if walk.alarm else frozenset()
    return not heard.isdisjoint(about) or not (_AT_HOME.isdisjoint(heard) or _AT_HOME.isdisjoint(about))


def answer_again(walk: Walk, text: str) -> None:
    """Danger once more, at a level we know already: it never meets a menu or an "I do not understand". Where a safety
    question is open it is thanked for, with the numbers when a life is at risk, and the question stays."""
    if walk.now.voice is Voice.WAITING:
        heard_again(walk)
        return people.keep_waiting(walk)
    here = walk.open_ask() if careful(walk) else None
    if here is None:
        return interrupt(walk, text)
    _remember(walk, text, None)
    heard_again(walk)
    ask, tries = here[2], walk.now.tries + 1
    if not ask.choices and not walk.changed:
        told = "\n".join(one for one in (gathering.whole(walk), text.strip()) if one)
        return answering.take(walk, ask, told)
    if tries >= ask.tries:
        return answering.give_up(walk, ask)
    walk.ask_again()
    return walk.change(tries=tries)


def careful(walk: Walk) -> bool:
    """Is a question of the safety flows, or one on the way to a person, open?"""
    here = walk.now.position
    return here is not None and here.flow.startswith((DANGER, PERSON)) and walk.open_ask() is not None


def heard_again(walk: Walk) -> None:
    walk.reply("heard")
    if walk.now.level is Level.IMMINENT:
        walk.say(say.contacts(walk.mind, walk.now, walk.at))
