"""What is true of a talk just now, compared with what an example says."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.engine.faults import fault
from bot.engine.rehearsal import Rehearsal
from bot.flow.codes.code import Both

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


def faults(one: Rehearsal, wanted: Mapping[str, object], flow: str) -> Iterable[Both]:
    """What is not as `wanted` says, fact by fact. `flow`: whose states may be named without it."""
    for key, value in wanted.items():
        if key == "vars" and isinstance(value, Mapping):
            yield from faults(one, {name: _Variable(said) for name, said in value.items()}, flow)
        elif isinstance(value, list):
            yield from _listed(key, _list(one, key), value)
        else:
            found = _variable(one, key) if isinstance(value, _Variable) else _fact(one, key, flow)
            if str(value) not in found:
                yield fault("fact", key=key, found=found[0], wanted=value)


class _Variable(str):
    """What a variable is said to hold, whatever else has its name."""

    __slots__ = ()


def _listed(key: str, found: list[str], wanted: list[str]) -> Iterable[Both]:
    """The same things in any order."""
    said = sorted(" ".join(one.split()) for one in wanted if one != NONE[0])
    if sorted(found) != said:
        yield fault("list", key=key, found=found or NONE[:1], wanted=said or NONE[:1])


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
    return _variable(one, key)


def _variable(one: Rehearsal, name: str) -> tuple[str, ...]:
    return (one.conversation.variables.get(name, NONE[0]),)


def _yes(value: bool) -> tuple[str, ...]:
    return YES if value else NO
