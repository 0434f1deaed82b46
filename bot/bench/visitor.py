"""A simple person: writes their opening, then presses what fits best, for as long as something is asked.

At the welcome they say who they are, and that it is not so where they are taken for being in danger and are in none.
Elsewhere they press what leads nearest to a fitting answer, else the first
choice. On Telegram they press, on WhatsApp and the web they answer with one digit. Where nothing is offered to press
they write a few words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.bench.openings import SOMEBODY, Act, Opening
from bot.bench.paths import FARTHEST, Paths
from bot.engine import nearby, say
from bot.engine.mind import Mind
from bot.engine.outside import Shown, key_of
from bot.engine.play import inbound_of
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Ask
from bot.flow.names import CHOSEN, DANGER, ENTRY, PERSON, WELCOME
from bot.model.conversation import Conversation
from bot.model.message import Channel, Press
from bot.model.turn import Turn
from bot.seen import Seen

SOME_WORDS = "begini saja"
"""Written where there is nothing to press."""
PERSON_WORD = "KONSELOR"
"""Whoever writes it is led to a person; said in a text, it is an offer."""
OLD_BUTTON, EMPTY = "old_button", "empty"
"""Two things that may be sent beside the media of bot/engine/play.py."""
NOT_SO = "bukan"
"""The choice that every safety question has; whom the ear takes for being in danger and who is in none presses it."""
WHO = {"parent": "parent", "child": "child", "other": "dewasa"}
"""What they press at the welcome."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answers to one thing that a person does; `turns`: the bubbles of each of its turns, several where
    they wrote several messages. `helped`: what in it is a fitting answer, or "". `offered`: a person, by a button, by
    the word for one, or because one is on their way."""

    turns: tuple[tuple[str, ...], ...]
    shown: tuple[Shown, ...]
    talk: Conversation
    heard: bool
    helped: str
    offered: bool


class Visitor:
    """One opening on one channel."""

    def __init__(self, mind: Mind, paths: Paths, opening: Opening, channel: Channel) -> None:
        self.opening, self._mind, self._book, self._paths = opening, mind, mind.book, paths
        self.side = Rehearsal(mind, opening.at, channel=channel, outside=Seen(mind.book))
        self.answers: list[Answer] = []

    def open(self) -> list[Answer]:
        """All that the opening says, whatever is answered."""
        for act in self.opening.acts:
            self.do(act)
        return self.answers

    def do(self, act: Act) -> Answer:
        before = len(self.side.turns)
        if act.texts:
            self.side.user(*act.texts)
        elif act.send == OLD_BUTTON:
            self.side.send(Press(self.side.at, "0.lama.0000"))
        elif act.send == EMPTY:
            self.side.user(" ")
        else:
            self.side.send(inbound_of(act.send, "", self.side.at))
        return self._answered(before)

    def press(self, key: str) -> Answer | None:
        """None when it was not shown."""
        before, keys = len(self.side.turns), [key_of(one) for one in self.side.visible]
        if key not in keys:
            return None
        if self.side.conversation.channel is Channel.TELEGRAM:
            self.side.press(key)
        else:
            self.side.user(str(keys.index(key) + 1))
        return self._answered(before)

    def go_on(self) -> Answer | None:
        """The next thing this person does; None when nothing is asked."""
        here = self.side.conversation.position
        state = self._book.flows[here.flow].states[here.state] if here else None
        if here is None or state is None or not isinstance(state.exit, Ask):
            return None
        keys = [key_of(one) for one in self.side.visible]
        if not keys:
            return self.do(Act((SOME_WORDS,)))
        if here.flow == WELCOME and SOMEBODY not in self.opening.fits and WHO.get(self.opening.who) in keys:
            return self.press(WHO[self.opening.who])
        return self.press(self._best(here.flow, nearby.asked(self._book, self.side.conversation, state.exit), keys))

    def _best(self, flow: str, ask: Ask, keys: Sequence[str]) -> str:
        """What leads nearest to a fitting answer; else, and once they were helped, the first."""
        if any(one.helped for one in self.answers):
            return keys[0]
        if flow in ENTRY.values() and not self.opening.level and NOT_SO in keys:
            return NOT_SO
        near = {one.key: self._paths.presses(self.opening, flow, ask, one) for one in ask.choices if one.key in keys}
        return min(keys, key=lambda key: (near.get(key, FARTHEST), keys.index(key)))

    # ---- what was answered

    def _answered(self, before: int) -> Answer:
        turns, now = self.side.turns[before:], self.side.conversation
        told = tuple(tuple(one.text for one in turn.says) for turn in turns if turn.says)
        says = [text for turn in told for text in turn]
        answer = Answer(
            told,
            tuple(self.side.said),
            now,
            any(one.alarm for one in turns),
            self._helped(turns, now, "\n".join(says)),
            PERSON_WORD in " ".join(says) or self._offered(now),
        )
        self.answers.append(answer)
        return answer

    def _helped(self, turns: Sequence[Turn], now: Conversation, said: str) -> str:
        """The name of the flow or topic that is fitting, if what it has to say was said."""
        for turn in turns:
            for hop in turn.hops:
                flow, _, name = hop.target.rpartition("/")
                state = self._book.flows[flow].states[name]
                kind = self._paths.helps(self.opening, flow, state, now.variables.get(CHOSEN, ""))
                told = say.bubbles(self._mind, now, state, self.side.at)
                if kind and (not told or told[0] in said):
                    return kind
        return ""

    def _offered(self, now: Conversation) -> bool:
        here = now.position
        if here and here.flow.startswith(PERSON):
            return True
        state = self._book.flows[here.flow].states[here.state] if here else None
        keys = {key_of(one) for one in self.side.visible}
        choices = state.exit.choices if state and isinstance(state.exit, Ask) else ()
        return any(one.go == PERSON and one.key in keys for one in choices)


def words_of(says: Sequence[str]) -> int:
    """What takes reading in some bubbles, without the choices: a separating dot is no word, a number is one."""
    return sum(any(map(str.isalnum, word)) for text in says for word in text.split())


def in_danger(talk: Conversation) -> bool:
    """Does the talk stand at a safety flow?"""
    return talk.position is not None and talk.position.flow.startswith(DANGER)
