"""Pictures cannot lie: what is drawn is what the machines do, whatever the texts hold."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.errors import Broken
from bot.flow.book import Book
from bot.flow.draw import drawn, pictures
from bot.flow.library import load
from bot.flow.picture import ENDS, LIST, NUMBERS, PEOPLE, RISK, SILENT, Card, of_flow, risky
from bot.flow.shelf import Shelf
from bot.gallery import gallery
from tests.flow.shelf import FLOW, written
from tests.flow.shelf import main as changed

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """1. "Apa": <b>Ü & 'kamu'</b> #34; `*_|]})` -- end; %%}{"""
"""Everything that Mermaid, Markdown or XML might take for its own."""


@pytest.fixture(scope="module")
def house() -> Book:
    return load(ROOT / "flows", ROOT / "content")


def shelf(folder: Path, **changes: str | None) -> Book:
    """Drawn as it is written, whatever the proofs of safety say."""
    book = Shelf(*written(folder, dict(changes))).book()
    assert book
    return book


def names(book: Book) -> list[str]:
    return ["", *book.flows]


# ---- the arrows


def svg_arrows(text: str) -> set[tuple[str, str]]:
    groups = ElementTree.fromstring(text).iter(f"{SVG}g")
    return {(one.attrib["data-from"], one.attrib["data-to"]) for one in groups if one.get("class") == "arrow"}


def ways_of(book: Book, name: str) -> set[tuple[str, str]]:
    """Where the states of a flow lead by its table of arrows, which the engine's hops are named by."""
    flow = book.flows[name]
    plans = [(key, state.planning) for key, state in flow.states.items() if state.planning]
    later = {(key, target) for key, plan in plans for target in (plan.go, plan.late) if target}
    return {(one.state, one.target) for one in flow.arrows if one.state} | later


def test_inside_a_flow_every_picture_has_the_arrows_of_its_machine_and_no_others(house: Book) -> None:
    for name, flow in house.flows.items():
        machine = {tuple(arrow.split(">")) for arrow in flow.machine.events}
        for found in (svg_arrows(drawn(house, name, "svg")), Chart(drawn(house, name, "mermaid")).arrows()):
            assert {one for one in found if one[1] in flow.states} == machine


def test_what_leaves_a_flow_is_drawn_too_and_nothing_is_left_out(house: Book) -> None:
    for name in house.flows:
        assert svg_arrows(drawn(house, name, "svg")) == ways_of(house, name)
        assert Chart(drawn(house, name, "mermaid")).arrows() == ways_of(house, name)


def test_the_book_shows_which_flow_leads_to_which(house: Book) -> None:
    found = svg_arrows(drawn(house, "", "svg"))
    assert found == Chart(drawn(house, "", "mermaid")).arrows()
    assert ("sambut", "anak/cemas") in found
    assert ("perintah/menu", "sambut") in found
    assert ("aman/tinggi", "bukan_begitu") in found
    for source, target in found:
        flow = house.flows[source]
        assert any(one.target == target or one.target.startswith(f"{target}/") for one in flow.arrows)


def labels(book: Book, source: str, target: str) -> list[str]:
    strokes = of_flow(book, "main").strokes
    return [one.text for way in strokes if (way.source, way.target) == (source, target) for one in way.reasons]


def test_an_arrow_says_why_it_is_walked(tmp_path: Path) -> None:
    book = shelf(tmp_path)
    assert labels(book, "tanya", "lanjut") == ["Mau"]
    assert labels(book, "tanya", "pamit") == ["Tidak dulu", "tidak paham"]
    assert labels(book, "tanya", "diam") == ["diam 10m"]
    assert labels(book, "lanjut", "serah") == ["kalau jawab = ya"]
    assert labels(book, "lanjut", "pamit") == ["selain itu"]
    assert labels(book, "serah", "pamit") == ["tiket ditutup"]


CALLING = (
    FLOW.replace(
        "    then:\n      - when: {jawab: ya}\n        go: serah\n      - go: pamit\n",
        "    call: {flow: sub, with: {jawab: ya}}\n    then: pamit\n",
    )
    .replace("          go: pamit\n      unclear", "          go: serah\n      unclear")
    .replace("      - Itu saja.\n", "")
)
SUB = """\
flow: sub
title: Sub
for: anyone
category: umum
start: awal
arguments: [jawab]
states:
  awal:
    say: Napas dulu.
    end: true
"""


