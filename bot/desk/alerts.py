"""What the queue says of the alerts: whether anybody outside the desk was told of a ticket, and whether one looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import words
from bot.model.alert import NOBODY, Raised, Rung
from bot.model.message import Level, TicketId
from bot.rules.ladder import MOST_OPEN

NO_WAY = (
    "Alarm belum dipasang: di luar meja ini tidak ada yang dikabari saat ada yang menunggu. "
    "Beri tahu operator (docs/alerts.md)."
)
CALLED = {
    Rung.OFFICE: "kantor",
    Rung.SECOND: "rekan kedua",
    Rung.SUPERVISOR: "pengawas",
    Rung.DUTY: "telepon jaga",
}


@dataclass(frozen=True, slots=True)
class Alerting:
    """`rings`: there is a way of alerts; `phone`: the duty phone as the operator wrote it, "" none."""

    rings: bool = True
    phone: str = ""

    def missing(self) -> list[str]:
        return [] if self.rings else [NO_WAY]


@dataclass(frozen=True, slots=True)
class Told:
    """Of one ticket: what was sent, what is left, and whether somebody may still say that they look at it."""

    lines: tuple[str, ...] = ()
    unseen: bool = False


def told(raised: Sequence[Raised], level: Level, phone: str, now: datetime) -> Told:
    """`raised`: of this ticket. What counts is the highest rung of its level."""
    counted = [one for one in raised if one.level >= level]
    if not counted:
        return Told()
    last = max(one.rung for one in counted)
    newest = [one for one in counted if one.rung is last and one.way != NOBODY]
    seen = next((one.seen_at for one in counted if one.rung is last and one.seen_at), None)
    looked = f"dilihat {words.hour(seen, now)}" if seen else "belum dilihat"
    sent = max((one.sent_at for one in raised if one.sent_at), default=None)
    lines = [f"alarm terkirim {words.hour(sent, now)}, {looked}"] if sent else []
    lines += [] if sent else ["alarm belum terkirim, " + looked] if any(one.way != NOBODY for one in raised) else []
    if sent and newest and not any(one.sent_at for one in newest) and not seen:
        unsure = any(one.open_tries >= MOST_OPEN for one in newest)
        lines.append(f"alarm ke {CALLED[last]} {'mungkin terkirim' if unsure else 'belum terkirim'}")
    skipped = sorted({one.rung for one in counted if one.way == NOBODY})
    lines += [f"alarm ke {CALLED[rung]} dilewati: belum diisi operator" for rung in skipped]
    if last is Rung.DUTY and phone and not seen:
        lines.append(f"hubungi telepon jaga: {phone}")
    return Told(tuple(line[0].upper() + line[1:] for line in lines), unseen=seen is None)


def by_ticket(raised: Iterable[Raised]) -> dict[TicketId, list[Raised]]:
    found: dict[TicketId, list[Raised]] = {}
    for one in raised:
        found.setdefault(one.ticket, []).append(one)
    return found
