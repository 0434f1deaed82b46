"""Seeded people on the platforms, who talk while the service and their platform die and come back."""

import asyncio
from contextlib import suppress
from random import Random

from tests.chaos.telegram import Telegram
from tests.peers.person import Person as OnTelegram
from tests.peers.twilio import Person as OnWhatsApp

WORDS = (
    "anakku 2 th tantrum trs gmn",
    "halo kak",
    "aku bingung mau mulai dari mana",
    "anak",
    "orang tua",
    "diejek teman di sekolah",
    "rumah ribut terus",
    "sudah dicoba",
    "belum",
    "1",
    "2",
    "menu",
    "aku capek dan mudah marah",
    "anakku main hp terus",
)
ALARMS = ("aku dipukul bapak tiap malam", "konselor")
LEAVING = ("keluar", "berhenti")
CORRECTIONS = ("maksudku dia 3 tahun", "eh bukan begitu maksudku")
"""Never said otherwise: a correction has no place in the order of what was said."""


class Stage:
    """What people share: the end of the storm, and pauses that it cuts short."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def end(self) -> None:
        self._over.set()

    async def pause(self, seconds: float) -> None:
        """People take their time; how long is a matter of the seed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)


def words(dice: Random, leaving: float = 0.04) -> str:
    """Something to say; rarely a danger, a wish for a person, or a way out."""
    roll = dice.random()
    if roll < leaving:
        return dice.choice(LEAVING)
    return dice.choice(ALARMS if roll < 0.2 else WORDS)


async def on_telegram(stage: Stage, peer: Telegram, who: OnTelegram, dice: Random) -> None:
    """Words, presses, stickers, corrections, bursts, and updates that come a second time."""
    await stage.pause(dice.uniform(0.0, 1.0))
    while not stage.over:
        roll = dice.random()
        if roll < 0.3 and (keys := [row[0] for one in who.bubbles[-3:] for row in one.keyboard]):
            who.press_data(str(dice.choice(keys)["callback_data"]), who.bubbles[-1])
        elif roll < 0.4 and (old := peer.ended()):
            peer.again(dice.choice(old[-20:]))
        elif roll < 0.5:
            for _ in range(dice.randint(2, 5)):
                await who.say(words(dice))
        elif roll < 0.55:
            await who.sticker()
        elif roll < 0.6 and who.numbers:
            await who.edits(dice.choice(CORRECTIONS))
        else:
            await who.say(words(dice))
        await stage.pause(dice.uniform(0.3, 4.0))


async def on_whatsapp(stage: Stage, who: OnWhatsApp, dice: Random) -> None:
    """Words and voice notes, singly and several at once; some webhooks come a second time."""
    async with asyncio.TaskGroup() as under_way:
        await stage.pause(dice.uniform(0.0, 2.0))
        while not stage.over:
            roll = dice.random()
            if roll < 0.1:
                under_way.create_task(who.voice())
            else:
                form = who.form(Body=words(dice))
                under_way.create_task(who.sends_form(form))
                if roll < 0.2:
                    under_way.create_task(who.says(words(dice)))
                elif roll < 0.35:
                    under_way.create_task(who.sends_form(form))
            await stage.pause(dice.uniform(4.0, 12.0))