def test_a_call_is_an_arrow_to_the_other_flow_and_what_follows_is_its_way_back(tmp_path: Path) -> None:
    book = shelf(tmp_path, **{"flows/main.yaml": CALLING, "flows/sub.yaml": SUB})
    assert labels(book, "lanjut", "sub") == ["memanggil"]
    assert labels(book, "lanjut", "pamit") == ["sesudah kembali"]
    assert card(book, "lanjut").kind == "call"
    assert "diberi: jawab = ya" in card(book, "lanjut").notes
    assert ("main", "sub") in svg_arrows(drawn(book, "", "svg"))
    assert "memanggil" in drawn(book, "", "mermaid")
    assert "masuk: dari main" in drawn(book, "sub", "svg")


def test_a_call_of_a_flow_that_has_the_name_of_a_state_leaves_the_flow(tmp_path: Path) -> None:
    book = shelf(
        tmp_path, **{"flows/main.yaml": CALLING.replace("flow: sub", "flow: serah").replace(" with: {jawab: ya}", "")}
    )
    (way,) = [one for one in of_flow(book, "main").strokes if "memanggil" in [why.text for why in one.reasons]]
    assert (way.source, way.target, way.link, way.short) == ("lanjut", "serah", "serah", True)


# ---- the cards


def card(book: Book, state: str, flow: str = "main") -> Card:
    return next(one for one in of_flow(book, flow).cards if one.name == state)


def test_a_card_says_its_name_and_the_first_words_of_what_is_said(tmp_path: Path) -> None:
    book = shelf(tmp_path, **changed("Jaga diri ya.", "Jaga diri ya. " + "Kamu boleh menulis lagi kapan saja. " * 4))
    assert card(book, "tanya").words == "Mau cerita?"
    assert card(book, "lanjut").words == "[tip napas] Itu saja."
    assert card(book, "pamit").words.startswith("Jaga diri ya. Kamu boleh")
    assert card(book, "pamit").words.endswith("…")
    assert len(card(book, "pamit").words) <= 76


def test_people_ends_and_silence_are_marked(tmp_path: Path) -> None:
    book = shelf(tmp_path)
    assert card(book, "serah").marks == (PEOPLE,)
    assert card(book, "pamit").marks == (ENDS,)
    assert card(book, "diam").marks == (SILENT,)
    assert card(book, "tanya").marks == ()
    spoken = shelf(tmp_path / "b", **changed("give_up: pamit", "give_up: diam"))
    assert card(spoken, "diam").marks == (ENDS,)


def test_every_state_of_a_safety_flow_and_of_no_other_is_marked_as_risk(house: Book) -> None:
    marked = {name for name in house.flows if any(one.risky for one in of_flow(house, name).cards)}
    assert marked == {
        name for name, flow in house.flows.items() if name.startswith("aman/") or "safety." in flow.category
    }
    assert all(one.risky for name in marked for one in of_flow(house, name).cards)
    assert all(risky(house.flows[name]) for name in marked)
    assert f">{RISK}<" in drawn(house, "aman/segera", "svg")
    assert ":::risk" in drawn(house, "aman/segera", "mermaid")
    assert f">{RISK}<" not in drawn(house, "anak/cemas", "svg")


@pytest.mark.parametrize(
    ("label", "more", "mark"),
    [
        ("Mau", 0, ()),
        ("Mau sekali, dua puluh!", 0, (LIST,)),  # 22 letters: no button, but a row of a list
        ("Mau", 2, (LIST,)),
        ("Mau", 9, (NUMBERS,)),
    ],
)
def test_what_does_not_fit_the_buttons_of_whatsapp_is_marked(
    tmp_path: Path, label: str, more: int, mark: tuple[str, ...]
) -> None:
    rest = "".join(f"        k{n}:\n          label: Lain {n}\n          go: pamit\n" for n in range(more))
    flow = FLOW.replace("label: Mau\n", f"label: {label}\n").replace("      unclear", f"{rest}      unclear")
    assert card(shelf(tmp_path, **{"flows/main.yaml": flow}), "tanya").marks == mark


def test_a_label_that_is_too_long_in_another_language_is_no_button_either(tmp_path: Path) -> None:
    english = "texts:\n  main/tanya/choice/ya: I would very much like\n"
    assert card(shelf(tmp_path, **{"content/en/flows/main.yaml": english}), "tanya").marks == (LIST,)


def test_the_book_marks_where_people_begin_where_danger_leads_and_what_can_be_said_anywhere(house: Book) -> None:
    text = drawn(house, "", "svg")
    for words in (
        "kata pertama",
        "telinga mendengar bahaya",
        "(tinggi)",
        "perintah menu",
        ">mulai<",
        ">bahaya<",
        ">orang<",
    ):
        assert words in text


def test_every_flow_of_the_house_says_how_people_come_to_it(house: Book) -> None:
    for name in house.flows:
        assert any(line.startswith("masuk: ") for line in of_flow(house, name).about), name
    assert "kata yang dipilih sendiri (kata_aman)" in " ".join(of_flow(house, "perintah/aman").about)


