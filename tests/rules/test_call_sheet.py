"""Whom somebody should call for us: what nobody has called, what was wrong, and what is about to be too old."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.flow.book import Contact
from bot.flow.contacts import EVERYONES_HOLD, HOLDS
from bot.model.call import Call, Calls, Result
from bot.rules.call_sheet import Why, due, red

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def contact(name: str, seen: str = "Sep 2025", number: str = "0811", *, everyone: bool = False) -> Contact:
    return Contact(name, name, "Telepon", number, "H", "koran", seen, everyone=everyone)


def called(*made: tuple[str, Result, timedelta]) -> Calls:
    calls: dict[str, list[Call]] = {}
    for name, result, ago in made:
        calls.setdefault(name, []).append(Call(name, "0811", NOW - ago, "Sari", result))
    return calls


def names(*contacts: Contact, calls: Calls | None = None) -> list[tuple[str, Why]]:
    return [(one.contact.id, one.why) for one in due({one.id: one for one in contacts}, calls or {}, NOW)]


def test_what_nobody_has_called_stands_first_the_newest_source_at_the_top() -> None:
    old, new, undated = contact("old", "Sep 2019"), contact("new", "Feb 2026"), contact("undated", "tanpa tanggal")
    assert names(old, undated, new) == [("new", Why.NEVER), ("old", Why.NEVER), ("undated", Why.NEVER)]


def test_the_sheet_goes_from_never_to_numbers_that_have_to_be_found() -> None:
    day = timedelta(days=1)
    calls = called(
        ("again", Result.ANSWERED, HOLDS), ("silent", Result.NO_ANSWER, day), ("wrong", Result.WRONG, day)
    )  # fmt: skip
    found = names(
        contact("none", number=""), contact("again"), contact("silent"), contact("wrong"), contact("never"),
        contact("fresh"), calls={**calls, **called(("fresh", Result.ANSWERED, day))},
    )  # fmt: skip
    assert [why for _, why in found] == sorted(Why)
    assert [name for name, _ in found] == ["never", "wrong", "silent", "again", "none"]


@pytest.mark.parametrize(("everyone", "held"), [(False, HOLDS), (True, EVERYONES_HOLD)])
def test_a_number_is_called_again_when_half_of_its_time_is_over(*, everyone: bool, held: timedelta) -> None:
    one = contact("one", everyone=everyone)
    assert names(one, calls=called(("one", Result.ANSWERED, held / 2 - timedelta(seconds=1)))) == []
    assert names(one, calls=called(("one", Result.ANSWERED, held / 2))) == [("one", Why.AGAIN)]


def test_of_those_to_be_called_again_the_oldest_is_first() -> None:
    calls = called(("a", Result.ANSWERED, HOLDS * 0.6), ("b", Result.ANSWERED, HOLDS * 0.9))
    assert [name for name, _ in names(contact("a"), contact("b"), calls=calls)] == ["b", "a"]


@pytest.mark.parametrize(
    ("result", "ago", "why"),
    [
        (None, timedelta(), Why.NEVER),
        (Result.ANSWERED, EVERYONES_HOLD, None),
        (Result.ANSWERED, EVERYONES_HOLD + timedelta(seconds=1), Why.AGAIN),
        (Result.WRONG, timedelta(), Why.WRONG),
        (Result.NO_ANSWER, timedelta(), Why.SILENT),
    ],
)
def test_a_number_of_everyone_that_cannot_be_relied_on_is_red(
    result: Result | None, ago: timedelta, why: Why | None
) -> None:
    known = [contact("one", everyone=True), contact("other")]
    calls = called(("one", result, ago), ("other", Result.WRONG, ago)) if result else {}
    assert [(one.contact.id, one.why) for one in red(known, calls, NOW)] == ([("one", why)] if why is not None else [])
