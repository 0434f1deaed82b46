"""Examples as they are written: what happens in them, what they look at, and what is told when they are wrong."""

import pytest

from bot.engine.play import Mismatch, play
from bot.flow.source import read
from bot.flow.talk_schema import TalkIn
from bot.flow.talks import talks_of
from bot.seen import Seen
from tests.engine.minds import mind, through_a_row

FLOW = "anak/perundungan"
"""Whose states an example may name without their flow."""


def faults(talk: str) -> list[str]:
    """Play one example, written as below `- name:` in a flow file; what did not come true, with its line."""
    return [f"{title}: {wrong}" for title, wrong in missed(talk)]


def missed(talk: str) -> list[tuple[str, Mismatch]]:
    body = "\n".join(f"    {line}" for line in talk.strip("\n").splitlines())
    source = read("f.yaml", f"examples:\n  - name: contoh\n{body}\n")
    assert source.problems == []
    one = TalkIn.model_validate(source.data["examples"][0])
    return [
        (talk.title, wrong)
        for talk in talks_of([one], source)
        for wrong in play(mind(), talk, FLOW, keep=through_a_row, outside=Seen(mind().book))
    ]


def lines(*talk: str, head: str = "") -> str:
    return "\n".join([*([head] if head else []), "talk:", *(f"  - {line}" for line in talk)])


BULLIED = "user: aku diejek di kelas"
HURT = "user: aku dipukul bapak tiap malam"


@pytest.mark.parametrize(
    "talk",
    [
        (BULLIED, "bot: bukan salahmu", "bot: di mana?", "not: orang tua", "then: {sent: 3, bubbles: 3}"),
        (BULLIED, "buttons: [sekolah, online, lain]", "press: online", "buttons: [ya, tidak]"),
        (BULLIED, "buttons: [Di sekolah, Di internet, Tempat lain]", "press: Di sekolah", "then: {tempat: sekolah}"),
        (BULLIED, "press: lain", "buttons: none", "then: {vars: {tempat: lain, cerita: none}}"),
        (BULLIED, "press: lain", "user: [di lapangan, deket rumah]", "bot: konselor", "then: {state: tips}"),
        (BULLIED, "then: {timers: silence 10m}", "after: 4m", "then: {timers: [silence 6m], sent: 0}"),
        (BULLIED, "after: 10m", "then: {timers: none, state: diam, locked: no, ended: no}"),
        (HURT, "then: {timers: [silence 10m, offer 10m], kinds: physical, risk: high, level: high, disputed: no}"),
        (HURT, "after: 10m", "then: {ticket: anak, sent: 0, state: aman/tinggi/diam}"),
        ("user: anakku umur 8, kami di Kukar", "then: {age: 7-9, district: kukar, reader: parent, language: id}"),
        (BULLIED, "sticker", "then: {state: di_mana}"),
        (BULLIED, "voice", "bot: tidak bisa mendengar suara"),
        (BULLIED, "photo: ini fotonya", "then: {state: di_mana}"),
        (BULLIED, "location", "then: {state: di_mana}"),
        (BULLIED, "card", "then: {state: di_mana}"),
        (BULLIED, "edit: aku diejek di rumah", "then: {state: di_mana}"),
        ("user: berhenti", "then: {ended: yes}", "user: halo", "then: {ended: no}"),
    ],
)
def test_a_talk_comes_true(talk: tuple[str, ...]) -> None:
    assert faults(lines(*talk)) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("bot: tidak dikatakan", "the bot did not say 'tidak dikatakan' but: Makasih sudah cerita"),
        ("not: bukan salahmu", "the bot said 'bukan salahmu': Makasih"),
        ("bot: salahmu. Kejadiannya", "the bot did not say 'salahmu. Kejadiannya'"),
        ("buttons: [sekolah, lain, online]", "the buttons are Di sekolah, Di internet, Tempat lain, not sekolah, lain"),
        ("buttons: [Di sekolah]", "the buttons are Di sekolah, Di internet, Tempat lain, not Di sekolah"),
        ("buttons: none", "the buttons are Di sekolah, Di internet, Tempat lain, not none"),
        ("press: rumah", "no button 'rumah'; shown: sekolah, online, lain"),
        ("then: {state: di_man}", "state is 'anak/perundungan/di_mana', not 'di_man'"),
        ("then: {state: perundungan/di_mana}", "state is 'anak/perundungan/di_mana', not 'perundungan/di_mana'"),
        ("then: {level: high}", "level is 'none', not 'high'"),
        ("then: {kinds: [physical, sexual]}", "kinds: none, not physical, sexual"),
        ("then: {ticket: anak, sent: 4}", "ticket is 'none', not 'anak'; sent is '3', not '4'"),
        ("then: {timers: [silence 9m]}", "timers: silence 10m, not silence 9m"),
        ("then: {timers: none}", "timers: silence 10m, not none"),
        ("then: {tempat: sekolah}", "tempat is 'none', not 'sekolah'"),
        ("then: {vars: {tempat: sekolah}}", "tempat is 'none', not 'sekolah'"),
        ("then: {disputed: yes}", "disputed is 'no', not 'yes'"),
        ("claim", "the desk was refused: closed"),
        ("reply: halo", "the desk was refused: closed"),
        ("close", "the desk was refused: closed"),
        ("open: payung hijau", "no talk was kept under these two words"),
    ],
)
def test_a_line_that_does_not_come_true_is_told_with_its_place(line: str, fault: str) -> None:
    assert [one.partition(fault)[0] for one in faults(lines(BULLIED, line))] == ["contoh: f.yaml:5:9 "]


