"""A turn's bubbles as outbox rows."""

from itertools import groupby

from bot.model.message import FROM_CONTACT, Channel, Inbound, MessageId, Outbound
from bot.model.turn import Turn
from bot.ports import OutboxRow

JOINS = frozenset([Channel.WHATSAPP])
"""On WhatsApp the bubbles of a turn are one message: order, pacing and half of the doubled sends are settled."""
BETWEEN = "\n\n"


def rows_of(turn: Turn, inbound: Inbound) -> tuple[OutboxRow, ...]:
    """One row a bubble; one row an author on a channel that joins. Ids are conversation/turn/n from n = 1. `inbound` is
    what the turn came of."""
    now = turn.conversation
    says = _joined(turn.says) if now.channel in JOINS else turn.says
    return tuple(
        OutboxRow(
            id=MessageId(f"{now.id}/{now.turn}/{n}"),
            conversation=now.id,
            channel=now.channel,
            author=one.author,
            text=one.text,
            buttons=one.buttons,
            created_at=inbound.at,
            answers=turn.answers or isinstance(inbound, FROM_CONTACT),
            planned=turn.planned,
        )
        for n, one in enumerate(says, start=1)
    )


def _joined(says: tuple[Outbound, ...]) -> tuple[Outbound, ...]:
    return tuple(
        Outbound(BETWEEN.join(one.text for one in group), group[-1].buttons, author)
        for author, group in ((author, list(ones)) for author, ones in groupby(says, key=lambda one: one.author))
    )
