"""What is true of a talk just now, compared with what an example says."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Conversation

UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
UNITS["j"] = UNITS["h"]
NONE, YES, NO = ("none", "tidak"), ("yes", "ya"), ("no", "tidak")
_SPAN = re.compile(r"^\s*(\d+)\s*([smhdj])\s*$")


def span_of(text: str) -> timedelta:
    """`25h`, `10m`, `3d` as a timedelta. Raises ValueError."""
    found = _SPAN.match(text)
    if not found:
        raise ValueError(f"not a span of time: {text!r}")
    return int(found.group(1)) * UNITS[found.group(2)]


def span_text(span: timedelta) -> str:
    """In the largest unit that leaves no rest: `10m`, `90s`, `72h`."""
    unit = next((one for one in ("h", "m") if span and not span % UNITS[one]), "s")
    return f"{span // UNITS[unit]}{unit}"


def faults(one: Rehearsal, wanted: Mapping[str, object], flow: str) -> Iterable[str]:
    """What is not as `wanted` says, fact by fact. `flow`: whose states may be named without it."""
    for key, value in wanted.items():
        if key == "vars" and isinstance(value, Mapping):
            yield from (_variable(one.conversation, name, said) for name, said in value.items())
        elif isinstance(value, list):
            yield _listed(key, _list(one, key), value)
        else:
            found = _fact(one, key, flow)
            yield "" if str(value) in found else f"{key} is {found[0]!r}, not {str(value)!r}"


def _variable(now: Conversation, name: str, said: object) -> str:
    found = now.variables.get(name, NONE[0])
    return "" if found == said else f"{name} is {found!r}, not {said!r}"


def _listed(key: str, found: list[str], wanted: list[str]) -> str:
    """The same things in any order."""
    said = sorted(" ".join(one.split()) for one in wanted if one != NONE[0])
    return "" if sorted(found) == said else f"{key}: {', '.join(found) or 'none'}, not {', '.join(said) or 'none'}"


def _list(one: Rehearsal, key: str) -> list[str]:
    if key == "kinds":
        return [kind.value for kind in one.conversation.kinds]
    kind = {"silence": "gather"} if one.conversation.gather else {}
    return [f"{kind.get(wait.kind, wait.kind)} {span_text(due - one.at)}" for due, wait in one.timers]


def _fact(one: Rehearsal, key: str, flow: str) -> tuple[str, ...]:
    """What is true now, in every way an example may write it."""
    now = one.conversation
    match key:
        case "state":
            here = now.position
            full = f"{here.flow}/{here.state}" if here else NONE[0]
            return (full, here.state) if here and here.flow == flow else (full,)
        case "level" | "risk":
            return (now.level.name.lower(),)
        case "ticket":
            return (now.ticket.queue,) if now.ticket and now.ticket.open else NONE
        case "disputed":
            return _yes(now.ticket is not None and now.ticket.disputed)
        case "sent":
            return (str(len(one.said)),)
        case "bubbles":
            return (str(len(one.bubbles)),)
        case "reader" | "voice":
            return (str(getattr(now, key).value),)
        case "age":
            return (now.age_band or NONE[0],)
        case "district":
            return (now.variables.get("wilayah", NONE[0]),)
        case "language":
            return (now.language,)
        case "ended":
            return _yes(now.ended_at is not None)
        case "locked":
            return _yes(now.locked)
    return (now.variables.get(key, NONE[0]),)


def _yes(value: bool) -> tuple[str, ...]:
    return (*(YES if value else NO), str(value))
