"""What holds in any book that passes the checker, for anything that happens in any order, with any delay."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.engine.advance import advance
from bot.engine.draft import MOST_BUBBLES
from bot.engine.mind import Mind
from bot.engine.undo import DEPTH
from bot.errors import Broken
from bot.flow.book import Ask
from bot.flow.library import load
from bot.model.conversation import Conversation, Reader, TicketState, Voice
from bot.model.message import (
    FROM_CONTACT,
    Blocked,
    Button,
    Card,
    Channel,
    Claimed,
    ContactId,
    ConversationId,
    CounselorId,
    Edited,
    Failed,
    Inbound,
    Left,
    Location,
    Media,
    MessageId,
    Office,
    Opened,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import Turn, Wait
from bot.seen import WORKDAYS
from tests.engine.books import FLOWS, WORDS, flows, shelved
from tests.engine.minds import mind, rehearsal, through_a_row

pytestmark = pytest.mark.timeout(300)
"""Hundreds of talks over the whole book take half a minute of a busy core."""

LIMITS = {Channel.TELEGRAM: 4096, Channel.WHATSAPP: 1600, Channel.WEB: 65_536}
"""Letters of one message (channel facts); on WhatsApp the bubbles of a turn are one message."""
BUTTON_BYTES, BUTTON_LETTERS = 64, 24
TALK = (
    "halo", "ya", "tidak", "2", "9", "menu", "kembali", "ulang", "nomor", "konselor", "lanjut", "berhenti", "keluar",
    "hapus", "apa yang disimpan", "siapa yang tahu", "bahasa", "keluhan", "kata sendiri", "umur 9", "aku di kukar", "",
    " ", "kenapa", "tolong", "aku dipukul bapak tiap malam", "aku mau bunuh diri malam ini", "anakku tantrum",
    "?" * 4096,
)  # fmt: skip
KAK = CounselorId("kak")


class Talk(RuleBasedStateMachine):
    """One contact, from the first word on."""

    @initialize(texts=flows(), channel=st.sampled_from(list(Channel)))
    def begin(self, texts: tuple[str, ...], channel: Channel) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                book = load(*shelved(Path(folder), texts))
            except Broken:
                assume(False)
        self.mind = Mind(book, mind().ear, WORKDAYS)
        self.at = rehearsal().at
        self.channel, self.number = channel, 0
        self.buttons: tuple[Button, ...] = ()
        self.timers: list[tuple[timedelta, Wait]] = []
        self.open()

    def open(self) -> None:
        self.number += 1
        self.talk = Conversation(ConversationId(f"c{self.number}"), ContactId("c"), self.channel, opened_at=self.at)
        self.timers = []

    # ---- what may happen

    @rule(number=st.integers(0, FLOWS - 1))
    def finds_a_drawn_flow(self, number: int) -> None:
        self.happens(Said(self.at, "menu"))
        self.happens(Said(self.at, f"uji{number}"))

    @precondition(lambda self: self.asked())
    @rule(number=st.integers(0, 5), how=st.sampled_from(["press", "number", "label"]), twice=st.booleans())
    def answers(self, number: int, how: str, twice: bool) -> None:
        button = self.buttons[number % len(self.buttons)]
        ways: dict[str, Inbound] = {
            "press": Press(self.at, button.data),
            "number": Said(self.at, f"{number % len(self.buttons) + 1}"),
            "label": Said(self.at, button.label),
        }
        for _ in range(1 + twice):
            self.happens(ways[how])

    @precondition(lambda self: not self.asked())
    @rule(text=st.sampled_from([*WORDS, "umur 9", "kelas 3 sd"]))
    def tells(self, text: str) -> None:
        self.happens(Said(self.at, text))

    @rule(text=st.sampled_from(TALK))
    def says(self, text: str) -> None:
        self.happens(Said(self.at, text))

    @rule(
        what=st.sampled_from(["sticker", "voice", "poll", "location", "card", "edited", "old", "garbage", "opened"]),
        caption=st.sampled_from(["", "aku takut"]),
    )
    def sends_something_else(self, what: str, caption: str) -> None:
        other: dict[str, Inbound] = {
            "location": Location(self.at),
            "card": Card(self.at),
            "edited": Edited(self.at, "bukan itu maksudku"),
            "old": Press(self.at, "1.sekolah.abcd"),
            "garbage": Press(self.at, "\U0001f600..//"),
            "opened": Opened(self.at),
        }
        self.happens(other.get(what) or Media(self.at, what, caption))

    @rule(seconds=st.sampled_from([1, 5, 7, 31, 61, 599, 601, 3_600, 43_201, 86_400, 2_592_000]))
    def time_passes(self, seconds: int) -> None:
        until = self.at + timedelta(seconds=seconds)
        for after, wait in sorted(self.timers, key=lambda one: (one[0], one[1].kind)):
            if after > timedelta(seconds=seconds):
                continue
            self.timers.remove((after, wait))
            late = until if seconds % 2 else self.at + after  # also by a clock that was late
            self.happens(Silence(late, wait.wait) if wait.kind == "silence" else Waited(late, wait.wait))
        self.timers = [(after - timedelta(seconds=seconds), wait) for after, wait in self.timers]
        self.at = until

    @precondition(lambda self: self.talk.ticket is not None)
    @rule(what=st.sampled_from(["reply", "close", "claim", "failed", "blocked", "left"]))
    def happens_around_them(self, what: str) -> None:
        other: dict[str, Inbound] = {
            "claim": Claimed(self.at, KAK, "Kak Konselor", Office("provinsi")),
            "reply": Replied(self.at, KAK, "Aku di sini."),
            "close": Returned(self.at, KAK, "selesai"),
            "left": Left(self.at),
            "blocked": Blocked(self.at),
            "failed": Failed(self.at, MessageId("c/1/1"), "470"),
        }
        self.happens(other[what])

    def asked(self) -> bool:
        """Do the last buttons belong to the open question?"""
        return bool(self.buttons) and self.buttons[0].data.startswith(f"{self.talk.wait}.")

    # ---- and what holds

    def happens(self, inbound: Inbound) -> None:
        if isinstance(inbound, FROM_CONTACT) and self.talk.ended_at:
            self.open()
        before = self.talk
        turn = advance(self.mind, before, inbound)
        assert advance(self.mind, before, inbound) == turn, "same arguments, same turn"
        assert through_a_row(turn.conversation) == turn.conversation, "nothing leans on a live object"
        if turn.refused:
            assert turn.conversation == before
            return
        self._answered(before, inbound, turn)
        self._fits(turn)
        self._risk_stays(before, inbound, turn)
        self._undo_restores(before, inbound, turn)
        self.talk = turn.conversation
        if isinstance(inbound, FROM_CONTACT):
            self.timers = [one for one in self.timers if one[1].wait >= self.talk.wait]
        self.timers += [(one.after, one) for one in turn.effects if isinstance(one, Wait)]
        self.buttons = next((one.buttons for one in reversed(turn.says) if one.buttons), self.buttons)

    def _answered(self, before: Conversation, inbound: Inbound, turn: Turn) -> None:
        after = turn.conversation
        gathers = after.gather is not None and after.gather != before.gather
        if isinstance(inbound, FROM_CONTACT) and after.voice is not Voice.COUNSELOR and not gathers:
            assert turn.says, "never silent"
        if (
            isinstance(inbound, Silence | Waited)
            and not turn.answers
            and not (after.own_phone and after.reader is Reader.PARENT)
        ):
            assert not turn.says, "a silence never speaks"
        if before.gather and not after.gather and isinstance(inbound, Silence) and inbound.wait == before.wait:
            assert turn.says or before.voice is Voice.COUNSELOR, "a gather is answered when it ends"

    def _fits(self, turn: Turn) -> None:
        texts = [one.text for one in turn.says]
        assert len(texts) <= MOST_BUBBLES
        assert all(text.strip() for text in texts)
        whole = ["\n\n".join(texts)] if self.channel is Channel.WHATSAPP else texts
        assert all(len(text) <= LIMITS[self.channel] for text in whole)
        for button in (button for one in turn.says for button in one.buttons):
            assert len(button.data.encode()) <= BUTTON_BYTES
            assert 0 < len(button.label) <= BUTTON_LETTERS

    def _risk_stays(self, before: Conversation, inbound: Inbound, turn: Turn) -> None:
        after = turn.conversation
        assert after.level >= before.level
        assert after.kinds >= before.kinds
        if before.ticket and before.ticket.open and not isinstance(inbound, Returned):
            assert after.ticket is not None
            assert (after.ticket.id, after.ticket.open) == (before.ticket.id, True)
            assert after.ticket.reasons[: len(before.ticket.reasons)] == before.ticket.reasons
            assert after.ticket.state in (before.ticket.state, TicketState.CLAIMED, TicketState.WAITING)

    def _undo_restores(self, before: Conversation, inbound: Inbound, turn: Turn) -> None:
        """An answer led from a question to elsewhere: one word brings the question back, and what was known then."""
        after, here = turn.conversation, before.position
        asked = self.mind.book.flows[here.flow].states[here.state] if here else None
        led_on = isinstance(inbound, Said | Press) and here != after.position and not turn.alarm
        if not led_on or asked is None or not isinstance(asked.exit, Ask) or after.ended_at or after.locked:
            return
        if not after.past or after.past[-1].position != here or after.voice is Voice.COUNSELOR:
            return
        if len(after.past) < min(len(before.past) + 1, DEPTH):
            return  # it was itself a way back, to a place where they had been more than once
        back = advance(self.mind, after, Said(inbound.at, "kembali")).conversation
        assert back.position == here
        known = self.mind.book.variables
        safe = ("reach", "reach_hours", "own_phone")
        free = {name for name, one in known.items() if one.sets not in safe and not one.counted}
        assert {name: back.variables.get(name) for name in free} == {name: before.variables.get(name) for name in free}
        assert back.level is after.level
        assert back.reach == after.reach


Talk.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestTalk = Talk.TestCase
