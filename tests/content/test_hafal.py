"""The numbers that are learnt by heart are those of the directory, and each is taught where it answers."""

from bot.flow.book import Call, Then
from tests.content.test_content import book

FLOW, CALLED = "anak/hafal", "anak/satu_nomor"


def taught() -> dict[str, str]:
    """State → the number that is practised there."""
    states = book().flows[FLOW].states.values()
    return {one.name: one.exit.given["nomor_latihan"] for one in states if isinstance(one.exit, Call)}


def test_they_stand_in_the_directory() -> None:
    directory = book().directory
    assert taught() == {
        "nomor_cerita": directory["sapa129"].number,
        "nomor_gratis": directory["darurat112"].number,
        "nomor_umum": directory["polisi110"].number,
    }
    assert all(one.everyone for one in directory.values() if one.number in taught().values())


def test_112_is_taught_in_its_districts_alone() -> None:
    where = book().flows[FLOW].states["daerah"].exit
    assert isinstance(where, Then)
    assert {one.go: one.when for one in where.branches} == {
        "nomor_gratis": {"kini.wilayah": book().directory["darurat112"].districts},
        "nomor_umum": {},
    }


def test_each_is_recognised_when_it_is_typed() -> None:
    for name in ("cocok", "cocok_lagi"):
        state = book().flows[CALLED].states[name].exit
        assert isinstance(state, Then)
        right = [one.when for one in state.branches if one.go == "betul"]
        assert sorted(one["nomor_latihan"] for one in right) == sorted((number,) for number in taught().values())
        assert all(one["nomor_latihan"] == one["nomor_ingatan"] for one in right)
