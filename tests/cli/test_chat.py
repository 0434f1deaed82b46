"""`puspaga chat`: what a family would see, told to an editor, and kept as an example."""

import io
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import commands
from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.config import load
from bot.engine.play import play
from bot.flow.library import load as load_flows
from bot.model.conversation import Reader
from bot.model.message import Channel
from bot.saving import Examples
from bot.seen import Seen
from bot.stage import Stage
from tests.engine.minds import mind
from tests.scenes.house import furnish
from tests.test_examples import pytested

BULLIED = "aku diejek di kelas"
TALK = "flows/anak/perundungan.yaml"
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A furnished folder to stand in."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    return tmp_path


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Chat":
    return Chat(monkeypatch, capsys)


class Chat:
    """The command, with what is typed into it."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch, self._captured = patch, captured
        self.code = GOOD
        self.err = ""

    def __call__(self, *lines: str, options: str = "", tty: bool = False) -> str:
        typed = Typed("".join(f"{line}\n" for line in lines), tty=tty)
        self._patch.setattr("sys.stdin", typed)
        self.code = main(["chat", *options.split()])
        said = self._captured.readouterr()
        self.err = said.err
        return said.out


class Typed(io.StringIO):
    def __init__(self, text: str, *, tty: bool) -> None:
        super().__init__(text)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


def seen(*lines: str, reader: str = "unknown", channel: str = "telegram") -> str:
    """What a talk with the project's own flows shows."""
    stage = Stage(mind(), AT, reader=Reader(reader), language="id", channel=Channel(channel))
    return "".join(f"{told}\n" for line in lines for told in stage.take(line))


# ---- what is shown


def test_telegram_shows_every_bubble_and_the_buttons_below_the_last() -> None:
    assert seen(BULLIED, reader="child").splitlines() == [
        "  Makasih sudah cerita. Itu bukan salahmu.",
        "  Tidak usah membalas. Menjauh dulu, dan dekati satu orang yang baik padamu.",
        "  Kejadiannya di mana?",
        "    [ Di sekolah ]",
        "    [ Di internet ]",
        "    [ Tempat lain ]",
        "  — anak/perundungan/di_mana · silence 10m",
    ]


def test_whatsapp_shows_one_message_with_numbered_lines() -> None:
    said = seen(BULLIED, "/press online", channel="whatsapp")
    assert said.startswith("  Makasih sudah cerita. Itu bukan salahmu.\n\n  Tidak usah membalas.")
    assert "\n\n  Kejadiannya di mana?\n\n  1. Di sekolah\n  2. Di internet\n" in said
    assert "[" not in said
    assert "tempat = online" in said


def test_the_web_shows_numbers_on_its_buttons() -> None:
    assert "    [ 2. Di internet ]\n" in seen(BULLIED, channel="web")


def test_after_each_turn_stands_where_the_talk_is() -> None:
    said = seen("aku dipukul bapak tiap malam", "/after 4m", "/after 6m", reader="child").splitlines()
    where = [line.removeprefix("  — ") for line in said if line.startswith("  — ")]
    assert where == [
        "aman/tinggi/percaya · high physical · offer 10m · silence 10m · saran = disakiti_di_rumah",
        "aman/tinggi/percaya · high physical · offer 6m · silence 6m",
        "aman/tinggi/diam · high physical · tiket anak (waiting)",
    ]
    assert said.count("  (tidak ada yang tampil)") == 2


def test_an_answer_of_an_open_class_is_told_and_a_sensitive_one_is_only_said_to_be_kept() -> None:
    said = seen(BULLIED, "lain", "di lapangan dekat rumah")
    assert "tempat = lain" in said
    assert "cerita (disimpan)" in said
    assert "lapangan" not in said


def test_a_forgotten_page_of_the_web_chat_meets_a_stranger() -> None:
    assert seen(BULLIED, "/after 11m", "halo", channel="web").splitlines()[-1].endswith(" · obrolan baru")
    assert "Lanjut yang kemarin" in seen(BULLIED, "/after 11m", "halo")


