"""`screen --explain`: how one text comes to its level, told in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import explaining
from bot.cli import GOOD, main
from bot.screen.ear import Ear, load_rules
from bot.screen.rules import SCORER
from bot.screen.scene import Scene
from bot.screen.scorer import BLANK, Scorer, write_table
from tests.scenes.house import furnish

RULES = """
groups:
  "me": [aku]
spelling: {bpk: bapak, pgn: ingin}
ordinary: [hujan dan yang turun bulan gelap bola]
rules:
  jatuh:
    level: high
    sure: yes
    kinds: [physical]
    phrases: [jatuh]
    unless: [jatuh cinta]
    why: Somebody falls.
  pergi:
    level: imminent
    kinds: [runaway]
    negated: concern
    phrases: [ingin pergi]
    why: Somebody wants to leave.
  sendiri:
    level: high
    sure: yes
    kinds: [neglect, distress]
    alone: yes
    speaker: child
    phrases: [sendiri]
  lapar:
    level: high
    kinds: [neglect]
    phrases: [lapar]
  malam:
    level: sign
    kinds: [parent_control]
    phrases: [malam]
    why: Night is told of.
frames:
  cerita:
    strong: yes
    phrases: [film]
"""

LONG = "hujan dan yang turun hujan dan yang turun"
"""As many ordinary words as make a message that is not plain."""


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    """Gelap brings much to its score, bulan takes a little away."""
    weights = [0] * (1 << 12)
    table = replace(BLANK, weights=weights, rarities=[20] * (1 << 12), unit=0.1, bias=0.0)
    scorer = Scorer(table, {})
    weights[scorer.at(b"gelap")], weights[scorer.at(b"bulan")] = 127, -9
    (tmp_path / "a.yaml").write_text(RULES, encoding="utf-8")
    write_table(tmp_path / SCORER, replace(table, high=0.3, concern=0.2, seconds=0.1))
    return load_rules(tmp_path)


def told(ear: Ear, text: str, *, english: bool = False) -> list[str]:
    return list(explaining.lines(ear, text, english=english))


def section(lines: list[str], title: str) -> list[str]:
    """The lines below a title, or what stands in its own line."""
    start = next(number for number, line in enumerate(lines) if line.startswith(title))
    end = next((number for number in range(start, len(lines)) if not lines[number]), len(lines))
    return [line.removeprefix("  ") for line in lines[start + 1 : end]] or [lines[start].removeprefix(f"{title}: ")]


def test_a_text_is_told_from_its_words_to_its_level(ear: Ear) -> None:
    assert told(ear, "Bpk jatuh,  di jatuh cinta") == [
        "Teks: Bpk jatuh, di jatuh cinta",
        "Terbaca: bapak jatuh di jatuh cinta",
        '  "Bpk" dibaca bapak',
        "",
        "Aturan yang berbunyi",
        '  jatuh: tinggi, kekerasan fisik, di "jatuh"',
        "    Somebody falls.",
        "",
        "Ada di teks, tetapi tidak dihitung penuh",
        '  jatuh: "jatuh" dimaafkan oleh "jatuh cinta"',
        "",
        "Penilai",
        "  skor 0,00",
        "  jauh di atas ambang untuk mempercayai aturan yang tidak pasti (-0,40)",
        "  jauh di bawah ambang khawatir, yang dicapainya tanpa aturan (0,20)",
        "  jauh di bawah ambang tinggi, yang dicapainya tanpa aturan (0,30)",
        '  tidak ikut dihitung: "jatuh cinta"',
        "",
        "Tanda (hanya menyebut jenisnya): tidak ada",
        "",
        "Hasil: tinggi — kekerasan fisik",
        '  karena jatuh, di "jatuh"',
    ]


def test_it_is_told_in_english_too(ear: Ear) -> None:
    lines, score = told(ear, "malam gelap", english=True), ear.account("malam gelap", Scene()).score
    assert section(lines, "Rules that fired") == ["none"]
    assert section(lines, "Scorer") == [
        f"score {score:.2f}",
        "far above the threshold from which a rule that is not sure counts (-0.40)",
        "far above the threshold of concern, which it reaches without a rule (0.20)",
        "far above the threshold of high, which it reaches without a rule (0.30)",
        f'up: "gelap" +{score:.2f}',
    ]
    assert section(lines, "Signs")[0] == 'malam: parent control, on "malam"; used'
    assert lines[-2:] == ["Outcome: high — parent control", '  because of malam, on "malam"']


def test_what_the_scorer_hears_alone_says_what_moved_it_up_and_down(ear: Ear) -> None:
    lines = told(ear, "hujan bulan turun gelap")
    up, down = section(lines, "Penilai")[-2:]
    assert up.startswith('menaikkan: "gelap" +0,')
    assert down.startswith('menurunkan: "bulan" -0,')
    assert lines[-2:] == ["Hasil: tinggi — tertekan", '  karena penilai sendiri (pola), di "gelap"']


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("aku tidak jatuh", 'jatuh: "jatuh" disangkal oleh "tidak"'),
        ("tidak pgn pergi", 'pergi: "pgn pergi" disangkal oleh "tidak"; tersisa khawatir'),
        ("di film aku jatuh", 'jatuh: "jatuh" dibingkai oleh "film" (cerita, berita, tugas)'),
        ("sendiri", 'sendiri: "sendiri" hanya berlaku bila itulah seluruh pesan, bila yang menulis anak'),
        ("hujan turun", "tidak ada"),
    ],
)
def test_a_rule_that_stood_there_and_counts_less_says_why(ear: Ear, text: str, quiet: str) -> None:
    assert section(told(ear, text), "Ada di teks, tetapi tidak dihitung penuh")[0] == quiet


@pytest.mark.parametrize(
    ("text", "doubt", "level"),
    [
        (
            f"aku lapar {LONG}",
            "  tidak dipercaya: aturan ini tidak pasti, dan penilai tidak mendengar bahaya",
            "tidak ada",
        ),
        (
            f"pgn pergi {LONG}",
            "  hanya khawatir: aturan ini tidak pasti, dan penilai tidak mendengar bahaya",
            "khawatir",
        ),
    ],
)
def test_a_rule_that_is_not_believed_says_so(ear: Ear, text: str, doubt: str, level: str) -> None:
    lines = told(ear, text)
    assert section(lines, "Aturan yang berbunyi")[1] == doubt
    assert section(lines, "Hasil")[0].removeprefix("Hasil: ").startswith((level, "karena pergi"))


@pytest.mark.parametrize("text", ["", " \n ", "…!?", "\ud800", "\x1b[31m\x00", "film jatuh " * 400, "a" * 65_536])
def test_any_text_can_be_told_and_obeys_no_terminal(ear: Ear, text: str) -> None:
    for english in (False, True):
        lines = told(ear, text, english=english)
        assert all(line.isprintable() for line in lines)
        assert "\n".join(lines).encode()


def test_what_is_told_is_what_the_ear_hears(ear: Ear) -> None:
    for text in ("aku jatuh", "malam gelap", "tidak pgn pergi", "di film aku jatuh", "gelap jatuh", "hujan"):
        assert list(ear.account(text, Scene()).heard) == ear.explain(text, Scene())


def test_the_command_tells_it_and_needs_neither_keys_nor_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    for locale, outcome in (("id_ID.UTF-8", "Hasil: tinggi — kekerasan seksual"), ("en_US", "Outcome: high — sexual")):
        monkeypatch.setenv("LC_ALL", locale)
        assert main(["screen", "--explain", "om suka pegang kemaluanku"]) == GOOD
        printed = capsys.readouterr()
        assert outcome in printed.out.splitlines()
        assert printed.err == ""
    assert not (tmp_path / "var").exists()
