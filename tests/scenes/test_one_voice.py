"""A claim while a turn of the bot is in flight: what left has left, nothing else of the bot follows."""

from pathlib import Path

from tests.peers.server import DROP_ACCEPTED, HANG
from tests.peers.telegram import TelegramPeer
from tests.scenes.counselor import asks_for_a_person, counselor
from tests.scenes.house import TELEGRAM_TOKEN, House, running, telegram_settings
from tests.web.fakes import until

KEPT = "Pesanmu tersimpan."


async def fates(house: House, text_of_turn: int) -> list[tuple[str, str, int]]:
    """(state, because, attempts) of the rows of one turn."""
    return await house.select("select state, because, attempts from outbox where turn = ? order by n", text_of_turn)


async def turns(house: House) -> int:
    ((turn,),) = await house.select("select turn from conversation")
    return int(turn)


async def test_a_bot_row_of_unknown_fate_is_not_sent_again_after_a_claim(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await asks_for_a_person(child)
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            peer.spoil("sendMessage", DROP_ACCEPTED)
            await child.say("masih ada orang?")
            await child.hears(KEPT)
            turn = await turns(house)
            assert (await rani.claims(ticket)).status_code == 303
            assert (await rani.replies(ticket, "Aku di sini.")).status_code == 303
            await child.hears("Aku di sini.")
            assert child.reads().count(KEPT) == 1
            assert [attempts for _, _, attempts in await fates(house, turn)] == [1]
            await child.say("halo kak")
            await until(lambda: not peer.queue)
            assert child.reads().count(KEPT) == 1


async def test_what_was_not_in_flight_yet_is_withdrawn_by_the_claim(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await child.say("konselor")
        await child.hears("boleh muncul di HP ini?")
        peer.spoil("sendMessage", HANG)
        await child.press("Boleh")
        async with counselor(house) as rani:
            await until(lambda: peer.calls.count("sendMessage") >= 3)
            turn = await turns(house)
            (ticket,) = await rani.waiting()
            assert (await rani.claims(ticket)).status_code == 303
            states = [state for state, _, _ in await fates(house, turn)]
        assert states == ["taken", "withdrawn", "withdrawn"]
        assert "Silakan terus menulis" not in " ".join(child.reads())
