"""Values to rows and back. A row's sealed columns open only at their own place."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.model.conversation import (
    Conversation,
    Frame,
    Gather,
    Offer,
    Past,
    Pledge,
    Position,
    Promise,
    Reach,
    Reader,
    Reason,
    Ticket,
    TicketState,
    Voice,
)
from bot.model.counselor import Counselor
from bot.model.message import Channel, ContactId, ConversationId, CounselorId, Kind, Level, Office, TicketId
from bot.store.database import Row
from bot.vault.envelope import Place, Vault

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ms(at: datetime | None) -> int | None:
    """Milliseconds since 1970; microseconds are dropped."""
    return None if at is None else (at - EPOCH) // timedelta(milliseconds=1)


def when(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(milliseconds=value)


def sure(value: int) -> datetime:
    return EPOCH + timedelta(milliseconds=value)


def kinds_text(kinds: frozenset[Kind]) -> str:
    return ",".join(sorted(kinds))


def kinds_of(text: str) -> frozenset[Kind]:
    return frozenset(Kind(one) for one in text.split(",") if one)


def conversation_row(vault: Vault, one: Conversation, key: bytes) -> dict[str, Any]:
    """Every column of `conversation`, version as given."""
    more: dict[str, Any] = {
        "variables": dict(one.variables),
        "recent": list(one.recent),
        "hours": list(one.reach_hours) if one.reach_hours else None,
        **_ways(one),
    }
    return {
        "id": one.id,
        "contact_id": one.contact,
        "persona_id": one.persona,
        "channel": one.channel.value,
        "opened_at": ms(one.opened_at),
        "version": one.version,
        "wait": one.wait,
        "turn": one.turn,
        "flow": one.position.flow if one.position else None,
        "state": one.position.state if one.position else None,
        "fingerprint": one.fingerprint,
        "resume_flow": one.resume.flow if one.resume else None,
        "resume_state": one.resume.state if one.resume else None,
        "tries": one.tries,
        "level": int(one.level),
        "kinds": kinds_text(one.kinds),
        "voice": one.voice.value,
        "reader": one.reader.value,
        "age_band": one.age_band,
        "office": one.office,
        "language": one.language,
        "own_phone": int(one.own_phone),
        "reach": one.reach.value,
        "last_in_at": ms(one.last_in_at),
        "honest_at": ms(one.honest_at),
        "locked": int(one.locked),
        "ended_at": ms(one.ended_at),
        "ended_because": one.ended_because,
        "key": key,
        "sealed_more": vault.seal(json.dumps(more), Place("conversation", "sealed_more", one.id, one.id), key),
    }


def _ways(one: Conversation) -> dict[str, Any]:
    """Calls, the way back, what is gathered and what was asked for a later moment: most talks have few of them."""
    found: dict[str, Any] = {}
    for name, place in (("calls", one.position), ("resume_calls", one.resume)):
        if place and place.calls:
            found[name] = _calls(place)
    if one.past:
        found["past"] = [
            [
                past.position.flow,
                past.position.state,
                dict(past.undo),
                *([_calls(past.position)] if past.position.calls else []),
            ]
            for past in one.past
        ]
    if one.pledges:
        found["pledges"] = {name: _pledge_row(pledge) for name, pledge in one.pledges.items()}
    if one.spoke:
        found["spoke"] = {name: ms(at) for name, at in one.spoke.items()}
    if one.gather:
        found["gather"] = [one.gather.save, ms(one.gather.since), *one.gather.texts]
    return found


def _pledge_row(one: Pledge) -> list[Any]:
    return [one.number, ms(one.at), one.go, one.late, ms(one.until)]


def _pledge(number: int, at: int | None, go: str, late: str, until: int | None) -> Pledge:
    return Pledge(number, when(at), go, late, when(until))


def _calls(place: Position) -> list[list[Any]]:
    return [[frame.flow, frame.state, dict(frame.kept)] for frame in place.calls]


def _position(flow: str | None, state: str, calls: list[list[Any]] | None) -> Position | None:
    if not flow:
        return None
    return Position(flow, state, tuple(Frame(*frame) for frame in calls or ()))


def _gather(save: str, since: int, *texts: str) -> Gather:
    return Gather(save, texts, sure(since))


def _past(flow: str, state: str, undo: dict[str, str | None], calls: list[list[Any]] | None = None) -> Past:
    return Past(Position(flow, state, tuple(Frame(*frame) for frame in calls or ())), undo)


def conversation_of(vault: Vault, row: Row, ticket: Ticket | None) -> Conversation:
    place = Place("conversation", "sealed_more", row["id"], row["id"])
    more = json.loads(vault.open(row["sealed_more"], place, row["key"]))
    return Conversation(
        id=ConversationId(row["id"]),
        contact=ContactId(row["contact_id"]),
        channel=Channel(row["channel"]),
        opened_at=sure(row["opened_at"]),
        persona=row["persona_id"],
        version=row["version"],
        wait=row["wait"],
        turn=row["turn"],
        position=_position(row["flow"], row["state"], more.get("calls")),
        fingerprint=row["fingerprint"],
        resume=_position(row["resume_flow"], row["resume_state"], more.get("resume_calls")),
        tries=row["tries"],
        level=Level(row["level"]),
        kinds=kinds_of(row["kinds"]),
        voice=Voice(row["voice"]),
        reader=Reader(row["reader"]),
        age_band=row["age_band"],
        office=Office(row["office"]),
        language=row["language"],
        own_phone=bool(row["own_phone"]),
        reach=Reach(row["reach"]),
        reach_hours=(more["hours"][0], more["hours"][1]) if more["hours"] else None,
        variables=more["variables"],
        recent=tuple(more["recent"]),
        past=tuple(_past(*one) for one in more.get("past", ())),
        gather=_gather(*more["gather"]) if "gather" in more else None,
        pledges={name: _pledge(*one) for name, one in more.get("pledges", {}).items()},
        spoke={name: sure(at) for name, at in more.get("spoke", {}).items()},
        last_in_at=when(row["last_in_at"]),
        honest_at=when(row["honest_at"]),
        locked=bool(row["locked"]),
        ticket=ticket,
        ended_at=when(row["ended_at"]),
        ended_because=row["ended_because"],
    )


def ticket_row(vault: Vault, one: Ticket, conversation: ConversationId, key: bytes) -> dict[str, Any]:
    more: dict[str, Any] = {"note": dict(one.note), "name": one.claimed_name}
    if one.claimed_office:
        more["works"] = one.claimed_office
    if one.offer:
        more["offered"] = one.offer.name
    if one.promise:
        more["promise"] = [ms(one.promise.due), one.promise.by, one.promise.name]
    reasons = [[reason.rule, int(reason.level), reason.turn] for reason in one.reasons]
    return {
        "id": one.id,
        "conversation_id": conversation,
        "office": one.office,
        "queue": one.queue,
        "level": int(one.level),
        "kinds": kinds_text(one.kinds),
        "opened_at": ms(one.opened_at),
        "state": one.state.value,
        "disputed": int(one.disputed),
        "introduced": int(one.introduced),
        "claimed_by": one.claimed_by,
        "lease_until": ms(one.lease_until),
        "outcome": one.outcome,
        "closed_at": ms(one.closed_at),
        "reasons": json.dumps(reasons),
        "offered_office": one.offer.office if one.offer else "",
        "offered_to": one.offer.to if one.offer else None,
        "offered_until": ms(one.offer.until) if one.offer else None,
        "offered_note": one.offer.note if one.offer else None,
        "back": one.back,
        "was_with": one.was_with,
        "category": one.category,
        "scheme": one.scheme,
        "sealed_more": vault.seal(json.dumps(more), Place("ticket", "sealed_more", one.id, conversation), key),
    }


def ticket_of(vault: Vault, row: Row, key: bytes) -> Ticket:
    """Of an erased talk (`key` is empty) without what was noted, and by whom it was held."""
    place = Place("ticket", "sealed_more", row["id"], row["conversation_id"])
    more = json.loads(vault.open(row["sealed_more"], place, key) if key else '{"name": "", "note": {}}')
    return Ticket(
        id=TicketId(row["id"]),
        office=Office(row["office"]),
        queue=row["queue"],
        level=Level(row["level"]),
        kinds=kinds_of(row["kinds"]),
        opened_at=sure(row["opened_at"]),
        state=TicketState(row["state"]),
        reasons=tuple(Reason(rule, Level(level), turn) for rule, level, turn in json.loads(row["reasons"])),
        disputed=bool(row["disputed"]),
        claimed_by=CounselorId(row["claimed_by"]) if row["claimed_by"] else None,
        claimed_name=more["name"],
        introduced=bool(row["introduced"]),
        lease_until=when(row["lease_until"]),
        outcome=row["outcome"],
        closed_at=when(row["closed_at"]),
        note=more["note"],
        claimed_office=more.get("works", ""),
        offer=_offer(row, more.get("offered", "")),
        promise=_promise(*more["promise"]) if "promise" in more else None,
        back=row["back"],
        was_with=CounselorId(row["was_with"]) if row["was_with"] else None,
        category=row["category"],
        scheme=row["scheme"],
    )


def _promise(due: int, by: str, name: str) -> Promise:
    return Promise(sure(due), CounselorId(by), name)


def _offer(row: Row, name: str) -> Offer | None:
    if not row["offered_office"]:
        return None
    to = CounselorId(row["offered_to"]) if row["offered_to"] else None
    return Offer(Office(row["offered_office"]), sure(row["offered_until"]), row["offered_note"], to, name)


def counselor_row(vault: Vault, one: Counselor) -> dict[str, Any]:
    more = {
        "name": one.name,
        "shown": one.shown,
        "profession": one.profession,
        "password": one.password,
        "totp": one.totp,
        "languages": sorted(one.languages),
    }
    return {
        "id": one.id,
        "lookup": vault.lookup("counselor", one.name.casefold()),
        "office": one.office,
        "roles": ",".join(sorted(one.roles)),
        "kha_trained_on": one.kha_trained_on.isoformat() if one.kha_trained_on else "",
        "checked_on": one.checked_on.isoformat() if one.checked_on else "",
        "totp_step": one.totp_step,
        "disabled_at": ms(one.disabled_at),
        "sealed_more": vault.seal(json.dumps(more), Place("counselor", "sealed_more", one.id)),
    }


def counselor_of(vault: Vault, row: Row) -> Counselor:
    more = json.loads(vault.open(row["sealed_more"], Place("counselor", "sealed_more", row["id"])))
    return Counselor(
        id=CounselorId(row["id"]),
        name=more["name"],
        shown=more["shown"],
        office=Office(row["office"]),
        roles=frozenset(one for one in row["roles"].split(",") if one),
        profession=more["profession"],
        kha_trained_on=date.fromisoformat(row["kha_trained_on"]) if row["kha_trained_on"] else None,
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
        password=more["password"],
        totp=more["totp"],
        totp_step=row["totp_step"],
        disabled_at=when(row["disabled_at"]),
        languages=frozenset(more.get("languages", ["id"])),
    )
