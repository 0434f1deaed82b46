"""The scorer: what it hears where no rule does, and what it may not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Broken
from bot.model.message import Kind, Level
from bot.screen.concepts import ROOM as CONCEPTS
from bot.screen.concepts import Concepts, places
from bot.screen.ear import PATTERN, Ear, load_rules
from bot.screen.firing import Why
from bot.screen.rules import SCORER, read_rules
from bot.screen.scene import Scene
from bot.screen.scorer import BLANK, FINE, Scorer, Table, pairs, pieces, read_table, write_table

RULES = Path(__file__).parents[2] / "content" / "risk"
ROOM = 1 << 12


def table(**worth: int) -> Table:
    """Every word in it is worth so many units, its letters and pairs nothing."""
    blank = Table([0] * ROOM, [FINE] * ROOM, [0] * CONCEPTS, 0.1, 0.0, high=0.5, seconds=0.2, concern=0.1)
    scorer = Scorer(blank, {})
    weights = [0] * ROOM
    for word, units in worth.items():
        weights[scorer.at(word.encode())] = units
    return replace(blank, weights=weights)


LONGER = "aku tadi jatuh dari tangga waktu ambil layangan di atas rumah"

RULE = """rules:
  jatuh:
    level: {level}
    sure: {sure}
    kinds: [physical]
    phrases: [jatuh]
    unless: [jatuh cinta]
