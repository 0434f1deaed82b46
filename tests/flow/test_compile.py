"""A good shelf becomes a book: one shared machine a flow, texts with ids and translations, fingerprints."""

import copy
from dataclasses import FrozenInstanceError, dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from transitions import Machine

from bot.flow.book import Ask, Book, Branch, End, Flow, Handoff, SayText, SayTip, Then, Timeout
from bot.flow.library import load
from bot.flow.machine import targets
from bot.model.conversation import Reader
from tests.flow.shelf import FLOW, TIP, main, written

ROOT = Path(__file__).parents[2]
OVERLAY = """\
texts:
  main/tanya/say/0: Want to talk?
  main/tanya/choice/ya: Yes please
  main/tanya/unclear: I did not understand.
"""


def book(folder: Path, **changes: str) -> Book:
    return load(*written(folder, dict(changes)))


def main_flow(folder: Path, text: str = FLOW) -> Flow:
    return load(*written(folder, {"flows/main.yaml": text})).flows["main"]


def test_every_exit_becomes_its_value(tmp_path: Path) -> None:
    states = main_flow(tmp_path).states
    assert isinstance(states["tanya"].exit, Ask)
    assert states["tanya"].timeout == Timeout(timedelta(minutes=10), "diam")
    assert states["lanjut"].exit == Then((Branch("serah", {"jawab": ("ya",)}), Branch("pamit")))
    assert states["serah"].exit == Handoff("anak", ("jawab",), "pamit")
    assert states["pamit"].exit == End("rest")
    assert states["lanjut"].say[0] == SayTip("napas")


def test_a_flow_knows_its_reader_and_where_it_stands(tmp_path: Path) -> None:
    flow = main_flow(tmp_path)
    assert flow.reader is Reader.CHILD
    assert flow.states["pamit"].path.endswith("flows/main.yaml")
    assert flow.states["pamit"].line == 39
    assert flow.examples[0].lines[1].mark[1:] == (50, 9)


def test_a_book_does_not_change(tmp_path: Path) -> None:
    flow = main_flow(tmp_path)
    with pytest.raises(FrozenInstanceError):
        flow.title = "Lain"  # type: ignore[misc]  # the point of the test


@dataclass(slots=True)
class Walk:
    """The lightest object that a machine moves."""

    state: str


def test_a_machine_has_the_arrows_of_its_file_and_no_others(tmp_path: Path) -> None:
    flow = main_flow(tmp_path)
    assert set(flow.machine.events) == {
        "tanya>lanjut",
        "tanya>pamit",
        "tanya>diam",
        "lanjut>serah",
        "lanjut>pamit",
        "serah>pamit",
    }


def test_a_hop_moves_along_an_arrow_and_only_from_its_tail(tmp_path: Path) -> None:
    machine = main_flow(tmp_path).machine
    walk = Walk("tanya")
    assert machine.events["tanya>lanjut"].trigger(walk)
    assert walk.state == "lanjut"
    with pytest.raises(Exception, match="tanya>lanjut"):
        machine.events["tanya>lanjut"].trigger(walk)
    assert walk.state == "lanjut"


def test_two_walks_share_one_machine_and_do_not_disturb_each_other(tmp_path: Path) -> None:
    machine = main_flow(tmp_path).machine
    one, two = Walk("tanya"), Walk("lanjut")
    machine.events["tanya>pamit"].trigger(one)
    machine.events["lanjut>serah"].trigger(two)
    assert (one.state, two.state) == ("pamit", "serah")
    assert machine.models == []


def test_every_flow_of_the_house_has_one_machine_with_its_own_arrows() -> None:
    flows = load(ROOT / "flows", ROOT / "content").flows.values()
    assert len({id(flow.machine) for flow in flows}) == len(flows)
    for flow in flows:
        assert isinstance(flow.machine, Machine)
        drawn = {f"{name}>{to}" for name, one in flow.states.items() for to in targets(one) if to in flow.states}
        assert set(flow.machine.events) == drawn
        assert not flow.machine.auto_transitions


