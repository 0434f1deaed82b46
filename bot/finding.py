"""`puspaga find`: what each text is about, as JSON lines, for whoever measures the topic finder."""

import json
from collections.abc import Mapping
from typing import Any

from bot.engine.topics import ranked
from bot.flow.book import Book
from bot.flow.known import BANDS
from bot.model.conversation import Reader


def found(book: Book, line: str) -> dict[str, Any]:
    """One line of JSON with `text`, and `reader` and `age` where they are known; other fields pass through. What is not
    such a line becomes an `error`."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return {"error": "no text"}
    return _found(book, row)


def _found(book: Book, row: Mapping[str, Any]) -> dict[str, Any]:
    """`row` with the names of topics and flows, best first, and the words that say so."""
    reader, age = row.get("reader"), row.get("age")
    known = Reader(reader) if reader in set(Reader) else Reader.UNKNOWN
    some = ranked(book, row["text"], known, age if age in BANDS else "")
    return {
        **row,
        "topics": [one.lead.name for one in some],
        "because": [{"topic": one.lead.name, "words": list(one.words)} for one in some],
    }
