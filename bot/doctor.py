"""`puspaga doctor`: what is not ready for real families, one line each. It looks as if the service were for families
already, whatever the settings say, and changes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot import commands, directory
from bot.called import call_book
from bot.clock import LOCAL
from bot.config import PREFIX, Config
from bot.config import load as load_config
from bot.engine.coverage import Trail
from bot.errors import Broken, Misuse, Problem
from bot.flow import library
from bot.flow.book import Book
from bot.flow.codes import Both
from bot.flow.contacts import Trust, standing
from bot.flow.written import Approval
from bot.model.call import Calls
from bot.roster import Roster
from bot.rules.call_sheet import Why, red
from bot.words import DOCTOR

AUDIENCE = f"{PREFIX}SERVICE__AUDIENCE"
SETTINGS = {"C130": "legal_basis", "C131": "calendar"}
"""Codes of settings that only families need, and what is told of them. Others are mistakes of the file."""
READERS = ("child", "parent", "anyone")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not ready: `what` names its sort for programs, `facts` its counts. What is not `red` is a
    warning: it is ready today."""

    what: str
    said: Both
    facts: Mapping[str, Any]
    red: bool = True


def findings(path: Path, environ: Mapping[str, str], today: date) -> list[Finding]:
    """All that is not ready. Never raises for what stands in a file."""
    return [*_settings(path, environ, today), *_files(path, environ, today)]


def _settings(path: Path, environ: Mapping[str, str], today: date) -> Iterator[Finding]:
    try:
        config = load_config(path, {**environ, AUDIENCE: "families"})
    except Broken as broken:
        for one in broken.problems:
            yield Finding(SETTINGS.get(one.code, "settings"), _told(one), {"code": one.code})
        return
    yield from _calendars(config, today)
    if not config.alerts.any:
        yield _finding("alerts")


def _calendars(config: Config, today: date) -> Iterator[Finding]:
    """An office whose calendar is missing or over is closed; one that soon will be is a warning."""
    for one in Roster(config.offices).calendar().endings(today):
        if one.until is None:
            yield _finding("calendar_none", office=one.office)
        elif one.over:
            yield _finding("calendar", office=one.office, day=one.until.isoformat())
        else:
            soon = _finding("calendar_soon", office=one.office, day=one.until.isoformat())
            yield replace(soon, red=False)


def _told(one: Problem) -> Both:
    """With its place, but where we have put it ourselves."""
    if one.path == AUDIENCE:
        text, hint = one.indonesian
        return Both(f"{text}: {hint}", f"{one.text}: {one.hint}")
    return Both(one.told(english=False), one.told(english=True))


def _files(path: Path, environ: Mapping[str, str], today: date) -> Iterator[Finding]:
    wrong = commands.problems(path, environ, [], Trail(), today=today)
    if errors := [one for one in wrong if one.severity == "error" and not one.code.startswith("C")]:
        yield _finding("problems", count=len(errors))
    config = _config(path, environ)
    book, _ = library.read_all(*commands.folders(path, config), today)
    if book is not None:
        yield from _texts(book)
        yield from _contacts(book, config, today)


def _config(path: Path, environ: Mapping[str, str]) -> Config | None:
    try:
        return load_config(path, environ)
    except Broken:
        return None


def _texts(book: Book) -> Iterator[Finding]:
    waiting = [one for one in book.written if one.approval is not Approval.APPROVED]
    if waiting:
        by_reader = {reader: sum(1 for one in waiting if one.reader == reader) for reader in READERS}
        reviewed = sum(1 for one in waiting if one.approval is Approval.REVIEWED)
        yield _finding("texts", count=len(waiting), all=len(book.written), **by_reader, reviewed=reviewed)


def _contacts(book: Book, config: Config | None, today: date) -> Iterator[Finding]:
    """Numbers that nobody has heard answer, those that nobody has found, and those of everyone that are red."""
    calls: Calls = {}
    try:
        calls = call_book(config).read() if config else {}
    except Misuse as error:
        yield _finding("calls", because=str(error))
    now = datetime.combine(today, time.max, LOCAL)
    numbers = [one for one in book.directory.values() if one.number]
    unheard = [one for one in numbers if standing(one, calls, now).trust in (Trust.UNCALLED, Trust.SILENT)]
    if unheard:
        yield _finding("contacts", count=len(unheard), all=len(numbers))
    if missing := len(book.directory) - len(numbers):
        yield _finding("numbers", count=missing)
    for one in red(numbers, calls, now):
        if one.why in (Why.WRONG, Why.AGAIN):
            yield Finding(
                "number", Both(*(directory.warning(one, spoken) for spoken in (0, 1))), {"id": one.contact.id}
            )


def _finding(what: str, **facts: Any) -> Finding:
    return Finding(what, Both(*(text.format_map(facts) for text in DOCTOR[what])), facts)


def lines(found: Sequence[Finding], spoken: int) -> list[str]:
    """As it is printed."""
    return [one.said[spoken] for one in found] or [DOCTOR["ready"][spoken]]


def rows(found: Iterable[Finding], spoken: int) -> list[dict[str, Any]]:
    """For `--format json`; none when nothing is missing."""
    return [{"what": one.what, "text": one.said[spoken], **one.facts} for one in found]