def test_a_text_without_translation_falls_back_to_indonesian(tmp_path: Path) -> None:
    found = book(tmp_path, **{"content/en/flows/main.yaml": OVERLAY}).flows["main"].states
    ask = found["tanya"].exit
    assert isinstance(ask, Ask)
    assert isinstance(found["tanya"].say[0], SayText)
    assert ask.unclear is not None
    assert found["tanya"].say[0].text("en") == "Want to talk?"
    assert found["tanya"].say[0].text("id") == "Mau cerita?"
    assert found["tanya"].say[0].text("jv") == "Mau cerita?"
    assert ask.choices[0].label("en") == "Yes please"
    assert ask.choices[1].label("en") == "Tidak dulu"
    assert ask.unclear("en") == "I did not understand."


def test_a_tip_is_translated_by_its_own_file(tmp_path: Path) -> None:
    found = book(tmp_path, **{"content/en/tips/napas.yaml": "texts:\n  tips/napas/all/0: Breathe slowly.\n"})
    assert [text("en") for text in found.tips["napas"].parts["all"]] == ["Breathe slowly."]
    assert [text("id") for text in found.tips["napas"].parts["all"]] == ["Tarik napas pelan."]


def test_replies_and_first_lines_are_translated_by_their_own_files(tmp_path: Path) -> None:
    found = book(
        tmp_path,
        **{
            "content/en/replies.yaml": "texts:\n  unclear: I did not understand.\n",
            "content/en/aman/rute.yaml": "texts:\n  aman/rute/2: Thank you for telling.\n",
        },
    )
    assert found.replies["unclear"]("en") == "I did not understand."
    assert found.routes[2].line("en") == "Thank you for telling."
    assert found.routes[2].line("id") == "Makasih sudah cerita."


def test_a_fingerprint_is_the_same_for_the_same_flow(tmp_path: Path) -> None:
    one = main_flow(tmp_path / "a").fingerprint
    assert main_flow(tmp_path / "b").fingerprint == one
    assert main_flow(tmp_path / "c", FLOW + "# a comment\n").fingerprint == one
    assert main_flow(tmp_path / "d", FLOW.replace("- user: halo", "- user: hai")).fingerprint == one
    assert len(one) == 12


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mau cerita?", "Mau cerita dulu?"),
        ("label: Mau", "label: Iya"),
        ("after: 10m", "after: 11m"),
        ("[gak, nanti]", "[gak]"),
        ("give_up: pamit", "give_up: lanjut"),
        ("when: {jawab: ya}", "when: {jawab: tidak}"),
    ],
)
def test_a_fingerprint_changes_with_what_people_meet(tmp_path: Path, old: str, new: str) -> None:
    before = main_flow(tmp_path / "a").fingerprint
    assert main_flow(tmp_path / "b", main(old, new)["flows/main.yaml"]).fingerprint != before


def test_a_tip_has_its_parts_by_age(tmp_path: Path) -> None:
    longer = {"content/tips/napas.md": TIP + "\n## 4-6\nTiup\npelan.\n\nUlangi.\n", **main("      - Itu saja.\n", "")}
    tip = book(tmp_path, **longer).tips["napas"]
    assert [one("id") for one in tip.parts["4-6"]] == ["Tiup pelan.", "Ulangi."]
    assert [one.id for one in tip.parts["4-6"]] == ["tips/napas/4-6/0", "tips/napas/4-6/1"]


def test_a_tip_written_on_another_system_reads_the_same(tmp_path: Path) -> None:
    plain = book(tmp_path / "a").tips
    flows, content = written(
        tmp_path / "b", {"content/tips/napas.md": b"\xef\xbb\xbf" + TIP.replace("\n", "\r\n").encode()}
    )
    assert load(flows, content).tips == plain


def test_the_book_can_be_read_twice_with_the_same_result(tmp_path: Path) -> None:
    one, two = book(tmp_path / "a"), book(tmp_path / "b")
    assert one.tips == two.tips
    assert one.routes == two.routes
    assert copy.copy(one.flows["main"]).fingerprint == two.flows["main"].fingerprint
