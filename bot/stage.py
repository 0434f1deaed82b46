"""A talk with the flows in the terminal. Needs neither keys nor database; the clock moves when it is told to."""

import json
from datetime import datetime
from typing import TextIO

from bot.clock import LOCAL
from bot.engine.facts import span_of
from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Conversation, Reader
from bot.model.message import Channel

AFTER = "/after"


class Stage:
    """One person's side of a talk. `at` is the hour at which it begins."""

    def __init__(self, mind: Mind, at: datetime, *, reader: Reader, language: str, channel: Channel) -> None:
        self._at = at.astimezone(LOCAL).replace(second=0, microsecond=0)
        self._talk = Rehearsal(mind, self._at, channel=channel)
        self._talk.conversation = self._talk.conversation.grown(reader=reader, language=language)
        self._lines: list[str] = []

    def run(self, lines: TextIO, out: TextIO) -> None:
        """Until the input ends."""
        waiting = lines.isatty()
        while True:
            if waiting:
                out.write("> ")
                out.flush()
            line = lines.readline()
            if not line:
                return
            self._take(line.rstrip("\n"), out)

    def _take(self, line: str, out: TextIO) -> None:
        if line.partition(" ")[0] == AFTER:
            try:
                self._talk.after(span_of(line.removeprefix(AFTER)))
            except ValueError:
                out.write("/after 10m, /after 25h, /after 3d\n")
                return
            self._lines.append(f"after: {line.removeprefix(AFTER).strip()}")
        else:
            self._talk.user(line)
            self._lines.append(f"user: {json.dumps(line, ensure_ascii=False)}")
        for bubble in self._talk.said:
            out.write(f"  {bubble.text}\n")
            out.writelines(f"    {number}. {one.label}\n" for number, one in enumerate(bubble.buttons, start=1))
            self._lines.append(f"bot: {json.dumps(' '.join(bubble.text.split()), ensure_ascii=False)}")
        out.write(f"  — {_where(self._talk.conversation)}\n")
        out.flush()

    def example(self) -> str:
        """The talk as an example for a flow file."""
        now = self._talk.conversation
        here = now.position
        facts = [f"state: {here.flow}/{here.state}"] if here else []
        facts += [f"level: {now.level.name.lower()}", f"ticket: {_queue(now)}"]
        lines = [*self._lines, f"then: {{{', '.join(facts)}}}"]
        at = self._at.isoformat(timespec="minutes")
        head = f"examples:\n  - name: obrolan\n    channel: {now.channel.value}\n    at: {at}\n    talk:\n"
        return head + "".join(f"      - {line}\n" for line in lines)


def _queue(now: Conversation) -> str:
    return now.ticket.queue if now.ticket and now.ticket.open else "none"


def _where(now: Conversation) -> str:
    """What an editor wants to know after each turn."""
    here = now.position
    parts = [f"{here.flow}/{here.state}" if here else "-"]
    if now.level:
        parts.append(now.level.name.lower())
    if _queue(now) != "none":
        parts.append(f"tiket {_queue(now)} ({now.voice.value})")
    return " · ".join(parts)
