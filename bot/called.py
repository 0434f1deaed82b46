"""What our calls to the contacts of the directory found: a file of this installation, beside the key ring.

Laws
1. Only `puspaga directory verify` writes it; what a call found never stands in content/, which is the same everywhere.
2. It only grows: the last call that found something out counts, the earlier ones stay to be read.
3. It is whole at every moment: written beside itself, then put in its place. Who cannot read it changes nothing.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.errors import Misuse
from bot.model.call import Call, Calls, Result
from bot.vault.ring import settle

NAME = "verified.json"
MODE = 0o600
"""It names who called."""


class CallBook:
    """The file, which need not be there: then nobody has called."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mark(self) -> tuple[int, ...]:
        """Another one as soon as the file is another one."""
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_ctime_ns, found.st_size, found.st_ino

    def read(self) -> Calls:
        """Raises Misuse when it is there and is not what `add` wrote."""
        told: dict[str, list[Call]] = {}
        for one in self._read():
            told.setdefault(one.contact, []).append(one)
        return {name: tuple(calls) for name, calls in told.items()}

    def add(self, call: Call) -> None:
        """On the disk when this returns. Two at once wait for one another. Raises Misuse or OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(self.path.with_suffix(".lock")):
            self._write([*self._read(), call])

    def _read(self) -> list[Call]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            return [_call(row) for row in rows]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError):
            raise Misuse(f"{self.path} cannot be read; only `directory verify` writes it") from None

    def _write(self, calls: Iterable[Call]) -> None:
        new = self.path.with_suffix(".new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), MODE)
            json.dump([_row(one) for one in calls], file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        settle(self.path.parent)


def call_book(config: Config) -> CallBook:
    """The one of this installation."""
    return CallBook((config.folder / config.keys.file).with_name(NAME))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _row(one: Call) -> dict[str, str]:
    return {
        "contact": one.contact,
        "number": one.number,
        "verified_on": one.at.isoformat(timespec="seconds"),
        "verified_by": one.by,
        "result": one.result.value,
    }


def _call(row: Any) -> Call:
    """Raises ValueError, KeyError or TypeError."""
    at = datetime.fromisoformat(row["verified_on"])
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Call(str(row["contact"]), str(row["number"]), at, str(row["verified_by"]), Result(row["result"]))
