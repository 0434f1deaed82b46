"""One text, told in the words of who reads it; and questions that are not asked, or say why they are."""

from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.library import load
from bot.model.conversation import Position, Reader
from bot.model.message import Channel
from bot.seen import WORKDAYS
from tests.engine.minds import ROOT, mind, rehearsal
from tests.flow.shelf import FLOW, written

VARIED = """\
    say:
      - text: Mau cerita?
        variants:
          child: Mau cerita, Dik?
          7-9: Mau cerita? Satu kata saja boleh.
          whatsapp 7-9: Mau cerita? Ketik satu kata.
          whatsapp: Mau cerita di sini?
"""


def talk(tmp_path: Path, changes: dict[str, str | bytes | None], channel: Channel = Channel.TELEGRAM) -> Rehearsal:
    flows, content = written(tmp_path, changes)
    return Rehearsal(Mind(load(flows, content), mind().ear, WORKDAYS), rehearsal().at, channel=channel)


@pytest.mark.parametrize(
    ("channel", "reader", "band", "language", "expected"),
    [
        ("telegram", Reader.UNKNOWN, "", "id", "Mau cerita?"),
        ("telegram", Reader.PARENT, "", "id", "Mau cerita?"),
        ("telegram", Reader.CHILD, "", "id", "Mau cerita, Dik?"),
        ("telegram", Reader.PARENT, "7-9", "id", "Mau cerita? Satu kata saja boleh."),
        ("whatsapp", Reader.CHILD, "7-9", "id", "Mau cerita? Ketik satu kata."),
        ("whatsapp", Reader.PARENT, "13-15", "id", "Mau cerita di sini?"),
        ("whatsapp", Reader.PARENT, "", "en", "Would you like to tell?"),
        ("whatsapp", Reader.CHILD, "7-9", "en", "One word is enough."),
    ],
)
def test_the_variant_that_says_the_most_is_taken(
    tmp_path: Path, channel: str, reader: Reader, band: str, language: str, expected: str
) -> None:
    english = (
        "texts:\n  main/tanya/say/0: Would you like to tell?\n  main/tanya/say/0@7-9 whatsapp: One word is enough.\n"
    )
    flow = FLOW.replace("    say: Mau cerita?\n", VARIED).replace(
        "category: umum\n", "category: umum\nabout: [cerita]\n"
    )
    one = talk(tmp_path, {"flows/main.yaml": flow, "content/en/flows/main.yaml": english}, channel=Channel(channel))
    one.conversation = one.conversation.grown(reader=reader, age_band=band, language=language)
    one.conversation = one.conversation.grown(position=Position("main", "tanya"))
    one.user("zzz")
    assert one.said[-1].text == expected


def asked(tmp_path: Path, ask: str) -> Rehearsal:
    """A talk at a question written this way."""
    flow = FLOW.replace("      save: jawab\n", f"      save: jawab\n{ask}").replace(
        "category: umum\n", "category: umum\nabout: [cerita]\n"
    )
    return talk(tmp_path, {"flows/main.yaml": flow})


def test_a_question_says_why_it_asks(tmp_path: Path) -> None:
    one = asked(tmp_path, "      reason: Supaya jawabannya pas.\n")
    one.user("cerita")
    one.user("kenapa?")
    assert [bubble.text for bubble in one.said] == ["Supaya jawabannya pas.", "Mau cerita?"]
    assert one.conversation.tries == 0


def test_what_is_known_is_not_asked(tmp_path: Path) -> None:
    one = asked(tmp_path, "      skip_known: yes\n")
    one.conversation = one.conversation.grown(variables={"jawab": "tidak"})
    one.user("cerita")
    assert [bubble.text for bubble in one.said] == ["Jaga diri ya."]
    assert one.turns[-1].hops[-1].because == "known"
    again = asked(tmp_path, "      skip_known: yes\n")
    again.user("cerita")
    assert [bubble.text for bubble in again.said] == ["Mau cerita?"]


def test_without_a_place_to_go_who_is_not_understood_is_led_to_a_person(tmp_path: Path) -> None:
    flow = FLOW.replace("      give_up: pamit\n", "").replace("category: umum\n", "category: umum\nabout: [cerita]\n")
    replies = (ROOT / "content" / "replies" / "umum.yaml").read_bytes()
    own = {"flows/main.yaml": flow, "content/replies/umum.yaml": replies, "content/replies/robot.yaml": None}
    one = talk(tmp_path, own)
    one.user("cerita")
    one.user("zzz")
    one.user("zzz")
    assert one.conversation.position == Position("serah", "awal")
    assert one.conversation.ticket is not None


def test_a_state_sets_the_language_before_it_speaks(tmp_path: Path) -> None:
    flow = FLOW.replace("  pamit:\n", "  pamit:\n    language: en\n").replace(
        "category: umum\n", "category: umum\nabout: [cerita]\n"
    )
    english = "texts:\n  main/pamit/say/0: Take care.\n"
    one = talk(tmp_path, {"flows/main.yaml": flow, "content/en/flows/main.yaml": english})
    one.user("cerita")
    one.user("tidak dulu")
    assert ([bubble.text for bubble in one.said], one.conversation.language) == (["Take care."], "en")
