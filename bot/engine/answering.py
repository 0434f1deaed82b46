"""An answer to the open question, or the first word of something new.

Laws
1. A press on a finished question is recognised and answered, never taken for an answer to another.
2. Who is not understood twice is led on, at last to a person.
3. A question may say why it asks.
4. A point on the map is used for one answer, the office that is nearest, and tells nothing else of who sent it.
5. A question that changed since it was asked is asked again, unless the answer is the same in both (landing.py).
"""

from bot.engine import agenda, gathering, landing, reentry, say, understand, undo
from bot.engine.answer import Answer
from bot.engine.nearest import SEATS
from bot.engine.walk import Walk
from bot.flow.book import (
    BROWSE,
    COMMANDS,
    DANGER,
    LISTEN,
    NEAR,
    PERSON,
    RESUME,
    RETURN,
    WELCOME,
    Ask,
    Choice,
)
from bot.flow.paged import arrow_of
from bot.model.message import ELSEWHERE, Card, Inbound, Location, Media, Press, Said

LONGEST_TRY = 12
"""More words than this are no try at a choice but a story; it is thanked for, not called unclear."""
BAD = {"two_words": "words_bad", "one_word": "word_bad", "day": "day_bad"}
"""The reply to what is no answer of its kind."""
WHY = frozenset({
    "kenapa", "knp", "knapa", "kenapa tanya", "kenapa nanya", "kenapa ditanya", "buat apa", "untuk apa", "why",
})  # fmt: skip
"""Ways to ask why a question is asked."""


def expected(walk: Walk, text: str) -> bool:
    """Is this exactly a number, a label or a synonym of the open question? Then it is an answer before a command."""
    here = None if walk.changed else walk.open_ask()
    answer = _meant(walk, here[2], text) if here and text else None
    return answer is not None and answer.because in ("number", "label", "synonym")


def _meant(walk: Walk, ask: Ask, text: str) -> Answer | None:
    """The choice that a text names, looked for once in a turn."""
    if walk.meant is None or walk.meant[0] is not ask:
        walk.meant = (ask, understand.choose(ask.choices, text))
    return walk.meant[1]


def choice_of(walk: Walk, inbound: Inbound, text: str) -> Choice | None:
    """The choice of the open question that was meant, or None."""
    here = walk.open_ask()
    if here is None:
        return None
    ask = here[2]
    if isinstance(inbound, Press):
        wait, _, rest = inbound.data.partition(".")
        key, _, mark = rest.rpartition(".")
        found = _keyed(ask, key) if wait == str(walk.now.wait) else None
        return found if found and (found.mark == mark or not walk.changed) else None
    if walk.changed:
        return landing.chosen(walk, ask, text)
    answer = _meant(walk, ask, text)
    return _keyed(ask, answer.value) if answer else None


def _keyed(ask: Ask, key: str) -> Choice | None:
    for one in ask.choices:
        if one.key == key:
            return one
    return None


def answer(walk: Walk, inbound: Inbound, text: str) -> None:
    """An answer to the open question, or the first word of something new."""
    if isinstance(inbound, Location):
        return _nearest(walk, inbound)
    if not isinstance(inbound, Said | Press):
        walk.reply(_thanks(walk, inbound))
        return go_on(walk)
    here = walk.open_ask()
    if here is None and walk.changed:
        return landing.ask_anew(walk)
    if here is None or walk.now.position is None:
        return _first_word(walk, inbound, text)
    if here[2].reason and understand.plain(text) in WHY:
        walk.say(say.varied(walk.mind, walk.now, here[2].reason, walk.at))
        return walk.ask_again()
    asked = walk.now.position
    if here[2].choices:
        _chosen(walk, inbound, text)
    else:
        _told(walk, inbound, text, here[2])
    return undo.passed(walk, asked)


def _thanks(walk: Walk, inbound: Inbound) -> str:
    """The reply to something that is no text and no press."""
    match inbound:
        case Media(what=what):
            return f"media.{what}" if f"media.{what}" in walk.mind.book.replies else "media.other"
        case Card():
            return "media.card"
    return "edited"


def _nearest(walk: Walk, inbound: Location) -> None:
    """The office nearest to a point, and that the point is not kept. Who was asked for their district by a command has
    read what they wanted to know. In danger an office is no help, and the screen may be watched: the word for the
    numbers stands alone."""
    here = walk.open_ask()
    danger = here is not None and here[0].name.startswith(DANGER)
    if inbound.near == ELSEWHERE and not danger:
        walk.say(say.elsewhere(walk.mind, walk.now, walk.at))
    elif inbound.near in SEATS and not danger:
        walk.say(say.nearest(walk.mind, walk.now, inbound.near, walk.at))
    walk.reply("media.location")
    if inbound.near in SEATS and here and here[0].name.startswith(COMMANDS) and here[2].kind == "district":
        return walk.enter(RESUME, "location")
    return go_on(walk)