def test_what_did_not_come_true_is_told_in_both_languages() -> None:
    _, wrong = missed(lines(BULLIED, "then: {level: high, timers: none}"))[0]
    assert wrong.text.indonesian == "level adalah 'none', bukan 'high'; timers: silence 10m, bukan none"
    assert wrong.text.english == "level is 'none', not 'high'; timers: silence 10m, not none"


def test_what_the_bot_said_is_found_in_its_order() -> None:
    wrong = faults(lines(BULLIED, "bot: di mana?", "bot: bukan salahmu"))
    assert [one.split(" the bot")[0] for one in wrong] == ["contoh: f.yaml:6:9"]
    assert faults(lines(BULLIED, "bot: sudah cerita.", "bot: bukan salahmu", "bot: di mana?")) == []


def test_the_same_example_is_played_on_each_of_its_channels() -> None:
    talk = (BULLIED, "bot: bukan salahmu", "bot: di mana?", "buttons: [sekolah, online, lain]", "press: online")
    several = "channel: [telegram, whatsapp, web]"
    assert faults(lines(*talk, "bot: tangkapan layarnya", "then: {tempat: online}", head=several)) == []
    wrong = faults(lines(BULLIED, "then: {sent: 3}", head=several))
    assert wrong == ["contoh [whatsapp]: f.yaml:6:9 sent is '1', not '3'"]


def test_on_whatsapp_a_choice_is_answered_by_its_number() -> None:
    assert faults(lines(BULLIED, "bot: 2. Di internet", "press: online", head="channel: whatsapp")) == []
    assert faults(lines(BULLIED, "bot: 2. Di internet", head="channel: telegram")) != []


def test_what_is_known_before_the_first_word_is_given() -> None:
    head = "as: child\nlanguage: en\ngiven: {umur: 13-15, wilayah: kukar, hp_sendiri: ya}".replace("\n", "\n    ")
    facts = "then: {reader: child, language: en, age: 13-15, district: kukar, hp_sendiri: ya}"
    assert faults(lines("user: halo", facts, head=head.replace("    ", ""))) == []


def test_a_talk_begins_when_it_says() -> None:
    at = "at: 2026-11-28T23:00+08:00"
    assert faults(lines("user: konselor", "bot: Sekarang belum ada konselor yang membaca", head=at)) == []
    assert faults(lines("user: konselor", "bot: Sekarang belum ada konselor yang membaca")) != []


# ---- a counselor


WAITING = (HURT, "press: tidak_ada", "press: orang", "press: boleh", "then: {voice: waiting, ticket: anak}")


def test_a_counselor_takes_writes_and_closes() -> None:
    talk = (
        *WAITING,
        "claim: Kak Sari",
        "then: {voice: counselor, sent: 0}",
        "reply: Halo, aku baca ceritamu.",
        "bot: Kak Sari",
        "bot: aku baca ceritamu",
        "user: iya kak",
        "then: {sent: 0, voice: counselor}",
        "close: selesai",
        "then: {voice: bot, ticket: none}",
    )
    assert faults(lines(*talk)) == []


def test_a_reply_to_a_child_who_went_away_is_held_until_they_say_go_on() -> None:
    talk = (
        *WAITING,
        "claim",
        "after: 11m",
        "reply: Aku di sini.",
        "then: {sent: 0}",
        "user: halo",
        "not: Aku di sini.",
    )
    assert faults(lines(*talk, "press: lanjut", "bot: Aku di sini.")) == []


