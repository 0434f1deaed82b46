"""Counselors added, listed and invited again. A one-time link is printed once and stored only as a keyed hash; the one
before it ends."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.errors import Misuse
from bot.model.audit import BY_COMMAND, Audited
from bot.model.counselor import Counselor
from bot.model.message import CounselorId, Office
from bot.ports import Clock, Store
from bot.vault.envelope import new_id, new_token

LINK_LIVES = timedelta(hours=24)
FIRST = "koordinator"
"""Who the first start invites."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the operator may know already; the rest is filled in when they enrol. `shown` is what families read."""

    shown: str = ""
    profession: str = ""
    kha_trained_on: date | None = None
    checked_on: date | None = None


async def add(
    store: Store, clock: Clock, name: str, *, office: str, roles: frozenset[str], record: Record | None = None
) -> str:
    """Make the record; returns the path of the link that enrols it. Raises Misuse when the name is taken."""
    if await store.counselor(name) is not None:
        raise Misuse("a counselor of this name exists; use reset for a new link")
    known = record or Record()
    one = Counselor(
        CounselorId(new_id()),
        name,
        shown=known.shown or name,
        office=Office(office),
        roles=roles,
        profession=known.profession,
        kha_trained_on=known.kha_trained_on,
        checked_on=known.checked_on,
    )
    await store.save_counselor(one, _done(clock, "counselor_add", one))
    return await _link(store, clock, one)


async def first(store: Store, clock: Clock) -> str:
    """The path of a fresh link for a supervisor and counselor of the province as long as nobody has enrolled; else "".
    A link of yesterday, or one that was printed where nobody looked, leaves no house without a way in."""
    if any(one.password for one in await store.counselors()):
        return ""
    if await store.counselor(FIRST) is None:
        return await add(store, clock, FIRST, office="provinsi", roles=frozenset(["supervisor", "counselor"]))
    return await reset(store, clock, FIRST)


async def reset(store: Store, clock: Clock, name: str) -> str:
    """A new link; password and authenticator are set anew with it. The old ones, and what was opened with them, end
    now: a telephone may be lost. Who was disabled is back with it. Raises Misuse when nobody has the name."""
    one = await store.counselor(name)
    if one is None:
        raise Misuse("no counselor of this name")
    anew = replace(one, password="", totp="", disabled_at=None)
    await store.save_counselor(anew, _done(clock, "counselor_reset", one))
    await store.close_sessions(one.id)
    return await _link(store, clock, anew)


async def disable(store: Store, clock: Clock, name: str) -> None:
    """They sign in no more, and what they have open ends now; a talk that they hold waits again when its time runs out.
    A reset brings them back. Raises Misuse when nobody has the name."""
    one = await store.counselor(name)
    if one is None:
        raise Misuse("no counselor of this name")
    await store.save_counselor(replace(one, disabled_at=clock.now()), _done(clock, "counselor_disable", one))
    await store.close_sessions(one.id)


def _done(clock: Clock, action: str, one: Counselor) -> Audited:
    """On the command line, by who has the machine."""
    return Audited(clock.now(), BY_COMMAND, action, purpose=one.id)


async def _link(store: Store, clock: Clock, one: Counselor) -> str:
    token = new_token()
    await store.invite(token, one.id, clock.now() + LINK_LIVES)
    return f"/desk/enrol/{token}"


async def listing(store: Store) -> list[str]:
    """One line each: name, office, roles, and what is missing."""
    rows = sorted(await store.counselors(), key=lambda one: (one.office, one.name))
    return [f"{one.name}\t{one.office}\t{','.join(sorted(one.roles))}\t{_state(one)}" for one in rows]


def _state(one: Counselor) -> str:
    if one.disabled_at is not None:
        return "disabled"
    if not one.password:
        return "not enrolled"
    return "may meet children" if one.may_meet_children else "adults only: records are missing"
