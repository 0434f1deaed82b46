"""The key ring: a file of mode 0600, `{active, keys, index}`, base64 inside JSON.

`keys` wrap the data keys of conversations; `index` makes look-ups and is not rotated with the others.
"""

import base64
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import KeysMissing

KEY_BYTES = 32
"""AES-256 and HMAC-SHA-256 both take 32 bytes."""
KEY_IDS = range(1, 256)
"""One byte; 0 means a conversation's own key (envelope.DATA_KEY)."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Key ids are one byte, written as decimal in the file."""

    active: int
    keys: Mapping[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)


def new_ring(path: Path) -> Ring:
    """Make a ring file that only its owner may read. Raises FileExistsError: a ring is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ring = Ring(active=1, keys={1: secrets.token_bytes(KEY_BYTES)}, index=secrets.token_bytes(KEY_BYTES))
    text = json.dumps(
        {
            "active": str(ring.active),
            "keys": {str(name): _coded(key) for name, key in ring.keys.items()},
            "index": _coded(ring.index),
        }
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    settle(path.parent)
    return ring


def settle(folder: Path) -> None:
    """A power loss must not take the name of the ring away from beside the database that needs it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_ring(path: Path) -> Ring:
    """Read a ring. Raises KeysMissing when it is absent, readable by others or not a ring."""
    try:
        mode = path.stat().st_mode
        raw = json.loads(path.read_text(encoding="ascii"))
        ring = Ring(
            active=int(raw["active"]),
            keys={int(name): _decoded(key) for name, key in raw["keys"].items()},
            index=_decoded(raw["index"]),
        )
    except FileNotFoundError:
        raise KeysMissing("the key file is missing; it is never made anew beside an existing database") from None
    except OSError:
        raise KeysMissing("the key file cannot be read") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysMissing("the key file is not a key ring") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysMissing("the key file may be read by others; give it mode 0600")
    if ring.active not in ring.keys or not set(ring.keys) <= set(KEY_IDS):
        raise KeysMissing("the key file is not a key ring")
    if any(len(key) != KEY_BYTES for key in (*ring.keys.values(), ring.index)):
        raise KeysMissing("the key file is not a key ring")
    return ring


def _coded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
