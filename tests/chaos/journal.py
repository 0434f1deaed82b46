"""What a platform knows, on disk before anybody is answered: it outlives a kill -9 of its process."""

import json
import os
from pathlib import Path

from tests.peers.person import Json


class Journal:
    """One JSON object a line, in the hands of the kernel when `write` returns."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        whole = path.read_bytes().rfind(b"\n") + 1
        os.ftruncate(self._file, whole)  # a writer that is killed may leave half a line

    def write(self, what: str, **fields: object) -> None:
        os.write(self._file, json.dumps({"what": what, **fields}).encode() + b"\n")


def entries(path: Path) -> list[Json]:
    """Every whole line; the writer may be at work."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_bytes().rpartition(b"\n")[0].splitlines()]