def go_on(walk: Walk) -> None:
    """After something that is no answer: the open question again, or the welcome."""
    if walk.now.position is None:
        walk.enter(WELCOME, "first word", "first word")
    elif walk.changed:
        landing.ask_anew(walk)
    elif walk.open_ask():
        walk.ask_again()
    else:
        reentry.menu(walk, "resume")


def _first_word(walk: Walk, inbound: Inbound, text: str) -> None:
    """The first message is already an answer: its topic, if it has one."""
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return go_on(walk)
    if text and _led(walk, text):
        return None
    if walk.now.position is None:
        return walk.enter(WELCOME, "first word", "first word")
    if text.strip():
        return reentry.menu(walk, "first word")
    walk.reply("empty")
    return go_on(walk)


def _led(walk: Walk, text: str, *, offer: bool = True) -> bool:
    """To what they write about; to the question which of a few it is; or, who only asks to be heard, to be told who
    reads. Was there a way?"""
    book, story = walk.mind.book, walk.story or text
    reader, age = reentry.reader(walk), walk.now.age_band
    if understand.call(text) and LISTEN in book.flows:
        walk.enter(LISTEN, "topic", "about")
    elif lead := understand.topic(book, text, reader, age) or understand.topic(book, story, reader, age):
        walk.follow(lead)
    elif offer and NEAR in book.flows and (leads := understand.near(book, story, reader, age)):
        walk.offer(leads)
    else:
        return False
    return True


def _chosen(walk: Walk, inbound: Inbound, text: str) -> None:
    here = walk.open_ask()
    if here is None:
        return None
    ask = here[2]
    choice = choice_of(walk, inbound, text)
    if choice is None and walk.changed:
        return landing.ask_anew(walk)
    if choice is None:
        return _unclear(walk, inbound, text, ask)
    if ask.save:
        walk.count(ask.save, choice.key)
        walk.save(ask.save, choice.key)
        reentry.stay_careful(walk)
    if walk.now.position and walk.now.position.flow == RETURN and choice.go == RESUME:
        walk.release()
    because = "button" if isinstance(inbound, Press) else "words"
    walk.enter(choice.go, because, arrow_of(ask, choice))
    return None


def _unclear(walk: Walk, inbound: Inbound, text: str, ask: Ask) -> None:
    """Not one of the choices: a finished question's button, another topic, or not understood; twice, then on."""
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return walk.ask_again()
    here = walk.now.position
    looking = here is not None and here.flow.startswith((WELCOME, BROWSE)) and here.flow != NEAR
    if here and here.flow.startswith((WELCOME, BROWSE, COMMANDS)) and _led(walk, text, offer=looking):
        return None
    if not text.strip():
        walk.reply("empty")
        return walk.ask_again()
    tries = walk.now.tries + 1
    if tries >= ask.tries:
        return give_up(walk, ask)
    if len(text.split()) > LONGEST_TRY:
        walk.reply("story")
    elif ask.unclear:
        walk.say(say.varied(walk.mind, walk.now, ask.unclear, walk.at))
    else:
        walk.reply("unclear")
    walk.ask_again()
    walk.change(tries=tries)
    return None


def give_up(walk: Walk, ask: Ask) -> None:
    """Not understood as often as the question allows: where the flow says, or a person."""
    person = f"{PERSON}/{walk.mind.book.flows[PERSON].start}"
    walk.enter(ask.give_up or person, "tries", "give_up" if ask.give_up else "")


def _told(walk: Walk, inbound: Inbound, text: str, ask: Ask) -> None:
    """Free text, or one of its narrower kinds."""
    if walk.changed and not landing.told(walk, ask):
        return landing.ask_anew(walk)
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return walk.ask_again()
    if ask.kind == "event":
        found = agenda.chosen(walk.mind, walk.now, text, walk.at)
    else:
        found = understand.value(ask.kind, text, walk.at)
    value = found.value if found else ""
    taken = isinstance(inbound, Said) and inbound.taken
    if not value or taken:
        tries = walk.now.tries + 1
        if tries >= ask.tries:
            return give_up(walk, ask)
        _say_why_not(walk, ask, text, taken=taken)
        walk.ask_again()
        walk.change(tries=tries)
        return None
    if ask.gather:
        whole = gathering.gather(walk, ask, value)
        return None if whole is None else take(walk, ask, whole)
    return take(walk, ask, value)


def _say_why_not(walk: Walk, ask: Ask, text: str, *, taken: bool) -> None:
    """Of an answer to a question without choices that is none."""
    if not text.strip():
        walk.reply("empty")
    elif ask.unclear and not taken:
        walk.say(say.varied(walk.mind, walk.now, ask.unclear, walk.at))
    else:
        walk.reply("words_taken" if taken else BAD.get(ask.kind, "unclear_free"))


def take(walk: Walk, ask: Ask, value: str) -> None:
    """The answer to a question without choices."""
    if ask.kind == "two_words":
        walk.keep_words(value)
    elif ask.save:
        walk.save(ask.save, value)
    walk.enter(ask.go, "text", "go")