@pytest.mark.parametrize(("locale", "word"), [("id_ID.UTF-8", "waktu berlalu"), ("en_US.UTF-8", "time passes")])
def test_help_is_told_in_the_language_of_whoever_sits_there(
    folder: Path, chat: Chat, monkeypatch: pytest.MonkeyPatch, locale: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    said = chat("/help")
    assert word in said
    assert [line.split()[0] for line in said.splitlines()] == [
        "/after",
        "/press",
        "/sticker",
        "/voice",
        "/photo",
        "/location",
        "/help",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/after besok", "tulis seperti /after 10m"),
        ("/after", "tulis seperti /after 10m"),
        ("/after 9999999999999d", "tulis seperti /after 10m"),
        ("/aftr 10m", "mungkin maksudnya /after?"),
        ("/press terbang", "tidak ada tombol itu; yang ada: sekolah, online, lain"),
        ("/press", "tidak ada tombol itu; yang ada: sekolah, online, lain"),
        ("/press 4", "tidak ada tombol itu; yang ada: sekolah, online, lain"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(line: str, told: str) -> None:
    before = seen(BULLIED, "di sekolah")
    said = seen(BULLIED, line, "di sekolah")
    left = [one for one in said.splitlines() if one not in before.splitlines()]
    assert len(left) == 1
    assert left[0].startswith(told)


@pytest.mark.parametrize("how", ["/press sekolah", "/press Di sekolah", "/press 1", "1", "di sekolah"])
def test_a_choice_is_made_by_key_label_or_number(how: str) -> None:
    assert "anak/perundungan/tips" in seen(BULLIED, how)


def test_a_word_of_telegram_that_is_not_ours_goes_to_the_bot() -> None:
    assert "Aku robot Puspaga" in seen("/start")


@pytest.mark.parametrize("line", ["/quit", "/Exit sekarang"])
def test_a_command_that_is_none_is_told_in_one_line_and_not_sent_as_words(line: str) -> None:
    word = line.split(maxsplit=1)[0]
    known = "/after /press /sticker /voice /photo /location /help"
    assert seen(line).splitlines() == [f"{word} tidak dikenal di sini; yang ada: {known}; Ctrl-D selesai"]


def test_media_are_answered() -> None:
    said = seen(BULLIED, "/sticker", "/voice", "/photo ini dia")
    assert said.count("anak/perundungan/di_mana") == 4


def test_bytes_that_are_no_text_are_read_as_something_unreadable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe halo\n"), encoding="utf-8"))
    assert main(["chat"]) == GOOD
    assert "Aku robot Puspaga" in capsys.readouterr().out


# ---- what is kept


def test_a_saved_talk_stands_in_the_flow_file_and_comes_true(
    folder: Path, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / TALK
    before = path.read_text("utf-8").replace("  pamit:\n", "  # sampai jumpa\n  pamit:\n")
    path.write_text(before, encoding="utf-8")
    said = chat(BULLIED, "/press sekolah", "/after 25h", "halo", options=f"--as child --language en --save {TALK}")
    assert said.endswith(f"Disimpan di {TALK}: {BULLIED}\n")
    after = path.read_text("utf-8")
    assert after.startswith(before)
    added = after.removeprefix(before)
    assert added.startswith(f"  - name: {BULLIED}\n    at: 20")
    assert "    as: child\n    language: en\n    talk:\n" in added
    assert "      - press: sekolah\n" in added
    assert "      - after: 25h\n" in added
    assert main(["check"]) == GOOD, capsys.readouterr().out
    assert not (folder / "var").exists()


def test_pytest_collects_a_saved_talk(folder: Path, chat: Chat) -> None:
    chat(BULLIED, "/press sekolah", options=f"--channel whatsapp --save {TALK}")
    assert re.search(r"\b1 passed in ", pytested(folder, f"{TALK}::{BULLIED}"))


def test_a_file_that_is_not_there_becomes_one_with_this_example_only(folder: Path, chat: Chat) -> None:
    chat(BULLIED, options="--save baru.yaml")
    chat(BULLIED, options="--save baru.yaml")
    saved = (folder / "baru.yaml").read_text("utf-8")
    assert saved.startswith("examples:\n  - name: aku diejek di kelas\n")
    assert "  - name: aku diejek di kelas (2)\n" in saved
    assert "state: anak/perundungan/di_mana" in saved


def test_whoever_sits_there_is_asked_for_a_name(folder: Path, chat: Chat) -> None:
    typed = Typed(f"{BULLIED}\n", tty=True)
    stage = Stage(mind(), AT, reader=Reader.CHILD, language="id", channel=Channel.TELEGRAM, spoken=0)
    out = io.StringIO()
    stage.run(typed, out)
    assert out.getvalue().startswith("Tulis seperti keluarga menulis.")
    asked = io.StringIO()
    examples = Examples(folder / "baru.yaml", mind(), folder / "flows")
    told = stage.keep(examples, Typed("di kelas\n", tty=True), asked)
    assert asked.getvalue() == f"\nNama contoh [{BULLIED}]: "
    assert told.endswith("baru.yaml: di kelas")
    assert stage.keep(examples, Typed("", tty=True), asked).endswith(f"baru.yaml: {BULLIED}")


def test_where_nothing_was_said_nothing_is_written(folder: Path, chat: Chat) -> None:
    assert chat("/help", options="--save baru.yaml").endswith("tidak ada yang disimpan.\n")
    assert not (folder / "baru.yaml").exists()


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        ("flow: [\n", PROBLEM, "flows/anak/perundungan.yaml:2:1 F001 "),
        ("- a\n", MISUSE, "puspaga: flows/anak/perundungan.yaml: no example can be put below"),
        ("\xff", MISUSE, "puspaga: flows/anak/perundungan.yaml cannot be read: UnicodeDecodeError"),
    ],
)
def test_a_file_that_takes_no_example_is_refused_before_the_talk_and_left_alone(
    folder: Path, chat: Chat, content: str, code: int, told: str
) -> None:
    path = folder / "rusak.yaml"
    path.write_bytes(content.encode("latin-1"))
    assert chat(BULLIED, options="--save rusak.yaml") == ""
    assert chat.code == code
    assert chat.err.startswith(told.replace(TALK, "rusak.yaml"))
    assert len(chat.err.splitlines()) == 1
    assert path.read_bytes() == content.encode("latin-1")


def test_a_file_in_no_folder_is_misuse(folder: Path, chat: Chat) -> None:
    assert chat(BULLIED, options="--save tidak/ada.yaml") == ""
    assert chat.code == MISUSE
    assert chat.err == "puspaga: there is no folder tidak\n"


def test_the_file_keeps_its_mode_and_nothing_is_left_beside_it(folder: Path, chat: Chat) -> None:
    path = folder / TALK
    path.chmod(0o640)
    beside = set(path.parent.iterdir())
    chat(BULLIED, options=f"--save {TALK}")
    assert path.stat().st_mode & 0o777 == 0o640
    assert set(path.parent.iterdir()) == beside


WORDS = [
    "halo",
    "ya",
    "ga",
    "1",
    "3",
    "zzz",
    "aku sedih",
    "menu",
    "kembali",
    "aku dipukul bapak",
    "2 thn",
    "  ",
    "😭: #x",
]


def test_a_random_talk_saved_into_every_flow_comes_true_again(folder: Path) -> None:
    config = load(folder / "config.yaml", {})
    own = commands.example_mind(config)
    dice = random.Random(4)
    for number, flow in enumerate(own.book.flows.values()):
        channel = list(Channel)[number % 3]
        stage = Stage(own, AT, reader=dice.choice(list(Reader)), language="id", channel=channel)
        for word in (dice.choice([*flow.words, *flow.about, "halo"]), *(move(dice) for _ in range(7))):
            assert list(stage.take(word))
        examples = Examples(folder / "flows" / f"{flow.name}.yaml", own, folder / "flows")
        assert stage.keep(examples, Typed("", tty=False), io.StringIO()).startswith("Disimpan")
    book = load_flows(folder / "flows", folder / "content")
    for name, flow in book.flows.items():
        assert len(flow.examples) == len(own.book.flows[name].examples) + 1
        assert play(own, flow.examples[-1], name, outside=Seen(book)) == []


def move(dice: random.Random) -> str:
    return dice.choice([*WORDS, "/press 1", "/press 2", "/after 11m", "/after 25h", "/sticker", "/voice ya", "/photo"])
