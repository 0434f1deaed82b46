"""The way back by two words, against those who guess."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import httpx
import pytest

from bot.channels.web.tries import (
    DAY,
    MINUTE,
    MOST_A_DAY,
    MOST_A_MINUTE,
    MOST_OF_ONE,
    MOST_OF_ONE_A_DAY,
    OF_ONE,
    Tries,
    source_of,
)
from tests.web.fakes import House, house
from tests.web.test_chat import say

AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
RIGHT = "batu hijau"
WRONG = [f"{one} {other}" for one, other in product(["salah", "keliru", "kabut"], ["kursi", "pintu", "jalan"])]
NEUTRAL = "/chat?lagi"


async def tries(client: httpx.AsyncClient, words: str) -> str:
    """Where these words lead."""
    answer = await client.post("/chat/kembali", data={"kata": words})
    assert answer.status_code == 303
    return answer.headers["location"]


def written(folder: Path) -> bytes:
    """All that stands in the files of a house."""
    found = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert found
    return found


async def kept(one: House) -> None:
    """Somebody has chosen their two words."""
    async with one.client("192.0.2.200") as child:
        await say(child, "simpan")


async def test_wrong_words_and_no_words_lead_to_the_same_neutral_page(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for words in (WRONG[0], "", "satu", "a b", "bapak ibu"):
            answer = await client.post("/chat/kembali", data={"kata": words})
            page = await client.get(answer.headers["location"])
            assert "Belum ketemu" in page.text
            assert "set-cookie" not in answer.headers


async def test_who_guesses_five_times_waits_ten_minutes_and_nobody_else_does(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client("192.0.2.1") as thief, one.client("192.0.2.2") as child:
        await kept(one)
        for words in WRONG[:MOST_OF_ONE]:
            assert await tries(thief, words) == NEUTRAL
        assert await tries(thief, RIGHT) == NEUTRAL
        assert await tries(child, RIGHT) == "/chat"
        one.clock.ahead += OF_ONE * 1.01
        assert await tries(thief, RIGHT) == "/chat"


async def test_guesses_at_the_same_moment_are_counted_one_by_one(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client("192.0.2.1") as thief:
        await kept(one)
        before = WRONG[:MOST_OF_ONE]
        places = await asyncio.gather(*(tries(thief, words) for words in [*before, RIGHT]))
        assert places == [NEUTRAL] * (MOST_OF_ONE + 1)


async def test_right_words_and_words_that_were_never_asked_for_cost_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client("192.0.2.1") as child:
        await kept(one)
        for _ in range(MOST_OF_ONE + 1):
            assert await tries(child, RIGHT) == "/chat"
            assert await tries(child, "satu") == NEUTRAL
            one.store.down = True
            assert (await child.post("/chat/kembali", data={"kata": WRONG[0]})).status_code == 503
            one.store.down = False
        assert await tries(child, RIGHT) == "/chat"


async def test_no_address_of_a_guesser_is_kept_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with house(tmp_path) as one, one.client("198.51.100.77") as thief:
        for words in WRONG:
            await tries(thief, words)
        assert len(one.pages._tries) == MOST_OF_ONE
        assert "198.51.100.77" not in repr(one.pages._tries._wrong)
    assert "198.51.100.77" not in str([vars(record) for record in caplog.records])
    assert b"198.51.100.77" not in written(tmp_path)


# ---- the counting


def guesses(count: int, at: datetime = AT, *, by: str = "") -> Tries:
    """So many wrong tries, each of somebody else, or all `by` one; those that were not let through count nothing."""
    one = Tries()
    for number in range(count):
        one.spend((by or str(number)).encode(), at)
    return one


def test_all_together_have_twenty_wrong_tries_a_minute() -> None:
    one = guesses(MOST_A_MINUTE)
    assert one.spend(b"new", AT) is None
    assert one.spend(b"new", AT + MINUTE) is not None


def test_all_together_have_three_hundred_wrong_tries_a_day() -> None:
    one = Tries()
    for number in range(MOST_A_DAY):
        assert one.spend(str(number).encode(), AT + number * MINUTE) is not None
    later = AT + MOST_A_DAY * MINUTE
    assert one.spend(b"new", later) is None
    assert one.spend(b"new", AT + DAY) is not None


def test_one_alone_cannot_use_up_the_day_of_all() -> None:
    one = Tries()
    let = [one.spend(b"thief", AT + number * MINUTE) for number in range(24 * 60)]
    assert len([found for found in let if found]) == MOST_OF_ONE_A_DAY
    assert one.spend(b"child", AT + timedelta(hours=23)) is not None


def test_a_right_try_is_given_back() -> None:
    one = guesses(MOST_OF_ONE - 1, by="child")
    for _ in range(3):
        spent = one.spend(b"child", AT)
        assert spent
        one.give_back(spent)
    assert one.spend(b"child", AT)
    assert one.spend(b"child", AT) is None


def test_what_is_remembered_is_bounded() -> None:
    one = Tries()
    for number in range(3 * MOST_A_DAY):
        one.spend(str(number).encode(), AT + number * timedelta(hours=1))
    assert len(one) <= MOST_A_DAY


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("192.0.2.1", "192.0.2.1/32"),
        ("::ffff:192.0.2.1", "192.0.2.1/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_source_is_an_address_or_the_network_that_one_home_has(host: str, source: str) -> None:
    assert source_of(host) == source
