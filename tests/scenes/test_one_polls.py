"""Of several processes one polls Telegram, and another goes on where it stopped."""

from pathlib import Path

from tests.peers.telegram import TelegramPeer
from tests.postgres import fresh
from tests.scenes.house import TELEGRAM_TOKEN, telegram_settings
from tests.scenes.server import serving
from tests.web.fakes import until

WORRY = "anakku 2 th tantrum trs gmn"


async def test_one_polls_and_when_it_stops_in_order_the_other_goes_on_at_once(
    tmp_path: Path, postgres_url: str
) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, fresh(postgres_url) as url:
        settings = {**telegram_settings(peer.url), "PUSPAGA__STORAGE__URL": url}
        parent = peer.person(501)

        def polls_begun() -> int:
            """Each poller asks once that no webhook be set, and again after another poller threw it out."""
            return peer.calls.count("deleteWebhook")

        async with serving(tmp_path, settings) as one, serving(tmp_path, settings):
            await parent.say(WORRY)
            await parent.hears("Mau contoh")
            assert polls_begun() == 1
            await one.stop()
            await until(lambda: polls_begun() == 2)
            await parent.press("Mau contoh")
            await parent.hears("Kita tunggu sampai badanmu tenang")
            await until(lambda: not peer.queue)
            assert polls_begun() == 2
        assert sum("Kita tunggu sampai badanmu tenang" in text for text in parent.reads()) == 1
