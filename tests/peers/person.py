"""Somebody on Telegram: what they send, press and read."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.peers.server import PATIENCE_S
from tests.web.fakes import until

PRESS_LIVES_S = 150.0
PRESS_LANE, MEMBER_LANE = 3 << 33, 5 << 33
"""Updates of one chat come in lanes of their own: messages, presses, membership."""

Json = dict[str, Any]


@dataclass
class Bubble:
    """A message of the bot as its reader sees it."""

    number: int
    text: str
    keyboard: list[list[Json]] = field(default_factory=list)


class Platform(Protocol):
    """What a reader needs of the server."""

    def put(self, lane: int, lives: float = ..., **body: object) -> int: ...

    def pressed(self) -> str: ...


class Person:
    """Somebody who talks with the bot in a private chat."""

    def __init__(self, peer: Platform, number: int) -> None:
        self._peer, self.number = peer, number
        self.numbers = 0  # of messages in this chat, theirs and ours
        self.bubbles: list[Bubble] = []
        self.blocked = False
        self._since = 0

    def next_number(self) -> int:
        self.numbers += 1
        return self.numbers

    @property
    def _user(self) -> Json:
        return {"id": self.number, "is_bot": False, "first_name": "Orang", "language_code": "id"}

    @property
    def chat(self) -> Json:
        return {"id": self.number, "type": "private", "first_name": "Orang"}

    def message(self, bubble: Bubble) -> Json:
        """A message of the bot as the API shows it."""
        me = {"id": 1, "is_bot": True, "first_name": "Puspaga"}
        body: Json = {"message_id": bubble.number, "from": me, "chat": self.chat, "date": 1, "text": bubble.text}
        return {**body, **({"reply_markup": {"inline_keyboard": bubble.keyboard}} if bubble.keyboard else {})}

    async def sends(self, **fields: object) -> int:
        """A message with these fields; returns the number of its update."""
        self._since = len(self.bubbles)
        message = {"message_id": self.next_number(), "from": self._user, "chat": self.chat, "date": 1, **fields}
        return self._peer.put(self.number, message=message)

    async def say(self, text: str) -> int:
        command = {"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}
        return await self.sends(text=text, **({"entities": [command]} if text.startswith("/") else {}))

    async def edits(self, text: str) -> int:
        """A correction of their last message."""
        message = {"message_id": self.numbers, "from": self._user, "chat": self.chat, "date": 1, "edit_date": 2}
        return self._peer.put(self.number, edited_message={**message, "text": text})

    async def sticker(self) -> int:
        sticker = {"file_id": "s1", "file_unique_id": "u1", "type": "regular", "width": 512, "height": 512}
        return await self.sends(sticker={**sticker, "is_animated": False, "is_video": False, "emoji": "🙂"})

    async def voice(self) -> int:
        return await self.sends(voice={"file_id": "v1", "file_unique_id": "u2", "duration": 3})

    async def press(self, what: str) -> int:
        """The newest button whose label or choice key is `what`; waits for it to appear."""
        found = await self._button(what)
        return self.press_data(str(found[1]["callback_data"]), found[0])

    def press_data(self, data: str, bubble: Bubble) -> int:
        """Any client can send any data, for any message it once got."""
        self._since = len(self.bubbles)
        name = self._peer.pressed()
        query = {"id": name, "from": self._user, "chat_instance": "1", "data": data, "message": self.message(bubble)}
        return self._peer.put(self.number + PRESS_LANE, PRESS_LIVES_S, callback_query=query)

    async def _button(self, what: str) -> tuple[Bubble, Json]:
        def found() -> tuple[Bubble, Json] | None:
            for bubble in reversed(self.bubbles):
                for button in (one for row in bubble.keyboard for one in row):
                    if what in (button["text"], _key(button)):
                        return bubble, button
            return None

        with suppress(TimeoutError):
            await until(found, PATIENCE_S)
        button = found()
        assert button, f"no button {what!r} among {self.buttons()} after {self.reads()[-3:]}"
        return button

    async def blocks(self) -> int:
        self.blocked = True
        return self._member("member", "kicked")

    async def unblocks(self) -> int:
        self.blocked = False
        return self._member("kicked", "member")

    def _member(self, old: str, new: str) -> int:
        me = {"id": 1, "is_bot": True, "first_name": "Puspaga"}
        change = {"chat": self.chat, "from": self._user, "date": 1}
        states = {"old_chat_member": {"user": me, "status": old}, "new_chat_member": {"user": me, "status": new}}
        return self._peer.put(self.number + MEMBER_LANE, my_chat_member={**change, **states})

    def reads(self) -> list[str]:
        """Every bubble of the bot, in order."""
        return [one.text for one in self.bubbles]

    def buttons(self) -> list[str]:
        """Labels that can still be pressed, oldest first."""
        return [str(button["text"]) for one in self.bubbles for row in one.keyboard for button in row]

    async def hears(self, part: str) -> str:
        """The first bubble with `part` that came after their last word; waits for it."""

        def found() -> str:
            return next((one.text for one in self.bubbles[self._since :] if part in one.text), "")

        with suppress(TimeoutError):
            await until(found, PATIENCE_S)
        assert found(), f"nothing with {part!r} in {self.reads()[self._since :]}"
        return found()


def _key(button: Json) -> str:
    """`17.sekolah.a3f9` → sekolah."""
    return str(button["callback_data"]).partition(".")[2].partition(".")[0]