def test_no_picture_holds_what_somebody_says_in_an_example(tmp_path: Path) -> None:
    book = shelf(tmp_path, **changed("user: halo", "user: kata rahasia seseorang"))
    for name in names(book):
        for form in ("svg", "mermaid"):
            assert "rahasia" not in drawn(book, name, form)


# ---- Mermaid


class Chart:
    """A flowchart, read by the strict grammar of what we write; anything else fails."""

    TEXT = r'"(?:[A-Za-z0-9 .,!?()/=·…–-]|<br/>|#\d+;)*"'
    NODE = re.compile(
        rf"    (s_\w+)(?:\[({TEXT})\]|\(\[({TEXT})\]\)|\{{\{{({TEXT})\}}\}}|\[\[({TEXT})\]\]):::([a-z]+)", re.ASCII
    )
    ARROW = re.compile(rf"  (s_\w+|mulai\(\(mulai\)\)) (-->|-\.->)(?:\|({TEXT})\|)? (s_\w+)", re.ASCII)
    HEAD = re.compile(r"  acc(?:Title|Descr): [\w .,()/-]+")
    GROUP = re.compile(rf"  subgraph band\d\[({TEXT})\]")
    CLASS = re.compile(r"  classDef ([a-z]+) [a-z0-9#:, -]+")

    def __init__(self, text: str) -> None:
        first, *lines = text.splitlines()
        assert first == "flowchart TD"
        self.nodes: dict[str, str] = {}
        self.ways: list[tuple[str, str, str]] = []
        used, known, depth = set(), set(), 0
        for line in lines:
            if one := self.NODE.fullmatch(line):
                assert one[1] not in self.nodes
                self.nodes[one[1]] = self.read(next(text for text in one.groups()[1:5] if text))
                used.add(one[6])
            elif one := self.ARROW.fullmatch(line):
                self.ways.append((one[1], one[4], self.read(one[3] or '""')))
            elif one := self.CLASS.fullmatch(line):
                known.add(one[1])
            elif self.GROUP.fullmatch(line):
                depth += 1
            elif line == "  end":
                depth -= 1
            else:
                assert self.HEAD.fullmatch(line), line
        assert depth == 0
        assert used <= known

    @staticmethod
    def read(text: str) -> str:
        """As Mermaid shows it."""
        assert not re.match(r'"(\d+[.)]|[-+*])', text), "Mermaid takes this for a list"
        return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text[1:-1])

    def arrows(self) -> set[tuple[str, str]]:
        """By the names that the nodes show."""
        shown = {name: text.partition("<br/>")[0] for name, text in self.nodes.items()}
        return {(shown[one], shown[other]) for one, other, _ in self.ways if one in shown}


def test_every_mermaid_text_keeps_the_grammar(house: Book) -> None:
    for name in names(house):
        chart = Chart(drawn(house, name, "mermaid"))
        assert {end for way in chart.ways for end in way[:2]} - {"mulai((mulai))"} <= set(chart.nodes)


def hostile(folder: Path) -> Book:
    """A flow whose texts and names are made to break out."""
    quoted = HOSTILE.replace("'", "''")
    flow = FLOW.replace("say: Mau cerita?", f"say: '{quoted}'").replace("label: Mau\n", f"label: '{HOSTILE[:9]}'\n")
    return shelf(
        folder, **{"flows/main.yaml": flow.replace("pamit", "ujung-ä ö").replace("title: Main", "title: '<&\"1. ; #x'")}
    )


def test_mermaid_shows_any_text_as_it_is(tmp_path: Path) -> None:
    book = hostile(tmp_path)
    chart = Chart(drawn(book, "main", "mermaid"))
    shown = of_flow(book, "main")
    assert shown.cards[0].words in chart.nodes["s_tanya"]
    assert (HOSTILE[:9],) == tuple(text for one, other, text in chart.ways if (one, other) == ("s_tanya", "s_lanjut"))
    assert "ujung-ä ö" in [text.partition("<br/>")[0] for text in chart.nodes.values()]


def test_two_names_that_differ_only_in_a_mark_stay_two_cards(tmp_path: Path) -> None:
    book = shelf(tmp_path, **{"flows/main.yaml": FLOW.replace("lanjut", "a-b").replace("serah", "a.b")})
    chart = Chart(drawn(book, "main", "mermaid"))
    assert {"a-b", "a.b"} <= {text.partition("<br/>")[0] for text in chart.nodes.values()}
    assert ("a-b", "a.b") in chart.arrows()


# ---- SVG


