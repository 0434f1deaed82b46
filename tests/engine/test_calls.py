"""A flow calls another and comes back; arguments, nesting, and what makes it forget the way back."""

from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.engine.walk import Lost
from bot.flow.library import load
from bot.flow.names import MOST_CALLS
from bot.model.conversation import Conversation, Frame, Position
from bot.model.message import Silence
from bot.seen import WORKDAYS
from tests.engine.minds import mind, rehearsal, through_a_row
from tests.flow.shelf import VARIABLES, written

HEAD = "flow: {name}\ntitle: T\nfor: anyone\ncategory: umum\n"
OUTER = (
    HEAD.format(name="luar")
    + """\
about: [luar]
start: awal
states:
  awal:
    say: Awal.
    call:
      flow: dalam
      with: {topik: "{jawab}", tetap: tulisan}
    then:
      - when: {hasil: ya}
        go: senang
      - go: sedih
  senang:
    say: Sesudah ya.
    end: true
  sedih:
    say: Sesudah tidak.
    end: true
"""
)
INNER = (
    HEAD.format(name="dalam")
    + """\
start: tanya
arguments: [topik, tetap]
states:
  tanya:
    say: Tentang {topik} dan {tetap}?
    ask:
      save: hasil
      choices:
        ya:
          label: Mau
          go: lagi
        tidak:
          label: Tidak dulu
          go: pulang
        pergi:
          label: Pergi
          go: lain
      tries: 2
      give_up: pulang
    timeout: {after: 10m, go: pulang}
  lagi:
    call: paling_dalam
    then: pulang
  pulang:
    end: true
"""
)
INNERMOST = (
    HEAD.format(name="paling_dalam")
    + """\
start: tanya
states:
  tanya:
    say: Paling dalam?
    ask:
      choices:
        oke:
          label: Oke
          go: sudah
        bukan:
          label: Bukan
          go: sudah
      give_up: sudah
  sudah:
    say: Keluar dari sini.
    end: true
"""
)
ELSEWHERE = (
    HEAD.format(name="lain")
    + """\
start: tanya
states:
  tanya:
    say: Di tempat lain.
    ask:
      choices:
        oke:
          label: Oke
          go: sudah
        bukan:
          label: Bukan
          go: sudah
      give_up: sudah
  sudah:
    say: Selesai di sini.
    end: true
"""
)
NAMES = "".join(f"  {name}:\n    privacy: none\n" for name in ("hasil", "topik", "tetap"))


@pytest.fixture
def talk(tmp_path: Path) -> Rehearsal:
    flows, content = written(
        tmp_path,
        {
            "flows/luar.yaml": OUTER,
            "flows/dalam.yaml": INNER,
            "flows/paling_dalam.yaml": INNERMOST,
            "flows/lain.yaml": ELSEWHERE,
            "flows/variables.yaml": VARIABLES + NAMES,
        },
    )
    own = Mind(load(flows, content), mind().ear, WORKDAYS)
    one = Rehearsal(own, rehearsal().at, keep=through_a_row)
    one.conversation = one.conversation.grown(variables={"jawab": "biru", "topik": "lama"})
    return one


def said(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.said]


def place(one: Rehearsal) -> str:
    here = one.conversation.position
    return f"{here.flow}/{here.state}" if here else ""


def test_a_call_gives_its_arguments_and_takes_them_back(talk: Rehearsal) -> None:
    talk.user("luar")
    assert said(talk) == ["Awal.", "Tentang biru dan tulisan?"]
    talk.press("tidak")
    assert said(talk) == ["Sesudah tidak."]
    assert talk.conversation.variables["topik"] == "lama"
    assert "tetap" not in talk.conversation.variables
    assert talk.conversation.variables["hasil"] == "tidak"


def test_calls_stand_in_one_another_and_each_comes_back_to_its_own(talk: Rehearsal) -> None:
    talk.user("luar")
    talk.press("ya")
    here = talk.conversation.position
    assert here is not None
    assert [(frame.flow, frame.state) for frame in here.calls] == [("luar", "awal"), ("dalam", "lagi")]
    talk.press("oke")
    assert said(talk) == ["Keluar dari sini.", "Sesudah ya."]
    assert place(talk) == "luar/senang"
    assert talk.conversation.position == Position("luar", "senang")


def test_a_jump_to_another_flow_forgets_the_way_back(talk: Rehearsal) -> None:
    talk.user("luar")
    talk.press("pergi")
    assert talk.conversation.position == Position("lain", "tanya")
    talk.press("oke")
    assert (said(talk), place(talk)) == (["Selesai di sini."], "lain/sudah")


def test_a_command_in_a_called_flow_leads_back_into_the_call(talk: Rehearsal) -> None:
    talk.user("luar")
    assert talk.conversation.position is not None
    calls = talk.conversation.position.calls
    talk.conversation = talk.conversation.grown(
        resume=talk.conversation.position, position=Position("perintah/menu", "awal")
    )
    talk.conversation = through_a_row(talk.conversation)
    assert talk.conversation.resume is not None
    assert talk.conversation.resume.calls == calls


def test_a_silence_in_a_called_flow_rests_and_does_not_go_back(talk: Rehearsal) -> None:
    talk.user("luar")
    turn = talk.take(Silence(talk.at, talk.conversation.wait))
    assert (turn.says, place(talk)) == ((), "dalam/pulang")


def test_a_call_whose_caller_is_gone_from_the_book_rests(talk: Rehearsal) -> None:
    talk.user("luar")
    talk.conversation = talk.conversation.grown(position=Position("dalam", "tanya", (Frame("hilang", "sekali"),)))
    talk.user("tidak dulu")
    assert place(talk) == "dalam/pulang"


def test_calls_are_not_stacked_for_ever(talk: Rehearsal) -> None:
    deep = tuple(Frame("luar", "awal") for _ in range(MOST_CALLS))
    start: Conversation = talk.conversation.grown(position=Position("dalam", "tanya", deep))
    talk.conversation = start
    with pytest.raises(Lost):
        talk.user("mau")