def test_at_the_desk_the_second_claim_is_refused_to_nobody_but_another() -> None:
    assert faults(lines(*WAITING, "claim", "claim", "close", "close")) == [
        "contoh: f.yaml:12:9 the desk was refused: closed"
    ]


# ---- the web chat


WORDS = (*WAITING[:4], "user: payung hijau", "then: {ticket: anak, voice: waiting}")


def test_two_words_open_the_talk_again_on_the_web() -> None:
    web = "channel: web"
    later = ("after: 11m", "open: Payung  hijau", "bot: Lanjut yang kemarin", "press: lanjut", "then: {ticket: anak}")
    assert faults(lines(*WORDS, *later, head=web)) == []
    assert faults(lines(*WORDS, "after: 11m", "open", "then: {ticket: anak}", head=web)) == []
    assert len(faults(lines(*WORDS, "open: payung biru", head=web))) == 1


def test_whoever_writes_on_a_forgotten_page_is_a_stranger() -> None:
    talk = (*WORDS, "after: 11m", "user: halo", "not: Lanjut", "then: {ticket: none, level: none, tempat: none}")
    assert faults(lines(*talk, head="channel: web")) == []
    still = (*WORDS, "after: 9m", "user: halo", "then: {ticket: anak}")
    assert faults(lines(*still, head="channel: web")) == []


def test_a_counselor_answers_the_talk_that_was_left_and_not_the_stranger() -> None:
    talk = (*WORDS, "after: 11m", "user: halo", "claim", "reply: Aku di sini.", "not: Aku di sini.", "then: {sent: 0}")
    back = ("open: payung hijau", "press: lanjut", "bot: Aku di sini.")
    assert faults(lines(*talk, *back, head="channel: web")) == []


def test_after_the_quick_exit_nothing_is_seen_on_the_web() -> None:
    assert faults(lines(BULLIED, "user: keluar", "then: {sent: 0, ended: yes}", head="channel: web")) == []


def test_a_talk_that_rested_for_three_days_is_a_new_one() -> None:
    rested = (BULLIED, "press: sekolah", "press: tidak", "then: {state: pamit, tempat: sekolah}")
    assert faults(lines(*rested, "after: 71h", "user: halo", "then: {tempat: sekolah}")) == []
    assert faults(lines(*rested, "after: 73h", "user: halo", "then: {tempat: none}")) == []


# ---- two people at once


PEOPLE = "people:\n  ibu: {as: parent, channel: whatsapp}\n  anak: {as: child, channel: web}"


def test_two_people_at_once_hear_nothing_of_each_other() -> None:
    talk = (
        "as: ibu",
        "user: anakku 2 tahun tantrum terus",
        "bot: meminjam tenangnya kita",
        "as: anak",
        "then: {state: none, sent: 0, reader: child}",
        HURT,
        "bot: Aku percaya kamu",
        "not: tantrum",
        "as: ibu",
        "then: {sent: 0, level: none, ticket: none, reader: parent, timers: silence 12h}",
        "after: 11m",
        "then: {sent: 0, ticket: none, level: none}",
        "as: anak",
        "then: {sent: 0, ticket: anak, level: high}",
        "claim",
        "reply: Halo, aku baca.",
        "as: ibu",
        "then: {sent: 0, voice: bot, ticket: none}",
    )
    assert faults(lines(*talk, head=PEOPLE)) == []


def test_a_desk_that_writes_to_one_does_not_reach_the_other() -> None:
    people = "people: [satu, dua]"
    both = [line for name in ("satu", "dua") for line in (f"as: {name}", *WAITING)]
    talk = (
        *both,
        "as: satu",
        "claim: Kak Sari",
        "reply: Untuk satu.",
        "bot: Untuk satu.",
        "as: dua",
        "then: {sent: 0}",
    )
    assert faults(lines(*talk, "not: Untuk satu.", "then: {voice: waiting}", head=people)) == []


def test_the_clock_of_all_people_is_one() -> None:
    people = "people: [satu, dua]"
    talk = ("as: satu", BULLIED, "after: 4m", "as: dua", BULLIED, "then: {timers: silence 10m}", "after: 6m")
    assert faults(lines(*talk, "then: {timers: silence 4m}", "as: satu", "then: {state: diam}", head=people)) == []


def test_every_flow_has_an_example() -> None:
    assert [flow.name for flow in mind().book.flows.values() if not flow.examples] == []
