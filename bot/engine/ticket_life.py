"""The life of a ticket as one shared machine: between a place in line, the counselor who holds it, and its close.

Laws
1. Every change of a ticket's state is an arrow of this table; a ticket begins as waiting.
2. The machine is shared and keeps nothing: what moves on it is thrown away.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bot.flow.machine import FlowMachine
from bot.model.conversation import Ticket, TicketState

WAITING, CLAIMED, OFFERED, CLOSED = (one.value for one in TicketState)


class Arrow(NamedTuple):
    """`said`: what it is, for who reads the picture."""

    name: str
    source: str
    target: str
    said: str


ARROWS = (
    Arrow("claim", WAITING, CLAIMED, "seorang konselor mengambilnya"),
    Arrow("renew", CLAIMED, CLAIMED, "ia bekerja: membalas, mencatat, membuka, menulis"),
    Arrow("renew", OFFERED, OFFERED, "ia bekerja sambil menunggu"),
    Arrow("lapse", CLAIMED, WAITING, "waktu pegangnya habis"),
    Arrow("lapse", OFFERED, WAITING, "waktu pegangnya habis"),
    Arrow("release", CLAIMED, WAITING, "ia mengembalikannya"),
    Arrow("release", OFFERED, WAITING, "ia mengembalikannya"),
    Arrow("offer", CLAIMED, OFFERED, "ia menyerahkannya dengan catatan"),
    Arrow("recall", OFFERED, CLAIMED, "ia batal menyerahkan"),
    Arrow("decline", OFFERED, CLAIMED, "yang diminta belum bisa"),
    Arrow("accept", OFFERED, CLAIMED, "yang diminta menerima"),
    Arrow("expire", OFFERED, WAITING, "tidak diterima pada waktunya"),
    Arrow("close", CLAIMED, CLOSED, "ia menutupnya dengan hasil"),
    Arrow("close", OFFERED, CLOSED, "ia menutupnya dengan hasil"),
)
"""All there are. Who waits is not closed: somebody reads first."""


@dataclass(slots=True)
class Walker:
    """The light object that the machine moves."""

    state: str


def _machine() -> Any:
    machine = FlowMachine(
        model=None, states=[one.value for one in TicketState], initial=WAITING, auto_transitions=False
    )
    for arrow in ARROWS:
        machine.add_transition(arrow.name, arrow.source, arrow.target)
    return machine


MACHINE = _machine()


def moved(ticket: Ticket, arrow: str, **changes: Any) -> Ticket:
    """The ticket after this arrow. Raises MachineError where it does not lead on from its state."""
    walker = Walker(ticket.state.value)
    MACHINE.events[arrow].trigger(walker)
    return replace(ticket, state=TicketState(walker.state), **changes)


def picture() -> str:
    """The machine as Mermaid draws it; several arrows between the same two states are one line."""
    lines = ["stateDiagram-v2", f"  [*] --> {MACHINE.initial}"]
    texts = {(one.name, one.source): one.said for one in ARROWS}
    drawn: dict[tuple[str, str], list[str]] = {}
    for name, event in MACHINE.events.items():
        for source, (way,) in event.transitions.items():
            drawn.setdefault((source, way.dest), []).append(f"{name}, {texts[name, source]}")
    lines += [f"  {source} --> {target}: {'<br/>'.join(said)}" for (source, target), said in sorted(drawn.items())]
    return "\n".join([*lines, f"  {CLOSED} --> [*]", ""])


def page() -> str:
    """docs/ticket-life.md: the picture, and every arrow in words."""
    rows = [f"| `{one.name}` | {one.source} | {one.target} | {one.said} |" for one in ARROWS]
    return f"""\
# The life of a ticket

Written by `./run draw --docs docs` from the machine in `bot/engine/ticket_life.py`; change the arrows there. What holds
in every sequence of them is shown by `tests/engine/test_ticket_life.py`. For counselors: [handover.md](handover.md).

```mermaid
{picture()}```

| arrow | from | to | what happened |
|---|---|---|---|
{chr(10).join(rows)}
"""
