"""A database grown to many talks: a few are walked by the real house, and all others are theirs again, with ids, keys
and seals of their own.

Laws
1. A row that is made here opens, and is gone on with, like any other: its seals are the vault's, at its own place.
2. Turn after turn over all talks, as life writes them, so that the pages are as full as life leaves them.
3. Only the growing itself is not durable (it is no measurement); the file is put back as the service leaves it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import storage
from bot.bench.house import FIRST_USER, at_work
from bot.bench.talkers import IN_FLIGHT, Talkers, served
from bot.clock import SystemClock
from bot.config import Config
from bot.engine.mind import Mind
from bot.vault.envelope import Place, Vault, new_id

PATTERNS = 64
"""Talks that are walked for real."""
CHUNK = 5_000
"""Talks in one transaction."""
GROWING = ("pragma journal_mode = off", "pragma synchronous = off", "pragma cache_size = -2000000")
SETTLED = "pragma journal_mode = wal"
BY_TURN = ("arrival", "message", "outbox")
ON_ITS_WAY = {"state": "sent", "finished": 1, "attempts": 1, "sender": "", "sends_until": 0}
"""What a sent row has that a waiting one has not."""

Row = dict[str, Any]


@dataclass(slots=True)
class Pattern:
    """One talk as rows by table; `texts` are its sealed columns opened, by table, column, turn and n."""

    contact: Row
    identity: Row
    conversation: Row
    timers: list[Row]
    turns: Sequence[Mapping[str, list[Row]]]
    texts: dict[tuple[str, str, int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A talk that was made."""

    number: int
    talk: str
    contact: str
    key: bytes


@dataclass(slots=True)
class Grown:
    """Bytes of the file with nothing, after the first turn of all talks, and at the end; what a turn has sealed."""

    empty: int
    first: int
    last: int
    sealed_per_turn: float


class Filler:
    """`talks` talks of `turns` turns in the house's database; contact numbers are those of house.Contact."""

    def __init__(self, house: Config, talks: int, turns: int) -> None:
        self._house, self._talks, self._turns = house, talks, turns
        self._patterns = min(PATTERNS, talks)

    async def fill(self, mind: Mind) -> Grown:
        async with at_work(self._house, mind, SystemClock()) as intake:
            talkers = Talkers(self._patterns)
            for _ in range(self._turns):
                await served(intake, talkers.next(self._patterns), IN_FLIGHT[0])
        vault = await storage.open_vault(self._house)
        db = sqlite3.connect(storage.database(self._house), isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            for one in GROWING:
                db.execute(one)
            grown = self._grow(db, vault)
            db.execute(SETTLED)
        finally:
            db.close()
        return grown

    def _grow(self, db: sqlite3.Connection, vault: Vault) -> Grown:
        patterns = [_pattern(db, vault, row) for row in db.execute("select * from conversation").fetchall()]
        made = [self._made(vault, number) for number in range(self._patterns, self._talks)]
        sizes = [_bytes(db)]
        for turn in range(self._turns):
            for first in range(0, len(made), CHUNK):
                _write(db, vault, patterns, made[first : first + CHUNK], turn)
            sizes.append(_bytes(db))
        return Grown(sizes[0], sizes[1], sizes[-1], _sealed(patterns))

    @staticmethod
    def _made(vault: Vault, number: int) -> Made:
        talk = new_id()
        return Made(number, talk, new_id(), vault.new_key(talk))


def _bytes(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma page_count").fetchone()[0]) * int(db.execute("pragma page_size").fetchone()[0])


def _sealed(patterns: Sequence[Pattern]) -> float:
    """Bytes of what a turn after the first has sealed: what was said, and what could be pressed."""
    later = [turn for one in patterns for turn in one.turns[1:]]
    rows = [row for turn in later for row in turn["message"]]
    return sum(len(row["sealed_text"]) + len(row["sealed_buttons"] or b"") for row in rows) / max(len(later), 1)


def size_of(path: Path) -> int:
    """Bytes of the database and of what stands beside it."""
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))


# ---- what is there


