"""Every code of the house has words that a counselor reads."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.desk import lines, words
from bot.engine.understand import DISTRICTS
from bot.flow.book import Handoff
from bot.model.conversation import Reader, Ticket
from bot.model.desk import TalkLine, Waiting
from bot.model.message import Author, Channel, ConversationId, Kind, Level, MessageId, Office, TicketId
from bot.model.offices import OFFICES
from bot.ports import Delivery
from bot.rules import can_send
from bot.rules.office_hours import Ending
from bot.rules.queue_order import NAMES
from tests.engine.minds import mind
from tests.scenes.house import ROOT

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # 12.00 WITA
VERDICTS = re.compile(r'(Held|Never)\("([\w ]+)"\)')


def line(state: str, because: str = "", *, attempts: int = 1, text: str = "halo", **more: object) -> TalkLine:
    return TalkLine(MessageId("c/1/1"), NOON, Author.COUNSELOR, text, state, because, attempts, **more)  # type: ignore[arg-type]  # fields


def waiting(channel: Channel = Channel.WEB, last: datetime | None = NOON, reader: str = "child") -> Waiting:
    ticket = Ticket(TicketId("c.1"), Office("provinsi"), "anak", Level.HIGH, frozenset(), NOON)
    return Waiting(ticket, ConversationId("c"), channel, "10-12", reader, last, 0)


def test_whatever_a_handoff_notes_has_words_that_fit_all_that_is_answered_there() -> None:
    flows = mind().book.flows.values()
    exits = [state.exit for flow in flows for state in flow.states.values()]
    noted = {name for one in exits if isinstance(one, Handoff) for name in one.note}
    assert noted - {"cerita", "keluhan", "pendapat", "tempat_tolong"} <= words.NOTE.keys()
    assert "aman" not in words.NOTE["tempat"], "it is where somebody is teased, or how loud it is at home"


def test_every_reason_to_hold_or_drop_a_message_has_words_of_its_own() -> None:
    found = VERDICTS.findall(Path(can_send.__file__).read_text())
    assert {kind for kind, _ in found} == {"Held", "Never"}
    assert {why for kind, why in found if kind == "Held"} == lines.WHY_HELD.keys()
    assert {why for kind, why in found if kind == "Never"} | {"withdrawn"} == lines.WHY_NOT.keys()


def test_every_code_has_words() -> None:
    assert set(Kind) == words.KINDS.keys()
    assert set(Level) == words.SHAPES.keys() == NAMES.keys()
    assert set(Channel) == words.CHANNELS.keys()
    assert {one.value for one in Reader} == words.READERS.keys()
    assert {one.value for one in Delivery} - {"held"} <= lines.STATES.keys()


def test_an_office_is_called_the_same_at_the_desk_and_by_families() -> None:
    replies = yaml.safe_load((ROOT / "content/replies/umum.yaml").read_text("utf-8"))["replies"]
    read = {name.removeprefix("kantor."): said for name, said in replies.items() if name.startswith("kantor.")}
    assert read == {**OFFICES, "provinsi": "Kalimantan Timur"}


def test_every_district_that_the_bot_understands_has_a_name_at_the_desk() -> None:
    assert DISTRICTS.keys() <= words.DISTRICTS.keys()
    ticket = Ticket(TicketId("c.1"), Office("provinsi"), "", Level.NONE, frozenset(), NOON, note={"wilayah": "mahulu"})
    assert ("Wilayah", "Mahakam Ulu") in words.note(ticket)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (line("sent"), "terkirim"),
        (line("sent", attempts=2), "terkirim, 2 kali dicoba"),
        (line("unknown", "stopped in flight"), "mungkin terkirim"),
        (line("waiting", "hours"), "menunggu jam yang ia pilih"),
        (line("held", "a code of tomorrow"), "ditahan: belum aman"),
        (line("withdrawn", "a code of tomorrow"), "ditarik, tidak dikirim"),
        (line("refused", "63016"), "tidak sampai: lewat 24 jam di WhatsApp"),
        (line("refused", "403"), "tidak sampai: ia memblokir kita"),
        (line("refused", "a code of tomorrow"), "tidak sampai"),
        (line("unknown", "timeout", attempts=5), "mungkin terkirim, 5 kali dicoba"),
        (line("delivered"), "sampai"),
        (line("read"), "dibaca"),
        (line(""), ""),
    ],
)
def test_what_became_of_a_message_is_told(one: TalkLine, told: str) -> None:
    assert lines.told(one) == told


def test_the_ears_span_is_cut_in_letters_not_bytes() -> None:
    one = line("", text="😭 aku dipukul bapak", span=(6, 13), alarm="dipukul_tiap_hari")
    assert lines.cut(one) == ("😭 aku ", "dipukul", " bapak")
    assert lines.line_of(one, NOON).rule == "dipukul tiap hari"


def test_what_bubbles_in_a_row_have_in_common_is_said_under_the_last() -> None:
    held = line("held", "asked")
    first, second, third = lines.lines_of([line("sent"), held, held], NOON)
    assert (first.who, first.note) == ("Konselor", "terkirim")
    assert (second.who, second.note) == ("", "ditahan: ia minta membuka sendiri")
    assert (third.who, third.note) == ("Konselor", lines.WHY_HELD["asked"])


def test_a_childs_age_is_theirs_and_a_parents_is_only_what_was_named() -> None:
    assert words.person(waiting()) == "Anak, 10–12 tahun"
    assert words.person(waiting(reader="parent")) == "Orang tua, menyebut 10–12 tahun"


def test_the_whatsapp_clock_runs_from_their_last_word() -> None:
    assert words.window(waiting(), NOON) == ""
    assert words.window(waiting(Channel.WHATSAPP, None), NOON) == ""
    two_hours_left = words.window(waiting(Channel.WHATSAPP), NOON + timedelta(hours=22))
    assert two_hours_left == "WhatsApp: bisa dijawab sampai 12.00 (2 jam lagi)."
    assert "lewat 24 jam" in words.window(waiting(Channel.WHATSAPP), NOON + timedelta(hours=24))


def test_an_hour_of_another_day_is_told_with_its_day() -> None:
    assert words.hour(NOON, NOON) == "12.00"
    assert words.hour(NOON, NOON + timedelta(hours=12)) == "24/11 12.00"
    assert words.hour(None, NOON) == ""


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "baru saja"), (1, "1 menit"), (119, "119 menit"), (120, "2 jam"), (2879, "47 jam"), (2880, "2 hari")],
)
def test_a_waiting_time_is_one_a_person_can_grasp(minutes: int, told: str) -> None:
    assert words.span(NOON, NOON + timedelta(minutes=minutes)) == told


def test_a_calendar_that_is_missing_over_or_soon_over_is_told_with_its_day_and_what_follows() -> None:
    paser, day = Office("paser"), date(2026, 12, 31)
    assert "Paser belum punya hari terakhir" in words.ending(Ending(paser, None, over=True))
    assert words.ending(Ending(paser, day, over=True)).startswith("Jam buka Paser berakhir 31/12/2026. Sampai")
    assert "Setelah itu kantornya dianggap tutup" in words.ending(Ending(paser, day, over=False))


def test_a_level_is_a_word_a_shape_and_a_tone() -> None:
    assert words.level(Level.HIGH) == {"level": "Bahaya hari ini", "shape": "◆", "tone": "high"}
