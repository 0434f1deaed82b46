"""What an arrow is, and which of them the examples walk."""

from pathlib import Path

from bot.engine.coverage import Coverage, Trail
from bot.engine.mind import Mind
from bot.engine.play import play
from bot.engine.rehearsal import Rehearsal
from bot.flow.arrows import walked
from bot.flow.book import Arrow, Flow
from bot.flow.library import load
from bot.model.turn import Hop
from bot.seen import WORKDAYS
from tests.engine.minds import ROOT, mind, rehearsal
from tests.engine.test_calls import ELSEWHERE, INNER, INNERMOST, NAMES, OUTER
from tests.flow.shelf import VARIABLES, written


def covered(*names: str) -> Coverage:
    """After the examples of these flows, of which the trail knows nothing else."""
    trail = Trail()
    trail.book = mind().book
    for name in names:
        for talk in mind().book.flows[name].examples:
            play(mind(), talk, name, watch=trail.watch)
    found = trail.coverage()
    assert found
    return found


def flow(name: str) -> Flow:
    return mind().book.flows[name]


def places(one: Flow) -> dict[str, tuple[str, int, int]]:
    return {str(arrow): arrow.mark for arrow in one.arrows}


def test_every_way_on_and_every_way_in_is_an_arrow_with_its_place_in_the_file() -> None:
    lines = (ROOT / "flows/anak/perundungan.yaml").read_text(encoding="utf-8").splitlines()
    for name, (path, line, column) in places(flow("anak/perundungan")).items():
        assert path == "flows/anak/perundungan.yaml"
        written = lines[line - 1][column - 1 :]
        last = name.split(" ", 1)[1]
        wanted = {"choice": last.removeprefix("choice "), "then": "then"}.get(last.split(" ")[0], last)
        assert written.removeprefix("- ").startswith(wanted), name


def test_two_choices_that_lead_to_one_place_are_two_arrows() -> None:
    names = set(places(flow("serah")))
    assert {"serah/hp choice ya", "serah/hp choice tidak"} <= names
    assert {"serah/antrean then 1", "serah/antrean then 2", "serah/antrean then 3"} <= names
    assert {"serah/antre_anak back", "serah/kata go", "serah/kata give_up", "serah/kata timeout"} <= names


def test_words_topics_alarms_and_silence_lead_into_a_flow() -> None:
    names = {str(arrow) for one in mind().book.flows.values() for arrow in one.arrows if not arrow.state}
    wanted = {"perintah/nomor words", "anak/perundungan about", "aman/segera alarm", "sambut first word"}
    assert wanted | {"perintah/lanjut long silence"} <= names


def test_a_way_in_is_named_by_where_it_leads_and_a_way_on_by_where_it_stands() -> None:
    assert walked(Hop("anak/cemas/tips", "serah/mulai", "button", "choice orang")) == "anak/cemas/tips choice orang"
    assert walked(Hop("anak/cemas/tips", "perintah/nomor/mulai", "command", "words")) == "perintah/nomor words"
    assert walked(Hop("anak/cemas/tips", "sambut/halo", "resume")) == ""


def test_what_the_examples_walk_is_covered_and_the_rest_is_missing_in_the_order_of_the_file() -> None:
    found = covered("anak/perundungan").of("anak/perundungan")
    assert found.times["anak/perundungan about"] >= 4
    assert found.times["anak/perundungan/bukti then 1"] == 1
    nothing = covered().of("anak/perundungan")
    assert nothing.percent == 0
    lines = [arrow.mark[1] for arrow in nothing.missing]
    assert lines == sorted(lines)
    assert len(lines) == len(flow("anak/perundungan").arrows)


def test_a_choice_that_leads_back_to_the_place_before_is_walked_too() -> None:
    assert "aman/dicek/pastikan choice bukan" in covered("aman/dicek").times
    assert "perintah/lanjut/tanya choice lanjut" in covered("perintah/lanjut").times


def test_a_call_and_the_branch_after_it_are_arrows_at_their_lines(tmp_path: Path) -> None:
    own = {"flows/luar.yaml": OUTER, "flows/dalam.yaml": INNER, "flows/paling_dalam.yaml": INNERMOST}
    rest = {"flows/lain.yaml": ELSEWHERE, "flows/variables.yaml": VARIABLES + NAMES}
    trail = Trail()
    trail.book = load(*written(tmp_path, {**own, **rest}))
    lines = {name: line for name, (_, line, _) in places(trail.book.flows["luar"]).items()}
    text = OUTER.splitlines()
    assert text[lines["luar/awal call"] - 1].strip() == "call:"
    assert text[lines["luar/awal then 1"] - 1].strip() == "- when: {hasil: ya}"
    one = Rehearsal(Mind(trail.book, mind().ear, WORKDAYS), rehearsal().at, watch=trail.watch)
    one.user("luar")
    one.press("ya")
    one.press("oke")
    found = trail.coverage()
    assert found
    assert [str(arrow) for arrow in found.of("luar").missing] == ["luar/awal then 2"]


def test_nothing_to_walk_is_all_of_it() -> None:
    assert Coverage((), {}).percent == 100
    one = Arrow("a", "b", "go", "c", ("a.yaml", 1, 1))
    assert Coverage((one,), {"a/b go": 1}).percent == 100
    assert Coverage((one,), {"a/b give_up": 1}).percent == 0


def test_without_a_book_there_is_no_coverage() -> None:
    assert Trail().coverage() is None


def test_the_talks_that_are_watched_are_the_ones_that_are_played() -> None:
    hops: list[Hop] = []
    talk = next(one for one in flow("perintah/nomor").examples if one.name == "nomor lalu kembali ke pertanyaan")
    plain = Mind(mind().book, mind().ear, WORKDAYS)
    assert play(plain, talk, "perintah/nomor", watch=lambda turn: hops.extend(turn.hops)) == []
    assert [walked(hop) for hop in hops] == [
        "ortu/tantrum about",
        "perintah/nomor words",
        "perintah/nomor/mulai then 1",
    ]
