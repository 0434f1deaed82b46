"""Facts out of the database of a service that has stopped, and out of what the platforms and the browsers kept."""

import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.channels.telegram.wire import render
from bot.channels.web import wire
from bot.channels.whatsapp.reconcile import YOUNG
from bot.clock import SystemClock
from bot.flow.book import Ask, Book, SayText
from bot.flow.library import load
from bot.model.message import Author, Channel, ConversationId, MessageId
from bot.ports import OutboxRow
from bot.runner.rows import BETWEEN
from bot.store.identities import address_of
from bot.store.messages import buttons_of
from bot.store.rows import sure
from bot.vault.envelope import Place, Vault
from bot.vault.ring import load_ring
from tests.chaos import telegram, twilio
from tests.chaos.browsers import Spoken
from tests.chaos.facts import Arrived, Bubble, Claim, Facts, Line, Row, Talk, digest
from tests.chaos.journal import entries
from tests.chaos.people import LEAVING
from tests.peers.person import Json

Rows = Sequence[Mapping[str, Any]]
Select = Callable[[str], Awaitable[Rows]]
"""A query without arguments → its rows by column name."""
FOR_ITS_HOUR = "hours"
"""Why a row waits that nobody has to wait for here."""
FOREVER = 1 << 60


def sqlite(folder: Path) -> Select:
    """The database in `folder`, also beside a service at work."""

    async def select(sql: str) -> Rows:
        with closing(sqlite3.connect(f"file:{folder / 'var' / 'puspaga.db'}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql).fetchall()]

    return select


@dataclass(frozen=True, slots=True)
class Seen:
    """What the other side knows. `telegram` and `whatsapp`: journals; `spoken`: acknowledged words of the web; `shown`:
    ids of bubbles on the page, by the token of its reader; `compared_at`: when the service last compared with Twilio;
    `replied`: as in Facts."""

    telegram: Sequence[Json]
    whatsapp: Sequence[Json]
    spoken: Sequence[Spoken] = ()
    shown: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared_at: int = 0
    replied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def acknowledged(self, vault: Vault) -> frozenset[str]:
        """Also what Twilio gave up and we found in its list."""
        expired = {number for one in self.telegram if one["what"] == "expired" for number in one["numbers"]}
        numbers = telegram.ended_in(self.telegram) - expired
        sids = {one["sid"] for one in self.whatsapp if one["what"] == "acknowledged"}
        webs = {_arrival(vault, one) for one in self.spoken}
        brought = {f"telegram:{one}" for one in numbers} | {f"whatsapp:{one}" for one in sids}
        return frozenset(brought | webs | self.findable)

    def said(self) -> dict[str, tuple[str, ...]]:
        """Of Telegram by the numbers of updates, of the web in their order; Twilio promises none."""
        ended, said = telegram.ended_in(self.telegram), defaultdict[str, list[str]](list)
        for one in self.telegram:
            message = one["body"].get("message", {}) if one["what"] == "update" else {}
            if "text" in message and one["number"] in ended:
                said[str(message["chat"]["id"])].append(digest(message["text"]))
        for word in self.spoken:
            said[word.token].append(digest(word.text))
        return {chat: tuple(texts) for chat, texts in said.items()}

    @property
    def pending(self) -> int:
        """Of what people wrote, what no platform has brought to us yet, nor given up."""
        updates = {one["number"] for one in self.telegram if one["what"] == "update"}
        forms = {one["sid"] for one in self.whatsapp if one["what"] == "said"}
        return len(updates - telegram.ended_in(self.telegram)) + len(forms - twilio.ended_in(self.whatsapp))

    @property
    def given_up(self) -> frozenset[str]:
        """Arrivals that Twilio could not bring to us in all its tries."""
        kept = {one["sid"] for one in self.whatsapp if one["what"] == "acknowledged"}
        return frozenset(f"whatsapp:{one}" for one in twilio.ended_in(self.whatsapp) - kept)

    @property
    def findable(self) -> frozenset[str]:
        """Those of them that a comparison finds: they are a minute old."""
        until = self.compared_at - round(YOUNG.total_seconds() * 1000)
        old = {f"whatsapp:{one['sid']}" for one in self.whatsapp if one["what"] == "said" and one["at"] <= until}
        return self.given_up & old


def _arrival(vault: Vault, one: Spoken) -> str:
    form = wire.read_form({"id": one.form, "text": one.text})
    return wire.arrival_of(one.token, form, SystemClock().now(), vault.lookup).id


def platforms(folder: Path) -> Seen:
    """What the two platforms know by now."""
    return Seen(entries(folder / "telegram.jsonl"), entries(folder / "twilio.jsonl"))


async def facts_of(folder: Path, select: Select, seen: Seen) -> Facts:
    """Everything the checker asks for."""
    vault = Vault(load_ring(folder / "var" / "keys.json"))
    keys = {row["id"]: bytes(row["key"]) for row in await select("select id, key from conversation")}
    reader = Reader(select, vault, keys, stories(load(folder / "flows", folder / "content")))
    talks, lines, rows = await reader.talks(), await reader.lines(), await reader.rows()
    return Facts(
        acknowledged=seen.acknowledged(vault),
        said=seen.said(),
        replied=seen.replied,
        late=seen.given_up,
        arrivals=await reader.arrivals(),
        talks=talks,
        lines=lines,
        rows=rows,
        bubbles=(*recognised(seen.telegram, talks, rows), *_named(seen), *_drawn(seen, rows)),
        claims=await reader.claims(lines),
    )


def stories(book: Book) -> tuple[str, ...]:
    """How each question of the book reads that takes several short messages as one answer."""
    asked = [
        state.say[-1].text
        for flow in book.flows.values()
        for state in flow.states.values()
        if isinstance(state.exit, Ask) and state.exit.gather and state.say and isinstance(state.say[-1], SayText)
    ]
    ways = [by for text in asked for by in (text.by, *(one.by for one in text.variants))]
    return tuple(words for by in ways for words in by.values())


def _named(seen: Seen) -> list[Bubble]:
    """Every message on WhatsApp carries the name of its row in its callback."""
    return [
        Bubble(one["to"], one["sid"], parse_qs(urlsplit(one["callback"]).query).get("out", [""])[0], one["at"])
        for one in seen.whatsapp
        if one["what"] == "took"
    ]


def _drawn(seen: Seen, rows: Sequence[Row]) -> list[Bubble]:
    """A page shows the ids; when a bubble first stood there, nobody but the service knows."""
    sent = {one.id: one.sent_at for one in rows}
    return [Bubble(token, name, name, sent.get(name, 0)) for token, names in seen.shown.items() for name in names]


def recognised(journal: Sequence[Json], talks: Sequence[Talk], rows: Sequence[Row]) -> list[Bubble]:
    """Which row a bubble on Telegram is. Telegram's id of it tells, where the service lived to note that; else it is a
    row of the same text whose attempts are not all accounted for, the first one behind what came before; else any of
    this text, and the checker says that there is one too many."""
    by_chat: dict[str, list[Row]] = defaultdict(list)
    talk_of = {one.id: one for one in talks}
    for row in sorted(rows, key=lambda one: (talk_of[one.talk].place, one.turn, one.n)):
        by_chat[talk_of[row.talk].chat].append(row)
    took: dict[str, list[Json]] = defaultdict(list)
    for one in journal:
        if one["what"] == "took":
            took[str(one["chat"])].append(one)
    bubbles: list[Bubble] = []
    for chat, mine in took.items():
        names = _names([(str(one["message"]), digest(one["text"])) for one in mine], by_chat[chat])
        pairs = zip(mine, names, strict=True)
        bubbles.extend(Bubble(chat, str(one["message"]), name, one["at"]) for one, name in pairs)
    return bubbles


def _names(taken: Sequence[tuple[str, str]], rows: Sequence[Row]) -> list[str]:
    noted = {one.external: one.id for one in rows if one.external}
    place = {one.id: n for n, one in enumerate(rows)}
    spare = {one.id: one.attempts - bool(one.external) for one in rows}
    names: list[str] = []
    last = 0
    for external, text in taken:
        name = noted.get(external, "")
        if not name:
            same = [row for row in rows if row.digest == text]
            behind = [row for row in same if place[row.id] >= last and spare[row.id] > 0]
            name = next((row.id for row in (*behind, *same)), "")
            if name:
                spare[name] -= 1
        last = max(last, place.get(name, 0))
        names.append(name)
    return names


class Reader:
    """One reading of the database. `keys`: of the talks. `asked`: how questions end that gather a story."""

    def __init__(self, select: Select, vault: Vault, keys: Mapping[str, bytes], asked: tuple[str, ...]) -> None:
        self._select, self._vault, self._keys, self._asked = select, vault, keys, asked

    def _open(self, row: Mapping[str, Any]) -> str:
        name, talk = f"{row['conversation_id']}/{row['turn']}/{row['n']}", row["conversation_id"]
        return self._vault.open(
            bytes(row["sealed_text"]), Place("message", "sealed_text", name, talk), self._keys[talk]
        )

    async def arrivals(self) -> tuple[Arrived, ...]:
        sql = "select id, conversation_id, kind, state, received_at from arrival order by received_at"
        return tuple(
            Arrived(one["id"], one["conversation_id"] or "", one["kind"], one["state"], one["received_at"])
            for one in await self._select(sql)
        )

    async def talks(self) -> tuple[Talk, ...]:
        """A chat is known by a Telegram user, a WhatsApp phone or a cookie of the web."""
        chats: dict[str, str] = {}
        for row in await self._select("select * from identity where kind in ('user', 'phone', 'cookie')"):
            whole = {**row, "lookup": bytes(row["lookup"]), "sealed_value": bytes(row["sealed_value"])}
            chats[row["contact_id"]] = address_of(self._vault, whole).value
        count: dict[str, int] = defaultdict(int)
        talks = []
        sql = "select id, contact_id, version, turn from conversation order by opened_at, ended_at is null, id"
        for row in await self._select(sql):
            chat = chats[row["contact_id"]]
            talks.append(Talk(row["id"], chat, count[chat], row["version"], row["turn"]))
            count[chat] += 1
        return tuple(talks)

    async def lines(self) -> tuple[Line, ...]:
        return tuple(
            self._line(one) for one in await self._select("select * from message order by conversation_id, turn, n")
        )

    def _line(self, row: Mapping[str, Any]) -> Line:
        text = self._open(row)
        if row["author"] == "counselor":
            text = text.rpartition(BETWEEN)[2]  # where bubbles are joined, who it is stands before the first words
        return Line(
            talk=row["conversation_id"],
            turn=row["turn"],
            n=row["n"],
            author=row["author"],
            at=row["at"],
            digest=digest(text),
            leaves=row["author"] == "contact" and text.strip().casefold() in LEAVING,
            gathers=row["author"] == "bot" and text.endswith(self._asked),
        )

    async def rows(self) -> tuple[Row, ...]:
        sql = (
            "select o.*, m.sealed_text, m.sealed_buttons from outbox o join message m "
            "on m.conversation_id = o.conversation_id and m.turn = o.turn and m.n = o.n"
        )
        return tuple(self._row(one) for one in await self._select(sql))

    def _row(self, row: Mapping[str, Any]) -> Row:
        talk, turn, n = row["conversation_id"], row["turn"], row["n"]
        name = f"{talk}/{turn}/{n}"
        waits = row["state"] == "waiting" and row["because"] == FOR_ITS_HOUR
        return Row(
            id=name,
            talk=talk,
            turn=turn,
            n=n,
            author=row["author"],
            state="held" if waits else row["state"],
            attempts=row["attempts"],
            external=row["external_id"],
            because=row["because"],
            finished=waits or bool(row["finished"]),
            released=bool(row["released"]),
            digest=self._rendered(name, row),
            sent_at=row["sent_at"] or 0,
        )

    def _rendered(self, name: str, row: Mapping[str, Any]) -> str:
        """The text as Telegram gets it."""
        talk, sealed = row["conversation_id"], row["sealed_buttons"]
        buttons = buttons_of(self._vault, bytes(sealed) if sealed else None, name, talk, self._keys[talk])
        plain = OutboxRow(
            id=MessageId(name),
            conversation=ConversationId(talk),
            channel=Channel(row["channel"]),
            author=Author(row["author"]),
            text=self._open(row),
            buttons=buttons,
            created_at=sure(row["created_at"]),
        )
        return digest(render(plain)["text"])

    async def claims(self, lines: Sequence[Line]) -> tuple[Claim, ...]:
        sql = "select conversation_id, kind, received_at from arrival where kind in ('Claimed', 'Returned')"
        claims: list[Claim] = []
        began: dict[str, int] = {}
        for row in await self._select(f"{sql} order by received_at"):
            talk, at = row["conversation_id"], row["received_at"]
            if row["kind"] == "Claimed":
                began.setdefault(talk, at)
            elif talk in began:
                claims.append(_claim(lines, talk, began.pop(talk), at))
        return (*claims, *(_claim(lines, talk, at, FOREVER) for talk, at in began.items()))


def _claim(lines: Sequence[Line], talk: str, at: int, until: int) -> Claim:
    after = [one.turn for one in lines if one.talk == talk and one.at >= at]
    return Claim(talk, min(after, default=1 << 30), at, until)
