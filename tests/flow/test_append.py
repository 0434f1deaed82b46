"""One more example in a file: everything else stays as it was, and what cannot be done is said in one line."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import Broken, Misuse
from bot.flow.append import Entry, appended, bare, scalar
from bot.flow.source import read
from bot.model.message import storable
from tests.flow.shelf import FLOW

FLOWS = sorted(path for path in (Path(__file__).parents[2] / "flows").rglob("*.yaml") if path.name != "variables.yaml")

ENTRY = Entry("baru", {"channel": "whatsapp"}, ["user: halo", "sticker", "then: {state: tanya}"])
DATA = {"name": "baru", "channel": "whatsapp", "talk": [{"user": "halo"}, "sticker", {"then": {"state": "tanya"}}]}
HEAD = FLOW[: FLOW.index("examples:")]


def added(text: str) -> str:
    """The text with the example; everything that was there still stands there, in its order."""
    result = appended("f.yaml", text, ENTRY)
    before, after = text.splitlines(), iter(result.splitlines())
    assert all(line in after for line in before)
    assert read("f.yaml", result).data["examples"][-1] == DATA
    return result


def test_it_stands_below_the_last_one_in_the_same_hand() -> None:
    talk = "    talk:\n      - user: halo\n      - sticker\n      - then: {state: tanya}\n"
    assert added(FLOW) == f"{FLOW}  - name: baru\n    channel: whatsapp\n{talk}"


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        (
            "examples:\n- name: a\n  talk:\n  - user: x\n",
            "- name: baru\n  channel: whatsapp\n  talk:\n  - user: halo\n  - sticker\n",
        ),
        (
            "examples:\n    -   name: a\n        talk:\n            - user: x\n",
            "    -   name: baru\n        channel: whatsapp\n        talk:\n            - user: halo\n",
        ),
        (
            "examples:\n  - {name: a, talk: [{user: x}]}\n",
            "  - name: baru\n    channel: whatsapp\n    talk:\n      - user: halo\n",
        ),
        ("examples: []  # belum ada\n", "examples:  # belum ada\n  - name: baru\n"),
        ("", "\nexamples:\n  - name: baru\n    channel: whatsapp\n"),
        ("examples:\n  - name: a\n    talk: []\n...\n", "    talk: []\n  - name: baru\n"),
        ("# akhir berkas\n", "# akhir berkas\n\nexamples:\n  - name: baru\n"),
    ],
)
def test_it_stands_in_as_far_as_the_file_shows(examples: str, expected: str) -> None:
    result = appended("f.yaml", HEAD + examples, ENTRY)
    assert expected in result
    assert read("f.yaml", result).data["examples"][-1] == DATA
    assert result.startswith(HEAD)


def test_a_blank_line_between_examples_is_kept_up() -> None:
    two = FLOW + "\n  - name: b\n    talk:\n      - user: x\n"
    assert added(two).startswith(two + "\n  - name: baru\n")


def test_comments_keep_their_place() -> None:
    text = FLOW.replace("      - press: ya\n", "      - press: ya  # mau\n      # sampai di sini\n")
    text += "# yang lain\n\nabout: [cerita]\n# penutup\n"
    result = added(text)
    assert result.index("# sampai di sini") < result.index("name: baru") < result.index("# yang lain")
    assert result.endswith("# yang lain\n\nabout: [cerita]\n# penutup\n")


def test_it_stands_before_what_comes_after_the_examples() -> None:
    text = FLOW.replace("start: tanya\n", "").replace("category: umum\n", "") + "\ncategory: umum\nstart: tanya\n"
    assert "      - then: {state: tanya}\n\ncategory: umum\nstart: tanya\n" in added(text)


def test_a_text_of_several_lines_is_not_cut() -> None:
    text = FLOW.replace("- press: ya", "- user: |\n          satu\n          # bukan catatan\n\n          dua")
    assert "          dua\n  - name: baru\n" in added(text)


@pytest.mark.parametrize("ending", ["\n", ""])
def test_the_ends_of_the_lines_stay_what_they_are(ending: str) -> None:
    text = (FLOW.rstrip("\n") + ending).replace("\n", "\r\n")
    result = appended("f.yaml", text, ENTRY)
    assert result.startswith(text)
    assert result.count("\n") == result.count("\r\n")
    assert read("f.yaml", result).data["examples"][-1] == DATA


def test_a_name_that_is_taken_is_counted_on() -> None:
    twice = appended("f.yaml", appended("f.yaml", FLOW, ENTRY), ENTRY)
    names = [one["name"] for one in read("f.yaml", appended("f.yaml", twice, ENTRY)).data["examples"]]
    assert names == ["mau", "baru", "baru (2)", "baru (3)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flow: [", "f.yaml:2:1 F001 "),
        (FLOW.replace("title: Main\n", ""), "f.yaml:1:1 F101 "),
        (FLOW.replace("press: ya", "pres: ya"), "f.yaml:50:9 F102 "),
    ],
)
def test_a_broken_file_is_told_and_left_alone(text: str, expected: str) -> None:
    with pytest.raises(Broken) as broken:
        appended("f.yaml", text, ENTRY)
    assert str(broken.value).startswith(expected)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "examples: [{name: a, talk: [{user: x}]}]\n",
        HEAD + "examples: [\n]\n",
        "- a\n",
        "{examples: []}\n",
        "halo\n",
    ],
)
def test_where_nothing_can_be_put_below_it_is_said_in_one_line(text: str) -> None:
    with pytest.raises(Misuse) as misuse:
        appended("f.yaml", text, ENTRY)
    assert len(str(misuse.value).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "aku diejek di kelas",
        "1",
        "",
        " ",
        "ya",
        "No",
        "a: b",
        "# x",
        "a #b",
        "'kutip'",
        '"dua"',
        "- x",
        "{a}",
        "[a]",
        "😭 Bundir aja",
        "satu\tdua",
        "a\x85b\u2028c\u2029d\xa0e\ufefff\x7fg",
        "\\n",
        "akhir:",
        "*x",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x`",
        "2026-11-24",
        "1:30",
        "…",
        "halo, apa kabar?",
    ],
)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    entry = Entry(text or "kosong", {}, [f"user: {scalar(text)}", f"bot: {scalar(text)}"])
    source = read("f.yaml", bare(entry))
    assert source.problems == []
    assert source.data["examples"][0]["talk"] == [{"user": text}, {"bot": text}]


@settings(max_examples=60)
@given(
    path=st.sampled_from(FLOWS),
    notes=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(["# catatan", "", "#"])), max_size=6
    ),
    texts=st.lists(st.text(max_size=30).map(storable), min_size=1, max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.sampled_from(["", "\n", "\n\n# akhir\n"]),
)
def test_in_every_flow_what_was_there_stays_letter_by_letter(
    path: Path, notes: list[tuple[int, int, str]], texts: list[str], end: str, last: str
) -> None:
    lines = path.read_text("utf-8").rstrip().splitlines()
    for at, indent, note in notes:
        lines.insert(at % (len(lines) + 1), " " * indent + note if note else "")
    text = end.join(lines) + last.replace("\n", end)
    assume(not read("f.yaml", text).problems)
    result = appended("f.yaml", text, Entry("contoh baru", {}, [f"user: {scalar(one)}" for one in texts]))
    pairs = enumerate(zip(text, result, strict=False))
    same = next((at for at, (old, new) in pairs if old != new), len(text))
    assert any(result.endswith(text[at:]) for at in range(same, -1, -1)), "one part was put in, nothing else"
    assert read("f.yaml", result).data["examples"][-1]["talk"] == [{"user": one} for one in texts]
