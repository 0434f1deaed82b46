"""One JSON line a record on stderr: a constant message in the past tense, and facts from a short list of names.

Never what people wrote, names, numbers or tokens: an exception is its class and the places it passed, without its
text; extras that are not on the list are dropped.
"""

import json
import logging
import sys
import traceback
from types import TracebackType

FACTS = frozenset(
    [
        "error",
        "count",
        "kind",
        "channel",
        "conversation",
        "loop",
        "status",
        "state",
        "attempts",
        "ms",
        "code",
        "because",
        "place",
        "route",
        "lease",
        "epoch",
    ]
)
"""What a log line may tell beside its message: ids, counts, durations, codes, places in our own code."""
QUIET = (
    "httpx",
    "httpcore",
    "telegram",
    "transitions",
    "twilio",
    "twilio.http",
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "aiosqlite",
)
"""Libraries whose own lines hold addresses, tokens or bodies (channel facts D8), or come at every hop."""


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "room": record.name,
            "said": record.msg if _ours(record) else "A library wrote a line",
        }
        said |= {name: _fact(value) for name, value in vars(record).items() if name in FACTS}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["where"] = _frames(record.exc_info[2])
        return json.dumps(said, ensure_ascii=False)


def _ours(record: logging.LogRecord) -> bool:
    """A constant message of this house; libraries put addresses, tokens and bodies into theirs."""
    own = record.name.partition(".")[0] == "bot"
    return own and isinstance(record.msg, str) and not record.args


def _fact(value: object) -> str:
    """An exception's text may be what somebody wrote."""
    return type(value).__name__ if isinstance(value, BaseException) else str(value)


def _frames(trace: TracebackType | None) -> str:
    """file:line of every frame, innermost last; no text, no values."""
    frames = traceback.extract_tb(trace)
    return " > ".join(f"{'/'.join(frame.filename.rsplit('/', 2)[-2:])}:{frame.lineno}" for frame in frames)


def configure() -> None:
    """Once, at the start of a process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
