"""What a channel would not show whole of what is said: measured by its own wire."""

from bot.engine import laws
from bot.flow.codes import Both
from bot.flow.codes.code import filled
from bot.model.message import Inbound
from bot.model.turn import Turn
from bot.runner.rows import rows_of
from bot.seen import seen

LARGEST_DATA = 64
"""Bytes of a button on every channel (channel facts A3)."""


def fits(turn: Turn, inbound: Inbound) -> Both | None:
    """What of the turn does not fit; None when all of it is shown."""
    for row in rows_of(turn, inbound):
        shown = seen(row)
        if not shown.text.startswith(row.text):
            return filled(laws.LARGE, {"letters": len(row.text), "channel": row.channel.value})
        labels = [one.label for one in row.buttons]
        if heavy := [one.label for one in row.buttons if len(one.data.encode()) > LARGEST_DATA]:
            return filled(laws.HEAVY, {"most": LARGEST_DATA, "labels": heavy})
        if cut := [one for one in labels if one not in shown.text and not any(one in said for said in shown.labels)]:
            return filled(laws.CUT, {"labels": cut})
        if len({label.casefold() for label in labels}) < len(labels):
            return filled(laws.SAME, {"labels": labels})
    return None
