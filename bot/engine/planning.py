"""Messages that leave at a later moment because an adult asked for them (flow-language.md, `plan`).

Laws
1. What was asked for stands while the variable in which it was asked says so, for a parent on a phone of their own that
   answers may appear on. Nobody else is ever promised one, and who leaves, blocks us or is erased takes it back.
2. It is said in its time only, once a day at most, where the talk is quiet and open: nobody in the middle of something,
   no person due, no danger heard. It never interrupts.
3. Where it cannot be said it waits for their next word, says then that it waited, and falls away when it is of no use.
4. It begins a visit of its own: after a long silence nothing of before is on the way back from it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.clock import LOCAL
from bot.flow.agenda import Planning
from bot.flow.known import HOURS
from bot.flow.names import DANGER
from bot.flow.plan import successor
from bot.model.conversation import QUIET, WINDOW, YES, Conversation, Pledge, Position, Reach, Reader, Voice
from bot.model.message import Channel, Level, Planned
from bot.model.turn import Plan, Turn, Unplan

if TYPE_CHECKING:
    from bot.engine.draft import Draft
    from bot.engine.walk import Walk

NO = "tidak"
"""What the variable says when a message was asked for that cannot be planned."""
PATIENCE = timedelta(hours=2)
"""So late a message may still be said, after an outage: at another hour than the one they chose it is not bland."""
FARTHEST = timedelta(days=28)
"""Farther ahead nothing is planned: a talk without a word is over after 30 days (rules/retention.py)."""
DAY = timedelta(days=1)


def stands(now: Conversation, name: str) -> bool:
    """Is a message that was asked for in this variable wanted still, and may it appear on this phone?"""
    adult = now.reader is Reader.PARENT and now.own_phone and now.reach is not Reach.ON_RETURN
    here = now.channel is not Channel.WEB and now.ended_at is None and not now.ended_because
    return adult and here and now.variables.get(name) == YES


# ---- asking for one


def plan(walk: "Walk", flow: str, asked: Planning) -> None:
    """A state asks for a message. Where it cannot be, the variable says NO, so that no text promises it."""
    now, name = walk.now, asked.name
    if now.variables.get(name) != YES:
        return
    at, until = _moment(now, asked, walk.at)
    if at is None or not walk.at < at <= walk.at + FARTHEST or not stands(now, name):
        walk.save(name, NO)
        return
    pledge = Pledge(walk.number, at, f"{flow}/{asked.go}", f"{flow}/{asked.late}" if asked.late else "", until)
    walk.change(pledges={**now.pledges, name: pledge})
    walk.effects.append(Plan(name, walk.number, at))


def _moment(now: Conversation, asked: Planning, at: datetime) -> tuple[datetime | None, datetime | None]:
    """When it leaves, and until when it is of use."""
    hour = hour_of(asked.at) or hour_of(now.variables.get(asked.at, ""))
    if hour is None:
        return None, None
    if asked.before:
        day = _day(now.variables.get(asked.before, ""))
        return (_at(day - DAY, hour), _at(day + DAY, 0)) if day else (None, None)
    local = at.astimezone(LOCAL)
    first = local.date() if local.hour < hour else local.date() + DAY
    spoke = now.spoke.get(asked.name)
    return _at(max(first, spoke.astimezone(LOCAL).date() + DAY) if spoke else first, hour), None


def hour_of(said: str) -> int | None:
    """`pagi`, or the number of an hour."""
    return HOURS.get(said) or (int(said) if said.isdecimal() and 0 < int(said) < 24 else None)


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LOCAL)


# ---- taking it back


def tidy(draft: "Draft") -> None:
    """At the end of a turn: what is not asked for any more is not planned any more."""
    for name in [one for one in draft.now.pledges if draft.now.variables.get(one) != YES]:
        _take(draft, name)
        draft.effects.append(Unplan(name))


def end_all(draft: "Draft") -> None:
    """They leave, or cannot be reached."""
    for name in draft.now.pledges:
        draft.effects.append(Unplan(name))
    if draft.now.pledges:
        draft.change(pledges={})


def _take(draft: "Draft", name: str) -> Pledge:
    left = dict(draft.now.pledges)
    pledge = left.pop(name)
    draft.change(pledges=left)
    return pledge


# ---- its moment


def due(walk: "Walk", inbound: Planned) -> Turn:
    """The moment came: it is said, or waits for their next word, or is of no use any more."""
    pledge = walk.now.pledges.get(inbound.name)
    if pledge is None or pledge.number != inbound.number or pledge.at is None:
        return Turn(walk.now)  # they have asked otherwise since
    _take(walk, inbound.name)
    if not _of_use(walk, inbound.name, pledge):
        return walk.turn()
    if walk.at - pledge.at > PATIENCE or not _quiet(walk):
        walk.change(pledges={**walk.now.pledges, inbound.name: replace(pledge, at=None)})
        return walk.turn()
    _begin(walk)
    before = walk.hold()
    walk.change(position=None)
    _enter(walk, pledge.go, "planned")
    _leave_open(walk, before)
    return walk.turn()._replace(planned=inbound.name)


def came(walk: "Walk", name: str) -> None:
    """It is said, in its time or because they came to it in the talk: nothing else of its name comes today, and what
    was planned before is not planned any more."""
    walk.change(spoke={**walk.now.spoke, name: walk.at})
    if name in walk.now.pledges:
        _take(walk, name)
        walk.effects.append(Unplan(name))


def _of_use(walk: "Walk", name: str, pledge: Pledge) -> bool:
    """May it be said at all, now or later?"""
    over = pledge.until is not None and walk.at >= pledge.until
    return stands(walk.now, name) and walk.now.level < Level.HIGH and not over and _place(walk, pledge.go) is not None


def _quiet(walk: "Walk") -> bool:
    """Is nobody in the middle of anything, and may something unasked leave?"""
    now, here = walk.now, walk.now.position
    silent = walk.at - now.last_in_at if now.last_in_at else timedelta.max
    calm = here is None or walk.ended(here) or (silent > QUIET and not here.flow.startswith(DANGER))
    outside = now.channel is Channel.WHATSAPP and silent > WINDOW
    return calm and not outside and _open(now)


def _open(now: Conversation) -> bool:
    """Does the bot have the floor, of somebody who is known to be there, with no person due?"""
    return now.voice is Voice.BOT and not now.locked and not (now.ticket and now.ticket.open)


def _begin(walk: "Walk") -> None:
    """After a long silence nothing of before is on a way back: it need not be the same who reads."""
    last = walk.now.visited_at
    if last is None or walk.at - last > walk.now.quiet_after:
        walk.lock()
        walk.change(locked=False, resume=None, position=None)


def _leave_open(walk: "Walk", before: Conversation) -> None:
    """The question that stood open is still open where nothing else was asked; else it may be gone back to."""
    asked, here = before.position, walk.now.position
    if asked is None or walk.ended(asked) or here is None:
        return
    if walk.ended(here):
        walk.change(position=asked, resume=before.resume, fingerprint=before.fingerprint, wait=before.wait)
        walk.change(tries=before.tries)
    else:
        walk.change(resume=asked)


def _place(walk: "Walk", name: str) -> Position | None:
    """Where this is in the book by now."""
    flow, _, state = name.rpartition("/")
    return successor(walk.mind.book, Position(flow, state)) if state else None


def _enter(walk: "Walk", name: str, arrow: str) -> None:
    place = _place(walk, name)
    if place:
        walk.enter(f"{place.flow}/{place.state}", "planned", f"{arrow} {place.state}")


# ---- after it


def waiting(walk: "Walk") -> str:
    """The variable of a message that waited for this word and may be told of; what is of no use any more is gone."""
    for name, pledge in sorted(_waiting(walk.now.pledges).items()):
        if _of_use(walk, name, pledge) and _place(walk, pledge.late):
            return name
        _take(walk, name)
    return ""


def _waiting(pledges: Mapping[str, Pledge]) -> Mapping[str, Pledge]:
    return {name: one for name, one in pledges.items() if one.at is None}


def tell(walk: "Walk") -> None:
    """Where a word of theirs led to rest, what waited for it is told of."""
    here = walk.now.position
    if not walk.now.pledges or not walk.said or here is None or not walk.ended(here) or not _open(walk.now):
        return
    if walk.now.ended_at is None and not walk.now.ended_because and (name := waiting(walk)):
        tell_of(walk, name)


def tell_of(walk: "Walk", name: str) -> None:
    """That it waited."""
    walk.change(position=None)
    _enter(walk, _take(walk, name).late, "late")
