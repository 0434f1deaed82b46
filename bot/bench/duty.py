"""What is said about people on duty is what the calendar says; and wherever danger is told, somebody can be called."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.bench.openings import DAY
from bot.bench.tally import Tally
from bot.clock import LOCAL
from bot.engine.mind import Calendar, Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow import contacts
from bot.flow.known import DISTRICTS
from bot.model.conversation import Reader
from bot.model.message import Channel, Kind, Level, Office
from bot.model.offices import OFFICES
from bot.rules import office_hours
from bot.rules.office_hours import Week
from bot.seen import Seen

HOURS = 168
BEGIN = datetime.fromisoformat(f"{DAY}T00:00+08:00")
LAST = BEGIN.date() + timedelta(days=90)
"""Of every roster but one."""
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WANTS_A_PERSON = "konselor"
OPEN, SHUT, UNKNOWN = "sampai jam {clock} WITA", "lagi hari {day}, jam {clock} WITA", "belum tahu kapan lagi"
"""What each case is told with."""


def hours() -> Iterator[datetime]:
    return (BEGIN + timedelta(hours=hour) for hour in range(HOURS))


def varied() -> Calendar:
    """Every office with a week of its own: other hours, a night, a closed day, a roster that ends, and none."""
    weeks = {
        Office(name): Week(
            {
                day: ((time(7 + number % 3), time(12)), (time(13, 30), time(16 + number % 4)))
                for day in range(4 + number % 4)
            },
            open_until=LAST,
        )
        for number, name in enumerate(OFFICES)
    }
    first, second, third, *_ = sorted(OFFICES)
    weeks[Office(first)] = Week(
        {day: ((time(0), time(6)), (time(20), time(23, 30))) for day in range(7)}, open_until=LAST
    )
    weeks[Office(second)] = replace(weeks[Office(second)], closed=frozenset({BEGIN.date() + timedelta(days=2)}))
    weeks[Office(third)] = replace(weeks[Office(third)], open_until=BEGIN.date() + timedelta(days=3))
    return office_hours.Calendar(weeks)


def told(mind: Mind, calendars: Sequence[Calendar]) -> Tally:
    """Whoever asks for a person reads it, at every hour of a week, at every office."""
    tally = Tally()
    for calendar in calendars:
        asked = replace(mind, calendar=calendar)
        for name in OFFICES:
            for at in hours():
                said = _said(asked, Office(name), at)
                wanted, others = _claims(calendar, Office(name), at)
                right = wanted in said and not any(one in said for one in others)
                tally.count(f"{name} {at:%a %H:%M}", right=right, got=said)
    return tally


def _said(mind: Mind, office: Office, at: datetime) -> str:
    side = Rehearsal(mind, at, channel=Channel.TELEGRAM, outside=Seen(mind.book))
    side.conversation = side.conversation.grown(office=office)
    side.user(WANTS_A_PERSON)
    return " ".join(one.text for one in side.said)


def _claims(calendar: Calendar, office: Office, at: datetime) -> tuple[str, list[str]]:
    """What has to be said, and beginnings of what may not be."""
    now = calendar.at(office, at)
    if now.open and now.until:
        return OPEN.format(clock=_clock(now.until)), ["lagi hari", UNKNOWN]
    if now.next_open:
        local = now.next_open.astimezone(LOCAL)
        return SHUT.format(day=DAYS[local.weekday()], clock=_clock(local)), ["sampai jam", UNKNOWN]
    return UNKNOWN, ["sampai jam", "lagi hari"]


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H.%M}"


def reachable(mind: Mind) -> Tally:
    """District × kind × reader × level × hour of a week: at least one contact that may be shown, at most two."""
    tally = Tally()
    opened = {at: mind.calendar.at(Office("provinsi"), at).open for at in hours()}
    for district in ("provinsi", *DISTRICTS):
        for kind in Kind:
            for reader in Reader:
                for level in (Level.CONCERN, Level.HIGH, Level.IMMINENT):
                    route = contacts.route_for(mind.book, {kind.value}, reader, level)
                    counts = {
                        open_now: len(contacts.named(mind.book, route, reader, district, open_now=open_now))
                        for open_now in (True, False)
                    }
                    for at, open_now in opened.items():
                        count = counts[open_now]
                        what = f"{district} {kind} {reader} {level.name.lower()} {at:%a %H}"
                        tally.count(what, right=1 <= count <= contacts.MOST_CONTACTS, got=count)
    return tally