"""


def ear(folder: Path, level: str, *, sure: str = "yes", **worth: int) -> Ear:
    (folder / "a.yaml").write_text(RULE.format(level=level, sure=sure), encoding="utf-8")
    write_table(folder / SCORER, table(**worth))
    return load_rules(folder)


def heard(ear: Ear, text: str) -> list[tuple[str, Level]]:
    return [(one.rule, one.level) for one in ear.explain(text, Scene())]


def test_it_raises_to_high_at_the_most_and_says_where(tmp_path: Path) -> None:
    text = "hujan turun lalu lampu gelap sekali"
    found = ear(tmp_path, "high", lampu=127, gelap=127).explain(text, Scene())
    assert [(one.rule, one.level, *one.kinds) for one in found] == [(PATTERN, Level.HIGH, Kind.DISTRESS)]
    assert text[slice(*found[0].span)] == "lampu gelap"


@pytest.mark.parametrize(("units", "level"), [(127, Level.HIGH), (14, Level.CONCERN), (1, None)])
def test_its_level_follows_the_score(tmp_path: Path, units: int, level: Level | None) -> None:
    found = heard(ear(tmp_path, "high", gelap=units, lampu=units), "lampu gelap")
    assert found == ([] if level is None else [(PATTERN, level)])


def test_it_never_lowers_what_a_rule_heard(tmp_path: Path) -> None:
    assert heard(ear(tmp_path, "imminent", jatuh=-127, aku=-127), "aku jatuh") == [("jatuh", Level.IMMINENT)]


def test_a_sign_raises_nothing_alone_and_names_what_the_scorer_hears(tmp_path: Path) -> None:
    one = ear(tmp_path, "sign", gelap=127)
    assert heard(one, "aku jatuh") == []
    found = one.explain("gelap aku jatuh gelap gelap", Scene())
    assert [(each.rule, each.level, *each.kinds) for each in found] == [("jatuh", Level.HIGH, Kind.PHYSICAL)]


def test_what_is_plain_raises_nothing_and_is_not_weighed(tmp_path: Path) -> None:
    one = ear(tmp_path, "plain", jatuh=127, gelap=127)
    assert heard(one, "aku jatuh") == []
    assert heard(one, "aku jatuh gelap") == [(PATTERN, Level.HIGH)]
    assert [(each.rule, each.why) for each in one.account("aku jatuh", Scene()).quiet] == [("jatuh", Why.PLAIN)]


@pytest.mark.parametrize(("less", "expected"), [(0.25, []), (0.35, [(PATTERN, Level.HIGH)])])
def test_of_a_long_text_it_has_to_hear_more(tmp_path: Path, less: float, expected: Sequence[tuple[str, Level]]) -> None:
    long = "gelap lampu " + "pagi sore kemarin besok lusa teras kebun dapur pasar warung " * 4
    score = ear(tmp_path, "high", lampu=127, gelap=127).account(long, Scene()).score
    write_table(tmp_path / SCORER, replace(table(lampu=127, gelap=127), high=score - less, concern=score - less))
    assert heard(load_rules(tmp_path), long) == expected


@pytest.mark.parametrize("text", ["jatuh cinta", "aku tidak jatuh"])
def test_what_a_rule_leaves_alone_it_does_not_hear_either(tmp_path: Path, text: str) -> None:
    assert heard(ear(tmp_path, "high", jatuh=127, cinta=127), text) == []


def test_a_text_without_words_is_nothing(tmp_path: Path) -> None:
    assert heard(ear(tmp_path, "high", jatuh=127), "?!") == []


def test_its_parts_add_up_to_the_score() -> None:
    scorer = Scorer(read_table(RULES / SCORER), read_rules(RULES).concepts)
    texts = ("aku takut pulang", "ibu masak sayur bayam hari ini", "halo", "dia bilang jangan cerita ke ibu")
    both = [(text.split(), scorer.beside(text.split())) for text in texts]
    for said, beside in both:
        assert sum(scorer.moved(said)) + scorer.table.bias + (beside or 0) == pytest.approx(scorer.of(said))
    assert {beside is None for _, beside in both} == {True, False}


STORY = """hari ini ibu masak sayur bayam dan ikan asin lalu kami makan bersama di teras sambil melihat hujan adik
menggambar rumah dan pohon kakak mengerjakan tugas matematika dan besok kami ke pasar""".split()  # noqa: SIM905


@pytest.mark.parametrize("place", [0, 30, 60, 4 * len(STORY)])
def test_danger_is_heard_wherever_it_stands_in_a_long_story(place: int) -> None:
    scorer = Scorer(read_table(RULES / SCORER), read_rules(RULES).concepts)
    danger = "om suka pegang badanku malam malam katanya jangan bilang siapa siapa".split()  # noqa: SIM905
    told = [*(STORY * 4)[:place], *danger, *(STORY * 4)[place:]]
    assert scorer.of(STORY * 4) < scorer.table.seconds
    assert scorer.of(told) >= scorer.table.high
    moved = scorer.moved(told)
    assert place <= max(range(len(told)), key=moved.__getitem__) < place + len(danger)


def test_a_known_word_is_worth_what_an_unknown_one_is() -> None:
    one = read_table(RULES / SCORER)
    said = ["aku", "takut", "pulang"]
    known, unknown = Scorer(replace(one, words=tuple(said)), {}), Scorer(replace(one, words=()), {})
    assert known.of(said) == pytest.approx(unknown.of(said))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    one = replace(table(gelap=-5), words=("gelap", "terang"), made_from="abc", bias=-0.5)
    write_table(tmp_path / SCORER, one)
    again = read_table(tmp_path / SCORER)
    assert [*again.weights] == [*one.weights]
    assert [*again.rarities] == [*one.rarities]
    assert [*again.meanings] == [*one.meanings]
    assert replace(again, weights=(), rarities=(), meanings=()) == replace(one, weights=(), rarities=(), meanings=())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"weights": "!"}', "null"])
def test_a_damaged_file_is_a_problem(tmp_path: Path, text: str) -> None:
    ear(tmp_path, "high")
    (tmp_path / SCORER).write_text(text, encoding="utf-8")
    with pytest.raises(Broken, match=r"scorer\.json:1:1 R109 the scorer cannot be read"):
        load_rules(tmp_path)


def test_every_cut_of_the_file_is_a_problem_or_the_whole(tmp_path: Path) -> None:
    ear(tmp_path, "high", gelap=3)
    whole = (tmp_path / SCORER).read_text(encoding="utf-8")
    for cut in range(0, len(whole) - 2, max(1, len(whole) // 60)):
        (tmp_path / SCORER).write_text(whole[:cut], encoding="utf-8")
        with pytest.raises(Broken):
            read_rules(tmp_path)


@pytest.mark.parametrize(
    ("units", "level"), [(0, None), (127, Level.HIGH)], ids=["no danger is heard beside it", "some is"]
)
def test_a_rule_that_is_not_sure_is_believed_beside_the_scorer(tmp_path: Path, units: int, level: Level | None) -> None:
    found = heard(ear(tmp_path, "high", sure="no", aku=units, tadi=units), LONGER)
    assert found == ([] if level is None else [("jatuh", level)])


def test_a_plain_message_needs_less_of_the_scorer(tmp_path: Path) -> None:
    one = ear(tmp_path, "high", sure="no")
    assert heard(one, LONGER) == []
    assert heard(one, "aku tadi jatuh") == [("jatuh", Level.HIGH)]


def test_a_danger_to_life_that_is_not_sure_is_asked_about_all_the_same(tmp_path: Path) -> None:
    assert heard(ear(tmp_path, "imminent", sure="no"), LONGER) == [("jatuh", Level.CONCERN)]


def test_what_began_in_the_message_before_is_scored_with_it(tmp_path: Path) -> None:
    one = ear(tmp_path, "high", lampu=127, gelap=127, pintu=127, malam=127)
    level = one.explain("gelap malam", Scene(recent=("pintu lampu",)))[0].level
    assert level is Level.HIGH


def test_concepts_stand_alone_in_twos_and_in_a_row() -> None:
    known = Concepts(("child", "fear", "home"), {"aku": ["child"], "takut": ["fear"], "pulang": ["home"]})
    meant = [known.of(word) for word in ("aku", "yang", "takut", "takut", "pulangku")]
    assert meant == [(0,), (), (1,), (1,), (2,)]
    alone, both = {0, 257, 514}, {1, 2, 258}
    rows = {(256 + before) * 256 + one for before, one in ((0, 1), (1, 1), (1, 2))}
    assert set(places(meant)) == alone | both | rows
    assert len(places(meant)) == 9


@pytest.mark.parametrize("word", ["dipukulin", "pukulnya", "kepukul", "nonpukul"])
def test_a_word_with_affixes_stands_for_what_its_root_does(word: str) -> None:
    known = Concepts(("hit",), {"pukul": ["hit"]})
    assert known.of(word) == (() if word == "nonpukul" else (0,))


def test_a_concept_that_the_scorer_was_not_made_with_is_nothing() -> None:
    assert Concepts(("hit",), {"pukul": ["hit", "new"], "baru": ["new"]}).of("baru") == ()


def test_pieces_and_pairs() -> None:
    assert pieces("abc") == [b" abc", b"abc "]
    assert pieces("a") == []
    assert [*pairs(["a", "b"])] == [b"^ a", b"a b", b"b $"]


def test_the_blank_one_hears_nothing() -> None:
    assert Scorer(BLANK, {}).of(["aku", "takut", "pulang"]) < BLANK.concern
