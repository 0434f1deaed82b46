"""What a call found is taken while the service runs; what cannot be read changes nothing."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.called import CallBook
from bot.engine.exchange import exchanged
from bot.errors import Misuse
from bot.model.call import Call, Calls, Result
from bot.runner.calls import CallsOnFile
from tests.engine.minds import mind

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def call(contact: str = "puspaga_bontang", result: Result = Result.ANSWERED, by: str = "Bu Sari") -> Call:
    return Call(contact, "0811-5420-213", NOW, by, result)


@pytest.fixture
def book(tmp_path: Path) -> CallBook:
    return CallBook(tmp_path / "var" / "verified.json")


def looking(book: CallBook, take: Callable[[Calls], None]) -> CallsOnFile:
    return CallsOnFile(book.mark, book.read, take, book.mark())


# ---- the file


def test_before_the_first_call_there_is_no_file_and_nobody_has_called(book: CallBook) -> None:
    assert book.read() == {}
    assert not book.path.exists()


def test_calls_are_kept_in_their_order_and_nothing_is_forgotten(book: CallBook) -> None:
    first, second = call(), replace(call(result=Result.WRONG), at=NOW + timedelta(days=1))
    for one in (first, call("uptd_provinsi"), second):
        book.add(one)
    assert book.read() == {"puspaga_bontang": (first, second), "uptd_provinsi": (call("uptd_provinsi"),)}


def test_only_its_owner_may_read_who_called(book: CallBook) -> None:
    book.add(call())
    assert book.path.stat().st_mode & 0o777 == 0o600
    book.path.chmod(0o644)
    book.add(call())
    assert book.path.stat().st_mode & 0o777 == 0o600


def test_two_who_note_at_once_lose_nothing(book: CallBook) -> None:
    threads = [threading.Thread(target=book.add, args=(call(by=f"Sari {number}"),)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.by for one in book.read()["puspaga_bontang"]} == {f"Sari {number}" for number in range(8)}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", '[{"contact": "x"}]', json.dumps([{
        "contact": "x", "number": "1", "verified_on": "kemarin", "verified_by": "x", "result": "answered",
    }])],
)  # fmt: skip
def test_a_file_that_nobody_of_us_wrote_is_told_in_one_line_and_never_written_over(book: CallBook, text: str) -> None:
    book.path.parent.mkdir()
    book.path.write_text(text, encoding="utf-8")
    for read in (book.read, lambda: book.add(call())):
        with pytest.raises(Misuse, match="only `directory verify` writes it"):
            read()
    assert book.path.read_text("utf-8") == text


def test_a_stop_in_the_middle_of_writing_leaves_what_was_there(book: CallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add(call())

    def stops(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("bot.called.os.fsync", stops)
    with pytest.raises(OSError, match="no space"):
        book.add(call("uptd_provinsi"))
    assert set(book.read()) == {"puspaga_bontang"}


# ---- the running service


async def test_a_call_is_taken_once_it_is_on_file(book: CallBook) -> None:
    taken: list[Calls] = []
    look = looking(book, taken.append)
    await look.look()
    assert taken == []
    book.add(call())
    await look.look()
    await look.look()
    assert taken == [book.read()]


async def test_a_file_that_cannot_be_read_leaves_what_is_in_use(
    book: CallBook, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[Calls] = []
    look = looking(book, taken.append)
    book.add(call())
    good = book.path.read_text("utf-8")
    book.path.write_text("{", encoding="utf-8")
    await look.look()
    await look.look()
    assert taken == []
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == ["Kept the calls in use"]
    book.path.write_text(good, encoding="utf-8")
    await look.look()
    assert len(taken) == 1


async def test_no_log_line_tells_who_called(book: CallBook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    look = looking(book, lambda _: None)
    book.add(call())
    await look.look()
    assert [(one.getMessage(), one.__dict__["count"]) for one in caplog.records] == [("Took other calls", 1)]


def test_other_flows_know_the_same_calls() -> None:
    calls = {"puspaga_bontang": (call(),)}
    assert exchanged(replace(mind(), calls=calls), mind()).calls == calls
