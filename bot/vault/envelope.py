"""Envelope encryption: a data key per conversation, wrapped by a key of the ring.

Laws
1. A blob is version (1 byte) | key id (1) | nonce (12) | AES-GCM ciphertext and tag.
2. Associated data is `table|column|row id|conversation`: a blob copied to another row or column does not open.
3. Deleting a wrapped data key erases its conversation, in backups too.
4. Look-ups are HMAC-SHA-256 under the index key, with their purpose inside.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeysMissing
from bot.vault.ring import KEY_BYTES, Ring

VERSION = 1
NONCE = 12
DATA_KEY = 0
"""The key id of blobs closed with a conversation's own data key."""
MOST_CACHED = 4_096
"""Unwrapped data keys kept in memory; unwrapping again costs about 2 µs."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands. House rows have no conversation."""

    table: str
    column: str
    row: str
    conversation: str = ""

    def bytes(self) -> bytes:
        return f"{self.table}|{self.column}|{self.row}|{self.conversation}".encode()


class Vault:
    """Seals and opens. Raises KeysMissing when a blob names a key that the ring does not hold, or does not open."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._house = {name: AESGCM(key) for name, key in ring.keys.items()}
        self._opened: dict[bytes, AESGCM] = {}

    @property
    def active(self) -> int:
        """The id of the key that closes what is new."""
        return self._ring.active

    @property
    def key_ids(self) -> frozenset[int]:
        return frozenset(self._ring.keys)

    def seal(self, text: str, place: Place, wrapped: bytes | None = None) -> bytes:
        """Close a text with the conversation's wrapped data key, or with the house key when there is none."""
        if wrapped is None:
            return self._close(self._house[self._ring.active], self._ring.active, text.encode(), place)
        return self._close(self._data_key(wrapped, place.conversation), DATA_KEY, text.encode(), place)

    def open(self, blob: bytes, place: Place, wrapped: bytes | None = None) -> str:
        """The text again."""
        return self._unclose(blob, place, wrapped).decode()

    def new_key(self, conversation: str) -> bytes:
        """A fresh data key for a conversation, already wrapped."""
        place = Place("conversation", "key", conversation, conversation)
        return self._close(self._house[self._ring.active], self._ring.active, secrets.token_bytes(KEY_BYTES), place)

    def forget(self, wrapped: bytes) -> None:
        """This process opens nothing more by a data key that was deleted, for it has it no longer."""
        self._opened.pop(wrapped, None)

    def lookup(self, purpose: str, value: str) -> bytes:
        """A keyed hash to find a value by, never to read it from."""
        return hmac.new(self._ring.index, f"{purpose}|{value}".encode(), hashlib.sha256).digest()

    def _data_key(self, wrapped: bytes, conversation: str) -> AESGCM:
        known = self._opened.get(wrapped)
        if known is None:
            place = Place("conversation", "key", conversation, conversation)
            known = AESGCM(self._unclose(wrapped, place, None))
            if len(self._opened) >= MOST_CACHED:
                self._opened.clear()
            self._opened[wrapped] = known
        return known

    def _close(self, key: AESGCM, name: int, plain: bytes, place: Place) -> bytes:
        nonce = os.urandom(NONCE)
        return bytes((VERSION, name)) + nonce + key.encrypt(nonce, plain, place.bytes())

    def _unclose(self, blob: bytes, place: Place, wrapped: bytes | None) -> bytes:
        if len(blob) < 2 + NONCE or blob[0] != VERSION:
            raise KeysMissing("a sealed value has an unknown form")
        name = blob[1]
        if name != DATA_KEY and name not in self._house:
            raise KeysMissing(f"key {name} is used in the database and missing from the ring")
        if name == DATA_KEY and not wrapped:
            raise KeysMissing("a sealed value needs its conversation's key, which may be erased")
        key = self._data_key(wrapped, place.conversation) if name == DATA_KEY and wrapped else self._house[name]
        try:
            return key.decrypt(blob[2 : 2 + NONCE], blob[2 + NONCE :], place.bytes())
        except InvalidTag:
            raise KeysMissing("a sealed value does not open at this place") from None


def new_id() -> str:
    """A short random id: 96 bits, 16 letters, safe in a URL."""
    return secrets.token_urlsafe(12)


def new_token() -> str:
    """A secret that opens something: 256 bits."""
    return secrets.token_urlsafe(32)
