"""A talk met by another book than the one its question came from (flow-language.md, editing while people talk).

Laws
1. Whoever stands at a place stands there, or where `was:` says that it went.
2. A question that reads or keeps something else than when it was asked is asked again before a word is taken for an
   answer to it. An answer counts when it is one and the same in both: the same label, kept under the same name, with
   the same way on.
3. A place that is gone leads to the start of its flow; else to where what was heard leads; else to the menu.
"""

from dataclasses import replace

from bot.engine import understand
from bot.engine.walk import Walk
from bot.flow.book import Ask, Choice, End, Handoff
from bot.flow.names import ENTRY, MENU
from bot.flow.plan import successor, successor_flow
from bot.model.conversation import Position


def land(walk: Walk) -> None:
    """Before a turn: where the talk stands in this book, and whether its question is still the one that was asked."""
    now = walk.now
    if now.resume is not None and walk.exit_at(now.resume) is None:
        walk.change(resume=_way_back(walk, now.resume))
    here = now.position
    if here is None or not now.fingerprint:
        return
    flow = walk.mind.book.flows.get(here.flow)
    state = flow.states.get(here.state) if flow else None
    if state is None or state.fingerprint != now.fingerprint:
        _elsewhere(walk, here)


def _way_back(walk: Walk, place: Position) -> Position | None:
    """Where an interrupted place went; the start of its flow when only that is left."""
    book = walk.mind.book
    flow = successor_flow(book, place.flow)
    return successor(book, place) or (Position(flow.name, flow.start) if flow else None)


def _elsewhere(walk: Walk, here: Position) -> None:
    """The place is gone, or asks something else by now."""
    walk.asked = walk.mind.earlier.get((here.flow, here.state, walk.now.fingerprint))
    place = successor(walk.mind.book, here)
    if place is None:
        walk.changed = True
        return
    if place != here:
        walk.change(position=place)
        walk.state = place.state
    state = walk.mind.book.flows[place.flow].states[place.state]
    walk.changed = state.fingerprint != walk.now.fingerprint and not isinstance(state.exit, Handoff | End)


def chosen(walk: Walk, ask: Ask, text: str) -> Choice | None:
    """The choice that a text names in the question that was asked, when it is the same in the one that is open now."""
    if walk.asked is None or not isinstance(walk.asked.exit, Ask):
        return None
    old, new = (_meant(one, text) for one in (walk.asked.exit, ask))
    return new if old and new and old.mark == new.mark else None


def _meant(ask: Ask, text: str) -> Choice | None:
    found = understand.choose(ask.choices, text)
    return next((one for one in ask.choices if found and one.key == found.value), None)


def told(walk: Walk, ask: Ask) -> bool:
    """Is any text the same answer to both: to a question without choices, kept under the same name, with the same way
    on? What was written to it before the change is known by that name alone."""
    if walk.now.gather is not None:
        return not ask.choices and walk.now.gather.save == ask.save
    old = walk.asked.exit if walk.asked else None
    return isinstance(old, Ask) and not old.choices and (old.kind, old.save, old.go) == (ask.kind, ask.save, ask.go)


def ask_anew(walk: Walk) -> None:
    """The question as it reads now, whole; or where to, when its place is gone."""
    walk.changed = False
    here = walk.now.position
    if here is None or walk.exit_at(here) is not None:
        walk.reply("asked_anew")
        walk.fold()
        return walk.ask_again(whole=True)
    flow = successor_flow(walk.mind.book, here.flow)
    walk.change(position=replace(here, calls=()))
    return walk.enter(flow.name if flow else ENTRY.get(walk.now.level, MENU), "changed")
