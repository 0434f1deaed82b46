"""kill -9 at three points: nothing acknowledged is lost, no turn is half done, a second send shows its attempts."""

from pathlib import Path

import httpx
import pytest

from tests.peers.telegram import TelegramPeer
from tests.scenes.house import TELEGRAM_TOKEN, telegram_settings
from tests.scenes.person import person
from tests.scenes.server import KILLED, Server, serving
from tests.web.fakes import until

WORRY = "anakku 2 th tantrum trs gmn"
HALF = """
    select c.id from conversation c where c.turn <> (select max(m.turn) from message m where m.conversation_id = c.id)
        or not exists (select 1 from outbox o where o.conversation_id = c.id)
        or not exists (select 1 from arrival a where a.conversation_id = c.id)
"""
"""Conversations of which only a part was written."""


def whole(server: Server) -> None:
    assert server.rows(HALF) == []
    assert server.rows("select turn from outbox where finished = 0 and state <> 'unknown'") == []


@pytest.mark.parametrize("point", ["after_commit", "after_take", "after_send"])
async def test_on_telegram_nothing_is_lost_and_a_second_send_shows_its_attempts(tmp_path: Path, point: str) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        settings, parent = telegram_settings(peer.url), peer.person(501)
        async with serving(tmp_path, settings, fault=point) as one:
            await parent.say(WORRY)
            assert await one.dies() == KILLED
            assert one.rows("select state from arrival") == [("done",)]
            assert one.rows(HALF) == []
            if point == "after_commit":
                assert len(peer.queue) == 1, "not acknowledged, so that it comes again"
        async with serving(tmp_path, settings) as two:
            await until(lambda: not peer.queue)
            await until(lambda: two.rows("select count(*) from outbox where state = 'sent'") == [(2,)])
            whole(two)
            assert two.rows("select count(*) from arrival") == [(1,)]
            attempts = [int(str(row[0])) for row in two.rows("select attempts from outbox order by turn, n")]
            read = [sum(part in text for text in parent.reads()) for part in ("meminjam tenangnya", "Mau contoh")]
            assert all(1 <= seen <= tried for seen, tried in zip(read, attempts, strict=True))
            if point == "after_take":
                assert (read[0], attempts[0]) == (1, 2)
            if point == "after_send":
                assert (read[0], attempts[0]) == (2, 2)
            await parent.press("Mau contoh")
            await parent.hears("Kita tunggu sampai badanmu tenang")


async def test_on_the_web_a_word_whose_answer_never_came_is_sent_again_and_answered_once(tmp_path: Path) -> None:
    async with serving(tmp_path, fault="after_commit") as one, person(one.url) as child:
        form = await child.form("aku dipukul bapak tiap malam")
        with pytest.raises(httpx.HTTPError):
            await child.http.post("/chat", data=form)
        assert await one.dies() == KILLED
    async with serving(tmp_path) as two, person(two.url) as child:
        assert (await child.http.post("/chat", data=form)).status_code == 303
        assert two.rows("select count(*) from arrival") == [(1,)]
        bubbles = await child.bubbles()
        assert [author for author, _ in bubbles].count("contact") == 1
        assert "Aku percaya kamu" in bubbles[1][1]
        assert two.rows(HALF) == []
