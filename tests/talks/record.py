"""Write down anew what the bot says in the walks: `python -m tests.talks.record`.

A walk file holds what a person does and what they read. Only what they read is written anew; the difference is what
the reviewer of a change reads aloud.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bot.engine.facts import span_text
from bot.engine.mind import Mind
from bot.engine.play import inbound_of
from bot.engine.rehearsal import Rehearsal
from bot.flow.append import Entry, bare, scalar
from bot.flow.book import TalkLine
from bot.flow.library import load
from bot.flow.source import read
from bot.flow.talk_schema import TalkIn
from bot.flow.talks import talks_of
from bot.model.conversation import Conversation
from bot.model.message import Channel
from bot.screen.ear import load_rules
from bot.seen import WORKDAYS, Seen

HERE = Path(__file__).parent / "walks"
ROOT = Path(__file__).parents[2]
ACTS = ("user", "press", "sticker", "after")
"""What the people of the walks do."""


def mind() -> Mind:
    content = ROOT / "content"
    return Mind(load(ROOT / "flows", content), load_rules(content / "risk"), WORKDAYS)


def recorded(mind: Mind, text: str) -> str:
    """A walk file with what is said in it today."""
    source = read("walk.yaml", text)
    one = TalkIn.model_validate(source.data["examples"][0])
    (talk,) = talks_of([one], source)
    channel = Channel(talk.people[0].channel)
    walk = Rehearsal(mind, datetime.fromisoformat(talk.at), channel=channel, outside=Seen(mind.book))
    lines = [told for act in talk.lines if act.what in ACTS for told in _step(walk, act)]
    return bare(Entry(one.name, {"channel": channel.value, "at": talk.at}, lines))


def _step(walk: Rehearsal, act: TalkLine) -> Iterable[str]:
    """What the person does, what they read then, and where they stand."""
    match act.what:
        case "after":
            walk.after(act.value)
        case "user":
            walk.user(*act.texts)
        case "press":
            walk.press(str(act.value))
        case _:
            walk.send(inbound_of(act.what, "", walk.at))
    yield act.what if act.what == "sticker" else f"{act.what}: {scalar(_said(act))}"
    yield from [f"bot: {scalar(' '.join(one.text.split()))}" for one in walk.bubbles if walk.said]
    yield f"then: {{{_facts(walk.conversation, len(walk.said))}}}"


def _said(act: TalkLine) -> str:
    return span_text(act.value) if act.what == "after" else str(act.value)


def _facts(now: Conversation, sent: int) -> str:
    here = now.position
    ticket = now.ticket.queue if now.ticket and now.ticket.open else "none"
    state = f"state: {here.flow}/{here.state}, " if here else ""
    return f"{state}level: {now.level.name.lower()}, ticket: {ticket}, sent: {sent}"


def main() -> None:
    book = mind()
    for path in sorted(HERE.glob("*.yaml")):
        path.write_text(recorded(book, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
