"""Who asks for the office reads what may be shown of it, and a way to somebody; a point on the map is used once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine import say
from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.known import DISTRICTS
from bot.model.call import Call, Result
from bot.model.conversation import Conversation, Reader
from bot.model.message import ELSEWHERE, Channel, Location
from tests.engine.minds import mind, rehearsal

DAY = timedelta(days=1)
EVERYONES = {"110", "112", "119", "129"}
READERS = tuple(Reader)
LINE = re.compile(r"(?:Telepon|WhatsApp|Situs web) [\w-]+")


def talk(reader: Reader = Reader.UNKNOWN, channel: Channel = Channel.TELEGRAM) -> Rehearsal:
    one = rehearsal(channel=channel)
    one.begin(reader, "id", {})
    return one


def called(result: Result, ago: timedelta = DAY, only: Sequence[str] = ()) -> Mind:
    """A mind that knows of one call to each contact, or to some."""
    at, book = rehearsal().at, mind().book
    calls = {
        name: [Call(name, one.number, at - ago, "Sari", result)]
        for name, one in book.directory.items()
        if not only or name in only
    }
    return replace(mind(), calls=calls)


MINDS = {
    "nobody called": mind(),
    "all answered": called(Result.ANSWERED),
    "all answered 200 days ago": called(Result.ANSWERED, 200 * DAY),
    "all wrong": called(Result.WRONG),
    "nobody answered": called(Result.NO_ANSWER),
}


def told(known: Mind, reader: Reader, district: str, *, hours: int = 0, locked: bool = False) -> str:
    one = talk(reader)
    now = one.conversation.grown(locked=locked)
    return say.puspaga(known, now, district, one.at + timedelta(hours=hours))


@pytest.mark.parametrize("known", MINDS.values(), ids=MINDS)
@pytest.mark.parametrize("district", [*DISTRICTS, "provinsi"])
def test_everybody_reads_of_an_office_and_of_a_way_to_somebody(known: Mind, district: str) -> None:
    for reader in READERS:
        for hours in (0, 12):
            text = told(known, reader, district, hours=hours)
            assert "Puspaga" in text
            assert "tulis KONSELOR" in text
            lines = LINE.findall(text)
            assert len(lines) == (1 if reader is Reader.PARENT else 0), "one contact by name, or the numbers of all"
            assert lines or "110 polisi · 119 ambulans · 129 SAPA" in text


@pytest.mark.parametrize("name", ["all answered 200 days ago", "all wrong"])
def test_an_office_whose_number_is_not_believed_gives_way_to_129(name: str) -> None:
    for district in DISTRICTS:
        assert LINE.findall(told(MINDS[name], Reader.PARENT, district)) == ["Telepon 129"]


def test_an_adult_reads_since_when_a_number_is_known() -> None:
    number = "Puspaga Bontang: WhatsApp 0811-5420-213"
    asked = [told(known, Reader.PARENT, "bontang") for known in MINDS.values()]
    assert f"{number} (dari berita Sep 2025, belum kami telepon)." in asked[0]
    assert f"{number} (dicek Nov 2026)." in asked[1]
    assert f"{number} (dari berita Sep 2025, waktu kami telepon belum dijawab)." in asked[4]


def test_where_a_district_has_no_number_the_province_answers_once_it_is_checked() -> None:
    known = called(Result.ANSWERED, only=["puspaga_provinsi"])
    assert "0811-5539-490 (dicek Nov 2026)" in told(known, Reader.PARENT, "kukar")
    assert "0811-5539-490 (dicek Nov 2026)" in told(known, Reader.PARENT, "mahulu")
    assert "Di daerah itu belum ada Puspaga sendiri" in told(known, Reader.PARENT, "mahulu")


def test_a_place_is_told_only_where_it_is_sure() -> None:
    assert "Mal Pelayanan Publik Kutai Kartanegara (dari berita Mei 2025)" in told(mind(), Reader.PARENT, "kukar")
    for district in ("samarinda", "balikpapan", "berau", "provinsi"):
        assert "Tempatnya" not in told(mind(), Reader.PARENT, district)


@pytest.mark.parametrize("reader", READERS)
def test_in_a_closed_talk_anybody_reads_what_anybody_may(reader: Reader) -> None:
    assert told(mind(), reader, "bontang", locked=True) == told(mind(), Reader.UNKNOWN, "bontang")


def test_whoever_picks_up_the_phone_is_asked_for_the_district_again() -> None:
    one = talk(Reader.PARENT)
    one.user("anakku tantrum, kami di kukar")
    one.after(25 * timedelta(hours=1))
    one.user("halo")
    one.user("kantor")
    assert [bubble.text for bubble in one.bubbles] == ["Untuk kabupaten atau kota mana? Mengirim lokasi juga boleh."]


# ---- a point on the map


def remembered(now: Conversation) -> tuple[object, ...]:
    return now.variables, now.office, now.reader, now.recent, now.level, now.past


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("near", [*DISTRICTS, ELSEWHERE, "", "entah"])
def test_a_point_is_answered_once_and_changes_nothing_of_who_sent_it(reader: Reader, near: str) -> None:
    one = talk(reader)
    one.user("aku mau tanya" if reader is Reader.CHILD else "halo")
    before = one.conversation
    one.send(Location(one.at, near))
    assert "Lokasi tidak kami simpan." in " ".join(bubble.text for bubble in one.bubbles)
    assert remembered(one.conversation) == remembered(before)
    assert one.conversation.position == before.position


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_child_reads_that_the_office_is_there_and_the_numbers_of_that_district(district: str) -> None:
    one = talk(Reader.CHILD)
    one.send(Location(one.at, district))
    text = one.bubbles[0].text
    assert "untuk keluarga dan anak" in text
    assert ("112" in text) == (district in {"balikpapan", "samarinda", "bontang", "kutim"})
    assert not LINE.findall(text)


def test_a_point_far_away_is_met_with_numbers_of_the_whole_country_only() -> None:
    one = talk(Reader.PARENT)
    one.user("kami di balikpapan")
    one.send(Location(one.at, ELSEWHERE))
    text = " ".join(bubble.text for bubble in one.bubbles)
    assert "jauh dari Kalimantan Timur" in text
    assert "112" not in text
    assert "Puspaga Harapan" not in text


def test_after_a_long_silence_a_point_is_met_with_the_neutral_greeting() -> None:
    one = talk(Reader.PARENT)
    one.user("anakku tantrum")
    one.after(25 * timedelta(hours=1))
    one.send(Location(one.at, "bontang"))
    assert "Bontang" not in " ".join(bubble.text for bubble in one.bubbles)
    assert one.conversation.locked


@pytest.mark.parametrize("near", ["berau", ELSEWHERE])
def test_in_danger_no_office_is_named_and_the_question_stays_open(near: str) -> None:
    one = talk(Reader.CHILD)
    one.user("aku dipukul bapak tiap malam")
    here = one.conversation.position
    one.send(Location(one.at, near))
    text = " ".join(bubble.text for bubble in one.bubbles)
    assert one.conversation.position == here
    assert "tulis NOMOR" in text
    assert "110" not in text
    assert "Puspaga" not in text
