"""Who fell silent hears nothing: a child, and anyone on a phone they did not call their own."""

from collections.abc import Sequence
from datetime import timedelta

from bot.bench.openings import Opening
from bot.bench.played import Stage
from bot.bench.tally import Tally
from bot.bench.visitor import Visitor
from bot.model.conversation import QUIET, Reader
from bot.model.message import Channel

LONG = timedelta(days=30)
DEPTHS = (0, 2, 4)
"""Answers after the opening, behind which they fall silent."""


def silent(stage: Stage, openings: Sequence[Opening]) -> Tally:
    """Messages in the thirty days after their last word; behind an open ticket a counselor writes too."""
    tally = Tally()
    for one, channel in stage.each(openings):
        for depth in DEPTHS:
            visitor = stage.visitor(one, channel)
            visitor.open()
            if all(visitor.go_on() for _ in range(depth)) and _guarded(visitor):
                _count(tally, one, channel, visitor)
    return tally


def _guarded(visitor: Visitor) -> bool:
    now = visitor.side.conversation
    return now.reader is Reader.CHILD or not now.own_phone


def _count(tally: Tally, opening: Opening, channel: Channel, visitor: Visitor) -> None:
    side = visitor.side
    side.after(QUIET)
    heard = list(side.said)
    if side.conversation.ticket and side.conversation.ticket.open:
        side.after(timedelta(minutes=1))
        heard += side.said
        for refused in (side.claim("Kak Rani"), side.reply("Halo, aku di sini."), side.close("selesai")):
            heard += side.said
            if refused:
                break
    side.after(LONG - QUIET)
    heard += side.said
    tally.of(opening, channel, right=not heard, got=" | ".join(one.text for one in heard))
