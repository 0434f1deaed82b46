"""Contract of the stores: what a web cookie opens, and the way back by two words."""

from dataclasses import replace
from datetime import timedelta

from bot.model.message import (
    Address,
    Alarm,
    Author,
    Channel,
    CounselorId,
    Left,
    Level,
    MessageId,
    Opened,
    Press,
    Replied,
    Said,
)
from bot.model.turn import KeepWords, Release, Unlink
from bot.model.visit import Visit
from bot.ports import Delivery, Done, Store
from tests.store.telling import COOKIE, after, at, done, mark, question, send, talk, ticket, write

HELLO = Said(at(), "halo")
WORDS = Address(Channel.WEB, "words", "batu hijau")
OTHER = replace(COOKIE, value="another-cookie")


def first(*says: str, name: str = "c1", cookie: Address = COOKIE) -> Done:
    return done(talk(name, Channel.WEB), HELLO, *says, link=(cookie,), effects=(KeepWords(f"batu {name}"),))


async def visited(store: Store, cookie: Address = COOKIE) -> Visit:
    visit = await store.visit(cookie)
    assert visit is not None
    return visit


async def shown(store: Store, cookie: Address = COOKIE, after: str | None = None) -> list[str]:
    visit = await visited(store, cookie)
    return [one.text for one in await store.bubbles(visit, MessageId(after) if after else None)]


async def test_a_cookie_opens_the_talk_of_its_own_contact_only(store: Store) -> None:
    now = await write(store, first("Ya.", name="c1"))
    await write(store, first("Lain.", name="c2", cookie=OTHER))
    assert await store.visit(COOKIE) == Visit(now.contact, now, at())
    assert await store.visit(replace(COOKIE, value="stranger")) is None


async def test_a_visit_sees_its_ticket(store: Store) -> None:
    await write(store, done(talk("c1", Channel.WEB), HELLO, link=(COOKIE,), ticket=ticket()))
    assert (await visited(store)).conversation.ticket == ticket()


async def test_a_visit_shows_what_was_said_and_what_was_sent_in_order(store: Store) -> None:
    one = first("Satu.", "Dua.")
    await write(store, one)
    assert await shown(store) == ["halo"]
    await send(store, "c1/1/1", now=at(1))
    assert await shown(store) == ["halo", "Satu."]
    await mark(store, "c1/1/2", Delivery.HELD)
    assert await shown(store) == ["halo", "Satu."]


async def test_a_bubble_says_when_and_by_whom(store: Store) -> None:
    one = first("Satu.")
    human = done(after(one), Replied(at(1), CounselorId("k"), "Ini saya."), "Ini saya.", author=Author.COUNSELOR)
    await write(store, one, human)
    await send(store, "c1/1/1", now=at(2))
    await send(store, "c1/2/1", now=at(3))
    bubbles = await store.bubbles(await visited(store))
    assert [(one.id, one.at, one.author) for one in bubbles] == [
        ("c1/1/0", at(), Author.CONTACT),
        ("c1/1/1", at(2), Author.BOT),
        ("c1/2/1", at(3), Author.COUNSELOR),
    ]


async def test_a_page_that_has_some_bubbles_is_given_the_rest(store: Store) -> None:
    await write(store, first("Satu.", "Dua."))
    await send(store, "c1/1/1", now=at(1))
    await send(store, "c1/1/2", now=at(2))
    assert await shown(store, after="c1/1/1") == ["Dua."]
    assert await shown(store, after="c1/1/2") == []
    assert await shown(store, after="nothing/of/ours") == ["halo", "Satu.", "Dua."]


async def test_only_the_buttons_of_the_open_question_are_for_pressing(store: Store) -> None:
    one = done(talk("c1", Channel.WEB), HELLO, question("ya", "tidak", wait=1), link=(COOKIE,))
    await write(store, one)
    await send(store, "c1/1/1")
    (_, bubble) = await store.bubbles(await visited(store))
    assert [button.label for button in bubble.buttons] == ["Ya", "Tidak"]
    assert bubble.latest
    kept = done(after(one), Replied(at(1), CounselorId("k"), "hm"), wait=1)
    await write(store, kept)
    assert (await store.bubbles(await visited(store)))[1].latest, "a turn that asks nothing leaves the question open"
    await write(store, done(after(kept), Said(at(2), "ya"), question("a", wait=2)))
    await send(store, "c1/3/1", now=at(2))
    assert [one.latest for one in await store.bubbles(await visited(store))] == [False, False, False, True]


async def test_a_new_talk_of_the_contact_shows_nothing_of_the_old_one(store: Store) -> None:
    old = first("Lama.")
    await write(store, replace(old, turn=old.turn._replace(conversation=old.turn.conversation.grown(ended_at=at()))))
    await send(store, "c1/1/1")
    new = replace(talk("c2", Channel.WEB, contact="of-c1"), opened_at=at(9))
    await write(store, done(new, Said(at(9), "halo lagi"), link=(COOKIE,)))
    assert await shown(store) == ["halo lagi"]