def test_svg_shows_any_text_as_it_is_and_takes_none_for_markup(tmp_path: Path) -> None:
    text = drawn(hostile(tmp_path), "main", "svg")
    root = ElementTree.fromstring(text)
    words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for part in ('"Apa":', "<b>Ü", "&", "#34;"):
        assert part in words
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text"
    }  # fmt: skip


def test_svg_tells_itself_in_words_and_asks_nothing_of_the_network(house: Book) -> None:
    for text in pictures(house).values():
        root = ElementTree.fromstring(text)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == "title desc"
        assert "prefers-color-scheme:dark" in text
        assert not re.search(r"<script|<image|@import|url\((?!#tip\))|https?:(?!//www\.w3\.org/2000/svg)", text)
    root = ElementTree.fromstring(pictures(house)["aman-tinggi.svg"])
    assert root.findtext(f"{SVG}title") == "Alur aman/tinggi: Percaya dulu"
    assert "Ini darurat ke aman/segera" in (root.findtext(f"{SVG}desc") or "")


def test_the_pictures_of_docs_lead_to_each_other(house: Book) -> None:
    found = pictures(house)
    for text in found.values():
        assert {one.attrib["href"] for one in ElementTree.fromstring(text).iter(f"{SVG}a")} <= set(found)
    assert 'href="aman-tinggi.svg"' in found["semua.svg"]


# ---- the command


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(tmp_path)
    (tmp_path / "config.yaml").write_text("flows: flows\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_draw_gives_the_whole_book_as_mermaid_and_one_flow_as_svg(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw"]) == GOOD
    assert "main" in {text.partition("<br/>")[0] for text in Chart(capsys.readouterr().out).nodes.values()}
    assert main(["draw", "main", "--format", "svg"]) == GOOD
    assert ("tanya", "lanjut") in svg_arrows(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("mian", "puspaga: there is no flow 'mian'; did you mean 'main'?\n"),
        ("sgera", "puspaga: there is no flow 'sgera'; did you mean 'aman/segera'?\n"),
        ("xyz", "puspaga: there is no flow 'xyz'\n"),
    ],
)
def test_draw_of_a_flow_that_is_not_there_says_which_was_meant(
    there: Path, capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    assert main(["draw", wrong]) == MISUSE
    assert capsys.readouterr().err == said


def test_a_flow_that_breaks_a_rule_of_safety_can_be_drawn_and_one_that_is_broken_is_told(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(there, {"flows/aman/segera.yaml": SUB.replace("flow: sub", "flow: segera")})
    with pytest.raises(Broken, match="aman/segera"):
        load(there / "flows", there / "content")
    assert main(["draw", "aman/segera"]) == GOOD
    assert "Napas dulu." in capsys.readouterr().out
    written(there, changed("go: lanjut", "go: lanjutt"))
    assert main(["draw", "main"]) == PROBLEM
    out, err = capsys.readouterr()
    assert out == ""
    assert "lanjutt" in err


def test_draw_writes_the_pictures_of_docs_once_and_takes_away_what_is_gone(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = there / "docs"
    (docs / "flows").mkdir(parents=True)
    (docs / "flows" / "mine.svg").write_text("<svg/>", encoding="utf-8")
    written(there, {"flows/sub.yaml": SUB})
    assert main(["draw", "--docs", "docs"]) == GOOD
    assert {"docs/pictures.md", "docs/flows/sub.svg"} <= set(capsys.readouterr().out.split())
    (there / "flows" / "sub.yaml").unlink()
    assert main(["draw", "--docs", "docs"]) == GOOD
    assert capsys.readouterr().out.splitlines() == [
        "- docs/flows/sub.svg",
        "docs/pictures.md",
        "docs/content.md",
        "docs/flows/semua.svg",
    ]
    assert main(["draw", "--docs", "docs"]) == GOOD
    assert capsys.readouterr().out == ""
    assert (docs / "flows" / "mine.svg").exists()


def test_the_same_flows_give_the_same_bytes_in_another_process(house: Book, tmp_path: Path) -> None:
    seeded = {**os.environ, "PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-m", "bot", "draw", "--docs", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=seeded, check=True, capture_output=True)
    for name, text in pictures(house).items():
        assert (tmp_path / "flows" / name).read_text(encoding="utf-8") == text


# ---- docs/


def stale(book: Book) -> Iterator[str]:
    wanted = gallery(book, ROOT / "docs")
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path.name
    yield from (path.name for path in (ROOT / "docs" / "flows").glob("*.svg") if path not in wanted)


def test_docs_show_the_flows_as_they_are_now(house: Book) -> None:
    old = list(stale(house))
    assert not old, f"docs/ is old ({', '.join(old)}); write them again: ./run draw --docs docs"
