"""The engine: answer one inbound. Same arguments, same Turn.

Laws
1. The ear comes first: every text is heard before anything else, whoever has the floor.
2. A silence whose question is no longer open leads to nothing: the contact spoke first.
3. While a counselor has the floor the bot is silent, but for the neutral greeting after a long silence.
   After a long silence or an exit the talk is locked: only "Lanjut" shows anything of before.
4. A command is a command everywhere; a press on a finished question is recognised and answered, never taken for an
   answer to another.
5. Whatever a contact sends is answered.
"""

from dataclasses import replace

from bot.engine import danger, people, reentry, say, understand
from bot.engine.mind import Mind, scene_of
from bot.engine.walk import Walk
from bot.flow.book import MENU, RESUME, RETURN, WELCOME, Ask, End, Flow, Handoff
from bot.model.conversation import Conversation, Reader, Voice
from bot.model.message import (
    Blocked,
    Card,
    Claimed,
    Edited,
    Failed,
    Inbound,
    Left,
    Level,
    Location,
    Media,
    Opened,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
    text_of,
)
from bot.model.turn import Lost, Turn

KEPT_TEXTS = 2
"""The ear sees the last two texts beside the present one."""
LONGEST_TRY = 12
"""More words than this are no try at a choice but a story; it is thanked for, not called unclear."""
KEPT_LETTERS = 500
"""Of each; a danger phrase is short, a state row is read in every turn."""