async def test_two_words_open_the_talk_for_a_new_cookie_and_show_only_what_comes(store: Store) -> None:
    one = first("Rahasia.")
    await write(store, one)
    await send(store, "c1/1/1")
    visit = await store.relink(replace(WORDS, value="batu c1"), OTHER, at(60))
    assert visit is not None
    assert (visit.contact, visit.linked_at) == ("of-c1", at(60))
    assert await shown(store, OTHER) == []
    await write(store, done(after(one), Opened(at(61)), "Halo."))
    await send(store, "c1/2/1", now=at(62))
    assert await shown(store, OTHER) == ["Halo."]


async def test_an_answer_that_was_held_is_shown_once_they_came_back_and_said_go_on(store: Store) -> None:
    one = first("Rahasia.")
    await write(store, one)
    await mark(store, "c1/1/1", Delivery.HELD)
    await store.relink(replace(WORDS, value="batu c1"), OTHER, at(60))
    await write(store, done(after(one), Said(at(61), "lanjut"), effects=(Release(),)))
    assert await shown(store, OTHER) == ["lanjut"]
    await send(store, "c1/1/1", now=at(62))
    assert await shown(store, OTHER) == ["lanjut", "Rahasia."]


async def test_words_that_nobody_has_open_nothing(store: Store) -> None:
    await write(store, first("Rahasia."))
    assert await store.relink(WORDS, OTHER, at(1)) is None
    assert await store.visit(OTHER) is None


async def test_words_never_open_another_talk_for_a_cookie_that_has_one(store: Store) -> None:
    await write(store, first(name="c1"), first(name="c2", cookie=OTHER))
    assert await store.relink(replace(WORDS, value="batu c1"), OTHER, at(1)) is None
    assert (await visited(store, OTHER)).contact == "of-c2"


async def test_leaving_closes_every_cookie_of_the_talk_and_keeps_the_two_words(store: Store) -> None:
    one = first("Ya.")
    await write(store, one, first(name="c2", cookie=replace(COOKIE, value="of another")))
    await store.relink(replace(WORDS, value="batu c1"), OTHER, at(1))
    await write(store, done(after(one), Left(at(2)), effects=(Unlink(),)))
    assert await store.visit(COOKIE) is None
    assert await store.visit(OTHER) is None
    assert await store.visit(replace(COOKIE, value="of another")) is not None
    assert await store.relink(replace(WORDS, value="batu c1"), OTHER, at(3)) is not None


async def test_cookies_are_forgotten_after_ten_quiet_minutes(store: Store) -> None:
    one = first("Ya.")
    await write(store, one)
    assert await store.unlink_idle(at()) == 0
    await write(store, done(after(one), Said(at(300), "lagi")))
    assert await store.unlink_idle(at(300)) == 0
    assert await store.unlink_idle(at(301)) == 1
    assert await store.visit(COOKIE) is None
    assert await store.relink(replace(WORDS, value="batu c1"), OTHER, at(400)) is not None


async def test_a_visit_that_has_just_come_back_is_not_idle(store: Store) -> None:
    await write(store, first("Ya."))
    await store.unlink_idle(at(601))
    await store.relink(replace(WORDS, value="batu c1"), OTHER, at(900))
    assert await store.unlink_idle(at(900) - timedelta(minutes=10)) == 0
    assert await store.visit(OTHER) is not None


async def test_only_web_cookies_are_forgotten(store: Store) -> None:
    chat = Address(Channel.TELEGRAM, "user", "777000111")
    await write(store, done(talk(), HELLO, "Ya.", link=(chat,), alarm=Alarm(Level.HIGH, frozenset(), "r", (0, 4))))
    assert await store.unlink_idle(at(10**6)) == 0
    (one,) = await store.ready(at(), 1, [Channel.TELEGRAM])
    assert one.to == chat


async def test_what_is_sent_to_a_closed_visit_has_no_address(store: Store) -> None:
    await write(store, first("Ya."))
    await store.unlink_idle(at(601))
    (one,) = await store.ready(at(601), 1, [Channel.WEB])
    assert one.to == Address(Channel.WEB, "none", "")


async def test_a_press_reads_as_what_stood_on_the_button(store: Store) -> None:
    one = done(talk("c1", Channel.WEB), HELLO, question("sekolah", "di_internet"), link=(COOKIE,))
    await write(store, one)
    await send(store, "c1/1/1", now=at(1))
    two = done(after(one), Press(at(2), "1.di_internet.abcd"))
    three = done(after(two), Press(at(3), "0.lama_sekali.abcd"))
    await write(store, two, three, done(after(three), Said(at(4), "[tombol]")))
    assert await shown(store) == ["halo", "Yang mana?", "Di_Internet", "lama sekali", "[tombol]"]
    assert await shown(store, after="c1/1/1") == ["Di_Internet", "lama sekali", "[tombol]"]
