"""How many of the words that children read are common in Indonesian.

Common is a Zipf frequency of at least 4 by `wordfreq`: once in a hundred thousand words, or more often. It is a
development dependency; where it is absent nothing is measured.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.bench.tally import Tally
from bot.flow.book import Ask, Book, Flow, SayText, SayTip, State, Text
from bot.model.conversation import Reader

EXCEPTIONS = Path("tests/people/words_ok.txt")
"""From the folder of the project: a word a line, with the reason behind #."""
COMMON = 4.0
BANDS = ("7-9", "10-12", "13-15", "16-17")
ABSENT = "wordfreq is absent (it is in requirements-dev.lock.txt)"
_BLANK = re.compile(r"\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]+")


def exceptions(path: Path) -> frozenset[str]:
    """Raises OSError."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)


def texts(book: Book) -> set[str]:
    """Everything that a child may be told, each text once."""
    return {one for text, bands in _texts(book) for one in _as_read(text, bands)}


def common(book: Book, allowed: frozenset[str]) -> Tally | None:
    """Each word as often as it stands there; None while nothing can be said of it."""
    if find_spec("wordfreq") is None:
        return None
    from wordfreq import zipf_frequency

    tally = Tally()
    words = Counter(word for text in texts(book) for word in _WORD.findall(_BLANK.sub(" ", text).casefold()))
    for word, times in words.most_common():
        zipf = float(zipf_frequency(word, "id"))
        for _ in range(times):
            tally.count(word, right=zipf >= COMMON or word in allowed, got=f"{times} times, Zipf {zipf:.1f}")
    return tally


def _as_read(text: Text, bands: Iterable[str]) -> Iterator[str]:
    for band in bands:
        for channel in ("telegram", "whatsapp", "web"):
            yield text("id", frozenset({"child", band, channel}))


def _texts(book: Book) -> Iterator[tuple[Text, Iterable[str]]]:
    for flow in book.flows.values():
        if flow.reader is not Reader.PARENT:
            yield from ((text, BANDS) for text in _of_flow(flow))
    yield from ((text, BANDS) for text in _tips(book))
    for topic in book.topics.values():
        if topic.reader is Reader.CHILD:
            bands = [band for band in BANDS if band in topic.ages] or BANDS
            yield from ((topic.told(part, band), (band,)) for part in topic.parts for band in bands)
    yield from ((text, BANDS) for key, text in book.replies.items() if not key.startswith("kantor."))
    yield from ((one.line, BANDS) for one in book.routes if not one.readers or "child" in one.readers)


def _of_flow(flow: Flow) -> Iterator[Text]:
    for state in flow.states.values():
        yield from (one.text for one in state.say if isinstance(one, SayText))
        if isinstance(state.exit, Ask):
            yield from (one.label for one in state.exit.choices)
            yield from (one for one in (state.exit.unclear, state.exit.reason) if one)


def _tips(book: Book) -> Iterator[Text]:
    """Of the tips that some state for children tells."""
    states: Iterable[State] = (one for flow in book.flows.values() for one in flow.states.values())
    named = {item.tip for one in states for item in one.say if isinstance(item, SayTip)}
    for tip in (book.tips[name] for name in named):
        if tip.reader is not Reader.PARENT:
            yield from (text for band in BANDS for text in tip.parts.get(band, tip.parts.get("all", ())))
