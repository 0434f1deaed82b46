"""The list of erased conversations: a file beside the key ring, outside every backup.

A backup that is older than an erasing still holds the deleted key. Whoever restores one erases again what stands here.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from bot.vault.ring import settle

NAME = "erased.log"


class ErasedList:
    """Ids, one on a line, nothing else; it only grows, and an id may stand twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, ids: Iterable[str]) -> None:
        """On the disk when this returns. Raises OSError."""
        new = not self.path.exists()
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="ascii") as file:
            file.write("".join(f"\n{one}" for one in ids) + "\n")  # a line that a power cut left half stays alone
            file.flush()
            os.fsync(file.fileno())
        if new:
            settle(self.path.parent)

    def ids(self) -> frozenset[str]:
        return frozenset(self.path.read_text(encoding="ascii").split()) if self.path.exists() else frozenset()