def _pattern(db: sqlite3.Connection, vault: Vault, talk: sqlite3.Row) -> Pattern:
    name, key, contact = talk["id"], talk["key"], talk["contact_id"]

    def rows(sql: str, *values: Any) -> list[Row]:
        return [dict(row) for row in db.execute(sql, values)]

    turns: list[dict[str, list[Row]]] = []
    arrivals = rows("select * from arrival where conversation_id = ? order by received_at", name)
    for turn, arrival in enumerate(arrivals, start=1):
        said = rows("select * from message where conversation_id = ? and turn = ? order by n", name, turn)
        out = rows("select * from outbox where conversation_id = ? and turn = ? order by n", name, turn)
        turns.append({"arrival": [arrival], "message": said, "outbox": out})
    one = Pattern(
        rows("select * from contact where id = ?", contact)[0],
        rows("select * from identity where contact_id = ?", contact)[0],
        dict(talk),
        rows("select * from timer where conversation_id = ?", name),
        turns,
    )
    more = Place("conversation", "sealed_more", name, name)
    one.texts["conversation", "sealed_more", 0, 0] = vault.open(talk["sealed_more"], more, key)
    for row in (row for turn in turns for row in turn["message"]):
        for column in ("sealed_text", "sealed_buttons"):
            if row[column] is not None:
                place = Place("message", column, f"{name}/{row['turn']}/{row['n']}", name)
                one.texts["message", column, row["turn"], row["n"]] = vault.open(row[column], place, key)
    return one


# ---- what is made


def _write(db: sqlite3.Connection, vault: Vault, patterns: Sequence[Pattern], made: Sequence[Made], turn: int) -> None:
    pairs = [(patterns[one.number % len(patterns)], one) for one in made]
    tables: dict[str, Iterator[Row]] = {}
    if turn == 0:
        tables["contact"] = ({**like.contact, "id": one.contact} for like, one in pairs)
        tables["identity"] = (_identity(vault, like, one) for like, one in pairs)
        tables["conversation"] = (_conversation(vault, like, one) for like, one in pairs)
        tables["timer"] = (_timer(like, one, row) for like, one in pairs for row in like.timers)
    tables["arrival"] = (
        {**row, "id": f"telegram:{one.number}.{turn}", "conversation_id": one.talk}
        for like, one in pairs
        for row in like.turns[turn]["arrival"]
    )
    tables["message"] = (_message(vault, like, one, row) for like, one in pairs for row in like.turns[turn]["message"])
    tables["outbox"] = (_sent(one, row) for like, one in pairs for row in like.turns[turn]["outbox"])
    db.execute("begin")
    for table, rows in tables.items():
        _insert(db, table, rows)
    db.execute("commit")


def _insert(db: sqlite3.Connection, table: str, rows: Iterator[Row]) -> None:
    first = next(rows, None)
    if first is None:
        return
    places = ", ".join("?" * len(first))
    sql = f"insert into {table} ({', '.join(first)}) values ({places})"  # noqa: S608  names are ours
    db.execute(sql, tuple(first.values()))
    db.executemany(sql, (tuple(row.values()) for row in rows))


def _identity(vault: Vault, like: Pattern, one: Made) -> Row:
    address = str(FIRST_USER + one.number)
    channel, kind = like.identity["channel"], like.identity["kind"]
    lookup = vault.lookup(kind, address)
    place = Place("identity", "sealed_value", f"{channel}.{kind}.{lookup.hex()}.{one.contact}")
    sealed = vault.seal(address, place)
    return {**like.identity, "lookup": lookup, "contact_id": one.contact, "sealed_value": sealed}


def _conversation(vault: Vault, like: Pattern, one: Made) -> Row:
    text = like.texts["conversation", "sealed_more", 0, 0]
    sealed = vault.seal(text, Place("conversation", "sealed_more", one.talk, one.talk), one.key)
    new = {"id": one.talk, "contact_id": one.contact, "key": one.key, "sealed_more": sealed}
    return {**like.conversation, **new}


def _message(vault: Vault, like: Pattern, one: Made, row: Row) -> Row:
    new = {**row, "conversation_id": one.talk}
    for column in ("sealed_text", "sealed_buttons"):
        text = like.texts.get(("message", column, row["turn"], row["n"]))
        if text is not None:
            place = Place("message", column, f"{one.talk}/{row['turn']}/{row['n']}", one.talk)
            new[column] = vault.seal(text, place, one.key)
    return new


def _sent(one: Made, row: Row) -> Row:
    """The platform took it half a second later, and gave it a number."""
    new = {"conversation_id": one.talk, "sent_at": row["created_at"] + 500}
    return {**row, **ON_ITS_WAY, **new, "external_id": f"{one.number % 1_000_000}{row['turn']}{row['n']}"}


def _timer(like: Pattern, one: Made, row: Row) -> Row:
    """It runs: the row that it waited for is sent."""
    due = row["due_at"] or like.turns[-1]["arrival"][0]["received_at"] + row["after_ms"]
    return {**row, "conversation_id": one.talk, "turn": None, "n": None, "due_at": due}
