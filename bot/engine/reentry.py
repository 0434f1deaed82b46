"""Coming back: who holds the phone now learns nothing of before, until they say go on."""

from bot.engine import erasing, landing, people
from bot.engine.walk import Walk
from bot.flow.book import RESUME, RETURN, WELCOME
from bot.model.conversation import Conversation, Voice
from bot.model.message import Inbound

LEFT = ("keluar", "berhenti", erasing.WISH)
"""Conversation.ended_because of a talk that was left; with a ticket open it lives on, locked."""
WAYS_OUT = {"perintah/keluar": "keluar", "perintah/berhenti": "berhenti"}
NUMBERS = "perintah/nomor"
GO_ON = frozenset(["lanjut", "lanjutkan", "terusin", "teruskan", "go on"])


def away(before: Conversation, inbound: Inbound) -> bool:
    """Was the talk left, or silent so long that somebody else may hold the phone now?"""
    if before.ended_because in LEFT:
        return True
    return before.last_in_at is not None and inbound.at - before.last_in_at > before.quiet_after


def greet_again(walk: Walk) -> None:
    """Neutral re-entry: whoever holds the phone now learns nothing. Who was told that the talk is erased is welcomed
    like anyone, or they would learn that it is still there."""
    here = walk.now.position
    left = here is None or here.flow.startswith("perintah/") or walk.ended(here)
    walk.lock()
    hides = erasing.wished(walk.now.ticket) and walk.now.voice is not Voice.COUNSELOR
    walk.change(resume=walk.now.resume if left else here)
    walk.enter(WELCOME if hides else RETURN, "long silence", "long silence")


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
