"""An answer to the open question, or the first word of something new.

Laws
1. A press on a finished question is recognised and answered, never taken for an answer to another.
2. Who is not understood twice is led on, at last to a person.
3. A question may say why it asks.
4. A point on the map is used for one answer, the office that is nearest, and tells nothing else of who sent it.
5. A question that changed since it was asked is asked again, unless the answer is the same in both (landing.py).
"""

from bot.engine import agenda, gathering, landing, leading, reentry, say, understand, undo
from bot.engine.answer import Answer
from bot.engine.nearest import SEATS
from bot.engine.walk import Walk
from bot.flow.book import Ask, Choice
from bot.flow.names import BROWSE, COMMANDS, DANGER, LIKELY, NEAR, OWN_WORDS, PERSON, RESUME, RETURN, TOPIC, WELCOME
from bot.flow.paged import arrow_of
from bot.model.conversation import Reader, Voice
from bot.model.message import ELSEWHERE, Card, Inbound, Location, Media, Press, Said

OFFERS = (
    f"{TOPIC}/", "bersama/tawaran/", "ortu/tantrum/", "ortu/layar/", "ortu/marah/", "anak/cemas/", "anak/bertengkar/",
    "anak/perundungan/tips",
)  # fmt: skip
"""Flows and states of advice whose questions only offer more of it: beside them another worry may be told."""
LONGEST_TRY = 12
"""More words than this are no try at a choice but a story; it is thanked for, not called unclear."""
BAD = {"two_words": "words_bad", "one_word": "word_bad", "day": "day_bad"}
"""The reply to what is no answer of its kind."""
READERS = (Reader.PARENT.value, Reader.CHILD.value)
"""Choices of the welcome that say who writes."""
WHY = frozenset({
    "kenapa", "knp", "knapa", "kenapa tanya", "kenapa nanya", "kenapa ditanya", "buat apa", "untuk apa", "why",
})  # fmt: skip
"""Ways to ask why a question is asked."""


def expected(walk: Walk, text: str) -> bool:
    """Is this exactly a number, a label or a synonym of the open question? Then it is an answer before a command; but
    "minta nomor darurat" asks for the numbers, where "darurat" would be an answer too."""
    here = None if walk.changed or understand.asks(walk.mind.book, text) else walk.open_ask()
    answer = _meant(walk, here[2], text) if here and text else None
    return answer is not None and answer.because in ("number", "label", "synonym")


def _meant(walk: Walk, ask: Ask, text: str) -> Answer | None:
    """The choice that a text names, looked for once in a turn."""
    if walk.meant is None or walk.meant[0] is not ask:
        said = understand.THANKS if understand.thanked(text) else text
        walk.meant = (ask, understand.choose(ask.choices, said))
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
    return _keyed(ask, answer.value) if answer and not _tells_more(walk, answer, text) else None


def _tells_more(walk: Walk, answer: Answer, text: str) -> bool:
    """Where a topic is looked for: does a sentence that holds the name of a choice by the way tell what it is about, or
    of somebody else? "Anak saya susah makan" is not said by a child."""
    here = walk.now.position
    if answer.because != "contained" or here is None or not here.flow.startswith((WELCOME, BROWSE)) or walk.now.locked:
        return False
    who = understand.speaker(text).value
    other = here.flow == WELCOME and who != Reader.UNKNOWN.value and answer.value in READERS and who != answer.value
    return other or understand.topic(walk.mind.book, text, reentry.reader(walk), walk.now.age_band) is not None


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


def thank(walk: Walk) -> None:
    """Thanks or a goodbye: returned kindly. A question that matters is asked again; any other stays open unsaid."""
    walk.reply("thanks")
    here = walk.open_ask()
    if here and here[0].name.startswith((DANGER, PERSON, COMMANDS)) and walk.now.voice is not Voice.WAITING:
        go_on(walk)


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
    if text and leading.led(walk, text):
        return None
    if walk.now.position is None:
        return walk.enter(WELCOME, "first word", "first word")
    if text.strip():
        return reentry.menu(walk, "first word")
    walk.reply("empty")
    return go_on(walk)


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
    because = "button" if isinstance(inbound, Press) else "words"
    if here[0].name == WELCOME and choice.go in here[0].states and (told := leading.told_before(walk)):
        walk.pass_by(choice.go, because, arrow_of(ask, choice))
        walk.story = told
        return None if leading.led(walk, told) else walk.ask_again()
    if walk.now.position and walk.now.position.flow == RETURN and choice.go == RESUME:
        walk.release()
    walk.enter(choice.go, because, arrow_of(ask, choice))
    return None


def _by_the_way(walk: Walk, ask: Ask) -> Choice | None:
    """The choice that these words told without naming it: who says "aku 15 tahun" has said who writes."""
    told = walk.now.variables.get(ask.save, "")
    return _keyed(ask, told) if told and walk.start.variables.get(ask.save) != told else None


def _unclear(walk: Walk, inbound: Inbound, text: str, ask: Ask) -> None:
    """Not one of the choices: a finished question's button, another topic, or not understood; twice, then on."""
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return walk.ask_again()
    here = walk.now.position
    more = walk.story != text and bool(understand.near(walk.mind.book, text, reentry.reader(walk), walk.now.age_band))
    offered = here is not None and here.flow in (NEAR, LIKELY) and not more
    looking = here is not None and here.flow.startswith((WELCOME, BROWSE)) and not offered
    if here and here.flow.startswith((WELCOME, BROWSE, COMMANDS)) and leading.led(walk, text, offer=looking):
        return None
    if here and f"{here.flow}/{here.state}".startswith(OFFERS) and leading.next_worry(walk, text):
        return None
    if told := _by_the_way(walk, ask):
        return walk.enter(told.go, "words", arrow_of(ask, told))
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
    used = ask.save in OWN_WORDS and understand.means_something(walk.mind.book, value)
    if not value or taken or used:
        tries = walk.now.tries + 1
        if tries >= ask.tries:
            return give_up(walk, ask)
        _say_why_not(walk, ask, text, "word_used" if used else "words_taken" if taken else "")
        walk.ask_again()
        walk.change(tries=tries)
        return None
    if ask.gather:
        whole = gathering.gather(walk, ask, value)
        return None if whole is None else take(walk, ask, whole)
    return take(walk, ask, value)


def _say_why_not(walk: Walk, ask: Ask, text: str, because: str) -> None:
    """Of an answer to a question without choices that is none, or that somebody or something else has (`because`)."""
    if not text.strip():
        walk.reply("empty")
    elif ask.unclear and not because:
        walk.say(say.varied(walk.mind, walk.now, ask.unclear, walk.at))
    else:
        walk.reply(because or BAD.get(ask.kind, "unclear_free"))


def take(walk: Walk, ask: Ask, value: str) -> None:
    """The answer to a question without choices."""
    if ask.kind == "two_words":
        walk.keep_words(value)
    elif ask.save:
        walk.save(ask.save, value)
    walk.enter(ask.go, "text", "go")
