"""What stands between the engine and a person: the channel that shows a message, and what decides in front of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.model.conversation import Conversation
from bot.model.message import Author, Button, Inbound
from bot.model.turn import Turn

NEVER = datetime.max.replace(tzinfo=UTC)
"""When something leaves that never does."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a person sees it. `labels`: what stands on its buttons; a channel without buttons writes the
    choices into the text, and has none. `answers`: the person's own word led to it; `planned`: they asked for it in
    this variable."""

    text: str
    buttons: tuple[Button, ...] = ()
    labels: tuple[str, ...] = ()
    author: Author = Author.BOT
    written: datetime = NEVER
    answers: bool = False
    planned: str = ""

    @property
    def typed(self) -> bool:
        """There is nothing to press: a choice is answered by its number."""
        return bool(self.buttons) and not self.labels


class Outside(Protocol):
    """What stands between the engine and a person."""

    def shown(self, turn: Turn, inbound: Inbound) -> Sequence[Shown]:
        """What a turn says, message by message, as this channel shows it."""
        ...

    def leaves(
        self, now: Conversation, one: Shown, at: datetime, *, released: bool, addressed: bool
    ) -> datetime | None:
        """When it may leave: `at` for now, NEVER, or None for: when something happens."""
        ...

    def over(self, now: Conversation, at: datetime) -> bool:
        """Does the next word open a new conversation?"""
        ...

    def visit_over(self, now: Conversation, linked: datetime | None, at: datetime) -> bool:
        """Has a visit that was opened at `linked` been left or forgotten? Then whoever writes next is a stranger."""
        ...


class Plain:
    """Nothing stands between: every bubble is seen as it was said, and a talk ends when the engine ends it."""

    def shown(self, turn: Turn, inbound: Inbound) -> Sequence[Shown]:
        return [
            Shown(one.text, one.buttons, tuple(key.label for key in one.buttons), one.author, inbound.at)
            for one in turn.says
        ]

    def leaves(
        self,
        now: Conversation,  # noqa: ARG002  the shape is Outside's
        one: Shown,  # noqa: ARG002
        at: datetime,
        *,
        released: bool,  # noqa: ARG002
        addressed: bool,  # noqa: ARG002
    ) -> datetime | None:
        return at

    def over(self, now: Conversation, at: datetime) -> bool:  # noqa: ARG002  the shape is Outside's
        return now.ended_at is not None

    def visit_over(self, now: Conversation, linked: datetime | None, at: datetime) -> bool:  # noqa: ARG002  the same
        return False


def key_of(button: Button) -> str:
    """Of `17.sekolah.a3f9` the choice."""
    return button.data.split(".")[1]
