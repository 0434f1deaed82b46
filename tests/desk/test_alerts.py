"""What a row of the queue says of its alerts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk.alerts import NO_WAY, Alerting, Told, by_ticket, told
from bot.model.alert import NOBODY, Raised, Rung
from bot.model.message import Level, TicketId

START = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
"""14.00 in East Kalimantan."""


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


FIRST = Raised(TicketId("t1"), Level.IMMINENT, Rung.OFFICE, "telegram", at(0), at(0))
SENT = replace(FIRST, sent_at=at(2))
SECOND = replace(FIRST, rung=Rung.SECOND, at=at(2), again_at=at(2))


def said(*raised: Raised, level: Level = Level.IMMINENT, phone: str = "") -> Told:
    return told(raised, level, phone, at(30))


def test_sent_and_seen_are_told_by_the_hour_and_what_was_not_sent_too() -> None:
    assert said() == Told()
    assert said(FIRST) == Told(("Alarm belum terkirim, belum dilihat",), unseen=True)
    assert said(SENT) == Told(("Alarm terkirim 14.02, belum dilihat",), unseen=True)
    assert said(replace(SENT, seen_at=at(5))) == Told(("Alarm terkirim 14.02, dilihat 14.05",))
    assert said(SENT, replace(SECOND, way="email", sent_at=at(3)), SECOND).lines == (
        "Alarm terkirim 14.03, belum dilihat",
    )


def test_a_later_rung_that_did_not_go_out_is_not_hidden_by_one_that_did() -> None:
    assert said(SENT, SECOND).lines[1:] == ("Alarm ke rekan kedua belum terkirim",)
    assert said(SENT, replace(SECOND, open_tries=2)).lines[1:] == ("Alarm ke rekan kedua mungkin terkirim",)


def test_who_saw_it_at_a_lower_level_has_not_seen_the_higher() -> None:
    before = replace(SENT, level=Level.HIGH, seen_at=at(5))
    assert said(before) == Told()
    assert said(before, replace(FIRST, sent_at=at(7))) == Told(("Alarm terkirim 14.07, belum dilihat",), unseen=True)
    assert said(SENT, level=Level.HIGH).unseen


def test_a_rung_that_was_skipped_is_told_and_the_duty_phone_shown_when_it_is_due() -> None:
    duty = replace(FIRST, rung=Rung.DUTY, at=at(8))
    skipped = said(SENT, replace(duty, way=NOBODY))
    assert skipped.lines[1:] == ("Alarm ke telepon jaga dilewati: belum diisi operator",)
    rung = said(SENT, replace(duty, sent_at=at(8)), phone="0812-0000")
    assert rung.lines == ("Alarm terkirim 14.08, belum dilihat", "Hubungi telepon jaga: 0812-0000")
    assert said(replace(FIRST, way=NOBODY)).lines == ("Alarm ke kantor dilewati: belum diisi operator",)


def test_rows_are_found_by_ticket_and_a_desk_without_a_way_says_so() -> None:
    assert by_ticket([FIRST, SECOND]) == {"t1": [FIRST, SECOND]}
    assert (Alerting().missing(), Alerting(rings=False).missing()) == ([], [NO_WAY])
