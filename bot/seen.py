"""What a person sees of a talk that is only rehearsed: each channel's own wire shows it, and the rules that stand in
front of the sender, at the end of a talk and at the end of a visit decide whether anything is seen at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.channels.telegram import wire as telegram
from bot.channels.web import wire as web
from bot.channels.whatsapp import wire as whatsapp
from bot.engine.difference import Difference, differences
from bot.engine.mind import Mind, rests
from bot.engine.outside import NEVER, Shown
from bot.flow.book import Book
from bot.model.conversation import QUIET, Conversation
from bot.model.message import Button, Channel, Inbound, Office
from bot.model.turn import Turn
from bot.ports import OutboxRow
from bot.rules.can_send import Go, Later, Never, can_send
from bot.rules.office_hours import Calendar, Week
from bot.rules.retention import is_over
from bot.runner.rows import rows_of

WORKDAYS = Calendar(
    {Office("provinsi"): Week(dict.fromkeys(range(5), ((time(8), time(16)),)), open_until=date(2099, 12, 31))}
)
"""The week in which examples are told, whatever the offices' real hours are."""


def read_otherwise(old: Mind, new: Mind) -> list[Difference]:
    """The talks that read otherwise, in the week in which examples are told."""
    return differences(replace(old, calendar=WORKDAYS), replace(new, calendar=WORKDAYS), Seen)


class Seen:
    """See bot/engine/outside.py."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def shown(self, turn: Turn, inbound: Inbound) -> Sequence[Shown]:
        return [seen(row) for row in rows_of(turn, inbound)]

    def leaves(
        self, now: Conversation, one: Shown, at: datetime, *, released: bool, addressed: bool
    ) -> datetime | None:
        verdict = can_send(
            now,
            one.author,
            at,
            written=one.written,
            answers=one.answers,
            planned=one.planned,
            released=released,
            addressed=addressed,
        )
        match verdict:
            case Go():
                return at
            case Later(moment):
                return moment
            case Never():
                return NEVER
        return None

    def over(self, now: Conversation, at: datetime) -> bool:
        return bool(is_over(now, at, resting=rests(self._book, now)))

    def visit_over(self, now: Conversation, linked: datetime | None, at: datetime) -> bool:
        """A page of the web chat forgets after ten minutes without a word."""
        if now.channel is not Channel.WEB:
            return False
        return linked is None or max(linked, now.last_in_at or linked) < at - QUIET


def seen(row: OutboxRow) -> Shown:
    """One message as its channel shows it."""
    one = Shown(row.text, row.buttons, author=row.author, written=row.created_at, answers=row.answers)
    one = replace(one, planned=row.planned)
    match row.channel:
        case Channel.TELEGRAM:
            fields = telegram.render(row)
            rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
            keys = tuple(Button(key["callback_data"], key["text"]) for keys in rows for key in keys)
            return replace(one, text=fields["text"], buttons=keys, labels=tuple(key.label for key in keys))
        case Channel.WHATSAPP:
            return replace(one, text=whatsapp.render(row))
        case Channel.WEB:
            return replace(one, labels=tuple(web.label_of(n, key) for n, key in enumerate(row.buttons, start=1)))
