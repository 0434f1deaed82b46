"""Coming back: who holds the phone now learns nothing of before, until they say go on."""

from bot.engine import erasing, landing, people, understand
from bot.engine.walk import Walk
from bot.flow.names import COMMANDS, MENU, OWN_WORDS, RESUME, RETURN, WELCOME
from bot.model.conversation import PRESENT, Conversation, Position, Reader, Voice
from bot.model.message import Inbound

LEFT = ("keluar", "berhenti", erasing.WISH)
"""Conversation.ended_because of a talk that was left; with a ticket open it lives on, locked."""
WAYS_OUT = {"perintah/keluar": "keluar", "perintah/berhenti": "berhenti"}
NUMBERS = "perintah/nomor"
CHILDS = "anak"
"""The queue of a child's ticket."""
ALWAYS = frozenset(
    [*WAYS_OUT, *OWN_WORDS.values(), NUMBERS, "perintah/orang", "perintah/darurat", "perintah/berhenti_kursus"]
)
"""Commands that are obeyed also as the first word after a long silence. None of them shows anything of before, but the
call for help, whose numbers fit what was heard."""
GO_ON = frozenset(["lanjut", "lanjutkan", "terusin", "teruskan", "go on"])


def away(before: Conversation, inbound: Inbound) -> bool:
    """Was the talk left, or silent so long that somebody else may hold the phone now?"""
    if before.ended_because in LEFT:
        return True
    return before.visited_at is not None and inbound.at - before.visited_at > before.quiet_after


def greet_again(walk: Walk) -> None:
    """Neutral re-entry: whoever holds the phone now learns nothing."""
    here = walk.now.position
    left = here is None or here.flow.startswith(COMMANDS) or walk.ended(here)
    walk.lock()
    hides = forget_erased(walk)
    if not hides:
        walk.change(resume=walk.now.resume if left else here)
    walk.enter(WELCOME if hides else RETURN, "long silence", "long silence")


def forget_erased(walk: Walk) -> bool:
    """Was the talk told to be erased, and does the bot speak? Then every word is met as if nothing had been, or they
    would learn that it is still there; no way leads back into it."""
    hides = erasing.wished(walk.now.ticket) and walk.now.voice is not Voice.COUNSELOR
    if hides:
        walk.change(position=None, resume=None, fingerprint="", voice=Voice.BOT)
    return hides


def reader(walk: Walk) -> Reader:
    """Who writes now. Whoever holds the phone of a closed talk need not be who wrote in it: their own text tells."""
    return understand.speaker(walk.story) if walk.now.locked else walk.now.reader


def stay_careful(walk: Walk) -> None:
    """A phone on which a child waits, or a closed talk lies, is nobody's own, whoever says so now: the talk would stay
    open for hours."""
    ticket = walk.now.ticket
    childs = ticket is not None and ticket.open and ticket.queue == CHILDS
    if walk.now.own_phone and not walk.start.own_phone and (walk.now.locked or childs):
        walk.change(own_phone=False)


def menu(walk: Walk, because: str) -> None:
    """The menu of who reads; that of a closed talk is anybody's, or it would tell who wrote there."""
    walk.enter(WELCOME if walk.now.locked else MENU, because)


def shut_before(walk: Walk, behind: Position | None, *, away: bool) -> None:
    """A ticket of this visit opened the talk without a "go on": no way leads back to what was before, and it need not
    be the same who reads. Who is in danger now is spoken to as they were. `behind`: the way back before this turn."""
    if PRESENT in walk.now.variables:
        return
    if away or walk.now.resume == behind:
        walk.change(resume=None)
    if walk.alarm is None and walk.now.reader is walk.start.reader:
        walk.change(reader=Reader.UNKNOWN)


def unlock(walk: Walk) -> None:
    """They are here and say go on, at a place that did not ask: what was held may leave."""
    locked = walk.now.locked
    walk.release()
    if walk.now.voice is Voice.WAITING:
        people.keep_waiting(walk)
    elif locked and walk.now.resume:
        walk.enter(RESUME, "go on")
    elif walk.changed:
        landing.ask_anew(walk)
    elif walk.open_ask():
        walk.ask_again()
    else:
        walk.reply("going_on")
