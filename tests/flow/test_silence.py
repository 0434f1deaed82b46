"""Nobody who did not just write is written to: from every place of every flow, on every channel, on a phone that nobody
calls their own, the clock is moved by thirty days, and not one message leaves. What a parent on a phone of their own
asked to be told later is tested apart (tests/engine/test_planning.py, tests/runner/test_planned.py)."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.graph import Place
from bot.flow.library import load
from bot.model.conversation import Reader
from bot.model.message import Address, Arrival, ArrivalId, Channel, Press, Said
from bot.seen import Seen
from tests.engine.minds import mind
from tests.flow.shelf import written
from tests.flow.standing import Steps, place_of, stand, standing, ways
from tests.runner.house import House, Phone, house

MONTH = timedelta(days=30)
WEB_ONLY = {Place("serah", "kata")}
"""Two words are a way back that only the web needs."""
PLANS = {flow.name for flow in mind().book.flows.values() if any(one.planning for one in flow.states.values())}
"""Flows in which messages are asked for: most of their places are on a phone of one's own only."""
HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize("channel", Channel)
def test_there_is_a_way_to_every_place_where_a_talk_can_stand(channel: Channel) -> None:
    missing = {place for place in standing() - set(ways(channel)) if place.flow not in PLANS}
    assert missing == (set() if channel is Channel.WEB else WEB_ONLY)


@pytest.mark.parametrize("channel", Channel)
def test_from_no_place_of_the_book_is_anything_said_in_thirty_days(channel: Channel) -> None:
    heard: dict[str, list[str]] = {}
    for place, start in ways(channel).items():
        one = stand(channel, start)
        assert place_of(one.conversation) == place
        one.after(MONTH)
        if one.said or one.bubbles:
            heard[str(place)] = [shown.text for shown in one.said] or [bubble.text for bubble in one.bubbles]
    assert heard == {}


SPEAKS = """\
flow: lain
title: Lain
for: parent
category: umum
start: tanya
about: [begadang]
states:
  tanya:
    say: Mau lanjut?
    ask:
      choices:
        ya:
          label: Lanjut
          go: pamit
    timeout: {after: 10m, go: pamit}
  pamit:
    say: Tulis lagi kapan saja.
    end: true
"""


@pytest.mark.parametrize(("own", "heard"), [(True, ["Tulis lagi kapan saja."]), (False, [])])
def test_only_a_parent_on_a_phone_of_their_own_hears_what_a_silence_leads_to(
    tmp_path: Path, own: bool, heard: list[str]
) -> None:
    book = load(*written(tmp_path, {"flows/lain.yaml": SPEAKS}))
    one = Rehearsal(Mind(book, mind().ear, mind().calendar), stand(Channel.TELEGRAM, (Reader.PARENT, ())).at)
    one.outside = Seen(book)
    one.conversation = one.conversation.grown(reader=Reader.PARENT, own_phone=own)
    one.user("begadang")
    one.after(MONTH)
    assert [shown.text for shown in one.said] == heard


# ---- the same through the real intake, store, timers and sender


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a channel, the place they go to, and how."""

    number: int
    channel: Channel
    place: Place
    steps: Steps

    @property
    def address(self) -> Address:
        return Address(self.channel, "user", str(self.number))


def crowd() -> list[Person]:
    """One person at every place that words and presses alone lead to, on every channel."""
    found = (
        (channel, place, steps)
        for channel in Channel
        for place, (_, steps) in ways(channel, (Reader.UNKNOWN,)).items()
        if {step.what for step in steps} <= {"user", "press"}
    )
    return [Person(number, *one) for number, one in enumerate(found, start=501)]


async def do(house: House, person: Person, turn: int) -> None:
    step, now = person.steps[turn], house.clock.now()
    said = step.what == "user"
    own = "".join("abcdefghij"[int(digit)] for digit in str(person.number))  # two people cannot have the same two words
    data = "" if said else button(house, person, step.value)
    if not said and not data:
        return  # as in standing.py: what is not there is not pressed
    inbound = Said(now, step.value.replace("hijau", own)) if said else Press(now, data)
    name = ArrivalId(f"{person.channel}:{person.number}.{turn}")
    await house.intake.take(Arrival(name, person.channel, inbound, person.address))


def button(house: House, person: Person, key: str) -> str:
    """What the latest button of this key sends; "" where none was shown."""
    phone = next(one for one in house.phones if one.channel is person.channel)
    theirs = [row for (who, _), row in zip(phone.got, phone.rows, strict=True) if who == str(person.number)]
    shown = (one.data for row in reversed(theirs) for one in row.buttons if one.data.split(".")[1] == key)
    return next(shown, "")


async def places(house: House, people: list[Person]) -> dict[int, Place | None]:
    """Where everybody stands."""
    asked = {
        person.number: Arrival(
            ArrivalId(f"never {person.number}"), person.channel, Said(house.clock.now(), ""), person.address
        )
        for person in people
    }
    async with house.store.batch() as batch:
        found = await batch.find(list(asked.values()))
    talks = {number: found[arrival.id].conversation for number, arrival in asked.items()}
    return {number: place_of(talk) if talk else None for number, talk in talks.items()}


async def test_real_timers_and_the_real_sender_say_nothing_in_thirty_days_to_somebody_at_every_place() -> None:
    people = crowd()
    async with house(*(Phone(channel) for channel in Channel)) as one:
        for turn in range(max(len(person.steps) for person in people)):
            for person in people:
                if turn < len(person.steps):
                    await do(one, person, turn)
            for _ in range(20):  # past the end of a gather, and past what a platform takes in a second
                await one.settle(seconds=2)
        assert await places(one, people) == {person.number: person.place for person in people}
        before = [len(phone.got) for phone in one.phones]
        assert min(before) > len(people) / len(before)
        for span in [60] * 20 + [HOUR] * 24 + [DAY] * 29:
            await one.settle(seconds=span)
        assert [len(phone.got) for phone in one.phones] == before
        assert await one.select("select count(*) from timer where due_at is not null") == [(0,)]
