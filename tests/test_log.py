"""One line of JSON a record, that tells what happened and never what somebody wrote."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.log import FACTS, QUIET, Line, configure

SECRET = "aku dipukul bapak 0811-22-33"
log = logging.getLogger("bot.test")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What `configure` changes is put back."""
    root = logging.getLogger()
    before = root.level, root.handlers[:], [logging.getLogger(name).level for name in QUIET]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in zip(QUIET, before[2], strict=True):
        logging.getLogger(name).setLevel(level)


def lines(caught: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What stood on stderr; every line has to be JSON."""
    return [json.loads(line) for line in caught.readouterr().err.splitlines()]


def failing(secret: str) -> None:
    raise ValueError(secret)


def test_a_record_is_one_line_of_json_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.info("Stored a batch", extra={"count": 3, "channel": "web", "ms": 12})
    (said,) = lines(capsys)
    assert said["level"] == "info"
    assert said["room"] == "bot.test"
    assert said["said"] == "Stored a batch"
    assert (said["count"], said["channel"], said["ms"]) == ("3", "web", "12")


def test_an_extra_that_is_not_on_the_list_is_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.warning("Took a message", extra={"text": SECRET, "address": "telegram:501", "kind": "said"})
    (said,) = lines(capsys)
    assert set(said) == {"at", "level", "room", "said", "kind"}
    assert SECRET not in json.dumps(said)


def test_an_exception_given_as_a_fact_is_its_class(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.warning("Could not send", extra={"error": ValueError(SECRET)})
    (said,) = lines(capsys)
    assert said["error"] == "ValueError"


def test_the_list_holds_no_name_of_what_people_wrote() -> None:
    assert FACTS.isdisjoint(
        {"text", "body", "name", "address", "number", "phone", "token", "url", "message", "msg", "args"}
    )


def test_arguments_never_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.info("wrote %s to %s", SECRET, "telegram:501")
    log.info("wrote %(text)s", {"text": SECRET})
    found = lines(capsys)
    assert [one["said"] for one in found] == ["A library wrote a line"] * 2
    assert SECRET not in json.dumps(found, ensure_ascii=False)


def test_a_message_that_is_no_text_never_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.error(ValueError(SECRET))
    (said,) = lines(capsys)
    assert said["said"] == "A library wrote a line"


def test_an_exception_is_its_class_and_places_and_not_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        failing(SECRET)
    except ValueError:
        log.exception("Could not store arrivals", extra={"count": 1})
    (said,) = lines(capsys)
    assert said["error"] == "ValueError"
    first, last = said["where"].split(" > ")
    assert first.startswith("tests/test_log.py:")
    assert last.startswith("tests/test_log.py:")
    assert SECRET not in json.dumps(said, ensure_ascii=False)


def test_the_exception_behind_an_exception_stays_behind_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        try:
            failing(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        log.exception("Failed a request")
    err = capsys.readouterr().err
    assert SECRET not in err
    assert json.loads(err)["error"] == "RuntimeError"


def test_an_exception_without_places_is_still_a_line() -> None:
    record = logging.LogRecord(
        "bot.test", logging.ERROR, __file__, 1, "Failed", None, (ValueError, ValueError(SECRET), None)
    )
    said = json.loads(Line().format(record))
    assert (said["error"], said["where"]) == ("ValueError", "")


def test_a_stack_that_was_asked_for_does_not_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    planted = SECRET
    log.error("Failed", stack_info=True)
    assert planted not in capsys.readouterr().err


def test_a_new_line_in_a_fact_makes_no_new_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.info("Stopped", extra={"because": 'a\n{"said": "planted"}'})
    assert [one["said"] for one in lines(capsys)] == ["Stopped"]


@pytest.mark.parametrize("name", QUIET)
def test_a_library_that_tells_addresses_is_quiet_below_a_warning(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger(name).info("GET https://api.test/bot501:secret/getUpdates")
    assert capsys.readouterr().err == ""


def test_a_warning_of_a_library_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("httpx").warning("Retry %s", "https://api.test/bot501:secret/getUpdates")
    logging.getLogger("telegram").warning(f"Failed at https://api.test/bot501:secret: {SECRET}")
    found = lines(capsys)
    assert [one["said"] for one in found] == ["A library wrote a line"] * 2
    assert "secret" not in json.dumps(found)
    assert [one["room"] for one in found] == ["httpx", "telegram"]


def test_a_warning_of_python_itself_is_no_word_of_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("py.warnings").warning(f"unclosed {SECRET}")
    (said,) = lines(capsys)
    assert said["said"] == "A library wrote a line"


def test_the_lines_go_to_stderr_and_nothing_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    log.info("Started")
    caught = capsys.readouterr()
    assert caught.out == ""
    assert json.loads(caught.err)["said"] == "Started"
    assert sys.stderr is not None


def test_configured_twice_a_line_comes_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    configure()
    log.info("Started")
    assert len(lines(capsys)) == 1
