"""The tables of a month: for the province, and for one office beside it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import words
from bot.flow.known import QUEUES as KNOWN_QUEUES
from bot.model.conversation import Reader
from bot.model.figures import Served, Talks
from bot.model.message import Channel, Kind, Level, Office
from bot.model.offices import OFFICES
from bot.model.tally import Tally
from bot.report.month import ANSWERS, QUEUES, Counted, Labels, Row, Table, tables
from tests.engine.minds import mind

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
LABELS = Labels(
    OFFICES, words.CHANNELS, words.READERS, words.KINDS, words.OUTCOMES, {"ortu_balita/susah_makan": "Susah makan"}
)


def talks(office: str, count: int, reader: Reader = Reader.CHILD, level: Level = Level.NONE) -> Talks:
    return Talks(Channel.WEB, reader, "10-12", Office(office), level, count)


def ticket(office: str, waited: float | None = 3, *kinds: Kind) -> Served:
    answered = None if waited is None else NOON + timedelta(minutes=waited)
    return Served(Office(office), "anak", Level.HIGH, frozenset(kinds), NOON, answered, "")


def named(counted: Counted, name: str, office: str = "") -> Table:
    return next(one for one in tables(counted, LABELS, office) if one.name == name)


def numbers(table: Table) -> dict[str, int | None]:
    """Of the rows that are not nobody."""
    return {row.label: row.count for row in table.rows if row.count != 0}


def test_the_answers_of_children_stand_first_and_by_themselves() -> None:
    answers = [Tally(f"2026-03-{day:02}", "nilai", "lebih_baik", "child", 2) for day in (3, 4, 5)]
    answers += [Tally("2026-03-03", "nilai", "lewat", "parent", 7), Tally("2026-03-03", "nilai", "sama", "unknown", 1)]
    first, second, third, *_ = tables(Counted([], [], answers), LABELS)
    assert (first.title, numbers(first), first.total) == ("Nilai layanan ini: anak", {"Lebih enak": 6}, 6)
    assert (numbers(second), second.total) == ({"Tidak mau jawab": 7}, 7)
    assert (third.rows, third.total) == ((), None), "one answer is not even a total"


def test_every_answer_that_can_be_pressed_has_a_name() -> None:
    book = mind().book
    (ask,) = [state.exit for state in book.flows["nilai"].states.values() if getattr(state.exit, "save", "") == "nilai"]
    assert {one.key for one in ask.choices} == set(ANSWERS)  # type: ignore[union-attr]  # found by its variable
    assert set(QUEUES) == set(KNOWN_QUEUES)


def test_talks_are_told_by_channel_reader_age_level_and_office() -> None:
    counted = Counted([talks("kukar", 9), talks("berau", 6, Reader.PARENT, Level.HIGH)], [], [])
    assert numbers(named(counted, "kanal")) == {"Web": 15}
    assert numbers(named(counted, "pembaca")) == {"Anak": 9, "Orang tua": 6}
    assert numbers(named(counted, "umur")) == {"10 sampai 12 tahun": 15}
    assert numbers(named(counted, "bahaya")) == {"Bahaya hari ini": 6, "Tidak terdengar bahaya": 9}
    assert numbers(named(counted, "obrolan_kantor")) == {"Kutai Kartanegara": 9, "Berau": 6}


def test_a_small_count_hides_another_and_a_small_table_all_of_itself() -> None:
    counted = Counted([talks("kukar", 9), talks("berau", 3, Reader.PARENT), talks("kutim", 8, Reader.UNKNOWN)], [], [])
    table = named(counted, "pembaca")
    assert (numbers(table), table.total) == ({"Anak": 9, "Orang tua": None, "Belum diketahui siapa": None}, 20)
    assert all(one.rows == () and one.total is None for one in tables(Counted([talks("kukar", 4)], [], []), LABELS)
               if one.name in ("kanal", "pembaca", "umur", "bahaya", "obrolan_kantor"))  # fmt: skip


def test_how_long_people_waited_for_a_counselor() -> None:
    counted = Counted([], [*(ticket("kukar", minutes) for minutes in (1, 2, 3, 12, 14, 17, 30, 50, 51))], [])
    table = named(counted, "tiket_tunggu")
    assert numbers(table) == {"Sampai 10 menit": None, "Sampai 1 jam": None}
    assert "kira-kira 15 menit" in table.note
    unanswered = Counted([], [ticket("kukar", None)] * 5, [])
    assert numbers(named(unanswered, "tiket_tunggu")) == {"Belum dijawab konselor": 5}
    assert named(unanswered, "tiket_tunggu").note == ""


def test_a_ticket_of_two_kinds_stands_in_both_rows_and_no_total_is_told() -> None:
    table = named(Counted([], [ticket("kukar", 1, Kind.DV, Kind.PHYSICAL)] * 6, []), "tiket_jenis")
    assert numbers(table) == {"kekerasan fisik": 6, "kekerasan dalam rumah tangga": 6}
    assert table.total is None


def test_topics_that_were_opened_seldom_are_told_together() -> None:
    month = "2026-03-01"
    seldom = [Tally(month, "topik", f"anak_hati/x{number}", "child", 2) for number in range(4)]
    counted = Counted([], [], [Tally(month, "topik", "ortu_balita/susah_makan", "parent", 5), *seldom])
    assert named(counted, "topik").rows == (Row("Susah makan", 5), Row("Topik lain bersama-sama", 8))
    gone = Counted([], [], [Tally(month, "topik", "lama/nama", "parent", 5)])
    assert named(gone, "topik").rows == (Row("lama/nama", 5),)


@pytest.mark.parametrize("name", ["nilai_child", "topik", "obrolan_kantor"])
def test_what_is_not_counted_by_office_is_not_in_the_report_of_one(name: str) -> None:
    assert name not in [one.name for one in tables(Counted([], [], []), LABELS, "kukar")]


def test_an_office_sees_a_whole_table_or_its_total_alone() -> None:
    large = [talks("kukar", 20), talks("kukar", 9, Reader.PARENT), talks("berau", 11), talks("kutim", 5)]
    small = [talks("berau", 2, Reader.PARENT), talks("kutim", 4, Reader.PARENT)]
    counted = Counted([*large, *small], [], [])
    assert numbers(named(counted, "pembaca", "kukar")) == {"Anak": 20, "Orang tua": 9}
    berau = named(counted, "pembaca", "berau")
    assert (berau.rows, berau.total) == ((), 13)
