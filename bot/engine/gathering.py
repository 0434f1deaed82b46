"""Several short messages in a row are one answer (flow-language.md, states).

1. Each message is given some seconds; then what was written so far goes on as one text.
2. A gather has an end: after so many seconds or messages it goes on at once.
3. What was gathered is never lost: who goes elsewhere in between has told it all the same.
"""

from datetime import datetime, timedelta

from bot.engine.walk import PAUSE, Walk
from bot.flow.book import Ask
from bot.model.conversation import Gather
from bot.model.turn import Wait

LONGEST = timedelta(seconds=30)
MOST = 10
"""Seconds in all, messages in all (flow-language.md, the example)."""


def gather(walk: Walk, ask: Ask, text: str) -> str | None:
    """Take one message. The whole text when that was the last; None while more may come."""
    before = walk.now.gather
    since = before.since if before else walk.at
    texts = (*(before.texts if before else ()), text)
    walk.change(gather=Gather(ask.save, texts, since))
    if len(texts) >= MOST or walk.at - since >= LONGEST:
        return whole(walk)
    wait = walk.now.wait + 1
    walk.change(wait=wait)
    walk.effects.append(pause(wait, since, walk.at))
    return None


def pause(wait: int, since: datetime, at: datetime) -> Wait:
    """The timer that ends a gather."""
    return Wait(wait, max(timedelta(), min(PAUSE, since + LONGEST - at)), starts="now")


def whole(walk: Walk) -> str:
    """What was gathered, as one text; nothing is gathered any more."""
    texts = walk.now.gather.texts if walk.now.gather else ()
    walk.change(gather=None)
    return "\n".join(texts)


def ended(walk: Walk) -> bool:
    """Is something gathered at the open question?"""
    here = walk.open_ask()
    return walk.now.gather is not None and here is not None and here[2].gather
