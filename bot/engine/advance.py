"""The engine: answer one inbound. Same arguments, same Turn.

Laws
1. The ear comes first: every text is heard before anything else, whoever has the floor.
2. A silence whose question is no longer open leads to nothing: the contact spoke first.
3. While a counselor has the floor the bot is silent, but for the neutral greeting after a long silence.
   After a long silence or an exit the talk is locked: only "Lanjut" shows anything of before. Their own word, the
   numbers, a person and the ways out are obeyed all the same.
4. A command is a command everywhere; a press on a finished question is recognised and answered, never taken for an
   answer to another.
5. Whatever a contact sends is answered.
"""

from bot.engine import (
    answering,
    danger,
    erasing,
    floor,
    gathering,
    landing,
    leading,
    people,
    planning,
    promises,
    reentry,
    say,
    understand,
    undo,
)
from bot.engine.mind import Mind, scene_of
from bot.engine.walk import PAUSE, Walk
from bot.flow.book import End, Flow, Handoff
from bot.flow.names import COMMANDS, DANGER, MENU, OWN_WORDS, RETURN
from bot.model.conversation import QUIET, Conversation, Position, Reader, Voice
from bot.model.message import (
    FROM_CONTACT,
    Blocked,
    Channel,
    Failed,
    Inbound,
    Lapsed,
    Left,
    Level,
    Media,
    Opened,
    Planned,
    Promised,
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
KEPT_LETTERS = 500
"""Of each; a danger phrase is short, a state row is read in every turn."""
SAFE_WORD = OWN_WORDS["kata_aman"]
"""The flow of the word that calls a person without telling who looks on."""


def advance(mind: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
    """Answer one inbound. Same arguments, same Turn."""
    walk = Walk(mind, conversation, inbound.at)
    walk.forget_old()
    landing.land(walk)
    if isinstance(inbound, FROM_CONTACT):  # most are
        return _contact(walk, walk.hold(), inbound)
    if isinstance(inbound, Lapsed) and inbound.what == "promise":
        return promises.due(walk)
    if isinstance(inbound, floor.Act):
        return floor.act(walk, inbound)
    match inbound:
        case Silence():
            return _silence(walk, inbound)
        case Waited():
            return people.offer_unanswered(walk, inbound)
        case Planned():
            return planning.due(walk, inbound)
        case Promised():
            return promises.promise(walk, inbound)
        case Replied():
            return people.reply(walk, inbound)
        case Returned():
            return people.give_back(walk, inbound)
        case Failed(message=message, because=because, external_id=external):
            walk.effects.append(Lost(message, because, external))
        case Blocked():
            return people.unreachable(walk)
        case Left():
            walk.end(reentry.LEFT[0])
    return walk.turn()


def _contact(walk: Walk, before: Conversation, inbound: Inbound) -> Turn:
    """Everything the contact does."""
    text = text_of(inbound)
    alarm = walk.mind.ear.hear(text, scene_of(before)) if text else None
    walk.story = _story(walk, before, inbound, text)
    away = reentry.away(before, inbound)
    if away:
        walk.lock()
    loud = walk.hear(alarm) if alarm else False
    loud = loud and not (alarm and alarm.level < before.level and danger.careful(walk))
    expects = answering.expected(walk, text)
    _remember(walk, inbound, text, expects=expects)
    floor.lapse(walk)
    if walk.now.voice is Voice.COUNSELOR:
        _beside_counselor(walk, inbound, text, away=away)
    elif loud:
        danger.interrupt(walk, text)
    elif alarm and alarm.level >= Level.HIGH:
        danger.answer_again(walk, text)
    elif isinstance(inbound, Opened) or (away and before.position is not None):
        _come_back(walk, inbound, text)
    else:
        _beside_nobody(walk, inbound, text, expects=expects)
    if (away or before.locked) and not walk.now.locked:
        reentry.shut_before(walk, before.resume, away=away)
    planning.tell(walk)
    if isinstance(inbound, Said | Media) and inbound.late:
        _say_late(walk)
    return walk.turn()


def _come_back(walk: Walk, inbound: Inbound, text: str) -> None:
    """The first word after a long silence is greeted neutrally. Their own word, the numbers, a person and the ways out
    are as near as ever: who writes them then may have no second word."""
    if reentry.forget_erased(walk) and not isinstance(inbound, Opened):
        return _beside_nobody(walk, inbound, text, expects=answering.expected(walk, text))
    flow = _own_word(walk, text) or (understand.command(walk.mind.book, text) if text else None)
    if flow and flow.name in reentry.ALWAYS:
        return _command(walk, flow)
    return reentry.greet_again(walk)


def _beside_nobody(walk: Walk, inbound: Inbound, text: str, *, expects: bool) -> None:
    """The bot has the floor: a word of their own, an answer that was expected, a command, or anything else."""
    if flow := _own_word(walk, text):
        _command(walk, flow)
    elif expects:
        answering.answer(walk, inbound, text)
    elif walk.now.locked and understand.plain(text) in reentry.GO_ON:
        reentry.unlock(walk)  # also a word that is a command elsewhere: there is nothing to hand on of a closed talk
    elif text and (flow := understand.command(walk.mind.book, text)):
        _command(walk, flow)
    elif text and understand.plain(text) in reentry.GO_ON:
        reentry.unlock(walk)
    elif walk.now.position and not walk.now.gather and understand.thanked(text):
        answering.thank(walk)
    elif walk.now.voice is Voice.WAITING:
        people.keep_waiting(walk)
    else:
        answering.answer(walk, inbound, text)


def _say_late(walk: Walk) -> None:
    """What is answered hours after it was written says so first; never to a phone that somebody else may hold."""
    if walk.said and not walk.now.locked and walk.now.voice is not Voice.COUNSELOR:
        said, walk.said = walk.said, []
        walk.reply("late")
        walk.said += said


def _story(walk: Walk, before: Conversation, inbound: Inbound, text: str) -> str:
    """The text with the one that came right before it: a story is written in several short messages."""
    near = before.last_in_at is not None and inbound.at - before.last_in_at <= PAUSE
    told = before.recent[-1:] if near and text else ()
    if told and (understand.command(walk.mind.book, told[0]) or understand.call(told[0])):
        told = ()  # neither a command nor "mau curhat" is part of a story
    return "\n".join((*told, text))


def _remember(walk: Walk, inbound: Inbound, text: str, *, expects: bool) -> None:
    """What a text tells by the way is not asked again: speaker, age, district. A plain answer tells nothing else."""
    changes: dict[str, object] = {"last_in_at": inbound.at, "ended_because": ""}
    if text:
        changes["recent"] = (*walk.now.recent, text[:KEPT_LETTERS])[-KEPT_TEXTS:]
    walk.change(**changes)
    if not text:
        return
    now, known = walk.now, "wilayah" in walk.now.variables
    if expects or (now.reader is not Reader.UNKNOWN and now.age_band and known):
        return
    # a command goes on with no story: what came right before it may have been an answer that told nothing else
    story = text if understand.command(walk.mind.book, text) else walk.story
    told = understand.told_of(story, now.reader, inbound.at)
    if now.reader is Reader.UNKNOWN and told.reader is not Reader.UNKNOWN and not _grown_up(walk, told, text):
        walk.learn("reader", told.reader.value)
    if not now.age_band and told.age_band:
        walk.learn("age_band", told.age_band)
    if not known and told.district:
        walk.learn("office", told.district)


def _grown_up(walk: Walk, told: understand.Told, text: str) -> bool:
    """Does it only seem to be a child who writes? A teacher tells of the class, a neighbour of somebody's father."""
    other = leading.GROWN_UP in walk.now.variables.values() or understand.of_another(text)
    return told.reader is Reader.CHILD and other


def _own_word(walk: Walk, text: str) -> Flow | None:
    """The flow of the contact's own exit word or safe word, which they chose themselves."""
    known = walk.now.variables if text else {}
    for name, to in OWN_WORDS.items():
        if name in known and known[name] == understand.plain(text):
            return walk.mind.book.flows[to]
    return None


def _beside_counselor(walk: Walk, inbound: Inbound, text: str, *, away: bool) -> None:
    """A person has the floor; we only listen. Their own word for help is a reason that the counselor sees."""
    flow = _own_word(walk, text) or understand.command(walk.mind.book, text)
    if flow and flow.name == SAFE_WORD:
        walk.open_ticket("asked")
    if flow and flow.name in reentry.WAYS_OUT:
        walk.end(reentry.WAYS_OUT[flow.name])
    elif away or walk.now.locked:
        _at_the_door(walk, inbound, text, flow, away=away)
    elif understand.plain(text) in reentry.GO_ON:
        walk.release()
    elif isinstance(inbound, Opened):
        reentry.greet_again(walk)
    walk.change(voice=Voice.COUNSELOR)


def _at_the_door(walk: Walk, inbound: Inbound, text: str, flow: Flow | None, *, away: bool) -> None:
    """We do not know who holds the phone. They are asked neutrally, until they say go on, and get what anybody gets."""
    here = walk.now.position
    if walk.alarm and walk.alarm.level >= Level.HIGH:
        danger.heard_again(walk)
    elif not away and _same_for_all(walk, inbound, text, flow):
        return None
    elif flow and flow.name == reentry.NUMBERS:
        walk.say(*say.bubbles(walk.mind, walk.now, flow.states[flow.start], walk.at))
    if away or here is None or here.flow != RETURN:
        if understand.plain(text) in reentry.GO_ON and not away:
            return walk.release()
        return reentry.greet_again(walk)
    choice = answering.choice_of(walk, inbound, text)
    if choice and choice.key == "lanjut":
        walk.release()
        walk.change(position=walk.now.resume, resume=None, fingerprint="", wait=walk.now.wait + 1)
    elif choice is None:
        walk.ask_again()
    else:
        walk.reply("queue.kept")
    return None


def _same_for_all(walk: Walk, inbound: Inbound, text: str, flow: Flow | None) -> bool:
    """Whoever holds the phone asks what is kept, or for it to be erased: they read what anybody would."""
    here = walk.now.position
    if flow and flow.name in erasing.COMMANDS:
        _command(walk, flow)
    elif here and here.flow in erasing.COMMANDS and walk.open_ask():
        answering.answer(walk, inbound, text)
    else:
        return False
    return True


def _command(walk: Walk, flow: Flow) -> None:
    """Walk a command flow; the interrupted question is kept, to be offered again."""
    here, behind = walk.now.position, walk.now.resume
    if here and not here.flow.startswith(COMMANDS) and not walk.ended(here):
        walk.change(resume=here)
    if walk.now.voice is Voice.WAITING:
        walk.change(voice=Voice.BOT)
    offered = walk.offered()
    if flow.name == MENU and walk.now.locked:
        reentry.menu(walk, "command")
    else:
        walk.enter(flow.name, "command", "words")
    if behind and walk.now.resume is None and walk.open_ask():
        _keep_behind(walk, behind)
    if offered and not walk.offered() and not (walk.now.ticket and walk.now.ticket.open):
        walk.open_ticket("offer_unanswered")  # they went elsewhere; the offer is waited for all the same
    if walk.now.position and isinstance(walk.exit_at(walk.now.position), Handoff | End):
        return
    walk.change(tries=0)


def _keep_behind(walk: Walk, behind: Position) -> None:
    """A question of danger, or an earlier one of a command, is open again: the way back behind it is still there."""
    here = walk.now.position
    if here and here.flow.startswith((DANGER, COMMANDS)):
        walk.change(resume=behind)


def _silence(walk: Walk, inbound: Silence) -> Turn:
    """A state's timeout. For a child or anyone it may change state, ticket and risk; what it would say is dropped:
    nobody is written to who did not just write (law 9), but on the web page that they keep open."""
    here = walk.now.position
    state = (
        walk.mind.book.flows[here.flow].states.get(here.state) if here and here.flow in walk.mind.book.flows else None
    )
    if gathering.ended(walk) and inbound.wait == walk.now.wait and walk.now.voice is not Voice.COUNSELOR:
        return _gathered(walk)
    if inbound.wait != walk.now.wait or state is None or state.timeout is None or walk.now.voice is Voice.COUNSELOR:
        return Turn(walk.now)
    speaks = (walk.now.own_phone and walk.now.reader is Reader.PARENT) or _watched(walk, inbound)
    walk.enter(state.timeout.go, "silence", "timeout")
    if walk.now.resume is None and walk.now.position and walk.ended(walk.now.position):
        walk.change(resume=here)
    turn = walk.turn()
    return turn if speaks else turn._replace(says=())


def _watched(walk: Walk, inbound: Silence) -> bool:
    """Is their own page of this talk open, and were they here a moment ago?"""
    last = walk.now.last_in_at
    here = inbound.watched and walk.now.channel is Channel.WEB and not walk.now.locked
    return here and last is not None and walk.at - last <= QUIET


def _gathered(walk: Walk) -> Turn:
    """Nothing more came: what was written is one answer."""
    asked, here, behind = walk.now.position, walk.open_ask(), walk.now.resume
    if here and walk.changed and not landing.told(walk, here[2]):
        landing.ask_anew(walk)
    elif here:
        answering.take(walk, here[2], gathering.whole(walk))
    if walk.start.locked and not walk.now.locked:
        reentry.shut_before(walk, behind, away=False)
    undo.passed(walk, asked)
    planning.tell(walk)
    return walk.turn(answers=True)
