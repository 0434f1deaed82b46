"""What our calls change: who is shown a contact, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.flow.book import Contact
from bot.flow.contacts import EVERYONES_HOLD, HOLDS, UNCALLED, Standing, Trust, showable, standing
from bot.model.call import Call, Result
from bot.model.conversation import Reader

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LOW = Contact("low", "Kantor", "Telepon", "0811-1", "L", "koran", "Sep 2019")
HIGH = Contact("high", "Kantor", "Telepon", "0811-2", "H", "koran", "Sep 2025", districts=("bontang",))
ALL = Contact("all", "darurat", "Telepon", "112", "H", "koran", "Feb 2026", everyone=True)


def call(one: Contact, result: Result, ago: timedelta = timedelta(), number: str = "") -> Call:
    return Call(one.id, number or one.number, NOW - ago, "Sari", result)


def after(one: Contact, *made: Call) -> Standing:
    return standing(one, {one.id: made}, NOW)


def shown(one: Contact, stands: Standing, reader: Reader = Reader.PARENT) -> bool:
    return showable(one, reader, "bontang", open_now=True, stands=stands)


def test_before_a_call_adults_see_what_a_good_source_shows() -> None:
    assert [shown(one, UNCALLED) for one in (LOW, HIGH, ALL)] == [False, True, True]


@pytest.mark.parametrize("reader", [Reader.CHILD, Reader.UNKNOWN])
def test_a_child_never_sees_more_than_the_numbers_of_everyone(reader: Reader) -> None:
    for one in (LOW, HIGH):
        assert not shown(one, after(one, call(one, Result.ANSWERED)), reader)
    assert shown(ALL, UNCALLED, reader)


def test_an_answered_call_shows_a_contact_to_adults_whatever_its_source() -> None:
    assert shown(LOW, after(LOW, call(LOW, Result.ANSWERED)))


@pytest.mark.parametrize("one", [LOW, HIGH], ids=lambda one: one.id)
def test_after_180_days_an_answered_call_is_believed_no_more(one: Contact) -> None:
    assert shown(one, after(one, call(one, Result.ANSWERED, HOLDS)))
    assert not shown(one, after(one, call(one, Result.ANSWERED, HOLDS + SECOND)))


@pytest.mark.parametrize("one", [LOW, HIGH], ids=lambda one: one.id)
def test_a_wrong_number_is_hidden_at_once(one: Contact) -> None:
    assert not shown(one, after(one, call(one, Result.ANSWERED, SECOND), call(one, Result.WRONG)))


def test_that_nobody_answered_changes_nothing() -> None:
    day = timedelta(days=1)
    silent = call(HIGH, Result.NO_ANSWER)
    assert after(HIGH, silent) == Standing(Trust.SILENT, NOW)
    assert shown(HIGH, after(HIGH, silent))
    assert not shown(LOW, after(LOW, call(LOW, Result.NO_ANSWER)))
    assert after(HIGH, call(HIGH, Result.ANSWERED, day), silent) == Standing(Trust.CHECKED, NOW - day)
    assert not shown(HIGH, after(HIGH, call(HIGH, Result.WRONG, day), silent))


def test_the_last_call_that_found_something_counts() -> None:
    day = timedelta(days=1)
    assert shown(LOW, after(LOW, call(LOW, Result.WRONG, day), call(LOW, Result.ANSWERED)))


def test_what_was_found_of_another_number_does_not_count() -> None:
    assert after(HIGH, call(HIGH, Result.WRONG, number="0811-9")) == UNCALLED
    assert after(LOW, call(LOW, Result.ANSWERED, number="0811-9")) == UNCALLED


@pytest.mark.parametrize("result", Result)
def test_the_numbers_of_everyone_stay_whatever_a_call_found(result: Result) -> None:
    for ago in (timedelta(), HOLDS + SECOND, EVERYONES_HOLD + SECOND):
        assert all(shown(ALL, after(ALL, call(ALL, result, ago)), reader) for reader in Reader)


def test_the_numbers_of_everyone_are_believed_for_a_year() -> None:
    assert after(ALL, call(ALL, Result.ANSWERED, EVERYONES_HOLD)).trust is Trust.CHECKED
    assert after(ALL, call(ALL, Result.ANSWERED, EVERYONES_HOLD + SECOND)).trust is Trust.OLD


def test_a_call_does_not_move_a_contact_into_another_district_or_hour() -> None:
    checked = after(HIGH, call(HIGH, Result.ANSWERED))
    assert not showable(HIGH, Reader.PARENT, "berau", open_now=True, stands=checked)
    office = Contact("o", "Kantor", "Telepon", "0811-3", "H", "koran", "Sep 2025", hours="office")
    assert not showable(office, Reader.PARENT, "berau", open_now=False, stands=Standing(Trust.CHECKED, NOW))
