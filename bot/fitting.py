"""What a channel would not show whole of what is said: measured by its own wire."""

from bot.model.message import Inbound
from bot.model.turn import Turn
from bot.runner.rows import rows_of
from bot.seen import seen

LARGEST_DATA = 64
"""Bytes of a button on every channel (channel facts A3)."""


def fits(turn: Turn, inbound: Inbound) -> str:
    """What of the turn does not fit; "" when all of it is shown."""
    for row in rows_of(turn, inbound):
        shown = seen(row)
        if not shown.text.startswith(row.text):
            return f"{len(row.text)} letters are more than {row.channel.value} shows"
        labels = [one.label for one in row.buttons]
        if large := [one.label for one in row.buttons if len(one.data.encode()) > LARGEST_DATA]:
            return f"more than {LARGEST_DATA} bytes stand on a button: {', '.join(large)}"
        if hidden := [one for one in labels if one not in shown.text and not any(one in said for said in shown.labels)]:
            return f"a label is not shown whole: {', '.join(hidden)}"
        if len({label.casefold() for label in labels}) < len(labels):
            return f"two buttons read the same: {', '.join(labels)}"
    return ""