def advance(mind: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
    """Answer one inbound. Same arguments, same Turn."""
    walk = Walk(mind, conversation, inbound.at)
    match inbound:
        case Silence():
            return _silence(walk, inbound)
        case Waited():
            return people.offer_unanswered(walk, inbound)
        case Claimed():
            return people.claim(walk, inbound)
        case Replied():
            return people.reply(walk, inbound)
        case Returned():
            return people.give_back(walk, inbound)
        case Failed(message=message, because=because, external_id=external):
            walk.effects.append(Lost(message, because, external))
            return walk.turn()
        case Blocked():
            return people.unreachable(walk)
        case Left():
            walk.end(reentry.LEFT[0])
            return walk.turn()
    return _contact(walk, conversation, inbound)


def _contact(walk: Walk, before: Conversation, inbound: Inbound) -> Turn:
    """Everything the contact does."""
    text = text_of(inbound)
    alarm = walk.mind.ear.hear(text, scene_of(before)) if text else None
    away = reentry.away(before, inbound)
    if away:
        walk.lock()
    loud = walk.hear(alarm) if alarm else False
    loud = loud and not (alarm and alarm.level < before.level and danger.careful(walk))
    _remember(walk, inbound, text)
    people.lapse(walk)
    if walk.now.voice is Voice.COUNSELOR:
        _beside_counselor(walk, inbound, text, away=away)
    elif loud:
        danger.interrupt(walk, text)
        if away and not walk.now.locked:
            walk.change(resume=None)  # a ticket of this visit opened it; what was before stays closed
    elif alarm and alarm.level >= Level.HIGH:
        danger.answer_again(walk, text)
    elif isinstance(inbound, Opened) or (away and before.position is not None):
        reentry.greet_again(walk)
    elif not isinstance(inbound, Press) and _expected(walk, text):
        _answer(walk, inbound, text)
    elif text and (flow := understand.command(walk.mind.book, text)):
        _command(walk, flow)
    elif understand.plain(text) in reentry.GO_ON:
        reentry.unlock(walk)
    elif walk.now.voice is Voice.WAITING:
        people.keep_waiting(walk)
    else:
        _answer(walk, inbound, text)
    if isinstance(inbound, Said | Media) and inbound.late:
        _say_late(walk)
    return walk.turn()


def _say_late(walk: Walk) -> None:
    """What is answered hours after it was written says so first; never to a phone that somebody else may hold."""
    if walk.said and not walk.now.locked and walk.now.voice is not Voice.COUNSELOR:
        said, walk.said = walk.said, []
        walk.reply("late")
        walk.said += said


def _remember(walk: Walk, inbound: Inbound, text: str) -> None:
    """What a text tells by the way is not asked again: speaker, age, district."""
    changes: dict[str, object] = {"last_in_at": inbound.at, "ended_because": ""}
    if text:
        changes["recent"] = (*walk.now.recent, text[:KEPT_LETTERS])[-KEPT_TEXTS:]
        if walk.now.reader is Reader.UNKNOWN and (reader := understand.speaker(text)) is not Reader.UNKNOWN:
            changes["reader"] = reader
        if not walk.now.age_band and (band := understand.age_band(text)):
            changes["age_band"] = band
    walk.change(**changes)
    if text and "wilayah" not in walk.now.variables and (place := understand.district(text)):
        walk.save("wilayah", place)


def _beside_counselor(walk: Walk, inbound: Inbound, text: str, *, away: bool) -> None:
    """A person has the floor; we only listen. After a long silence we first ask who is there, neutrally."""
    here = walk.now.position
    greeted = here is not None and here.flow == RETURN and not away
    shut = away or (walk.now.locked and not greeted)
    flow = understand.command(walk.mind.book, text)
    if flow and flow.name in reentry.WAYS_OUT:
        walk.end(reentry.WAYS_OUT[flow.name])
        walk.change(voice=Voice.COUNSELOR)
        return
    if (greeted or shut) and walk.alarm and walk.alarm.level >= Level.HIGH:
        danger.heard_again(walk)
    elif (greeted or shut) and flow and flow.name == reentry.NUMBERS:
        walk.say(say.contacts(walk.mind, walk.now, walk.at))
    if greeted:
        key = _choice_key(walk, inbound, text)
        if key == "lanjut":
            walk.release()
            walk.change(position=walk.now.resume, resume=None, wait=walk.now.wait + 1)
        elif key is None:
            walk.ask_again()
        else:
            walk.reply("queue.kept")
    elif understand.plain(text) in reentry.GO_ON and not away:
        walk.release()
    elif shut or isinstance(inbound, Opened):
        reentry.greet_again(walk)
    walk.change(voice=Voice.COUNSELOR)


def _expected(walk: Walk, text: str) -> bool:
    """Is this exactly a number, a label or a synonym of the open question? Then it is an answer before a command."""
    here = walk.open_ask()
    answer = understand.choose(here[2].choices, text) if here and text else None
    return answer is not None and answer.because in ("number", "label", "synonym")


def _choice_key(walk: Walk, inbound: Inbound, text: str) -> str | None:
    """The choice of the open question that was meant, or None."""
    here = walk.open_ask()
    if here is None:
        return None
    _, state, ask = here
    if isinstance(inbound, Press):
        wait, _, rest = inbound.data.partition(".")
        key, _, mark = rest.rpartition(".")
        fits = wait == str(walk.now.wait) and mark == state.fingerprint[:4]
        return key if fits and any(choice.key == key for choice in ask.choices) else None
    answer = understand.choose(ask.choices, text)
    return answer.value if answer else None


def _answer(walk: Walk, inbound: Inbound, text: str) -> None:
    """An answer to the open question, or the first word of something new."""
    match inbound:
        case Media(what=what):
            walk.reply(f"media.{what}" if f"media.{what}" in walk.mind.book.replies else "media.other")
            return _go_on(walk)
        case Location():
            walk.reply("media.location")
            return _go_on(walk)
        case Card():
            walk.reply("media.card")
            return _go_on(walk)
        case Edited():
            walk.reply("edited")
            return _go_on(walk)
    here = walk.open_ask()
    if here is None or walk.now.position is None:
        return _first_word(walk, inbound, text)
    if here[2].choices:
        return _chosen(walk, inbound, text)
    return _told(walk, inbound, text, here[2])


def _go_on(walk: Walk) -> None:
    """After something that is no answer: the open question again, or the welcome."""
    if walk.now.position is None:
        walk.enter(WELCOME, "first word", "first word")
    elif walk.open_ask():
        walk.ask_again()
    else:
        walk.enter(MENU, "resume")


def _first_word(walk: Walk, inbound: Inbound, text: str) -> None:
    """The first message is already an answer: its topic, if it has one."""
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return _go_on(walk)
    flow = understand.topic(walk.mind.book, text, walk.now.reader) if text else None
    if flow:
        return walk.enter(flow.name, "topic", "about")
    if walk.now.position is None:
        return walk.enter(WELCOME, "first word", "first word")
    if text.strip():
        return walk.enter(MENU, "first word")
    walk.reply("empty")
    return _go_on(walk)


def _chosen(walk: Walk, inbound: Inbound, text: str) -> None:
    here = walk.open_ask()
    if here is None:
        return None
    _, state, ask = here
    key = _choice_key(walk, inbound, text)
    choice = next((one for one in ask.choices if one.key == key), None)
    if choice is None:
        return _unclear(walk, inbound, text, ask)
    if ask.save:
        walk.save(ask.save, choice.key)
    if walk.now.position and walk.now.position.flow == RETURN and choice.go == RESUME:
        walk.release()
    because = "button" if isinstance(inbound, Press) else "words"
    walk.enter(choice.go, because, f"choice {choice.key}")
    if state.language:
        walk.change(language=state.language)
    return None


def _unclear(walk: Walk, inbound: Inbound, text: str, ask: Ask) -> None:
    """Not one of the choices: a finished question's button, another topic, or not understood; twice, then on."""
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return walk.ask_again()
    here = walk.now.position
    flow = understand.topic(walk.mind.book, text, walk.now.reader)
    if flow and here and here.flow.startswith((WELCOME, "perintah/")):
        return walk.enter(flow.name, "topic", "about")
    if not text.strip():
        walk.reply("empty")
        return walk.ask_again()
    tries = walk.now.tries + 1
    if tries >= ask.tries and ask.give_up:
        return walk.enter(ask.give_up, "tries", "give_up")
    if len(text.split()) > LONGEST_TRY:
        walk.reply("story")
    elif ask.unclear:
        walk.say(ask.unclear(walk.now.language))
    else:
        walk.reply("unclear")
    walk.ask_again()
    walk.change(tries=tries)
    return None


def _told(walk: Walk, inbound: Inbound, text: str, ask: Ask) -> None:
    """Free text, or one of its narrower kinds."""
    value = _value(ask.kind, text)
    if isinstance(inbound, Press):
        walk.reply("old_button")
        return walk.ask_again()
    taken = isinstance(inbound, Said) and inbound.taken
    if not value or taken:
        tries = walk.now.tries + 1
        if tries >= ask.tries and ask.give_up:
            return walk.enter(ask.give_up, "tries", "give_up")
        bad = "words_taken" if taken else {"two_words": "words_bad"}.get(ask.kind, "unclear_free")
        walk.reply(bad if text.strip() else "empty")
        walk.ask_again()
        walk.change(tries=tries)
        return None
    if ask.kind == "two_words":
        walk.keep_words(value)
    elif ask.save:
        walk.save(ask.save, value)
    walk.enter(ask.go, "text", "go")
    return None


def _value(kind: str, text: str) -> str:
    match kind:
        case "two_words":
            return understand.two_words(text)
        case "age":
            return understand.age_band(f"umur {text}") or understand.age_band(text)
        case "district":
            return understand.district(text)
    return text.strip()


def _command(walk: Walk, flow: Flow) -> None:
    """Walk a command flow; the interrupted question is kept, to be offered again."""
    here = walk.now.position
    if here and not here.flow.startswith("perintah/") and not walk.ended(here):
        walk.change(resume=here)
    if walk.now.voice is Voice.WAITING:
        walk.change(voice=Voice.BOT)
    offered = walk.offered()
    walk.enter(flow.name, "command", "words")
    if offered and not walk.offered() and not (walk.now.ticket and walk.now.ticket.open):
        walk.open_ticket("offer_unanswered")  # they went elsewhere; the offer is waited for all the same
    if walk.now.position and isinstance(walk.exit_at(walk.now.position), Handoff | End):
        return
    walk.change(tries=0)


def _silence(walk: Walk, inbound: Silence) -> Turn:
    """A state's timeout. For a child or anyone it may change state, ticket and risk; what it would say is dropped:
    nobody is written to who did not just write (law 9)."""
    here = walk.now.position
    state = (
        walk.mind.book.flows[here.flow].states.get(here.state) if here and here.flow in walk.mind.book.flows else None
    )
    if inbound.wait != walk.now.wait or state is None or state.timeout is None or walk.now.voice is Voice.COUNSELOR:
        return Turn(walk.now)
    speaks = walk.now.own_phone and walk.now.reader is Reader.PARENT
    walk.enter(state.timeout.go, "silence", "timeout")
    if walk.now.resume is None and walk.now.position and walk.ended(walk.now.position):
        walk.change(resume=here)
    turn = walk.turn()
    return turn if speaks else replace(turn, says=())
