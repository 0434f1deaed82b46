"""`puspaga report`: how a month was, in counts, for the province or for one office. Nothing sealed is opened."""

import argparse
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.clock import LOCAL, day_of
from bot.config import Config
from bot.desk import words
from bot.errors import Misuse
from bot.flow import library
from bot.flow.book import Book
from bot.flow.names import TOPICAL
from bot.model.offices import OFFICES
from bot.report.month import Counted, Labels, tables
from bot.report.written import FORMATS, Report
from bot.storage import opened

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def arguments(one: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    """What the command takes."""
    one.add_argument("--month", required=True, type=first_day, metavar="YYYY-MM", help=said("month"))
    one.add_argument("--format", choices=list(FORMATS), default="html", help=said("report_format"))
    one.add_argument("--office", choices=list(OFFICES), default="", metavar="CODE", help=said("report_office"))


def first_day(text: str) -> date:
    """Of a month as it is written on the command line."""
    found = MONTH.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError("a month looks like 2026-03")
    return date(int(found[1]), int(found[2]), 1)


async def report(config: Config, now: datetime, given: argparse.Namespace) -> bytes:
    """The file. Raises Broken, StoreDown or KeysMissing, and Misuse for a month that is not over: who reads two reports
    of the same month could tell what came between."""
    first: date = given.month
    after = (first + timedelta(days=31)).replace(day=1)
    if day_of(now) < after:
        raise Misuse(f"{first:%Y-%m} is not over; a report counts whole months")
    labels = _labels(library.load(config.folder / config.flows, config.folder / config.content))
    counted = await _counted(config, first, after)
    of = OFFICES.get(given.office, "")
    made = Report(f"{first:%Y-%m}", config.agency, of, tuple(tables(counted, labels, given.office)))
    return FORMATS[given.format](made)


async def _counted(config: Config, first: date, after: date) -> Counted:
    since, until = (datetime.combine(one, time(), LOCAL) for one in (first, after))
    async with opened(config, reading=True) as store:
        return Counted(
            await store.talks_begun(since, until),
            await store.tickets_opened(since, until),
            await store.tallies(first, after - timedelta(days=1)),
        )


def _labels(book: Book) -> Labels:
    """A topic that is not in the book any more keeps its name."""
    topics = {one.name: one.title for one in book.topics.values()}
    flows = {one.name: one.title for one in book.flows.values() if one.name.startswith(TOPICAL)}
    return Labels(
        OFFICES, words.CHANNELS, words.READERS, words.KINDS, words.OUTCOMES, {**topics, **flows}, book.categories
    )
