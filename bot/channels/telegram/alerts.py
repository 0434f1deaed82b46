"""Alerts to a group or a person of the offices on Telegram. It tells where to look and takes no answer: what is written
there stays with Telegram, where we cannot erase it."""

from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.alerts import Alerts
from bot.channels.telegram.client import meaning
from bot.channels.telegram.keyboards import ODD
from bot.errors import Unknown
from bot.ladder import Way
from bot.model.alert import Rung
from bot.rules.ladder import Alert

ALL, ABOVE = "telegram", "telegram-supervisor"
"""What the ways are called in the store."""
SUPERVISED = frozenset({Rung.SUPERVISOR, Rung.DUTY})


def telegram_ways(bot: Bot, alerts: Alerts) -> list[Way]:
    """The counselors' chat is told of every rung, the supervisors' of theirs."""
    chats = ((alerts.telegram_chat, ALL, alerts.rungs), (alerts.supervisor_chat, ABOVE, alerts.rungs & SUPERVISED))
    return [TelegramWay(bot, chat, name, rungs) for chat, name, rungs in chats if chat]


class TelegramWay:
    """See ladder.Way."""

    def __init__(self, bot: Bot, chat: str, name: str, rungs: frozenset[Rung]) -> None:
        self._bot, self._chat, self.name, self.rungs = bot, chat, name, rungs

    async def send(self, alert: Alert) -> None:
        """Without a preview: for that Telegram would fetch the address of the desk."""
        try:
            await self._bot.send_message(
                self._chat, alert.text, link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
        except TelegramError as error:
            raise meaning(error) from None
        except ODD:
            raise Unknown("answer") from None
